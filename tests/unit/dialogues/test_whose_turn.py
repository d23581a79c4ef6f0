"""Whose turn it is in a line of meetings: the next meeting asks something of one, or waits."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from app.dialogues.facts import End
from app.dialogues.models import PairKind, PostKind, Side, State
from app.dialogues.queries.lines import Held, Met
from app.dialogues.series.pages import Line

AT = datetime(2026, 12, 1, 9, tzinfo=UTC)


def line(*done: tuple[Side, ...], others: tuple[str, ...] = ("Kerstin",)) -> Line:
    """Make the line of one who reports, with a meeting for each set of sides that have done their part."""
    ends = [End(number, number, PostKind.MANAGER, None, "Enheten", None) for number in (1, 2)]
    coming = [Met(number, 1, AT, State.PREPARING, frozenset(sides)) for number, sides in enumerate(done)]
    return Line(Held(1, PairKind.MANAGERS, None, *ends), Side.REP, ends[0], list(others), coming)


@pytest.mark.parametrize(
    ("one", "waits", "asks"),
    [
        (line(), False, False),
        (line(()), False, True),
        (line((Side.OVER,)), False, True),
        (line((Side.REP,)), True, False),
        (line((Side.OVER, Side.REP)), True, False),
        (line((), (Side.REP,)), False, True),
        (line((Side.REP,), ()), True, False),
        (line((), others=()), False, False),
    ],
)
def test_the_next_meeting_asks_of_who_has_not_done_their_part(one: Line, waits: bool, asks: bool) -> None:
    assert (one.waits, one.asks) == (waits, asks)
