"""Days people in Sweden do not meet on, or had rather not. Pure; the names of days come from the library `holidays`."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

SATURDAY = 5
SUMMER_WEEKS = range(27, 33)
"""ISO weeks in which most people in a municipality are on leave."""

CHRISTMAS_FROM, CHRISTMAS_TO = (12, 20), (1, 6)
"""Month and day from when to when most are away around New Year, both included."""


class Off(StrEnum):
    """Why a day is not for meetings."""

    HOLIDAY = "holiday"
    EVE = "eve"
    WEEKEND = "weekend"
    SUMMER = "summer"
    CHRISTMAS = "christmas"


@dataclass(frozen=True, slots=True)
class DayOff:
    """Why a day is not for meetings, with the name the day has where it has one."""

    why: Off
    name: str = ""


def day_off(day: date, language: str) -> DayOff | None:
    """Tell why a day is not for meetings, or None for an ordinary working day; names are in `language`."""
    named = _named(day.year, language)
    if day in named:
        return named[day]
    if day.weekday() >= SATURDAY:
        return DayOff(Off.WEEKEND)
    if (day.month, day.day) >= CHRISTMAS_FROM or (day.month, day.day) <= CHRISTMAS_TO:
        return DayOff(Off.CHRISTMAS)
    if day.isocalendar().week in SUMMER_WEEKS:
        return DayOff(Off.SUMMER)
    return None


def named_days(first: date, last: date, language: str) -> list[tuple[date, DayOff]]:
    """Give the holidays and eves from one day to another that would else be working days, in order."""
    found = []
    for year in range(first.year, last.year + 1):
        found += [
            (day, off)
            for day, off in _named(year, language).items()
            if first <= day <= last and day.weekday() < SATURDAY
        ]
    return sorted(found, key=lambda one: one[0])


@lru_cache(maxsize=64)
def _named(year: int, language: str) -> dict[date, DayOff]:
    # A few hundred countries come along with it: loaded when somebody plans.
    from holidays.countries.sweden import Sweden

    tongue = "en_US" if language == "en" else "sv"
    eves = Sweden(years=year, language=tongue, include_sundays=False, categories=("de_facto", "optional"))
    found = {day: DayOff(Off.EVE, _plain(name)) for day, name in eves.items() if day.year == year}
    public = Sweden(years=year, language=tongue, include_sundays=False, categories=("public",))
    found |= {day: DayOff(Off.HOLIDAY, _plain(name)) for day, name in public.items() if day.year == year}
    return found


def _plain(name: str) -> str:
    """Leave out from which hour banks close on such a day."""
    return name.partition(" (")[0].partition(";")[0]


def working_days(first: date, last: date, language: str = "sv") -> list[date]:
    """Give the days from one to another, both included, that are for meetings."""
    span = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in span if day_off(day, language) is None]
