"""What stands at the source, laid out as a table of places and years. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from app.quality.kolada.models import KoladaChange, KoladaPlace, KoladaValue
from app.quality.kolada.reading import TOTAL

YEARS_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A place and its figures, one for each year shown; None where the source has none."""

    name: str
    ours: bool
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """The latest years that anything stands for, and the places: our own first."""

    years: tuple[int, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """That the source says another figure of a place and a year than it did; None where it had, or has, none."""

    name: str
    year: int
    before: Decimal | None
    after: Decimal | None
    seen_at: datetime


def changed(places: Sequence[KoladaPlace], changes: Sequence[KoladaChange]) -> tuple[Changed, ...]:
    """Name the places of changes, in the order the changes have."""
    names = {place.id: _name(place) for place in places}
    return tuple(
        Changed(names[one.place_id], one.year, one.before, one.after, one.seen_at) for one in changes
    )


def _name(place: KoladaPlace) -> str:
    return place.unit.name if place.unit is not None else place.name


def table_of(places: Sequence[KoladaPlace], values: Sequence[KoladaValue]) -> Shown | None:
    """Lay figures of all together out by place and year; None where there is not one."""
    kept = {
        (one.place_id, one.year): one.value for one in values if one.sex == TOTAL and one.value is not None
    }
    years = tuple(sorted({year for _, year in kept})[-YEARS_SHOWN:])
    if not years:
        return None
    ordered = sorted(places, key=lambda place: (place.unit_id is None, place.id))
    return Shown(
        years,
        tuple(
            Row(
                _name(place),
                place.unit_id is not None,
                tuple(kept.get((place.id, year)) for year in years),
            )
            for place in ordered
        ),
    )
