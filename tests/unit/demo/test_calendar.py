"""On whatever day the demo is loaded, people meet and decide on days that are worked, and numbers name the year of their day."""

from datetime import UTC, date, datetime

import pytest

from app import clock
from app.demo.calendar import Calendar, numbered
from app.dialogues.planning.days import Off, day_off

YEARS = range(2024, 2036)
LOADED = [datetime(year, *day, 10, tzinfo=UTC) for year in YEARS for day in ((3, 15), (9, 20), (12, 28))]


def why_not(day: date) -> str:
    off = day_off(day, "sv")
    return "" if off is None or off.why in {Off.SUMMER, Off.CHRISTMAS} else off.name or off.why


@pytest.mark.parametrize("now", LOADED, ids=str)
def test_nobody_meets_on_a_holiday(now: datetime) -> None:
    calendar = Calendar(now)
    days = {offset: calendar.meeting_day(offset) for offset in range(-200, 201)}
    assert {day: why_not(day) for day in days.values() if why_not(day)} == {}
    # What has been has been, and what is ahead is ahead.
    assert all((day <= calendar.today) == (offset <= 0) for offset, day in days.items())


@pytest.mark.parametrize("month", range(1, 13))
def test_what_comes_later_in_the_script_comes_later_whatever_day_it_is_loaded_on(month: int) -> None:
    for day in range(1, 29):
        calendar = Calendar(datetime(2027, month, day, 10, tzinfo=UTC))
        days = [calendar.meeting_day(offset) for offset in range(-800, 300)]
        assert days == sorted(days)


@pytest.mark.parametrize("now", LOADED, ids=str)
def test_what_is_done_around_a_meeting_is_done_on_a_day_that_is_worked(now: datetime) -> None:
    calendar = Calendar(now)
    for offset in range(-200, -20, 3):
        meeting = calendar.meeting(offset, 13, 0)
        for days in (-14, -5, -1, 1, 2, 6):
            at = calendar.around(meeting, days, 9, 10).astimezone(clock.STOCKHOLM).date()
            assert why_not(at) == ""
            assert days > 0 or at <= meeting.astimezone(clock.STOCKHOLM).date()


@pytest.mark.parametrize("now", LOADED, ids=str)
def test_nobody_decides_on_a_holiday_and_the_day_stays_in_its_month(now: datetime) -> None:
    calendar = Calendar(now)
    for month in range(-60, 1):
        decided = [calendar.decision_day(month, days) for days in range(26)]
        assert {day: why_not(day) for day in decided if why_not(day)} == {}
        assert decided == sorted(decided)
        assert {(day.year, day.month) for day in decided} == {
            (calendar.month(month).year, calendar.month(month).month)
        }


def test_a_decision_at_the_weekend_is_of_the_friday_before() -> None:
    calendar = Calendar(datetime(2026, 11, 29, 10, tzinfo=UTC))
    assert calendar.decision_day(-1, 16) == date(2026, 10, 16)
    assert calendar.decision_day(-1, 17) == date(2026, 10, 16)
    # All Saints' Day 2026 is a Saturday; the first working day of a month that begins at a weekend is after it.
    assert calendar.decision_day(0, 0) == date(2026, 11, 2)


@pytest.mark.parametrize(
    ("pattern", "number"),
    [("KS/{year}:014", "KS/2025:014"), ("KS{yy}.140", "KS25.140"), ("", ""), ("KS 7", "KS 7")],
)
def test_a_number_names_the_year_of_its_day(pattern: str, number: str) -> None:
    assert numbered(pattern, date(2025, 12, 30)) == number
