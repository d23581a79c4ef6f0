"""The Swedish day changes at Swedish midnight, whatever was asked before."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app import clock

NEW_YEAR = datetime(2020, 1, 1, tzinfo=UTC)
moments = st.integers(0, 20 * 366 * 86_400).map(lambda seconds: NEW_YEAR + timedelta(seconds=seconds))


def at(moment: datetime) -> date:
    with clock.frozen_at(moment):
        return clock.today()


@given(st.lists(moments, min_size=1, max_size=5))
def test_each_moment_has_its_own_day(asked: list[datetime]) -> None:
    for moment in asked:
        assert at(moment) == moment.astimezone(clock.STOCKHOLM).date()


def test_the_day_changes_at_midnight_also_when_clocks_change() -> None:
    for midnight in (
        datetime(2026, 3, 28, 23, tzinfo=UTC),
        datetime(2026, 3, 29, 22, tzinfo=UTC),
        datetime(2026, 10, 24, 22, tzinfo=UTC),
        datetime(2026, 10, 25, 23, tzinfo=UTC),
    ):
        before = at(midnight - timedelta(microseconds=1))
        assert at(midnight) == before + timedelta(days=1)
        assert at(midnight - timedelta(microseconds=1)) == before
