"""Who sees what of a factor, which steps it takes, what it lacks, and when it waits for a review: as truth tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.factors import rules
from app.quality.factors.models import Factor, FactorReview, FactorState, Reach
from app.quality.factors.rules import Lacks, Missing, Standing
from app.quality.indicators.models import Indicator
from app.quality.indicators.rules import MOST_SKIPPED, periods_in, target_years
from app.records.seeing import Sees
from app.steering.shapes.measuring import Indicators

WRITER = Standing(writes=True, reads=True)
ABOVE = Standing(reads=True)
BELOW = Standing(below=True)
NOBODY = Standing()


def factor(state: str, *, edition: bool = False, reach: str = Reach.UNIT) -> Factor:
    return Factor(state=state, edition_id=1 if edition else None, reach=reach)


@pytest.mark.parametrize(
    ("state", "edition", "reach", "writer", "above", "below"),
    [
        ("draft", False, "unit", "live", "nothing", "nothing"),
        ("draft", False, "area", "live", "nothing", "nothing"),
        ("draft", True, "unit", "live", "edition", "nothing"),
        ("draft", True, "area", "live", "edition", "edition"),
        ("established", True, "unit", "live", "live", "nothing"),
        ("established", True, "area", "live", "live", "live"),
        ("ended", True, "unit", "live", "live", "nothing"),
        ("ended", True, "area", "live", "live", "live"),
        ("discarded", False, "unit", "live", "nothing", "nothing"),
        ("discarded", False, "area", "live", "nothing", "nothing"),
    ],
)
def test_who_sees_what_of_a_factor(
    state: str, edition: bool, reach: str, writer: str, above: str, below: str
) -> None:
    one = factor(state, edition=edition, reach=reach)
    seen = [rules.sees(one, standing) for standing in (WRITER, ABOVE, BELOW, NOBODY)]
    assert seen == [Sees(writer), Sees(above), Sees(below), Sees.NOTHING]


def test_a_unit_page_opens_to_those_who_write_or_read_there_and_not_to_those_who_only_share_from_below() -> (
    None
):
    assert [one.any for one in (WRITER, ABOVE, BELOW, NOBODY)] == [True, True, False, False]


STEPS = {
    ("draft", "established"),
    ("draft", "discarded"),
    ("established", "draft"),
    ("established", "ended"),
    ("ended", "established"),
    ("discarded", "draft"),
}


@pytest.mark.parametrize(("state", "target"), list(product(FactorState, FactorState)))
def test_a_factor_takes_only_the_steps_there_are(state: FactorState, target: FactorState) -> None:
    assert rules.may_step(factor(state), target) == ((state, target) in STEPS)


def test_what_was_established_once_is_never_thrown_away() -> None:
    assert not rules.may_step(factor("draft", edition=True), FactorState.DISCARDED)


@pytest.mark.parametrize("state", FactorState)
@pytest.mark.parametrize("edition", [False, True])
def test_words_change_only_in_a_draft_and_for_whom_it_is_only_before_it_was_established(
    state: FactorState, edition: bool
) -> None:
    one = factor(state, edition=edition)
    assert rules.is_open(one) == (state == "draft")
    assert rules.may_change_reach(one) == (state == "draft" and not edition)
    assert rules.may_review(one) == (state == "established")


def indicator(name: str, method: str = "m", routine: str = "r", *, removed: bool = False) -> Indicator:
    return Indicator(
        name=name,
        method=method,
        routine=routine,
        removed_at=datetime(2026, 1, 1, tzinfo=UTC) if removed else None,
    )


@pytest.mark.parametrize(
    ("indicators", "asked", "lacking"),
    [
        ([], Indicators(), [Missing(Lacks.INDICATORS)]),
        ([indicator("a", removed=True)], Indicators(), [Missing(Lacks.INDICATORS)]),
        ([indicator("a")], Indicators(), []),
        ([indicator("a", method=" ")], Indicators(), [Missing(Lacks.METHOD, "a")]),
        ([indicator("a", routine="")], Indicators(), [Missing(Lacks.ROUTINE, "a")]),
        (
            [indicator("a", "", ""), indicator("b", "", "r")],
            Indicators(),
            [Missing(Lacks.METHOD, "a"), Missing(Lacks.ROUTINE, "a"), Missing(Lacks.METHOD, "b")],
        ),
        ([indicator("a", "", "")], Indicators(method_required=False, routine_required=False), []),
        ([indicator("a", "", "")], Indicators(method_required=False), [Missing(Lacks.ROUTINE, "a")]),
        ([indicator("a"), indicator("b", "", "", removed=True)], Indicators(), []),
    ],
)
def test_a_factor_says_exactly_what_it_lacks(
    indicators: list[Indicator], asked: Indicators, lacking: list[Missing]
) -> None:
    assert rules.missing(indicators, asked) == lacking


@pytest.mark.parametrize(
    ("state", "established", "reviewed", "waits"),
    [
        ("established", date(2025, 3, 1), False, True),
        ("established", date(2025, 3, 1), True, False),
        ("established", date(2026, 3, 1), False, False),
        ("established", date(2027, 1, 1), False, False),
        ("established", None, False, True),
        ("draft", date(2025, 3, 1), False, False),
        ("ended", date(2025, 3, 1), False, False),
    ],
)
def test_an_established_factor_waits_for_a_review_each_year_after_the_one_it_was_established_in(
    state: str, established: date | None, reviewed: bool, waits: bool
) -> None:
    assert rules.needs_review(state=state, established_on=established, reviewed=reviewed, year=2026) == waits


def test_the_latest_review_of_the_year_that_was_not_taken_back_counts() -> None:
    gone = datetime(2026, 2, 2, tzinfo=UTC)
    reviews = [
        FactorReview(id=1, year=2025, undone_at=None),
        FactorReview(id=2, year=2026, undone_at=None),
        FactorReview(id=3, year=2026, undone_at=gone),
    ]
    assert rules.review_for(reviews, 2026) is reviews[1]
    assert rules.review_for(reviews, 2025) is reviews[0]
    assert rules.review_for(reviews, 2024) is None


@given(
    order=st.lists(st.integers(), min_size=1, max_size=12, unique=True),
    place=st.integers(0, 11),
    up=st.booleans(),
)
def test_one_that_is_moved_goes_one_step_and_the_others_keep_their_order(
    order: list[int], place: int, up: bool
) -> None:
    which = order[place % len(order)]
    after = rules.moved(order, which, up=up)
    assert sorted(after) == sorted(order)
    assert [one for one in after if one != which] == [one for one in order if one != which]
    wanted = order.index(which) + (-1 if up else 1)
    assert after.index(which) == max(0, min(len(order) - 1, wanted))


@pytest.mark.parametrize(
    ("asked", "years"),
    [
        (Indicators(), []),
        (Indicators(yearly_targets=True), [2026]),
        (Indicators(present_and_target=True), [2026]),
        (Indicators(target_years=3), [2026, 2027, 2028]),
        (Indicators(yearly_targets=True, target_years=2), [2026, 2027]),
    ],
)
def test_targets_are_asked_for_only_where_the_model_has_them(asked: Indicators, years: list[int]) -> None:
    assert target_years(asked, 2026) == years


@pytest.mark.parametrize(
    ("text", "periods"),
    [
        ("", []),
        ("2027", ["2027"]),
        ("2027-T2, 2027-T1; 2027-T2", ["2027-T1", "2027-T2"]),
        ("2026/27 2027-H1", ["2026/27", "2027-H1"]),
        ("vartannat år", None),
        ("2027-T4", None),
        (" ".join(f"{year}" for year in range(2000, 2000 + MOST_SKIPPED + 1)), None),
    ],
)
def test_periods_not_to_be_measured_are_read_or_refused_whole(text: str, periods: list[str] | None) -> None:
    assert periods_in(text) == periods
