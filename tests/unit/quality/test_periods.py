"""The arithmetic of periods, over every day there is."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.indicators.models import Periodicity
from app.quality.measuring.periods import (
    NotAPeriod,
    Period,
    latest_ended,
    part_words,
    parts_of,
    period_of,
    period_words,
    periods_between,
    periods_of_year,
    read_period,
    read_slug,
    short_words,
    year_words,
)

days = st.dates(date(1901, 1, 1), date(2198, 12, 31))
kinds = st.sampled_from(Periodicity)


@given(kinds, days)
def test_every_day_lies_in_exactly_the_period_it_is_said_to_lie_in(kind: Periodicity, day: date) -> None:
    period = period_of(kind, day)
    assert period.contains(day)
    assert not period.next.contains(day)
    assert not period.previous.contains(day)


@given(kinds, days)
def test_periods_follow_one_another_without_gap_or_overlap(kind: Periodicity, day: date) -> None:
    period = period_of(kind, day)
    assert period.first <= period.last
    assert period.next.first == period.last + timedelta(days=1)
    assert period.next.previous == period
    assert period.previous.next == period


@given(kinds, days)
def test_a_key_is_read_as_it_was_written_and_sorts_as_time_goes(kind: Periodicity, day: date) -> None:
    period = period_of(kind, day)
    assert read_period(period.key) == period
    assert read_slug(period.slug) == period
    assert "/" not in period.slug
    assert period.previous.key < period.key < period.next.key
    assert period.previous < period < period.next


@given(kinds, days)
def test_the_latest_ended_period_is_over_and_the_one_after_it_is_not(kind: Periodicity, day: date) -> None:
    ended = latest_ended(kind, day)
    assert ended.ended_by(day)
    assert not ended.next.ended_by(day)
    assert ended.last < ended.due_on
    assert ended.next.contains(day)


@given(kinds, st.integers(1901, 2198))
def test_the_periods_of_a_year_are_numbered_from_one_and_meet_the_next_years(
    kind: Periodicity, year: int
) -> None:
    periods = periods_of_year(kind, year)
    assert [one.number for one in periods] == list(range(1, len(periods) + 1))
    assert all(one.next == other for one, other in pairwise(periods))
    assert periods[-1].next == periods_of_year(kind, year + 1)[0]


@given(kinds, days, st.integers(0, 60))
def test_periods_between_two_include_both(kind: Periodicity, day: date, more: int) -> None:
    first = period_of(kind, day)
    last = first
    for _ in range(more):
        last = last.next
    assert len(list(periods_between(first, last))) == more + 1
    assert list(periods_between(last.next, first)) == []


@given(days)
def test_a_month_lies_within_its_quarter_its_tertial_its_half_year_and_its_year(day: date) -> None:
    month = period_of(Periodicity.MONTH, day)
    for kind in (Periodicity.QUARTER, Periodicity.TERTIAL, Periodicity.HALF_YEAR, Periodicity.YEAR):
        wider = period_of(kind, day)
        assert wider.first <= month.first
        assert month.last <= wider.last


@given(st.integers(1901, 2198))
def test_weeks_are_those_of_iso(year: int) -> None:
    weeks = periods_of_year(Periodicity.WEEK, year)
    assert len(weeks) in {52, 53}
    assert all(one.first.isoweekday() == 1 and one.last.isoweekday() == 7 for one in weeks)
    assert weeks[0].contains(date(year, 1, 4))
    assert weeks[-1].contains(date(year, 12, 28))


@given(st.text(max_size=12))
def test_whatever_is_typed_is_a_period_or_refused(typed: str) -> None:
    try:
        period = read_period(typed)
    except NotAPeriod:
        return
    assert period.key == typed


@pytest.mark.parametrize(
    "typed",
    [
        *("", "26", "20266", "2026-", "2026-13", "2026-00", "2026-3", "2026-W00", "2026-W54", "2026-W7"),
        *("2026-T4", "2026-T0", "2026-H3", "2026-Q5", "2026-X1", "2025/27", "2025/2026", "2025/25"),
        *("2025-W53", "1899", "2200", " 2026", "2026\n", "２０２６", "2026-q1", "2026-H1 "),
    ],
)
def test_what_is_no_period_is_refused(typed: str) -> None:
    with pytest.raises(NotAPeriod):
        read_period(typed)


@pytest.mark.parametrize(
    ("key", "first", "last", "due"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31), date(2027, 2, 14)),
        ("2025/26", date(2025, 7, 1), date(2026, 6, 30), date(2026, 8, 29)),
        ("1999/00", date(1999, 7, 1), date(2000, 6, 30), date(2000, 8, 29)),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), date(2026, 7, 30)),
        ("2026-T2", date(2026, 5, 1), date(2026, 8, 31), date(2026, 9, 30)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31), date(2027, 1, 30)),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), date(2028, 3, 14)),
        ("2026-W53", date(2026, 12, 28), date(2027, 1, 3), date(2027, 1, 10)),
        ("2027-W01", date(2027, 1, 4), date(2027, 1, 10), date(2027, 1, 17)),
    ],
)
def test_periods_begin_end_and_are_due(key: str, first: date, last: date, due: date) -> None:
    period = read_period(key)
    assert (period.first, period.last, period.due_on) == (first, last, due)


def test_the_first_of_january_may_lie_in_last_years_last_week() -> None:
    assert period_of(Periodicity.WEEK, date(2027, 1, 1)).key == "2026-W53"
    assert period_of(Periodicity.WEEK, date(2024, 12, 30)).key == "2025-W01"
    assert parts_of(Periodicity.WEEK, 2026) == 53


@pytest.mark.parametrize(
    ("key", "swedish", "english", "short"),
    [
        ("2026", "2026", "2026", "2026"),
        ("2025/26", "läsåret 2025/26", "school year 2025/26", "2025/26"),
        ("2026-H1", "första halvåret 2026", "first half-year 2026", "H1 2026"),
        ("2026-T2", "tertial 2 2026", "tertial 2 2026", "T2 2026"),
        ("2026-Q3", "kvartal 3 2026", "quarter 3 2026", "K3 2026"),
        ("2026-03", "mars 2026", "March 2026", "mars 2026"),
        ("2026-W07", "vecka 7 2026", "week 7 2026", "v7 2026"),
    ],
)
def test_periods_are_called_what_people_call_them(key: str, swedish: str, english: str, short: str) -> None:
    period = read_period(key)
    assert period_words(period, "sv") == swedish
    assert period_words(period, "en") == english
    assert short_words(period, "sv") == short


def test_the_part_of_a_year_and_the_year_are_said_apart() -> None:
    assert (part_words(read_period("2026-T2"), "sv"), year_words(read_period("2026-T2"))) == (
        "tertial 2",
        "2026",
    )
    assert (part_words(read_period("2025/26"), "sv"), year_words(read_period("2025/26"))) == ("", "2025/26")
    assert part_words(Period(Periodicity.MONTH, 2026, 10), "en") == "October"
