"""Rounds of a rhythm: all their arithmetic, over every day and every choice of months there is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.indicators.models import Periodicity
from app.quality.measuring.periods import Period, latest_ended, period_words, read_period
from app.quality.measuring.rounds import (
    Pace,
    in_rounds,
    pace_called,
    pace_key,
    paces,
    round_by,
    rounds_in,
)
from app.steering.loader import load_profile

days = st.dates(date(1901, 1, 1), date(2198, 12, 31))
some_months = st.lists(st.integers(1, 12), min_size=1, max_size=14)


@given(some_months, days)
def test_the_latest_round_is_over_and_the_one_after_it_is_not(months: list[int], day: date) -> None:
    assert round_by(months, day).ended_by(day)
    assert not round_by(months, day, 1).ended_by(day)
    assert round_by(months, day).number in months


@given(some_months, days, st.integers(-30, 30))
def test_rounds_stand_in_one_line_with_as_many_in_each_year_as_there_are_months(
    months: list[int], day: date, step: int
) -> None:
    one, per_year = round_by(months, day, step), len(set(months))
    assert one < round_by(months, day, step + 1)
    later = round_by(months, day, step + per_year)
    assert (later.year, later.number) == (one.year + 1, one.number)
    # From the day after a round one is back at it.
    assert round_by(months, one.last + timedelta(days=1)) == one


@given(some_months, days)
def test_neither_the_order_of_the_months_nor_a_month_named_twice_matters(
    months: list[int], day: date
) -> None:
    assert round_by(months, day) == round_by([*reversed(months), months[0]], day)


@given(days)
def test_a_round_each_month_is_the_month(day: date) -> None:
    assert round_by(range(1, 13), day) == latest_ended(Periodicity.ROUND, day)


@given(some_months, days, st.integers(0, 20))
def test_a_pace_in_rounds_gives_the_same_rounds_whichever_way_it_is_asked(
    months: list[int], day: date, more: int
) -> None:
    pace = Pace(Periodicity.ROUND, tuple(months))
    first, last = pace.latest_ended(day), round_by(months, day, more)
    between = list(pace.between(first, last))
    assert (between[0], between[-1], len(between)) == (first, last, more + 1)
    assert all(pace.before(later) == earlier for earlier, later in pairwise(between))
    assert all(pace.has(one) for one in between)
    assert pace.latest_begun(day).first <= day
    assert [one.number for one in pace.of_year(day.year)] == sorted(set(months))


@pytest.mark.parametrize(
    ("day", "over"),
    [
        (date(2026, 8, 31), "2025-R12"),
        (date(2026, 9, 1), "2026-R08"),
        (date(2026, 12, 31), "2026-R08"),
        (date(2027, 1, 1), "2026-R12"),
    ],
)
def test_perstorps_rounds_are_over_the_day_after_august_and_after_december(day: date, over: str) -> None:
    known = rounds_in(load_profile("perstorp"))
    assert pace_called(known, pace_key("round", "indicators")).latest_ended(day).key == over


def test_a_round_has_words_a_day_to_be_measured_by_and_no_neighbour_that_is_a_month() -> None:
    one = read_period("2026-R08")
    assert one.due_on == date(2026, 9, 30)
    assert one != Period(Periodicity.MONTH, 2026, 8)
    assert [period_words(one, tongue) for tongue in ("sv", "en")] == [
        "omgången efter augusti 2026",
        "the round after August 2026",
    ]


def test_what_is_measured_by_the_calendar_is_as_before_and_an_unknown_rhythm_falls_at_the_years_end() -> None:
    known = rounds_in(load_profile("tranemo"))
    day = date(2026, 11, 28)
    for kind in set(Periodicity) - {Periodicity.ROUND}:
        assert paces(known)[kind].latest_ended(day) == latest_ended(kind, day)
    assert pace_called(known, "round/gone").latest_ended(day).key == "2025-R12"


def test_only_rhythms_for_indicators_that_say_their_months_can_be_taken() -> None:
    profile = load_profile("perstorp")
    assert [one.key for one in profile.rhythms if in_rounds(one)] == ["indicators"]
