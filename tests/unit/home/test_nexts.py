"""Which row's button stands out on the start page: a conversation that is near before a figure that is late."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from app.home.nexts import SOON, Kind, Next, leading

TODAY = date(2026, 11, 30)
LATE, NOW, FAR = TODAY - timedelta(days=120), TODAY, TODAY + SOON + timedelta(days=1)


@pytest.mark.parametrize(
    ("rows", "leads"),
    [
        ([(Kind.MEASURE, LATE), (Kind.CONTROL, LATE), (Kind.MEET, NOW)], 2),
        ([(Kind.MEASURE, LATE), (Kind.PREPARE, TODAY + SOON)], 1),
        ([(Kind.PROMISED, LATE), (Kind.ESTABLISH, NOW), (Kind.PREPARE, NOW)], 1),
        ([(Kind.MEASURE, LATE), (Kind.WRITE_WHOLE, LATE)], 1),
        ([(Kind.MEASURE, LATE), (Kind.PREPARE, FAR)], 0),
        ([(Kind.MEASURE, LATE), (Kind.SHARED, NOW), (Kind.WAITS_FOR_OTHER, NOW)], 0),
        ([(Kind.DEVIATION, LATE), (Kind.MEET, NOW)], 0),
        ([(Kind.READ_ANSWER, None), (Kind.MEASURE, LATE)], 0),
    ],
    ids=[
        "meeting-today",
        "prepare-soon",
        "first-of-two-meetings",
        "whole-is-late-too",
        "meeting-far-off",
        "nothing-left-to-do-for-it",
        "what-could-not-wait",
        "no-meeting",
    ],
)
def test_a_conversation_that_is_near_stands_out_before_what_is_late(
    rows: list[tuple[Kind, date | None]], leads: int
) -> None:
    shown = [Next(kind, day) for kind, day in rows]
    assert leading(shown, TODAY) is shown[leads]


def test_where_nothing_waits_nothing_stands_out() -> None:
    assert leading([], TODAY) is None
