"""Who takes which step of a report when, what is missing before one is handed in, and what a model asks for when."""

from __future__ import annotations

from datetime import date

import pytest

from app.reports import rules
from app.reports.asked import (
    Planned,
    asked_of,
    find,
    kind_of,
    plan_key,
    regular,
    rolled_up,
    submitting_kinds,
)
from app.reports.models import State, Step
from app.reports.rules import Remedied, Standing
from app.steering.loader import load_profile, shipped_keys
from app.steering.schema import Profile

LEADS = Standing(leads=True, writes=True)
SUPPORTS = Standing(writes=True)
RECEIVES = Standing(receives=True)
READS = Standing()

TABLE: dict[tuple[State, Standing], set[Step]] = {
    (State.DRAFT, LEADS): {Step.SUBMIT},
    (State.SUBMITTED, LEADS): {Step.TAKE_BACK},
    (State.SUBMITTED, RECEIVES): {Step.ACKNOWLEDGE, Step.HAND_BACK},
    (State.HANDED_BACK, LEADS): {Step.REWRITE},
    (State.HANDED_BACK, SUPPORTS): {Step.REWRITE},
}
"""Every step there is; in each other state nobody takes any."""


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("standing", [LEADS, SUPPORTS, RECEIVES, READS])
def test_each_step_is_taken_by_those_whose_it_is_and_in_its_state_alone(
    state: State, standing: Standing
) -> None:
    assert set(rules.steps(state, standing)) == TABLE.get((state, standing), set())


@pytest.mark.parametrize("state", list(State))
def test_deviations_are_written_in_a_draft_and_followed_up_once_it_is_handed_in(state: State) -> None:
    assert rules.may_write_deviations(state, SUPPORTS) is (state is State.DRAFT)
    assert not rules.may_write_deviations(state, RECEIVES)
    assert rules.may_say(state, SUPPORTS, is_theirs=False)
    assert rules.may_say(state, READS, is_theirs=True) is (state in {State.SUBMITTED, State.ACKNOWLEDGED})
    assert not rules.may_say(state, READS, is_theirs=False)


def test_a_deviation_needs_a_remedy_of_its_own_or_of_its_forecast() -> None:
    bare = Remedied("Vakanser", " ")
    found = rules.without_remedy([bare, Remedied("Två", "Annons"), Remedied("Tre", "", in_forecast=1)])
    assert found == [bare]


def asked(profile: Profile, kind: str, year: int = 2026, *, is_top: bool = False) -> list[tuple[str, date]]:
    """Name what a kind of unit hands in during a year, with its days."""
    found = asked_of(profile, kind, is_top=is_top, year=year, plans={})
    return [(one.kind, day) for one in found if (day := one.due_on(year)) is not None]


def test_tranemos_sections_hand_in_three_forecasts_an_interim_and_an_annual_report() -> None:
    assert asked(load_profile("tranemo"), "section") == [
        ("report/forecast_report/march", date(2026, 4, 20)),
        ("report/forecast_report/may", date(2026, 6, 15)),
        ("report/interim_report/august", date(2026, 9, 25)),
        ("report/forecast_report/october", date(2026, 11, 20)),
        ("report/annual_report/year", date(2027, 2, 15)),
    ]


def test_the_kommunchef_hands_in_what_the_model_names_them_for_and_units_what_is_theirs() -> None:
    profile = load_profile("tranemo")
    top = [kind for kind, _ in asked(profile, "administration", is_top=True)]
    assert top == ["report/interim_report/august", "report/annual_report/year"]
    assert {kind.split("/")[1] for kind, _ in asked(profile, "unit")} == {"forecast_report"}


def test_what_goes_by_a_yearly_plan_is_asked_for_only_where_the_plan_places_something() -> None:
    profile = load_profile("lerum")
    assert not any("sector_follow_up" in kind for kind, _ in asked(profile, "sector"))
    plans = {
        ("follow_up_plan", 2026, "april"): Planned(date(2026, 5, 12), frozenset({"economy"})),
        ("follow_up_plan", 2026, "may"): Planned(date(2026, 6, 12), frozenset[str]()),
    }
    for kind, top in (("sector", False), ("administration", True)):
        found = [
            one
            for one in asked_of(profile, kind, is_top=top, year=2026, plans=plans)
            if plan_key(one.report) == "follow_up_plan"
        ]
        # The director and the sector chiefs on the same timetable, about the same areas.
        assert [(one.period.key, one.due_on(2026)) for one in found] == [("april", date(2026, 5, 12))]
        assert {"economy", "forecast"} <= found[0].contents
        assert not {"goals", "quality_factors"} & found[0].contents


def test_a_level_rolls_up_the_same_sort_of_report_for_the_same_months() -> None:
    profile = load_profile("kungalv")
    found = find(profile, "report/operations_report/august", 2026)
    assert found is not None
    assert {one.kind for one in rolled_up(profile, found)} == {
        "report/operations_report/august",
        "report/unit_report/august",
    }


@pytest.mark.parametrize("key", shipped_keys())
def test_every_shipped_model_asks_by_keys_that_are_found_again_and_by_units_it_has(key: str) -> None:
    profile = load_profile(key)
    kinds = [kind_of(report, period) for report in regular(profile) for period in report.periods]
    assert kinds
    assert len(kinds) == len(set(kinds))
    assert all(len(kind) <= 60 for kind in kinds)
    for kind in kinds:
        found = find(profile, kind, 2026)
        assert found is not None
        assert kind_of(found.report, found.period) == kind
    for report in regular(profile):
        assert submitting_kinds(report) <= {kind.key for kind in profile.unit_kinds}
        assert not report.at_once
