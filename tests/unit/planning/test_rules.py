"""Who sees what of a goal, what it lacks, which steps it takes, and how candidates are put in order: as tables."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from app.planning import rules
from app.planning.models import Activity, ActivityState, Goal, GoalState
from app.planning.rules import CountNote, Lacks, Missing, Standing, Timing
from app.quality.indicators.models import Indicator, Nature
from app.records.seeing import Sees
from app.steering.loader import load_profile
from app.steering.shapes.goals import Count, GoalKind, Horizon, Link
from app.steering.words import Forms, Text, Words

PROFILE = load_profile("tranemo")
NOTHING, EDITION, LIVE = Sees.NOTHING, Sees.EDITION, Sees.LIVE
WRITER, ABOVE, READER, NOBODY = (
    Standing(writes=True, reads=True),
    Standing(above=True, reads=True),
    Standing(reads=True),
    Standing(),
)

#                                    writer  above    reader   nobody
SEEN: dict[tuple[GoalState, bool], tuple[Sees, Sees, Sees, Sees]] = {
    (GoalState.DRAFT, False): (LIVE, NOTHING, NOTHING, NOTHING),
    (GoalState.DRAFT, True): (LIVE, EDITION, EDITION, NOTHING),
    (GoalState.SHARED, False): (LIVE, LIVE, NOTHING, NOTHING),
    (GoalState.SHARED, True): (LIVE, LIVE, EDITION, NOTHING),
    (GoalState.ESTABLISHED, True): (LIVE, LIVE, LIVE, NOTHING),
    (GoalState.ENDED, True): (LIVE, LIVE, LIVE, NOTHING),
    (GoalState.DISCARDED, False): (LIVE, NOTHING, NOTHING, NOTHING),
}


def goal(state: GoalState = GoalState.DRAFT, *, edition: int | None = None, above: int | None = None) -> Goal:
    return Goal(state=state, edition_id=edition, above_id=above, kind="development_goal")


@pytest.mark.parametrize(("where", "seen"), SEEN.items(), ids=str)
def test_what_each_sees_of_a_goal(where: tuple[GoalState, bool], seen: tuple[Sees, Sees, Sees, Sees]) -> None:
    one = goal(where[0], edition=1 if where[1] else None)
    assert tuple(rules.sees(one, who) for who in (WRITER, ABOVE, READER, NOBODY)) == seen


WAYS = {
    ("draft", "shared"), ("draft", "established"), ("draft", "discarded"), ("shared", "draft"),
    ("shared", "established"), ("established", "draft"), ("established", "ended"), ("ended", "established"),
    ("discarded", "draft"),
}  # fmt: skip


@pytest.mark.parametrize(("here", "there"), list(product(GoalState, GoalState)), ids=str)
def test_from_where_a_goal_can_go_where(here: GoalState, there: GoalState) -> None:
    assert rules.may_step(goal(here), there) is ((here.value, there.value) in WAYS)


def test_what_was_established_once_is_never_thrown_away() -> None:
    assert not rules.may_step(goal(GoalState.DRAFT, edition=4), GoalState.DISCARDED)


def test_a_goal_can_be_changed_until_it_is_established_and_spoken_of_until_it_has_ended() -> None:
    assert [state for state in GoalState if rules.is_open(goal(state))] == ["draft", "shared"]
    assert [state for state in GoalState if rules.is_running(goal(state))] == [
        "draft",
        "shared",
        "established",
    ]


# --- kinds


def test_the_council_has_its_own_kinds_and_units_theirs() -> None:
    assert [kind.key for kind in rules.kinds_for(PROFILE, "council")] == ["development_area", "council_goal"]
    assert [kind.key for kind in rules.kinds_for(PROFILE, "unit")] == ["development_goal"]
    assert [kind.key for kind in rules.kinds_for(PROFILE, "section")] == ["development_goal"]


def test_what_the_council_decides_is_open_to_everybody_who_reads_plans() -> None:
    assert rules.kinds_of_bodies(PROFILE) == {"development_area", "council_goal"}


def test_a_link_goes_to_goals_alone_and_a_vision_hangs_elsewhere() -> None:
    kind = rules.kind_of(PROFILE, "development_goal")
    assert kind is not None
    assert rules.linkable_kinds(PROFILE, kind) == ["development_area", "council_goal"]
    assert not rules.needs_link(PROFILE, kind)


def kind(**more: object) -> GoalKind:
    forms = Forms(singular="mål", definite="målet", plural="mål")
    told = {
        "key": "some_goal",
        "nature": "goal",
        "names": Words(sv=forms),
        "explanation": Text(sv="Ett mål."),
        "decided_by": ("role:manager",),
    }
    return GoalKind(**{**told, **more})  # type: ignore[arg-type]


def test_a_required_link_is_asked_for_only_where_there_are_goals_to_link_to() -> None:
    to_goals = kind(link=Link(rule="required", to=("council_goal",)))
    to_vision = kind(link=Link(rule="required", to=("vision",)))
    assert rules.needs_link(PROFILE, to_goals)
    assert not rules.needs_link(PROFILE, to_vision)


@pytest.mark.parametrize(
    ("horizon", "ends"),
    [
        (Horizon(kind="year"), 2027),
        (Horizon(kind="budget_period"), 2026 + PROFILE.rules.plan_years),
        (Horizon(kind="until_year", until_year=2030), 2030),
        (Horizon(kind="term"), None),
        (Horizon(kind="open"), None),
    ],
    ids=lambda one: getattr(one, "kind", str(one)),
)
def test_when_a_goal_is_proposed_to_end(horizon: Horizon, ends: int | None) -> None:
    assert rules.suggested_end(PROFILE, kind(horizon=horizon), 2027) == ends


@pytest.mark.parametrize(
    ("number", "note"), [(0, None), (1, CountNote.FEW), (2, None), (4, None), (5, CountNote.MANY)]
)
def test_too_many_and_too_few_are_said_and_never_refused(number: int, note: CountNote | None) -> None:
    assert rules.count_note(kind(count=Count(minimum=2, maximum=4)), number) is note


# --- what a goal lacks


def activity(state: str = ActivityState.NOT_BEGUN, *, removed: bool = False) -> Activity:
    return Activity(what="Något", state=state, removed_at=date(2026, 1, 1) if removed else None)


def indicator(method: str = "Samtal", routine: str = "I april", name: str = "Så känns det") -> Indicator:
    return Indicator(name=name, nature=Nature.QUALITATIVE, method=method, routine=routine)


def lacking(activities: list[Activity], indicators: list[Indicator]) -> list[Missing]:
    own = rules.kind_of(PROFILE, "development_goal")
    assert own is not None
    return rules.missing(goal(), own, PROFILE, activities, indicators)


ONE_ACTIVITY = Missing(Lacks.ACTIVITIES, 1, 0)
ONE_INDICATOR = Missing(Lacks.INDICATORS, 1, 0)


@pytest.mark.parametrize(
    ("activities", "indicators", "found"),
    [
        ([], [], [ONE_ACTIVITY, ONE_INDICATOR]),
        ([activity()], [], [ONE_INDICATOR]),
        ([], [indicator()], [ONE_ACTIVITY]),
        ([activity()], [indicator()], []),
        ([activity(ActivityState.DONE)], [indicator()], []),
        ([activity(ActivityState.DROPPED)], [indicator()], [ONE_ACTIVITY]),
        ([activity(removed=True)], [indicator()], [ONE_ACTIVITY]),
        ([activity()], [indicator(method=" ")], [Missing(Lacks.METHOD, name="Så känns det")]),
        ([activity()], [indicator(routine="")], [Missing(Lacks.ROUTINE, name="Så känns det")]),
    ],
)
def test_a_goal_says_exactly_what_it_lacks(
    activities: list[Activity], indicators: list[Indicator], found: list[Missing]
) -> None:
    assert lacking(activities, indicators) == found


def test_a_kind_that_asks_for_a_link_and_three_activities_says_so() -> None:
    strict = kind(link=Link(rule="required", to=("council_goal",)), min_activities=3)
    assert rules.missing(goal(), strict, PROFILE, [activity()], []) == [
        Missing(Lacks.ACTIVITIES, 3, 1),
        Missing(Lacks.LINK),
    ]
    assert Missing(Lacks.LINK) not in rules.missing(goal(above=7), strict, PROFILE, [], [])


# --- order


@pytest.mark.parametrize(
    ("which", "to", "after"),
    [
        (1, 0, [1, 2, 3]),
        (3, 0, [3, 1, 2]),
        (1, 2, [2, 3, 1]),
        (2, 99, [1, 3, 2]),
        (2, -5, [2, 1, 3]),
    ],
)
def test_a_candidate_is_put_where_it_was_dropped(which: int, to: int, after: list[int]) -> None:
    assert rules.moved([1, 2, 3], which, to) == after


@pytest.mark.parametrize(("which", "up", "place"), [(1, True, 0), (1, False, 1), (3, False, 2), (3, True, 1)])
def test_a_step_at_the_end_of_the_list_stays(which: int, up: bool, place: int) -> None:
    assert rules.one_step([1, 2, 3], which, up) == place


TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("state", "due", "found"),
    [
        (ActivityState.ONGOING, None, Timing.NONE),
        (ActivityState.ONGOING, date(2026, 11, 27), Timing.OVERDUE),
        (ActivityState.NOT_BEGUN, date(2026, 11, 28), Timing.SOON),
        (ActivityState.NOT_BEGUN, date(2026, 12, 12), Timing.SOON),
        (ActivityState.NOT_BEGUN, date(2026, 12, 13), Timing.NONE),
        (ActivityState.DONE, date(2026, 1, 1), Timing.NONE),
        (ActivityState.DROPPED, date(2026, 1, 1), Timing.NONE),
    ],
)
def test_a_day_that_passes_is_a_fact_of_the_calendar(state: str, due: date | None, found: Timing) -> None:
    assert rules.timing(state, due, TODAY) is found
