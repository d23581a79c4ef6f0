"""The day suggested for the next meeting."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.dialogues.planning.days import day_off
from app.dialogues.series.pace import next_meeting_day, usual_time

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))


@pytest.mark.parametrize(
    ("times_a_year", "suggested"),
    [
        (12, date(2026, 10, 9)),
        (4, date(2026, 12, 11)),
        (3, date(2027, 1, 8)),
        (None, date(2027, 1, 8)),
        (1, date(2027, 9, 10)),
    ],
)
def test_one_turn_of_the_rhythm_after_the_last(times_a_year, suggested):
    assert next_meeting_day(date(2026, 9, 11), times_a_year, date(2026, 9, 12)) == suggested


@given(DAYS, st.one_of(st.none(), st.integers(1, 53)), DAYS)
def test_the_weekday_stays_and_the_day_lies_ahead_and_is_for_meetings(last, times_a_year, today):
    suggested = next_meeting_day(last, times_a_year, today)
    assert suggested.weekday() == (last.weekday() if last.weekday() < 5 else 1)
    assert suggested > max(last, today)
    assert day_off(suggested, "sv") is None


@pytest.mark.parametrize(
    ("last", "suggested"),
    [
        (date(2027, 3, 17), date(2027, 8, 18)),
        (date(2026, 8, 28), date(2027, 1, 8)),
        (date(2026, 11, 28), date(2027, 3, 30)),
    ],
)
def test_summer_new_year_and_weekends_are_passed_over(last, suggested):
    assert next_meeting_day(last, 3, date(2026, 11, 23)) == suggested


@pytest.mark.parametrize(
    ("begun", "suggested"),
    [
        ([time(13, 0)], time(13, 0)),
        ([time(9, 40), time(13, 15), time(10, 0)], time(13, 15)),
        ([time(9, 40), time(8, 5)], time(9, 30)),
        ([time(0, 10)], time(0, 0)),
    ],
)
def test_the_hour_is_one_that_was_planned_not_when_the_two_happened_to_sit_down(begun, suggested):
    assert usual_time(begun) == suggested
