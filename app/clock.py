"""The one place that tells the time: UTC inside, Stockholm outside."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

STOCKHOLM = ZoneInfo("Europe/Stockholm")

_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """Tell the present moment, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC)


_day: tuple[datetime, datetime, date] = (
    datetime.max.replace(tzinfo=UTC),
    datetime.min.replace(tzinfo=UTC),
    date.min,
)
"""A Swedish day that was asked for: when it begins, when it ends, and which it is. A page asks a hundred times."""


def today() -> date:
    """Tell the present date as people in Sweden have it."""
    global _day  # noqa: PLW0603  one value put in the place of another: threads read the one or the other, each whole
    moment = now()
    begins, ends, day = _day
    if not begins <= moment < ends:
        day = moment.astimezone(STOCKHOLM).date()
        _day = from_stockholm(day), from_stockholm(day + timedelta(days=1)), day
    return day


def from_stockholm(day: date, hour: int = 0, minute: int = 0) -> datetime:
    """Turn a Swedish wall-clock time into UTC; a time the clock skips is read as the hour after."""
    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=STOCKHOLM)
    return local.astimezone(UTC)


@contextmanager
def frozen_at(moment: datetime) -> Iterator[None]:
    """Hold the clock still at `moment` (aware); for tests and for loading a lived-in demo."""
    token = _frozen.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
