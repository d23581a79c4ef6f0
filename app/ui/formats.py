"""Dates and times as people say them, in Swedish time.

Pure: language and present day come in as arguments.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import NamedTuple

from babel.dates import format_date as slow_format_date
from markupsafe import Markup, escape

from app.clock import STOCKHOLM

_NUMBERS = {
    "sv": ("noll", "en", "två", "tre", "fyra", "fem", "sex", "sju", "åtta", "nio", "tio", "elva", "tolv"),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    ),
}
_AND = {"sv": "och", "en": "and"}
_NEAR = {
    "sv": {-2: "i förrgår", -1: "i går", 0: "i dag", 1: "i morgon", 2: "i övermorgon"},
    "en": {-1: "yesterday", 0: "today", 1: "tomorrow"},
}
# (singular, plural) with their number word; Swedish says "ett år" but "en dag".
_AHEAD = {"sv": "om {}", "en": "in {}"}
_BEHIND = {"sv": "för {} sedan", "en": "{} ago"}
_UNITS = {
    "sv": {
        "day": ("en dag", "dagar"),
        "week": ("en vecka", "veckor"),
        "month": ("en månad", "månader"),
        "year": ("ett år", "år"),
    },
    "en": {
        "day": ("one day", "days"),
        "week": ("one week", "weeks"),
        "month": ("one month", "months"),
        "year": ("one year", "years"),
    },
}


@lru_cache(maxsize=4096)
def format_date(when: date, pattern: str, locale: str) -> str:
    """Write a date; a list says the same few days again and again, and reading the pattern is slow."""
    return slow_format_date(when, pattern, locale=locale)


def language(locale: str) -> str:
    """Give the language these texts exist in that serves `locale`; Swedish unless it is English."""
    return "en" if locale.lower().startswith("en") else "sv"


def local(value: datetime) -> datetime:
    """Turn a stored moment into Swedish wall-clock time; one without a zone is read as UTC."""
    return (value if value.tzinfo else value.replace(tzinfo=UTC)).astimezone(STOCKHOLM)


def swedish_date(value: date | datetime) -> date:
    """Give the date a moment has in Sweden; a plain date is already one."""
    return local(value).date() if isinstance(value, datetime) else value


def listed(names: Iterable[str], language: str) -> str:
    """Write names as they are said: one, then the others with commas, and "och" before the last."""
    *first, last = list(names) or [""]
    joiner = _AND.get(language, _AND["sv"])
    return f"{', '.join(first)} {joiner} {last}" if first else last


def with_columns(text: str, *names: str) -> Markup:
    """Write a sentence with the columns of a file it names set apart: several are called what any sentence may say."""
    named = "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))
    marked = re.sub(rf"(?<!\w)({named})(?!\w)", r"<code>\1</code>", str(escape(text)))
    return Markup(marked)  # noqa: S704  # nosec B704  escaped before it was marked


@lru_cache(maxsize=4096)
def iso(value: date | datetime) -> str:
    """Write a value for the datetime attribute of <time>."""
    return local(value).isoformat(timespec="minutes") if isinstance(value, datetime) else value.isoformat()


def number_word(number: int, locale: str) -> str:
    """Write a number up to twelve in words, larger ones in figures."""
    words = _NUMBERS[language(locale)]
    return words[number] if 0 <= number < len(words) else str(number)


@lru_cache(maxsize=4096)
def day(value: date | datetime, today: date, locale: str) -> str:
    """Write “3 december”, with the year when it is another than today's."""
    when = swedish_date(value)
    return format_date(when, "d MMMM" if when.year == today.year else "d MMMM y", locale=locale)


def long_day(value: date | datetime, locale: str) -> str:
    """Write “3 december 2026”: for records, where the year always stands."""
    return format_date(swedish_date(value), "d MMMM y", locale=locale)


def short_day(value: date | datetime, today: date, locale: str) -> str:
    """Write “3 dec”, with the year when it is another than today's."""
    when = swedish_date(value)
    written = format_date(when, "d MMM" if when.year == today.year else "d MMM y", locale=locale)
    return written.replace(".", "")


def weekday(value: date | datetime, today: date, locale: str) -> str:
    """Write “måndag 23 november”, with the year when it is another than today's."""
    when = swedish_date(value)
    return format_date(when, "EEEE d MMMM" if when.year == today.year else "EEEE d MMMM y", locale=locale)


def month(value: date | datetime, locale: str) -> str:
    """Write “december 2026”."""
    return format_date(swedish_date(value), "LLLL y", locale=locale)


def clock_time(value: datetime, locale: str) -> str:
    """Write “14.02” in Swedish, “14:02” in English."""
    return f"{local(value):{'%H.%M' if language(locale) == 'sv' else '%H:%M'}}"


def moment(value: datetime, today: date, locale: str) -> str:
    """Write “3 december 14.02”."""
    return f"{day(value, today, locale)} {clock_time(value, locale)}"


def lately(value: datetime, today: date, locale: str) -> str:
    """Write “14.02” of today and “2 december 14.02” of another day: beside what one is writing."""
    if swedish_date(value) == today:
        return clock_time(value, locale)
    return moment(value, today, locale)


def relative_day(value: date | datetime, today: date, locale: str) -> str:
    """Write how far away a day is: “om tio dagar”, “i går”, “för tre veckor sedan”."""
    tongue = language(locale)
    away = (swedish_date(value) - today).days
    if away in _NEAR[tongue]:
        return _NEAR[tongue][away]
    return (_AHEAD if away > 0 else _BEHIND)[tongue].format(_span(abs(away), tongue))


class When(NamedTuple):
    """A day or a moment as a row of a list says it: for machines, for people, and how far away."""

    iso: str
    day: str
    away: str


@lru_cache(maxsize=4096)
def when(value: date | datetime, today: date, locale: str) -> When:
    """Write when something is, all three ways; remembered, since a list says it of every row, each time it is opened."""
    return When(iso(value), short_day(value, today, locale), relative_day(value, today, locale))


def _span(days: int, tongue: str) -> str:
    if days < 21:
        return _count(days, "day", tongue)
    if days < 60:
        return _count(round(days / 7), "week", tongue)
    if days < 345:
        return _count(round(days / 30.44), "month", tongue)
    return _count(max(1, round(days / 365.25)), "year", tongue)


def _count(number: int, unit: str, tongue: str) -> str:
    one, many = _UNITS[tongue][unit]
    return one if number == 1 else f"{number_word(number, tongue)} {many}"
