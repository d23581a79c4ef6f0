"""What Kolada's answers say: pure, and suspicious. Names of version 3; those of version 2 are taken as well."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from app.quality.kolada.errors import Fault, KoladaError

TOTAL, WOMEN, MEN = "T", "K", "M"
SEXES = (TOTAL, WOMEN, MEN)

LONGEST_TITLE, LONGEST_TEXT = 500, 4000


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure that Kolada keeps (`kpi`)."""

    id: str
    title: str
    description: str = ""
    area: str = ""
    by_sex: bool = False
    by_unit: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality, a region or a single school, preschool and so on that values are about."""

    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Value:
    """One value: null is not zero, and one that was taken away at the source says so."""

    measure: str
    place: str
    year: int
    sex: str
    value: Decimal | None
    status: str = ""
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page of an answer: its entries, and the address of the next page when there is one."""

    entries: tuple[Mapping[str, Any], ...]
    next_url: str | None


def page(answer: object) -> Page:
    """Read a page. What the answer says of how many entries there are is not relied on: it is the entries that count."""
    if not isinstance(answer, dict) or not isinstance(answer.get("values"), list):
        raise KoladaError(Fault.UNREADABLE, "no list of values")
    following = answer.get("next_url") or answer.get("next_page")
    if following is not None and not isinstance(following, str):
        raise KoladaError(Fault.UNREADABLE, "the address of the next page is no text")
    entries = answer["values"]
    if not all(isinstance(entry, dict) for entry in entries):
        raise KoladaError(Fault.UNREADABLE, "an entry is no object")
    return Page(tuple(entries), following)


def measures(entries: tuple[Mapping[str, Any], ...]) -> Iterator[Measure]:
    """Read measures; one without an identity or a title is passed over."""
    for entry in entries:
        key, title = text_of(entry.get("id"), 20), text_of(entry.get("title"), LONGEST_TITLE)
        if key and title:
            yield Measure(
                id=key,
                title=title,
                description=text_of(entry.get("description"), LONGEST_TEXT),
                area=text_of(entry.get("operating_area"), LONGEST_TITLE),
                by_sex=bool(entry.get("is_divided_by_gender")),
                by_unit=bool(entry.get("has_ou_data")),
            )


def places(entries: tuple[Mapping[str, Any], ...]) -> Iterator[Place]:
    """Read municipalities or units; one without an identity or a title is passed over."""
    for entry in entries:
        key, title = text_of(entry.get("id"), 20), text_of(entry.get("title"), LONGEST_TITLE)
        if key and title:
            yield Place(key, title)


def values(entries: tuple[Mapping[str, Any], ...]) -> Iterator[Value]:
    """Read values of measures, of municipalities and of units alike; refuse what cannot be what it says."""
    for entry in entries:
        measure = text_of(entry.get("kpi"), 20)
        place = text_of(entry.get("municipality") or entry.get("ou"), 20)
        year = _year(entry.get("period"))
        parts = entry.get("values")
        if not measure or not place or year is None or not isinstance(parts, list):
            raise KoladaError(Fault.UNREADABLE, "a value says not what it is of")
        for part in parts:
            if not isinstance(part, dict) or part.get("gender") not in SEXES:
                raise KoladaError(Fault.UNREADABLE, "a value says not of whom it is")
            deleted = bool(part.get("isdeleted", part.get("is_deleted", False)))
            number = None if deleted else _number(part.get("value"))
            yield Value(
                measure, place, year, part["gender"], number, text_of(part.get("status"), 40), deleted
            )


def text_of(found: object, longest: int) -> str:
    """Give a text in one line and at most so long; anything else is no text. What leads figures astray is left out."""
    if not isinstance(found, str):
        return ""
    return "".join(sign if sign.isprintable() else " " for sign in found).strip()[:longest].rstrip()


def _year(found: object) -> int | None:
    if isinstance(found, bool):
        return None
    if isinstance(found, str) and found.isascii() and found.isdigit():
        found = int(found[:5])
    return found if isinstance(found, int) and 1900 <= found <= 2200 else None


def _number(found: object) -> Decimal | None:
    if found is None:
        return None
    if isinstance(found, bool) or not isinstance(found, int | float | str):
        raise KoladaError(Fault.UNREADABLE, "a value is no figure")
    try:
        # By way of its text: 0.1 is 0.1 and not the nearest binary fraction.
        number = Decimal(str(found))
    except InvalidOperation as problem:
        raise KoladaError(Fault.UNREADABLE, "a value is no figure") from problem
    if not number.is_finite() or abs(number) >= Decimal(10) ** 12 or math.isnan(float(number)):
        raise KoladaError(Fault.UNREADABLE, "a value is no figure that can be kept")
    return number
