"""Words for days, faults and the history of the annual cycle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Literal

from babel.dates import get_month_names
from flask_babel import LazyString, gettext, lazy_gettext

from app.cycle.errors import Fault
from app.disposing.wording import HAPPENED
from app.records.queries import Change
from app.steering.routes import reader_language
from app.ui.install import day

FAULTS: dict[Fault, LazyString] = {
    Fault.DAYS_TURNED: lazy_gettext("Sista dagen kan inte ligga före den första."),
    Fault.TOO_FAR: lazy_gettext("Så långt går det inte att flytta: håll er inom ett år."),
    Fault.OUTSIDE: lazy_gettext("Enhetens egna dagar ska ligga inom den tid som gäller för alla."),
}


def month_names(width: Literal["wide", "abbreviated"] = "wide") -> dict[int, str]:
    """Give the names of the months in the reader's language."""
    names = get_month_names(width, locale=reader_language())
    return {number: names[number].rstrip(".") for number in range(1, 13)}


def days_words(first: date, last: date) -> str:
    """Write from when to when as people do: “mars”, “mars–april”, “3–12 mars”, “3 mars – 12 april”."""
    if first == last:
        return day(first)
    names = month_names()
    whole = first.day == 1 and (last + timedelta(days=1)).day == 1
    if whole and first.year == last.year:
        if first.month == last.month:
            return names[first.month]
        return f"{names[first.month]}–{names[last.month]}"
    if whole:
        return f"{names[first.month]}–{names[last.month]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{day(last)}"
    return f"{day(first)} – {day(last)}"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a history."""

    at: datetime
    text: str
    by: str | None
    href: str | None = None


def history_lines(changes: Sequence[Change]) -> list[Line]:
    """Put the history of a moved event in words."""
    return [Line(one.at, _what(one), one.actor) for one in changes]


def _what(change: Change) -> str:
    facts = change.after or {}
    if change.action in HAPPENED:
        return str(HAPPENED[change.action])
    if change.action == "cycle.moved" and not facts:
        return gettext("Flyttad")
    if change.action != "cycle.moved" or not facts.get("starts_on"):
        return gettext("Lagd tillbaka där modellen har den")
    first, last = date.fromisoformat(str(facts["starts_on"])), date.fromisoformat(str(facts["ends_on"]))
    return gettext("Flyttad till %(when)s", when=days_words(first, last))
