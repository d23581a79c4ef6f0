"""What comes to one unit, what may be told, and in which order."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.burden.facts import Asked, OfKind, Sort, by_place, may_be_told, times_a_year
from app.quality.indicators.models import Periodicity
from app.quality.measuring.rounds import Pace

THEME = Asked(Sort.THEME, "Nuläget", "Vertikal dialog", 1, times=10, units=5, so_far=6, written=0, used=0)


@given(st.integers(0, 10_000), st.integers(1, 500))
def test_what_comes_to_one_unit_is_the_nearest_whole_and_never_nothing_where_there_is_something(
    number: int, units: int
) -> None:
    each = OfKind("unit", units).for_each(number)
    assert (each == 0) == (number == 0)
    if number:
        assert abs(each - number / units) <= 0.5 or each == 1


def test_a_kind_without_units_gets_nothing() -> None:
    assert OfKind("unit").for_each(5) == 0


@pytest.mark.parametrize(
    ("meetings", "units", "told"),
    [(5, 3, True), (4, 3, False), (5, 2, False), (400, 1, False), (0, 0, False)],
)
def test_of_few_meetings_or_few_units_nothing_is_told(meetings: int, units: int, told: bool) -> None:
    assert may_be_told(meetings, units) is told


@pytest.mark.parametrize(("so_far", "used", "proposed"), [(0, 0, False), (6, 0, True), (6, 1, False)])
def test_only_what_has_come_up_and_came_to_nothing_is_proposed(
    so_far: int, used: int, proposed: bool
) -> None:
    assert replace(THEME, so_far=so_far, used=used).nobody_used is proposed


def test_a_year_may_have_fifty_three_weeks() -> None:
    assert [times_a_year(Pace(Periodicity.WEEK), year) for year in (2025, 2026)] == [52, 53]
    by_calendar = ("month", "quarter", "tertial", "half_year", "year")
    assert [times_a_year(Pace(Periodicity(one)), 2026) for one in by_calendar] == [
        12,
        4,
        3,
        2,
        1,
    ]
    assert times_a_year(Pace(Periodicity.ROUND, (8, 12)), 2026) == 2


def test_what_stands_in_one_place_stands_together_and_the_heaviest_place_first() -> None:
    heading = Asked(Sort.HEADING, "Det som förändras", "analysis", 0, 12, 12, 12, 12, 0)
    other = replace(THEME, title="Arbetsmiljön", times=3)
    assert by_place([other, heading, THEME]) == [[THEME, other], [heading]]


def test_indicators_stand_together_whatever_factor_they_are_under() -> None:
    one = Asked(Sort.INDICATOR, "Lugn vid lämning", "Lämningen", 1, 2, 1, 1, 1, 0)
    other = replace(one, title="Svar samma dag", belongs="Bemötandet", place=2)
    assert by_place([one, other]) == [[one, other]]
