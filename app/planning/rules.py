"""Pure decisions: which kinds of goals a unit can have, who sees what of a goal, what it lacks, which steps it can take."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.planning.models import (
    Activity,
    ActivityState,
    Candidate,
    CandidateState,
    FollowedIndicator,
    Goal,
    GoalState,
)
from app.quality.factors.models import FactorState
from app.quality.indicators.models import Indicator, Nature
from app.records.seeing import Sees
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind
from app.steering.shapes.measuring import Indicators

WRITTEN_HERE = frozenset({"goal", "commitment"})
"""Natures of the goal chain that are written as goals; a vision and an activity are things of their own."""

LONGEST_TEXT = 20_000
LONGEST_TITLE = 300
LONGEST_LINE = 200
LONGEST_VALUE = 500
FIRST_YEAR, LAST_YEAR = 2000, 2100

STEPS: dict[GoalState, frozenset[GoalState]] = {
    GoalState.DRAFT: frozenset({GoalState.SHARED, GoalState.ESTABLISHED, GoalState.DISCARDED}),
    GoalState.SHARED: frozenset({GoalState.DRAFT, GoalState.ESTABLISHED}),
    GoalState.ESTABLISHED: frozenset({GoalState.DRAFT, GoalState.ENDED}),
    GoalState.ENDED: frozenset({GoalState.ESTABLISHED}),
    GoalState.DISCARDED: frozenset({GoalState.DRAFT}),
}
"""From where a goal can go where; each way but establishing and ending with words can be gone back."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a unit's plan: who writes it, who leads a unit above, who reads what is established."""

    writes: bool = False
    above: bool = False
    reads: bool = False

    @property
    def any(self) -> bool:
        """Tell whether the unit's page opens at all."""
        return self.writes or self.above or self.reads


def sees(goal: Goal, standing: Standing) -> Sees:
    """Tell what of a goal somebody sees (domain 3): drafts those who write, shared ones managers above, established all readers.

    Twin of `queries.visible` and `queries.visible_as_edition`.
    """
    if standing.writes:
        return Sees.LIVE
    if goal.state == GoalState.DISCARDED:
        return Sees.NOTHING
    if goal.state in {GoalState.ESTABLISHED, GoalState.ENDED}:
        return Sees.LIVE if standing.any else Sees.NOTHING
    if goal.state == GoalState.SHARED and standing.above:
        return Sees.LIVE
    return Sees.EDITION if standing.any and goal.edition_id is not None else Sees.NOTHING


def may_step(goal: Goal, target: GoalState) -> bool:
    """Tell whether a goal can go from where it stands to `target`."""
    if target is GoalState.DISCARDED and goal.edition_id is not None:
        # What was established once is ended with words, not thrown away.
        return False
    return target in STEPS[GoalState(goal.state)]


def is_open(goal: Goal) -> bool:
    """Tell whether a goal's text, activities and indicators can be changed: until it is established."""
    return goal.state in {GoalState.DRAFT, GoalState.SHARED}


def is_running(goal: Goal) -> bool:
    """Tell whether one can say how a goal stands: from its draft until it has ended."""
    return goal.state in {GoalState.DRAFT, GoalState.SHARED, GoalState.ESTABLISHED}


# --- kinds


def kinds_written_here(profile: Profile) -> list[GoalKind]:
    """Give the kinds of goals that units write, in the order of the chain; those of two people in a talk are not among them."""
    return [kind for kind in profile.goal_chain if _written_here(kind)]


def _written_here(kind: GoalKind) -> bool:
    return kind.nature in WRITTEN_HERE and not kind.private_to_pair


def kinds_for(profile: Profile, unit_kind: str) -> list[GoalKind]:
    """Give the kinds of goals a unit of a kind can have: those open to it, and of those the ones it decides come first.

    A kind with owners named belongs to them alone; a unit that has kinds of its own has no others.
    """
    known = kinds_written_here(profile)
    own = [kind for kind in known if unit_kind in kind.owner_kinds]
    return own or [kind for kind in known if not kind.owner_kinds]


def kind_of(profile: Profile, key: str) -> GoalKind | None:
    """Give a kind by its key, also one that only a profile in force earlier had; None when none has it."""
    return next((kind for kind in profile.all_goal_kinds() if kind.key == key), None)


def activity_kind(profile: Profile) -> GoalKind | None:
    """Give the step of the chain that is an activity, for its name; None where the profile names none."""
    return next((kind for kind in profile.all_goal_kinds() if kind.nature == "activity"), None)


def kinds_of_bodies(profile: Profile) -> frozenset[str]:
    """Give the kinds decided by a council or a board alone: once established everybody who reads plans reads them.

    Without that nobody below could link to what the council has decided.
    """
    return frozenset(
        kind.key
        for kind in profile.all_goal_kinds()
        if _written_here(kind) and not any(who.startswith("role:") for who in kind.decided_by)
    )


def linkable_kinds(profile: Profile, kind: GoalKind) -> list[str]:
    """Give the keys of the kinds of goals a goal of `kind` can hang on; for the vision see `hangs_on_vision`."""
    known = {one.key for one in kinds_written_here(profile)}
    return [key for key in kind.link.to if key in known]


def hangs_on_vision(profile: Profile, kind: GoalKind) -> bool:
    """Tell whether a goal of `kind` can hang straight on the vision or on one of the values."""
    visions = {one.key for one in profile.all_goal_kinds() if one.nature == "vision"}
    return bool(visions & set(kind.link.to))


def needs_link(profile: Profile, kind: GoalKind) -> bool:
    """Tell whether a goal of `kind` must hang on a goal above before it is established."""
    return kind.link.rule == "required" and bool(linkable_kinds(profile, kind))


def spans_years(kind: GoalKind) -> bool:
    """Tell whether goals of a kind reach over more than the year they are written for."""
    return kind.horizon.kind != "year"


def suggested_end(profile: Profile, kind: GoalKind, year: int) -> int | None:
    """Give the year a goal of a kind is proposed to end; None where the model leaves that open."""
    if kind.horizon.kind == "year":
        return year
    if kind.horizon.kind == "budget_period":
        return year + profile.rules.plan_years - 1
    if kind.horizon.kind == "until_year" and kind.horizon.until_year is not None:
        return max(year, kind.horizon.until_year)
    return None


# --- what a goal lacks


class Lacks(StrEnum):
    """What a goal can lack before it is established."""

    ACTIVITIES = "activities"
    INDICATORS = "indicators"
    METHOD = "method"
    ROUTINE = "routine"
    LINK = "link"
    TARGET = "target"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a goal lacks: how many are needed and there are, or which indicator it is about."""

    what: Lacks
    needed: int = 0
    have: int = 0
    name: str = ""
    year: int = 0


def missing(
    goal: Goal,
    kind: GoalKind,
    profile: Profile,
    activities: Sequence[Activity],
    indicators: Sequence[Indicator],
    followed: Sequence[FollowedIndicator] = (),
    targeted: Collection[int] | None = None,
) -> list[Missing]:
    """Tell exactly what a goal lacks before it can be established (Tranemo 3.3 and 7); empty when it can be.

    `indicators` are its own, `followed` all it is noticed by: those of quality count among its own, and method and routine were
    asked for where they were established. `targeted` are the years in which one of them has a target, None where that is not
    asked about.
    """
    found = []
    at_work = [one for one in activities if one.removed_at is None and one.state != ActivityState.DROPPED]
    standing = [one for one in indicators if one.removed_at is None]
    if len(at_work) < kind.min_activities:
        found.append(Missing(Lacks.ACTIVITIES, kind.min_activities, len(at_work)))
    own = {one.id for one in indicators}
    have = len(standing) + len([one for one in followed if one.indicator_id not in own and tells(one)])
    if have < kind.min_indicators:
        found.append(Missing(Lacks.INDICATORS, kind.min_indicators, have))
    found += _described(standing, profile.indicators)
    if needs_link(profile, kind) and goal.above_id is None and goal.aim_id is None:
        found.append(Missing(Lacks.LINK))
    if targeted is not None and not any(_level_in_words(one) for one in standing):
        lacking = set(years_to_target(goal, kind, profile)) - set(targeted)
        found += [Missing(Lacks.TARGET, year=year) for year in sorted(lacking)]
    return found


def _level_in_words(indicator: Indicator) -> bool:
    """Tell whether an indicator in words says where one wants to be: that holds for every year."""
    return indicator.nature == Nature.QUALITATIVE and bool((indicator.wanted or "").strip())


def years_to_target(goal: Goal, kind: GoalKind, profile: Profile) -> range:
    """Give the years in which a goal that is measured yearly is to have a target: those it is for, as far as the model looks.

    Not every measure is measured every year (Karlskoga): one of them is enough for the goal to be judged.
    """
    if not (kind.measured_yearly and profile.indicators.yearly_targets):
        return range(0)
    last = goal.until_year or (goal.due_on.year if goal.due_on else goal.year)
    most = max(1, profile.indicators.target_years)
    return range(goal.year, min(max(last, goal.year), goal.year + most - 1) + 1)


def tells(followed: FollowedIndicator) -> bool:
    """Tell whether a followed indicator is still there to be measured: chosen, not taken away, its factor not ended."""
    indicator = followed.indicator
    return (
        followed.removed_at is None
        and indicator.removed_at is None
        and indicator.factor.state in {FactorState.DRAFT, FactorState.ESTABLISHED}
    )


def _described(indicators: Sequence[Indicator], rules: Indicators) -> list[Missing]:
    found = []
    for one in indicators:
        if rules.method_required and not one.method.strip():
            found.append(Missing(Lacks.METHOD, name=one.name))
        if rules.routine_required and not one.routine.strip():
            found.append(Missing(Lacks.ROUTINE, name=one.name))
    return found


class CountNote(StrEnum):
    """That a unit has more or fewer goals of a kind than the model thinks wise; it warns and refuses nothing."""

    FEW = "few"
    MANY = "many"


def count_note(kind: GoalKind, number: int) -> CountNote | None:
    """Tell whether the number of goals of a kind in a unit lies outside what the model says."""
    if kind.count is None or kind.count.per not in {"unit", "organisation"} or number == 0:
        return None
    if kind.count.maximum is not None and number > kind.count.maximum:
        return CountNote.MANY
    if kind.count.minimum is not None and number < kind.count.minimum:
        return CountNote.FEW
    return None


# --- prioritising


def moved(order: Sequence[int], which: int, to: int) -> list[int]:
    """Give the order after one of it is put at place `to` (from 0), kept within the ends."""
    rest = [one for one in order if one != which]
    to = max(0, min(to, len(rest)))
    return [*rest[:to], which, *rest[to:]]


def one_step(order: Sequence[int], which: int, up: bool) -> int:
    """Give the place one step up or down from where something stands; at the end it stays."""
    return max(0, min(len(order) - 1, order.index(which) + (-1 if up else 1)))


def open_ones(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Give the candidates nothing is decided about, in their order."""
    return [one for one in candidates if one.state == CandidateState.OPEN]


# --- how activities stand in time


class Timing(StrEnum):
    """How an activity stands to its day; a fact of the calendar, not a judgement."""

    NONE = ""
    OVERDUE = "overdue"
    SOON = "soon"


SOON_DAYS = 14


def timing(state: str, due_on: date | None, today: date) -> Timing:
    """Tell whether an activity's day has passed or is near; one that is done or dropped has no day to keep."""
    if due_on is None or state in {ActivityState.DONE, ActivityState.DROPPED}:
        return Timing.NONE
    if due_on < today:
        return Timing.OVERDUE
    return Timing.SOON if (due_on - today).days <= SOON_DAYS else Timing.NONE
