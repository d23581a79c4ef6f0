"""Which times are proposed for a year: by rhythm and annual cycle, and never on a day people are off."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clock import STOCKHOLM
from app.dialogues.planning.days import Off, day_off, named_days
from app.dialogues.planning.proposing import (
    YEAR,
    Span,
    Usual,
    Window,
    moment,
    proposals,
    usual_from,
    windows,
)
from app.steering.loader import load_profile
from app.steering.shapes.year import CycleEvent, Rhythm, When

TRANEMO = load_profile("tranemo")
CYCLE = [
    event
    for event in TRANEMO.cycle
    if any(start.kind == "dialogue" and start.ref == "managers" for start in event.starts)
]
TODAY = date(2026, 11, 23)
TUESDAYS = Usual(1, time(9), 90)


def rhythm(key: str) -> Rhythm:
    return next(one for one in TRANEMO.rhythms if one.key == key)


@pytest.mark.parametrize(
    ("day", "why", "name"),
    [
        (date(2026, 12, 24), Off.EVE, "Julafton"),
        (date(2026, 12, 25), Off.HOLIDAY, "Juldagen"),
        (date(2026, 12, 31), Off.EVE, "Nyårsafton"),
        (date(2027, 3, 26), Off.HOLIDAY, "Långfredagen"),
        (date(2027, 3, 25), Off.EVE, "Skärtorsdagen"),
        (date(2027, 3, 29), Off.HOLIDAY, "Annandag påsk"),
        (date(2027, 4, 30), Off.EVE, "Valborgsmässoafton"),
        (date(2027, 5, 6), Off.HOLIDAY, "Kristi himmelsfärdsdag"),
        (date(2027, 5, 7), Off.EVE, "Klämdag"),
        (date(2027, 6, 25), Off.EVE, "Midsommarafton"),
        (date(2026, 11, 28), Off.WEEKEND, ""),
        (date(2026, 12, 28), Off.CHRISTMAS, ""),
        (date(2027, 7, 14), Off.SUMMER, ""),
    ],
)
def test_days_off_are_known_by_name(day: date, why: Off, name: str) -> None:
    off = day_off(day, "sv")
    assert off is not None
    assert (off.why, off.name) == (why, name)


def test_days_off_have_english_names_too_and_working_days_none() -> None:
    off = day_off(date(2026, 12, 25), "en")
    assert off is not None
    assert off.name == "Christmas Day"
    assert day_off(date(2026, 11, 24), "sv") is None


def test_named_days_leave_out_those_on_a_weekend() -> None:
    found = dict(named_days(date(2026, 10, 1), date(2027, 1, 31), "sv"))
    assert date(2026, 10, 31) not in found
    assert list(found) == sorted(found)
    assert {date(2026, 10, 30), date(2026, 12, 24), date(2027, 1, 1), date(2027, 1, 6)} <= set(found)


def test_a_rhythm_with_months_follows_the_annual_cycle() -> None:
    found = windows(rhythm("three_a_year"), CYCLE, [], TODAY)
    assert [(one.event, one.first.month, one.last.month) for one in found] == [
        ("winter_dialogue", 12, 12),
        ("spring_dialogue", 3, 3),
        ("autumn_dialogue", 9, 9),
    ]


def test_what_is_planned_already_is_not_proposed_again() -> None:
    found = windows(rhythm("three_a_year"), CYCLE, [date(2026, 12, 3), date(2027, 9, 30)], TODAY)
    assert [one.event for one in found] == ["spring_dialogue"]


@pytest.mark.parametrize(
    ("booked", "left"),
    [
        (date(2027, 1, 11), ["spring_dialogue", "autumn_dialogue"]),
        (date(2027, 2, 20), ["winter_dialogue", "autumn_dialogue"]),
        (date(2027, 10, 12), ["winter_dialogue", "spring_dialogue"]),
        (date(2026, 10, 20), ["winter_dialogue", "spring_dialogue", "autumn_dialogue"]),
    ],
)
@pytest.mark.parametrize("by_rhythm", [True, False])
def test_a_meeting_outside_all_times_stands_for_the_nearest(
    booked: date, left: list[str], by_rhythm: bool
) -> None:
    found = windows(rhythm("three_a_year") if by_rhythm else None, CYCLE, [booked], TODAY)
    assert [one.event for one in found] == left


def test_a_meeting_far_from_all_times_stands_for_none() -> None:
    twelve_months = windows(rhythm("twice_a_year"), [], [], TODAY)
    assert windows(rhythm("twice_a_year"), [], [date(2025, 1, 10)], TODAY) == twelve_months


def test_the_last_meeting_of_a_year_stands_for_nothing_in_the_next() -> None:
    january = date(2027, 1, 4)
    found = windows(rhythm("quarterly"), [], [date(2026, 12, 17)], january)
    assert [one.first.month for one in found] == [2, 5, 9, 11]


def test_without_a_rhythm_the_annual_cycle_says_when() -> None:
    assert [one.event for one in windows(None, CYCLE, [], TODAY)] == [
        "winter_dialogue",
        "spring_dialogue",
        "autumn_dialogue",
    ]


def test_without_both_the_two_meet_evenly_over_the_year() -> None:
    found = windows(None, [], [], TODAY)
    assert len(found) == 3
    gaps = {(after.middle - before.middle).days for before, after in itertools.pairwise(found)}
    assert all(115 <= gap <= 128 for gap in gaps)


@pytest.mark.parametrize(
    ("key", "number"), [("monthly", 12), ("yearly", 1), ("quarterly", 4), ("twice_a_year", 2)]
)
def test_each_rhythm_gives_its_number_of_times(key: str, number: int) -> None:
    assert abs(len(windows(rhythm(key), [], [], TODAY)) - number) <= 1


def test_a_pace_goes_on_from_the_last_meeting() -> None:
    found = windows(rhythm("monthly"), [], [date(2026, 11, 10)], TODAY)
    assert found[0].first <= date(2026, 12, 10) <= found[0].last
    assert windows(rhythm("yearly"), [], [date(2027, 6, 1)], TODAY) == []


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (When(month=3), [(date(2027, 3, 1), date(2027, 3, 31))]),
        (When(month=3, day=20), [(date(2027, 3, 10), date(2027, 3, 20))]),
        (When(month=3, day=5, to_day=25), [(date(2027, 3, 5), date(2027, 3, 25))]),
        (When(month=2, to_month=3), [(date(2027, 2, 1), date(2027, 3, 31))]),
        (When(month=12, to_month=1), [(date(2026, 12, 1), date(2027, 1, 31))]),
        (When(month=5, years="election_year"), []),
        (When(month=5, years="first_year_of_term"), [(date(2027, 5, 1), date(2027, 5, 31))]),
        (When(month=5, year_offset=1, years="election_year"), [(date(2027, 5, 1), date(2027, 5, 31))]),
    ],
)
def test_an_event_of_the_cycle_is_placed_in_its_year(when: When, expected: list[tuple[date, date]]) -> None:
    template = CYCLE[0].model_dump() | {"when": (when,), "key": "event"}
    found = windows(None, [CycleEvent.model_validate(template)], [], TODAY)
    assert [(one.first, one.last) for one in found] == expected


def test_the_usual_weekday_nearest_the_middle_is_proposed() -> None:
    march = Window(date(2027, 3, 1), date(2027, 3, 31))
    one = proposals([march], TUESDAYS, [])[0]
    assert (one.day, one.at) == (date(2027, 3, 16), time(9))


def test_another_day_is_taken_before_another_hour() -> None:
    week = Window(date(2027, 3, 15), date(2027, 3, 19))
    busy = [Span(moment(date(2027, 3, 16), time(8)), moment(date(2027, 3, 16), time(12)))]
    one = proposals([week], TUESDAYS, busy)[0]
    assert (one.day, one.at) == (date(2027, 3, 17), time(9))
    all_week = [
        Span(moment(date(2027, 3, day), time(8)), moment(date(2027, 3, day), time(12)))
        for day in range(15, 20)
    ]
    other = proposals([week], TUESDAYS, all_week)[0]
    assert (other.day, other.at) == (date(2027, 3, 16), time(13))


def test_a_time_all_of_which_is_leave_slips_past_it() -> None:
    july = Window(date(2027, 7, 5), date(2027, 7, 31))
    one = proposals([july], TUESDAYS, [])[0]
    assert one.day == date(2027, 8, 17)
    assert one.window is july


def test_a_time_that_ends_where_another_begins_is_free() -> None:
    tuesday = date(2027, 3, 16)
    before = Span(moment(tuesday, time(8)), moment(tuesday, time(9)))
    after = Span(moment(tuesday, time(10, 30)), moment(tuesday, time(12)))
    one = proposals([Window(tuesday, tuesday)], TUESDAYS, [before, after])[0]
    assert (one.day, one.at) == (tuesday, time(9))


@settings(max_examples=60, deadline=None)
@given(
    today=st.dates(date(2026, 1, 1), date(2035, 12, 31)),
    key=st.sampled_from(["three_a_year", "quarterly", "monthly", "twice_a_year", "yearly", ""]),
    weekday=st.integers(0, 4),
    hour=st.integers(7, 16),
    known=st.lists(st.integers(-300, 300), max_size=3),
    busy=st.lists(st.tuples(st.integers(0, 400), st.integers(7, 16), st.integers(1, 6)), max_size=40),
)
def test_what_is_proposed_is_a_free_working_day_at_the_same_wall_clock_time_ahead(
    today: date,
    key: str,
    weekday: int,
    hour: int,
    known: list[int],
    busy: list[tuple[int, int, int]],
) -> None:
    taken = [
        Span(
            moment(today + timedelta(days=day), time(at)),
            moment(today + timedelta(days=day), time(at)) + timedelta(hours=long),
        )
        for day, at, long in busy
    ]
    found = windows(
        rhythm(key) if key else None, CYCLE, [today + timedelta(days=day) for day in known], today
    )
    proposed = proposals(found, Usual(weekday, time(hour), 60), taken)
    assert len({(one.day, one.at) for one in proposed}) == len(proposed)
    for one in proposed:
        assert today < one.day <= today + YEAR + timedelta(days=110)
        assert day_off(one.day, "sv") is None
        starts_at = moment(one.day, one.at)
        assert starts_at.astimezone(STOCKHOLM).time() == one.at
        assert not any(span.meets(starts_at, starts_at + timedelta(hours=1)) for span in taken)


def test_who_met_on_a_weekend_is_not_asked_to_do_so_again() -> None:
    saturday = datetime(2026, 11, 21, 12, tzinfo=UTC)
    assert usual_from(saturday, 60) == Usual(1, time(13), 60)
    assert usual_from(None, 45) == Usual(1, time(9), 45)
