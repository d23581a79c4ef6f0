"""How far ahead a goal looks, held against what the model says of its kind: an end outside it is said, never refused. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor

from app.planning.models import Goal
from app.steering.elections import ELECTIONS_EVERY, years_since_election
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind


class Outside(StrEnum):
    """On which side of the horizon a goal ends."""

    EARLY = "early"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class HorizonNote:
    """That a goal ends outside the horizon of its kind: the year it ends, and the year the model thinks of."""

    outside: Outside
    ends: int
    border: int


def end_of(goal: Goal) -> int | None:
    """Give the year a goal is to be reached: that of its day, otherwise the last it is for; None where it has no end."""
    return goal.due_on.year if goal.due_on is not None else goal.until_year


def borders(profile: Profile, kind: GoalKind, year: int) -> tuple[int | None, int | None]:
    """Give the first and the last year in which a goal of a kind, begun in `year`, ends by the model; None where it is open.

    A goal decided in a year of election may be for the term that begins then.
    """
    horizon = kind.horizon
    first = year - 1 + ceil(horizon.min_years) if horizon.min_years is not None else None
    if horizon.kind == "term":
        return first, year + ELECTIONS_EVERY - years_since_election(year)
    if horizon.kind == "budget_period":
        return first, year + profile.rules.plan_years - 1
    if horizon.kind == "until_year":
        return first, horizon.until_year
    last = year + floor(horizon.max_years) if horizon.max_years is not None else None
    return first, last if horizon.kind == "years" else None


def horizon_note(profile: Profile, kind: GoalKind, goal: Goal) -> HorizonNote | None:
    """Tell whether a goal ends outside what the model says of its kind."""
    ends = end_of(goal)
    if ends is None:
        return None
    first, last = borders(profile, kind, goal.year)
    if first is not None and ends < first:
        return HorizonNote(Outside.EARLY, ends, first)
    if last is not None and ends > last:
        return HorizonNote(Outside.LATE, ends, last)
    return None
