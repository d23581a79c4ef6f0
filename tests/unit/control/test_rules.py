"""What holds of risks and internal control, as tables: judgements, decisions, who sees what, days, last year's plan."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.control import rules
from app.quality.control.errors import Fault as ControlFault
from app.quality.control.models import Deviation, Occasion, Often, Outcome, Remedy
from app.quality.control.rules import Result, Timing
from app.quality.risks import rules as risk_rules
from app.quality.risks.errors import Fault
from app.quality.risks.mapping import drawn
from app.quality.risks.models import Risk, Way
from app.quality.risks.queries.listing import Placed
from app.quality.risks.rules import Decided, Due, Judged
from app.quality.risks.scale import USUAL, level_of, scale_of, span, worth_controlling
from app.records.seeing import Sees
from app.steering.loader import load_profile

TODAY = date(2026, 11, 28)


@pytest.mark.parametrize(
    ("judged", "faults"),
    [
        (Judged(3, 3), {}),
        (Judged(0, 0, "Bara ord."), {}),
        (Judged(3, 0), {"consequence": Fault.HALF_JUDGED}),
        (Judged(0, 3), {"likelihood": Fault.HALF_JUDGED}),
        (Judged(3, 3, "", "", 2, 0), {"treated_consequence": Fault.HALF_TREATED}),
        (Judged(0, 0, "", "", 2, 2), {"likelihood": Fault.TREATED_UNJUDGED}),
        (Judged(5, 3), {"likelihood": Fault.OUTSIDE_SCALE}),
        (Judged(3, -1), {"consequence": Fault.OUTSIDE_SCALE}),
    ],
)
def test_half_a_judgement_says_nothing(judged: Judged, faults: dict[str, Fault]) -> None:
    assert risk_rules.faults_in_judgement(judged, USUAL) == faults


@pytest.mark.parametrize(
    ("decided", "missing"),
    [
        (Decided(Way.ACCEPT, "Så.", "Karin", TODAY, date(2027, 1, 1)), set()),
        (Decided(Way.ACCEPT, "Så."), {"approver", "until"}),
        (Decided(Way.ACCEPT, "Så.", "Karin", TODAY, TODAY), {"until"}),
        (Decided(Way.TREAT, "Så."), set()),
        (Decided(Way.TREAT, " "), {"words"}),
        (Decided(Way.AVOID, "Så.", "", date(2026, 11, 29)), {"decided_on"}),
    ],
)
def test_only_living_with_a_risk_needs_an_approver_and_an_end(decided: Decided, missing: set[str]) -> None:
    assert set(risk_rules.faults_in_decision(decided, TODAY)) == missing


@pytest.mark.parametrize(
    ("on", "how_near"),
    [
        (None, Due.NONE),
        (date(2026, 11, 27), Due.OVERDUE),
        (TODAY, Due.NEAR),
        (date(2026, 12, 28), Due.NEAR),
        (date(2026, 12, 29), Due.LATER),
    ],
)
def test_a_review_is_near_thirty_days_before(on: date | None, how_near: Due) -> None:
    assert risk_rules.due(on, TODAY) == how_near


@pytest.mark.parametrize(
    ("works", "decided", "reads", "sees"),
    [
        (True, True, True, Sees.LIVE),
        (True, False, True, Sees.LIVE),
        (False, True, True, Sees.EDITION),
        (False, False, True, Sees.NOTHING),
        (False, True, False, Sees.NOTHING),
        (False, False, False, Sees.NOTHING),
    ],
)
def test_what_is_decided_is_read_by_all_and_the_rest_by_those_who_work_with_it(
    works: bool, decided: bool, reads: bool, sees: Sees
) -> None:
    assert rules.sees(works_with_it=works, decided=decided, reads_decided=reads) is sees


@pytest.mark.parametrize("often", list(Often))
@given(year=st.integers(2000, 2100))
def test_the_days_of_a_control_are_month_ends_of_its_year_in_order(often: Often, year: int) -> None:
    days = rules.days_of(often, year)
    assert days == sorted(set(days)) and all(day.year == year for day in days)
    assert (
        len(days) == {"once": 1, "half_year": 2, "tertial": 3, "quarter": 4, "month": 12, "other": 0}[often]
    )


@pytest.mark.parametrize(
    ("outcome", "left_out", "due_on", "stands"),
    [
        ("as_it_should", "", date(2026, 1, 1), Timing.DONE),
        ("", "Systemet byts.", date(2026, 1, 1), Timing.LEFT_OUT),
        ("", "", date(2026, 11, 27), Timing.LATE),
        ("", "", TODAY, Timing.NEAR),
        ("", "", date(2026, 12, 12), Timing.NEAR),
        ("", "", date(2026, 12, 13), Timing.AHEAD),
    ],
)
def test_where_an_occasion_stands(outcome: str, left_out: str, due_on: date, stands: Timing) -> None:
    assert rules.timing(Occasion(due_on=due_on, outcome=outcome, left_out=left_out), TODAY) is stands


@pytest.mark.parametrize(
    ("result", "faults"),
    [
        (Result(TODAY, Outcome.AS_IT_SHOULD, "Allt."), {}),
        (Result(None, "", ""), {"outcome", "seen", "done_on"}),
        (Result(date(2026, 11, 29), Outcome.AS_IT_SHOULD, "Allt."), {"done_on"}),
        (Result(TODAY, Outcome.DEVIATION, "Tre fel."), {"deviation"}),
        (Result(TODAY, Outcome.DEVIATION, "Tre fel.", "Attest fattas."), {}),
    ],
)
def test_a_result_is_told_in_words_and_a_deviation_too(result: Result, faults: set[str]) -> None:
    assert set(rules.faults_in_result(result, TODAY)) == set(faults)


def test_a_deviation_is_closed_with_words_when_its_remedies_are_done() -> None:
    open_one, done, removed = (
        Remedy(what="A"),
        Remedy(what="B", done_on=TODAY),
        Remedy(what="C", removed_at=TODAY),
    )
    assert rules.faults_in_closing(Deviation(remedies=[done, removed]), "Håller.") == {}
    assert rules.faults_in_closing(Deviation(remedies=[]), " ") == {"follow_up": ControlFault.WORDS_MISSING}
    assert rules.faults_in_closing(Deviation(remedies=[open_one]), "Håller.") == {
        "follow_up": ControlFault.REMEDIES_LEFT
    }


@given(likelihood=st.integers(1, 4), consequence=st.integers(1, 4))
def test_every_judgement_has_a_level_and_every_level_holds_its_span(
    likelihood: int, consequence: int
) -> None:
    for scale in (USUAL, scale_of(load_profile("tranemo"))):
        value = likelihood * consequence
        level = level_of(scale, value)
        assert level is not None
        least, most = span(scale, level.key) or (0, 0)
        assert least <= value <= most
        assert worth_controlling(scale) == scale.levels[-2].at_least
    assert level_of(USUAL, 0) is None and span(USUAL, "nothing") is None


def test_no_risk_without_reasons_is_placed_on_the_map() -> None:
    found = [
        Placed(1, "Med skäl", "E", 3, 3, True, 9),
        Placed(2, "Utan skäl", "E", 3, 3, False, 9),
        Placed(3, "Inte bedömd", "E", 0, 0, False, 0),
        Placed(4, "Annan skala", "E", 5, 5, True, 25),
    ]
    drawing = drawn(found, USUAL)
    placed = [one.id for _step, squares in drawing.rows for square in squares for one in square.named]
    assert placed == [1]
    assert [one.id for one in drawing.unreasoned] == [2] and [one.id for one in drawing.unjudged] == [3]


def test_what_has_changed_since_a_decision_is_told_by_name() -> None:
    kept = {"title": "Fel lön", "cause": "Bara en kan.", "likelihood": 3}
    now = {"title": "Fel lön", "cause": "Två kan.", "likelihood": 2}
    assert {one.name for one in risk_rules.since_decided(kept, now)} == {"cause", "likelihood"}
    assert risk_rules.since_decided(kept, dict(kept)) == []


def test_a_risk_is_placed_only_when_judged_with_reasons() -> None:
    assert risk_rules.is_placed(Risk(value=9, reasoned=True))
    assert not risk_rules.is_placed(Risk(value=9, reasoned=False))
    assert not risk_rules.is_placed(Risk(value=0, reasoned=True))
