"""Which activities have been followed up in a round of the year, where the model follows them up by a rhythm: told by name,
in the order of the plan, never how it went.
"""

from calendar import monthrange
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.planning.models import Activity, ActivityState, Goal, GoalState, ProgressNote
from app.planning.queries import Reader, visible
from app.planning.reading import ActivityView, GoalView
from app.steering.schema import Profile
from app.steering.shapes.year import Rhythm

FOLLOW_UP = "follow_up"
A_MONTH = timedelta(days=31)
"""How long after the end of a month people are still busy following up what was until then."""


def rhythm_of(profile: Profile, key: str) -> Rhythm | None:
    """Give a rhythm by which activities are followed up; None where it is for something else."""
    return next((one for one in profile.rhythms if one.key == key and "activity" in one.applies_to), None)


def rhythm_in(profile: Profile) -> Rhythm | None:
    """Give the rhythm by which the events of a model follow up activities; None where none does."""
    asked = (start.ref or "" for event in profile.cycle for start in event.starts if start.kind == FOLLOW_UP)
    return next((found for key in asked if (found := rhythm_of(profile, key)) is not None), None)


def months_of(rhythm: Rhythm) -> list[int]:
    """Give the months after which a rhythm falls: those it names, otherwise spread over the year."""
    if rhythm.months:
        return sorted(rhythm.months)
    step = max(1, 12 // (rhythm.times_per_year or 1))
    return list(range(step, 13, step))


def begins(rhythm: Rhythm, day: date) -> date:
    """Give the first day after the last month of a rhythm that had ended by the day before `day`."""
    ends = (
        date(year, month, monthrange(year, month)[1])
        for year in (day.year - 1, day.year)
        for month in months_of(rhythm)
    )
    return max(end for end in ends if end < day) + timedelta(days=1)


def round_before(rhythm: Rhythm, day: date) -> date:
    """Give the first day of the round that an event beginning on `day` follows up."""
    return begins(rhythm, begins(rhythm, day) - timedelta(days=1))


def round_now(rhythm: Rhythm, today: date) -> date:
    """Give the first day of the round that is followed up now: in the month after its end still the one that ended."""
    return begins(rhythm, today - A_MONTH)


@dataclass(frozen=True, slots=True)
class Round:
    """The activities of a unit in a round: how many were followed up, and those that were not, by name."""

    followed: int
    silent: tuple[str, ...]


def in_round(
    session: Session, reader: Reader, unit_ids: Collection[int], first: date, last: date
) -> dict[int, Round]:
    """Give what was followed up in units between two days, by unit, as far as the reader reads; one statement.

    An activity that was done before the round began has nothing more to tell.
    """
    since, until = clock.from_stockholm(first), clock.from_stockholm(last + timedelta(days=1))
    told = (
        exists()
        .where(ProgressNote.activity_id == Activity.id, ProgressNote.at >= since, ProgressNote.at < until)
        .correlate(Activity)
    )
    rows = session.execute(
        select(Goal.unit_id, Activity.what, told)
        .join(Goal, Goal.id == Activity.goal_id)
        .where(
            Goal.unit_id.in_(sorted(unit_ids)),
            Goal.state == GoalState.ESTABLISHED,
            Goal.year <= first.year,
            func.coalesce(Goal.until_year, Goal.year) >= first.year,
            Activity.removed_at.is_(None),
            Activity.state != ActivityState.DROPPED,
            or_(Activity.state != ActivityState.DONE, Activity.state_since >= since),
            visible(reader),
        )
        .order_by(Goal.unit_id, Goal.id, Activity.position, Activity.id)
    )
    counted: dict[int, tuple[int, list[str]]] = {}
    for unit_id, what, was_told in rows:
        followed, silent = counted.get(unit_id, (0, []))
        if not was_told:
            silent.append(what)
        counted[unit_id] = (followed + bool(was_told), silent)
    return {unit_id: Round(followed, tuple(silent)) for unit_id, (followed, silent) in counted.items()}


@dataclass(frozen=True, slots=True)
class RoundOnPage:
    """How far the round that is on has come in a unit's plan: since when, of how many, and those nobody has told of."""

    rhythm: Rhythm
    since: date
    of: int
    silent: tuple[ActivityView, ...]


def on_page(profile: Profile, views: Iterable[GoalView], year: int, today: date) -> RoundOnPage | None:
    """Give the round that is on for the goals of a page; None where the model has none, or nothing is to be followed up."""
    rhythm = rhythm_in(profile)
    if rhythm is None or year != today.year:
        return None
    since = round_now(rhythm, today)
    asked = [
        one
        for view in views
        if view.state == GoalState.ESTABLISHED
        for one in view.activities
        if one.state not in {ActivityState.DONE, ActivityState.DROPPED}
    ]
    if not asked:
        return None
    began = clock.from_stockholm(since)
    silent = tuple(one for one in asked if one.latest is None or one.latest.at < began)
    return RoundOnPage(rhythm, since, len(asked), silent)
