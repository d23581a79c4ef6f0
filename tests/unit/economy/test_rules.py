"""What a forecast and a recovery plan lack, what counts against a deficit, and what the model's rules ask for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.economy import rules
from app.economy.models import (
    EconomicRemedy,
    Forecast,
    ForecastState,
    PlanSort,
    Recovery,
    RecoveryState,
    RemedyState,
)
from app.economy.periods import period_now, periods_of, years_to_recover
from app.economy.rules import Lacking, Lacks
from app.steering.loader import load_profile
from app.steering.schema import Profile, Rules

STRICT = Rules(forecast_needs_remedies=True)
AT = datetime(2026, 11, 1, tzinfo=UTC)


def forecast(**more: Any) -> Forecast:
    return Forecast(
        **{"id": 1, "unit_id": 1, "year": 2026, "month": 10, "says": "Ord.", "why": "", "state": "draft"}
        | more
    )


def remedy(**more: Any) -> EconomicRemedy:
    return EconomicRemedy(
        **{"id": 1, "unit_id": 1, "year": 2026, "forecast_id": 1, "what": "Vi väntar", "state": "not_begun"}
        | more
    )


@pytest.fixture(scope="module")
def tranemo() -> Profile:
    return load_profile("tranemo")


def what(found: list[Lacking]) -> list[Lacks]:
    return [one.what for one in found]


def test_a_forecast_lacks_its_figures_and_nothing_is_taken_for_zero() -> None:
    assert what(rules.lacks_for_submission(forecast(), [], STRICT)) == [Lacks.BUDGET, Lacks.EXPECTED]
    assert rules.lacks_for_submission(forecast(budget=0, expected=0), [], STRICT) == []
    assert rules.deviation(None, 5) is None
    assert rules.deviation(0, 0) == 0


def test_a_surplus_and_a_balance_need_nothing_more() -> None:
    for expected in (90, 100):
        assert rules.lacks_for_submission(forecast(budget=100, expected=expected, says=""), [], STRICT) == []


def test_a_deficit_lacks_words_and_remedies_with_effect() -> None:
    bare = forecast(budget=100, expected=101, says="")
    assert what(rules.lacks_for_submission(bare, [], STRICT)) == [Lacks.WORDS, Lacks.REMEDIES]
    found = rules.lacks_for_submission(
        forecast(budget=100, expected=101),
        [remedy(id=1, effect=1), remedy(id=2, what="Vi sparar", effect=None)],
        STRICT,
    )
    assert found == [Lacking(Lacks.EFFECT, "Vi sparar")]


def test_a_small_effect_is_enough_and_what_is_left_is_said() -> None:
    deficit = forecast(budget=100, expected=200)
    assert rules.lacks_for_submission(deficit, [remedy(effect=1)], STRICT) == []
    assert rules.cover(100, [remedy(effect=1)]).left == 99
    assert rules.cover(100, [remedy(effect=150)]).left == 0


def test_what_was_done_before_is_in_the_figures_already() -> None:
    deficit = forecast(budget=100, expected=200)
    told = forecast(id=7, month=8, state=ForecastState.SUBMITTED)
    before = remedy(forecast_id=7, forecast=told, state=RemedyState.DONE, effect=50)
    assert not rules.counts(before, deficit)
    ongoing = remedy(forecast_id=7, forecast=told, state=RemedyState.ONGOING, effect=50)
    assert rules.counts(ongoing, deficit)
    told.state = ForecastState.DRAFT
    assert not rules.counts(ongoing, deficit)
    assert rules.counts(remedy(state=RemedyState.DONE, effect=50), deficit)
    for gone in (
        {"state": RemedyState.DROPPED},
        {"removed_at": AT},
        {"year": 2027},
        {"unit_id": 2},
        {"forecast_id": None, "recovery_id": 3},
    ):
        assert not rules.counts(remedy(**gone), deficit), gone


def test_a_model_that_asks_for_no_remedies_takes_a_deficit_with_words() -> None:
    deficit = forecast(budget=100, expected=200)
    assert rules.lacks_for_submission(deficit, [], Rules()) == []


@pytest.mark.parametrize(("expected", "asked"), [(101, False), (102, True), (103, True)])
def test_a_model_can_ask_for_remedies_from_a_share_of_the_budget(expected: int, asked: bool) -> None:
    model = Rules(remedy_plan_at_large_deficit=True, remedy_plan_deficit_percent=2)
    assert rules.needs_remedies(forecast(budget=100, expected=expected), model) is asked


def test_a_large_deficit_that_somebody_judges_is_not_asked_for() -> None:
    model = Rules(remedy_plan_at_large_deficit=True)
    assert not rules.needs_remedies(forecast(budget=100, expected=900), model)


def test_when_the_year_is_over_the_outcome_counts_and_remedies_come_too_late(tranemo: Profile) -> None:
    year = forecast(month=12, budget=100, outcome=130, expected=90)
    assert rules.deviation_of(year) == -30
    assert rules.lacks_for_submission(year, [], STRICT) == []
    assert rules.overspend(year) == 30
    assert rules.opens_recovery(year, tranemo)
    assert what(rules.lacks_for_submission(forecast(month=12, budget=1), [], STRICT)) == [Lacks.OUTCOME]


def test_a_deficit_ahead_is_no_overspend() -> None:
    assert rules.overspend(forecast(budget=100, expected=200)) == 0
    assert rules.overspend(forecast(month=12, budget=100, outcome=100)) == 0


def test_a_plan_brings_all_of_it_home_in_steps_with_effect() -> None:
    plan = Recovery(deficit=100, words="", state=RecoveryState.OPEN)
    assert what(rules.lacks_for_plan(plan, [])) == [Lacks.PLAN_WORDS, Lacks.STEPS]
    plan.words = "Så här."
    step = remedy(forecast_id=None, recovery_id=1, year=2027, effect=60)
    assert rules.lacks_for_plan(plan, [step]) == [Lacking(Lacks.COVER, amount=40)]
    dropped = remedy(forecast_id=None, recovery_id=1, year=2027, effect=40, state=RemedyState.DROPPED)
    assert rules.lacks_for_plan(plan, [step, dropped]) == [Lacking(Lacks.COVER, amount=40)]
    dropped.state = RemedyState.NOT_BEGUN
    assert rules.lacks_for_plan(plan, [step, dropped]) == []
    dropped.effect = None
    assert what(rules.lacks_for_plan(plan, [step, dropped])) == [Lacks.STEP_EFFECT]


def test_a_plan_of_remedies_names_who_is_responsible_and_remedies_with_effect_and_day(
    tranemo: Profile,
) -> None:
    plan = Recovery(
        deficit=100, words="", who="", sort=PlanSort.REMEDIES, state=RecoveryState.OPEN, year=2026
    )
    lacking = [Lacks.PLAN_WORDS, Lacks.RESPONSIBLE, Lacks.PLAN_REMEDIES]
    assert what(rules.lacks_for_plan(plan, [])) == lacking
    plan.words, plan.who = "Så här.", "Eva"
    step = remedy(forecast_id=None, recovery_id=1)
    assert what(rules.lacks_for_plan(plan, [step])) == [Lacks.PLAN_EFFECT, Lacks.PLAN_DUE]
    # How much of the deficit is met is said and judged; it stops nothing.
    step.effect, step.due_on = 1, date(2026, 12, 1)
    assert rules.lacks_for_plan(plan, [step]) == []
    assert what(rules.lacks_to_finish([step])) == [Lacks.STILL_RUNNING]
    step.state = RemedyState.DROPPED
    assert rules.lacks_to_finish([step]) == []
    assert rules.years_of_remedies(tranemo, plan) == [2026, 2027, 2028]
    assert not rules.may_exempt(plan, tranemo)


@pytest.mark.parametrize(
    ("asks", "state", "expected", "may"),
    [
        (True, "submitted", 101, True),
        (True, "submitted", 100, False),
        (True, "draft", 101, False),
        (False, "submitted", 101, False),
    ],
)
def test_a_submitted_deficit_is_judged_large_where_the_model_has_plans_for_it(
    tranemo: Profile, asks: bool, state: str, expected: int, may: bool
) -> None:
    model = tranemo.model_copy(update={"rules": Rules(remedy_plan_at_large_deficit=asks)})
    assert rules.may_judge(forecast(budget=100, expected=expected, state=state), model) is may


@pytest.mark.parametrize(
    ("sort", "state", "counts"),
    [
        (PlanSort.REMEDIES, RecoveryState.ESTABLISHED, True),
        (PlanSort.REMEDIES, RecoveryState.OPEN, False),
        (PlanSort.RECOVERY, RecoveryState.ESTABLISHED, False),
    ],
)
def test_what_stands_in_an_established_plan_of_remedies_meets_the_deficit_of_its_year(
    sort: PlanSort, state: RecoveryState, counts: bool
) -> None:
    step = remedy(forecast_id=None, recovery_id=1)
    step.recovery = Recovery(sort=sort, state=state)
    assert rules.counts(step, forecast()) is counts


def test_the_model_says_in_which_years_and_who_exempts(tranemo: Profile) -> None:
    assert years_to_recover(tranemo, 2025) == [2026, 2027]
    assert rules.deciders(tranemo) == {"council"}


def test_the_periods_are_those_of_the_models_reports(tranemo: Profile) -> None:
    periods = periods_of(tranemo)
    assert [one.month for one in periods] == [3, 5, 8, 10, 12]
    assert periods[-1].due_on(2026) == date(2027, 2, 15)
    assert periods[3].due_on(2026) == date(2026, 11, 20)
    assert "section" in periods[0].reporters
    bare = tranemo.model_copy(update={"reports": ()})
    assert [one.month for one in periods_of(bare)] == [4, 8, 12]
    assert periods_of(bare)[-1].due_on(2026) == date(2027, 1, 31)


@pytest.mark.parametrize(
    ("today", "year", "month"),
    [
        (date(2026, 11, 28), 2026, 10),
        (date(2026, 11, 1), 2026, 10),
        (date(2026, 10, 31), 2026, 8),
        (date(2026, 1, 15), 2026, 3),
        (date(2026, 1, 15), 2025, 12),
        (date(2026, 6, 1), 2027, 3),
    ],
)
def test_one_speaks_of_the_last_period_that_has_ended(
    tranemo: Profile, today: date, year: int, month: int
) -> None:
    assert period_now(periods_of(tranemo), year, today).month == month


def test_drafts_are_for_those_who_write_and_what_is_submitted_for_those_who_read() -> None:
    writer, above = rules.Standing(writes=True, reads=True), rules.Standing(reads=True)
    for state in ForecastState:
        assert rules.sees(state, writer)
        assert rules.sees(state, above) is (state == ForecastState.SUBMITTED)
        assert not rules.sees(state, rules.Standing())
