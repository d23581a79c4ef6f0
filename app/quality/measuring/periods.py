"""Periods of measuring: what they are written as, where they begin and end, which comes next, and when a measurement is due.

Pure. A period is kept as its key: "2026", "2026-H1", "2026-T2", "2026-Q3", "2026-03", "2026-W07", "2026-R08" or "2025/26".
Keys of one periodicity sort as the periods do.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.quality.indicators.models import Periodicity
from app.ui.formats import format_date, language

FIRST_YEAR, LAST_YEAR = 1900, 2199
"""Years a period can begin in; what lies outside is a slip of the keys."""


class NotAPeriod(ValueError):
    """What was written names no period."""


_MONTHS = {
    Periodicity.MONTH: 1,
    Periodicity.ROUND: 1,
    Periodicity.QUARTER: 3,
    Periodicity.TERTIAL: 4,
    Periodicity.HALF_YEAR: 6,
    Periodicity.YEAR: 12,
}
"""Months in a period of the calendar year; a round is written by the month it is after."""

_LETTERS = {"Q": Periodicity.QUARTER, "T": Periodicity.TERTIAL, "H": Periodicity.HALF_YEAR}
_SIGNS = {kind: letter for letter, kind in _LETTERS.items()}

_GRACE = {
    Periodicity.WEEK: 7,
    Periodicity.MONTH: 14,
    Periodicity.ROUND: 30,
    Periodicity.QUARTER: 30,
    Periodicity.TERTIAL: 30,
    Periodicity.HALF_YEAR: 30,
    Periodicity.YEAR: 45,
    Periodicity.SCHOOL_YEAR: 60,
}
"""Days after its end within which a period is measured; a school year ends as everybody goes on holiday."""

SCHOOL_YEAR_BEGINS = 7
"""The month a school year begins in: a Swedish one runs from July through June."""

_KEY = re.compile(r"(\d{4})(?:-(?:W(\d{2})|([QTH])(\d)|(R?)(\d{2}))|/(\d{2}))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Period:
    """One period: its periodicity, the year it begins in (of a week the year ISO counts it to), its number in that year."""

    kind: Periodicity
    year: int
    number: int = 1

    @property
    def key(self) -> str:
        """What the period is kept as."""
        if self.kind is Periodicity.WEEK:
            return f"{self.year}-W{self.number:02}"
        if self.kind is Periodicity.MONTH:
            return f"{self.year}-{self.number:02}"
        if self.kind is Periodicity.ROUND:
            return f"{self.year}-R{self.number:02}"
        if self.kind is Periodicity.YEAR:
            return str(self.year)
        if self.kind is Periodicity.SCHOOL_YEAR:
            return f"{self.year}/{(self.year + 1) % 100:02}"
        return f"{self.year}-{_SIGNS[self.kind]}{self.number}"

    @property
    def slug(self) -> str:
        """The key as it stands in addresses and names of fields, where a stroke would part it."""
        return self.key.replace("/", "_")

    @property
    def days(self) -> tuple[date, date]:
        """Its first day and its last one."""
        return _days_of(self)

    @property
    def first(self) -> date:
        """Its first day."""
        return _days_of(self)[0]

    @property
    def last(self) -> date:
        """Its last day."""
        return _days_of(self)[1]

    @property
    def next(self) -> "Period":
        """The period after it; of a round that of the next month, whether or not it has one (`rounds.Pace` tells)."""
        return self._beside(1)

    @property
    def previous(self) -> "Period":
        """The period before it."""
        return self._beside(-1)

    def _beside(self, step: int) -> "Period":
        number = self.number + step
        if number < 1:
            return Period(self.kind, self.year - 1, parts_of(self.kind, self.year - 1))
        if number > parts_of(self.kind, self.year):
            return Period(self.kind, self.year + 1, 1)
        return Period(self.kind, self.year, number)

    @property
    def due_on(self) -> date:
        """The last day on which its measurement is in time."""
        return self.last + timedelta(days=_GRACE[self.kind])

    def contains(self, day: date) -> bool:
        """Tell whether a day lies in it."""
        return self.first <= day <= self.last

    def ended_by(self, day: date) -> bool:
        """Tell whether it is over on a day: on its own last day it is not."""
        return self.last < day

    def __lt__(self, other: "Period") -> bool:
        """Tell whether it begins earlier; of two that begin on one day, whether it ends earlier."""
        return _days_of(self) < _days_of(other)


def _first_day(period: Period) -> date:
    if period.kind is Periodicity.WEEK:
        return date.fromisocalendar(period.year, period.number, 1)
    if period.kind is Periodicity.SCHOOL_YEAR:
        return date(period.year, SCHOOL_YEAR_BEGINS, 1)
    return date(period.year, (period.number - 1) * _MONTHS[period.kind] + 1, 1)


@lru_cache(maxsize=4096)
def _days_of(period: Period) -> tuple[date, date]:
    # Periods are few and sorted again and again.
    return _first_day(period), _first_day(period.next) - timedelta(days=1)


@lru_cache(maxsize=2048)
def parts_of(kind: Periodicity, year: int) -> int:
    """Tell how many periods of a kind there are in a year; ISO gives some years 53 weeks."""
    if kind is Periodicity.WEEK:
        # The 28th of December always lies in the last week of its year.
        return date(year, 12, 28).isocalendar().week
    return 1 if kind is Periodicity.SCHOOL_YEAR else 12 // _MONTHS[kind]


@lru_cache(maxsize=4096)
def read_period(key: str) -> Period:
    """Read a key, exactly as `Period.key` writes it; raises `NotAPeriod`."""
    found = _KEY.fullmatch(key)
    if found is None:
        raise NotAPeriod(key)
    year = int(found[1])
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise NotAPeriod(key)
    if found[7] is not None:
        period = Period(Periodicity.SCHOOL_YEAR, year)
    elif found[2] is not None:
        period = Period(Periodicity.WEEK, year, int(found[2]))
    elif found[3] is not None:
        period = Period(_LETTERS[found[3]], year, int(found[4]))
    elif found[6] is not None:
        period = Period(Periodicity.ROUND if found[5] else Periodicity.MONTH, year, int(found[6]))
    else:
        period = Period(Periodicity.YEAR, year)
    if not 1 <= period.number <= parts_of(period.kind, year) or period.key != key:
        raise NotAPeriod(key)
    return period


def read_slug(slug: str) -> Period:
    """Read a key as it stands in an address; raises `NotAPeriod`."""
    return read_period(slug.replace("_", "/"))


def period_of(kind: Periodicity, day: date) -> Period:
    """Give the period a day lies in."""
    if kind is Periodicity.WEEK:
        year, week, _ = day.isocalendar()
        return Period(kind, year, week)
    if kind is Periodicity.SCHOOL_YEAR:
        return Period(kind, day.year if day.month >= SCHOOL_YEAR_BEGINS else day.year - 1)
    return Period(kind, day.year, (day.month - 1) // _MONTHS[kind] + 1)


def latest_ended(kind: Periodicity, day: date) -> Period:
    """Give the latest period that is over on a day."""
    return period_of(kind, day).previous


def periods_between(first: Period, last: Period) -> Iterator[Period]:
    """Give the periods of one kind from one through another."""
    one = first
    while not last < one:
        yield one
        one = one.next


def periods_of_year(kind: Periodicity, year: int) -> list[Period]:
    """Give the periods that belong to a year."""
    return [Period(kind, year, number) for number in range(1, parts_of(kind, year) + 1)]


_PARTS = {
    "sv": {
        Periodicity.WEEK: "vecka {}",
        Periodicity.QUARTER: "kvartal {}",
        Periodicity.TERTIAL: "tertial {}",
    },
    "en": {
        Periodicity.WEEK: "week {}",
        Periodicity.QUARTER: "quarter {}",
        Periodicity.TERTIAL: "tertial {}",
    },
}
_ROUNDS = {"sv": "omgången", "en": "the round"}
_AFTER = {"sv": "efter", "en": "after"}
_HALVES = {"sv": ("första halvåret", "andra halvåret"), "en": ("first half-year", "second half-year")}


def part_words(period: Period, locale: str) -> str:
    """Say which part of its year a period is: “tertial 2”, “mars”, “efter augusti”; nothing for a whole year."""
    tongue = language(locale)
    if period.kind in {Periodicity.YEAR, Periodicity.SCHOOL_YEAR}:
        return ""
    if period.kind in {Periodicity.MONTH, Periodicity.ROUND}:
        month = format_date(period.first, "LLLL", locale)
        return month if period.kind is Periodicity.MONTH else f"{_AFTER[tongue]} {month}"
    if period.kind is Periodicity.HALF_YEAR:
        return _HALVES[tongue][period.number - 1]
    return _PARTS[tongue][period.kind].format(period.number)


def year_words(period: Period) -> str:
    """Say which year a period belongs to: “2026”, of a school year “2025/26”."""
    return period.key if period.kind is Periodicity.SCHOOL_YEAR else str(period.year)


@lru_cache(maxsize=4096)
def period_words(period: Period, locale: str) -> str:
    """Say which period it is: “tertial 2 2026”, “mars 2026”, “omgången efter augusti 2026”, “läsåret 2025/26”, “2026”."""
    part = part_words(period, locale)
    if period.kind is Periodicity.ROUND:
        return f"{_ROUNDS[language(locale)]} {part} {period.year}"
    if part:
        return f"{part} {period.year}"
    if period.kind is Periodicity.SCHOOL_YEAR:
        return f"{'school year' if language(locale) == 'en' else 'läsåret'} {period.key}"
    return str(period.year)


_SHORT = {
    Periodicity.WEEK: "v",
    Periodicity.QUARTER: "K",
    Periodicity.TERTIAL: "T",
    Periodicity.HALF_YEAR: "H",
}
_SHORT_EN = {
    Periodicity.WEEK: "w",
    Periodicity.QUARTER: "Q",
    Periodicity.TERTIAL: "T",
    Periodicity.HALF_YEAR: "H",
}


def short_words(period: Period, locale: str) -> str:
    """Say it where there is little room, under a chart: “T2 2026”, “mar 2026”, “2025/26”."""
    if period.kind in {Periodicity.YEAR, Periodicity.SCHOOL_YEAR}:
        return period.key
    if period.kind in {Periodicity.MONTH, Periodicity.ROUND}:
        return f"{format_date(period.first, 'LLL', locale).rstrip('.')} {period.year}"
    signs = _SHORT_EN if language(locale) == "en" else _SHORT
    return f"{signs[period.kind]}{period.number} {period.year}"
