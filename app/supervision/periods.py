"""The days and years the overview looks at."""

from datetime import date, datetime, timedelta

from app.clock import from_stockholm
from app.supervision.gaps import Looked

TALKED_WITHIN = timedelta(days=365)


def looked_at(today: date, year: int) -> Looked:
    """Say which day and year are looked at; talks count for a year back."""
    return Looked(today, year, from_stockholm(today - TALKED_WITHIN))


def before_year(year: int) -> datetime:
    """Give the last moment before a year begins in Sweden."""
    return from_stockholm(date(year, 1, 1)) - timedelta(microseconds=1)


def since_edition(at: datetime | None, year: int) -> datetime:
    """Give after when something is new: the last edition, or the turn of the year where there is none."""
    return at if at is not None else before_year(year)
