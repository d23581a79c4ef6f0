"""How long one waits after failed sign-ins."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts.rules import FREE_PER_ADDRESS, FREE_PER_USER, LONGEST_WAIT, WINDOW, wait_left

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize(
    ("failures", "seconds"),
    [
        (0, 0),
        (1, 0),
        (4, 0),
        (5, 30),
        (6, 60),
        (7, 120),
        (8, 240),
        (9, 480),
        (10, 900),
        (11, 900),
        (400, 900),
    ],
)
def test_the_wait_doubles_from_the_fifth_failure_and_stops_at_a_quarter_of_an_hour(
    failures: int, seconds: int
) -> None:
    assert wait_left([NOW] * failures, NOW, free=FREE_PER_USER) == timedelta(seconds=seconds)


def test_the_wait_runs_from_the_latest_failure() -> None:
    failures = [NOW - timedelta(seconds=at) for at in (300, 200, 100, 50, 20)]
    assert wait_left(failures, NOW, free=5) == timedelta(seconds=10)
    assert wait_left(failures, NOW + timedelta(seconds=10), free=5) == timedelta(0)


def test_failures_older_than_the_window_do_not_count() -> None:
    old = [NOW - WINDOW] * 20
    assert wait_left([*old, *[NOW] * 4], NOW, free=5) == timedelta(0)
    assert wait_left([NOW - WINDOW + SECOND] * 5, NOW, free=5) == timedelta(0)


moments = st.lists(
    st.integers(min_value=-7200, max_value=0).map(lambda at: NOW + timedelta(seconds=at)), max_size=60
)


@given(moments, st.integers(1, 50))
def test_the_wait_is_never_negative_nor_longer_than_a_quarter_of_an_hour(
    failures: list[datetime], free: int
) -> None:
    assert timedelta(0) <= wait_left(failures, NOW, free=free) <= LONGEST_WAIT


@given(moments, st.integers(1, 50))
def test_one_failure_more_never_shortens_the_wait(failures: list[datetime], free: int) -> None:
    assert wait_left([*failures, NOW], NOW, free=free) >= wait_left(failures, NOW, free=free)


@given(moments, st.integers(1, 50))
def test_whoever_waits_as_told_is_let_through(failures: list[datetime], free: int) -> None:
    later = NOW + wait_left(failures, NOW, free=free)
    assert wait_left(failures, later, free=free) == timedelta(0)


def test_one_person_trying_without_end_does_not_fill_the_address_for_the_others() -> None:
    """Attempts are only counted when let through; two hours of pressing the button every second."""
    made: list[datetime] = []
    most = 0
    for second in range(7200):
        moment = NOW + timedelta(seconds=second)
        made = [at for at in made if moment - WINDOW < at]
        if not wait_left(made, moment, free=FREE_PER_USER):
            made.append(moment)
        most = max(most, len(made))
    assert most <= 10
    assert most * 3 < FREE_PER_ADDRESS
