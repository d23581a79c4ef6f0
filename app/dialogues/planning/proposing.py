"""Proposes times for a year of meetings: when by rhythm and annual cycle, which day by the calendar. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from app import clock
from app.clock import STOCKHOLM
from app.dialogues.planning.days import working_days
from app.dialogues.series.pace import USUAL_TIMES_A_YEAR
from app.steering.elections import years_since_election
from app.steering.shapes.year import CycleEvent, Rhythm, When

YEAR = timedelta(days=365)
SOONEST = timedelta(days=7)
"""Nobody is invited to a first meeting with less than a week to prepare."""

SLACK = timedelta(days=10)
"""How far to either side of an even pace a meeting may lie."""

BEYOND = timedelta(days=42)
"""How far past its time a meeting may slip where all of it is leave."""

SHORTEST = timedelta(days=5)
"""What remains of a month when it is too late to find a day in it."""

OTHER_HOURS = (time(9), time(13), time(10), time(14), time(8), time(15))
"""Tried in this order where the usual hour is taken on every day."""


@dataclass(frozen=True, slots=True)
class Window:
    """From when to when a meeting would lie, and the key of the event of the annual cycle it belongs to."""

    first: date
    last: date
    event: str = ""

    @property
    def middle(self) -> date:
        """The day in the midst of it."""
        return self.first + (self.last - self.first) / 2


@dataclass(frozen=True, slots=True)
class Usual:
    """How the two usually meet: on which weekday (0 is Monday), at what time, for how long."""

    weekday: int
    at: time
    minutes: int


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody is taken."""

    starts_at: datetime
    ends_at: datetime

    def meets(self, starts_at: datetime, ends_at: datetime) -> bool:
        """Tell whether it overlaps with another span; one that begins when this one ends does not."""
        return self.starts_at < ends_at and starts_at < self.ends_at


@dataclass(frozen=True, slots=True)
class Proposal:
    """A time proposed, and the window it was proposed for."""

    day: date
    at: time
    window: Window


def windows(
    rhythm: Rhythm | None, cycle: Sequence[CycleEvent], known: Sequence[date], today: date
) -> list[Window]:
    """Give when the two would meet over the coming year, without what they have planned already.

    The months of the rhythm, as the annual cycle places them where it says more; without a rhythm the events of the cycle;
    otherwise evenly from the last meeting on. `cycle` are the events that start such a dialogue, `known` the days of
    meetings of the series.
    """
    events = _of_cycle(cycle, today)
    if rhythm is not None and rhythm.months:
        found = _of_months(rhythm.months, events, today)
    elif rhythm is None and events:
        found = events
    else:
        return _evenly(
            rhythm.times_per_year if rhythm and rhythm.times_per_year else USUAL_TIMES_A_YEAR, known, today
        )
    met = _spoken_for(found, known, today)
    open_ones = [
        window for window in found if window not in met and not any(_covers(window, day) for day in known)
    ]
    ahead = [Window(max(one.first, today + SOONEST), one.last, one.event) for one in open_ones]
    return [
        window
        for window in sorted(ahead, key=lambda one: one.first)
        if window.first <= today + YEAR and window.last - window.first >= SHORTEST
    ]


def _covers(window: Window, day: date) -> bool:
    """Tell whether a meeting on a day is the one of this window: in the same month, or between its months."""
    return (
        (window.first.year, window.first.month)
        <= (day.year, day.month)
        <= (window.last.year, window.last.month)
    )


def _spoken_for(found: Sequence[Window], known: Iterable[date], today: date) -> set[Window]:
    """Give the windows meetings outside all of them stand for: the nearest, within half the distance between two.

    Who meets in January instead of in December is not asked to meet in December too.
    """
    a_year = sum(today <= window.middle < today + YEAR for window in found)
    reach = YEAR / max(1, a_year) / 2
    met = set()
    for day in known:
        nearest = min(found, key=lambda window: _away(window, day), default=None)
        if nearest is not None and _away(nearest, day) <= reach:
            met.add(nearest)
    return met


def _away(window: Window, day: date) -> timedelta:
    """Give how far outside a window a day lies."""
    return max(window.first - day, day - window.last, timedelta(0))


def _of_months(months: Iterable[int], events: Sequence[Window], today: date) -> list[Window]:
    found = []
    # The year before and the one after: what was meant for those stands for nothing of this one.
    for year in range(today.year - 1, today.year + 3):
        for month in sorted(set(months)):
            whole = Window(date(year, month, 1), date(year, month, monthrange(year, month)[1]))
            found.append(next((one for one in events if _within(one, whole)), whole))
    return found


def _within(event: Window, month: Window) -> bool:
    return month.first <= event.first and event.last <= month.last


def _of_cycle(cycle: Iterable[CycleEvent], today: date) -> list[Window]:
    return [
        _placed(when, year, event.key)
        for event in cycle
        for when in event.when
        for year in range(today.year - 2, today.year + 3)
        if holds(when, year)
    ]


def holds(when: When, year: int) -> bool:
    """Tell whether a time of the annual cycle holds for a year: some are for years of election, or the others."""
    after_election = years_since_election(year)
    return {
        "every": True,
        "election_year": after_election == 0,
        "not_election_year": after_election != 0,
        "first_year_of_term": after_election == 1,
    }[when.years]


def _placed(when: When, year: int, key: str) -> Window:
    begins = year + when.year_offset
    to_month = when.to_month or when.month
    ends = begins + (to_month < when.month)
    first = _day(begins, when.month, when.day or 1)
    if when.day and not when.to_month and not when.to_day:
        # The day by which it is to have happened: the days before are there to choose from.
        return Window(first - SLACK, first, key)
    return Window(first, _day(ends, to_month, when.to_day or 31), key)


def _day(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def _evenly(times_a_year: int, known: Sequence[date], today: date) -> list[Window]:
    step = YEAR / times_a_year
    slack = min(SLACK, step / 3)
    last = max(known, default=None)
    middle = last + step if last is not None else today + SOONEST + slack
    while middle < today + SOONEST:
        middle += step
    found = []
    while middle <= today + YEAR:
        found.append(Window(max(middle - slack, today + SOONEST), middle + slack))
        middle += step
    return found


def proposals(found: Iterable[Window], usual: Usual, taken: Sequence[Span]) -> list[Proposal]:
    """Find a day and time in each window that is free for both; one for which there is none is left out."""
    spans, proposed = list(taken), []
    for window in found:
        one = _best(window, usual, spans) or _best(
            Window(window.last + timedelta(days=1), window.last + BEYOND, window.event), usual, spans, window
        )
        if one is not None:
            starts_at = moment(one.day, one.at)
            spans.append(Span(starts_at, starts_at + timedelta(minutes=usual.minutes)))
            proposed.append(one)
    return proposed


def _best(window: Window, usual: Usual, taken: Sequence[Span], of: Window | None = None) -> Proposal | None:
    """Give the best free time in a window: on the usual weekday nearest its middle, otherwise nearest its middle.

    Where a window stands in for another, the first fit nearest that other is the best.
    """
    middle = window.first if of else window.middle
    days = sorted(
        working_days(window.first, window.last),
        key=lambda day: (day.weekday() != usual.weekday, abs((day - middle).days), day),
    )
    hours = [usual.at, *(hour for hour in OTHER_HOURS if hour != usual.at)]
    for hour in hours:
        for day in days:
            starts_at = moment(day, hour)
            ends_at = starts_at + timedelta(minutes=usual.minutes)
            if not any(span.meets(starts_at, ends_at) for span in taken):
                return Proposal(day, hour, of or window)
    return None


def moment(day: date, at: time) -> datetime:
    """Turn a Swedish day and time of day into UTC."""
    return clock.from_stockholm(day, at.hour, at.minute)


def usual_from(last: datetime | None, minutes: int) -> Usual:
    """Tell how two usually meet from when they met last; a Tuesday morning where they have not."""
    if last is None:
        return Usual(1, time(9), minutes)
    local = last.astimezone(STOCKHOLM)
    weekday = local.weekday()
    return Usual(weekday if weekday < 5 else 1, local.time().replace(second=0, microsecond=0), minutes)
