"""The line of meetings keeps its order and its signs apart."""

from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from app.ui.timeline import MARGIN, line

DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))


def test_no_meetings_draw_nothing() -> None:
    assert line([], date(2026, 11, 23)).points == ()


@given(st.lists(DAYS, min_size=1, max_size=30), DAYS)
def test_points_keep_their_order_inside_the_picture(days: list[date], today: date) -> None:
    drawn = line([(day, "same", True) for day in days], today)
    places = [point.percent for point in drawn.points]
    assert [point.day for point in drawn.points] == sorted(days)
    assert places == sorted(places)
    assert drawn.today is not None
    for place in [*places, drawn.today, *(at for at, _year in drawn.years)]:
        assert MARGIN <= place <= 100 - MARGIN


@given(st.lists(DAYS, min_size=1, max_size=8, unique=True), DAYS)
def test_signs_do_not_cover_each_other(days: list[date], today: date) -> None:
    places = [point.percent for point in line([(day, None, False) for day in days], today).points]
    assert all(later - earlier > 4 for earlier, later in pairwise(places))


def test_today_stands_between_what_was_and_what_comes() -> None:
    drawn = line([(date(2026, 9, 11), "partly", True), (date(2026, 12, 3), None, False)], date(2026, 11, 23))
    assert drawn.today is not None
    assert drawn.points[0].percent < drawn.today < drawn.points[1].percent


def test_what_was_held_today_stands_before_today_and_what_is_to_be_held_after_it() -> None:
    day = date(2026, 11, 23)
    drawn = line([(day, None, False), (day, "same", True)], day)
    assert drawn.today is not None
    assert [point.held for point in drawn.points] == [True, False]
    assert drawn.points[0].percent < drawn.today < drawn.points[1].percent
