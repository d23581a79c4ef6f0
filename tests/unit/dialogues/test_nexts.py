"""What comes next for a person, put in order of time."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.dialogues.facts import Coming, Given, Named, Speaker
from app.dialogues.models import Side, State
from app.home.nexts import Kind, Next, at_once, in_order, of_dialogue

TODAY = date(2026, 11, 23)


def test_rows_stand_in_order_of_time_then_without_date_then_what_waits_for_somebody_else() -> None:
    late = Next(Kind.PROMISED, TODAY - timedelta(days=3))
    now = Next(Kind.MEET, TODAY)
    soon = Next(Kind.PREPARE, TODAY + timedelta(days=1))
    undated = Next(Kind.ANSWER, None)
    waits = Next(Kind.WAITS_FOR_OTHER, TODAY - timedelta(days=9))
    shared = Next(Kind.SHARED, TODAY + timedelta(days=2))
    ordered = in_order([shared, undated, waits, soon, late, now], TODAY)
    assert ordered == [late, now, soon, shared, undated, waits]


def test_what_somebody_waits_for_comes_before_what_is_far_ahead() -> None:
    near = Next(Kind.PREPARE, TODAY + timedelta(days=14))
    far = Next(Kind.PREPARE, TODAY + timedelta(days=15))
    undated = Next(Kind.ANSWER, None)
    assert in_order([far, undated, near], TODAY) == [near, undated, far]


@pytest.mark.parametrize("state", [State.HELD, State.ESTABLISHING])
def test_a_meeting_that_is_held_ahead_of_its_day_is_going_on_now(state: State) -> None:
    ahead, soon, far = (
        meeting(state, days=30),
        Next(Kind.PREPARE, TODAY + timedelta(days=1)),
        Next(Kind.ANSWER, None),
    )
    for side in Side:
        going_on = of_dialogue(ahead, side, TODAY)
        assert going_on is not None
        assert in_order([far, soon, going_on], TODAY)[0] is going_on


def test_the_first_in_order_of_time_stand_on_the_page_with_the_next_meeting_always_among_them() -> None:
    late = [Next(Kind.PROMISED, TODAY - timedelta(days=number)) for number in (5, 4, 3)]
    first, second = (
        Next(Kind.PREPARE, TODAY + timedelta(days=2)),
        Next(Kind.SHARED, TODAY + timedelta(days=3)),
    )
    assert at_once([*late, first, second], 5) == [*late, first, second]
    assert at_once([*late, first, second], 4) == [*late, first]
    assert at_once([*late, first, second], 3) == [*late[:2], first]
    assert at_once([first, *late, second], 2) == [first, late[0]]
    assert at_once(late, 2) == late[:2]
    assert at_once([], 5) == []


def test_a_conversation_that_waits_for_ones_word_is_not_hidden_by_what_is_late_nor_by_the_next_meeting() -> (
    None
):
    late = [Next(Kind.PROMISED, TODAY - timedelta(days=number)) for number in (6, 5, 4, 3)]
    going_on = of_dialogue(meeting(State.ESTABLISHING, days=0), Side.REP, TODAY)
    ahead = Next(Kind.PREPARE, TODAY + timedelta(days=17))
    assert going_on is not None
    assert going_on.kind is Kind.ESTABLISH
    assert at_once([*late, going_on, ahead], 5) == [*late[:3], going_on, ahead]
    assert at_once([*late, going_on], 4) == [*late[:3], going_on]


def test_rows_of_the_same_day_keep_the_order_they_came_in() -> None:
    rows = [Next(kind, TODAY) for kind in (Kind.READ_ANSWER, Kind.MEET, Kind.PROMISED)]
    assert in_order(rows, TODAY) == rows


def meeting(
    state: State,
    *,
    days: int = 5,
    shared: bool = False,
    written: bool = True,
    consents: tuple[Side, ...] = (),
) -> Coming:
    moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
    return Coming(
        id=1,
        place="",
        calendar_sequence=0,
        state=state,
        starts_at=moment + timedelta(days=days),
        whole_written=written,
        participants=[
            Speaker(side, person_id, moment if shared else None, None, None, Named("Kim"))
            for person_id, side in enumerate((Side.OVER, Side.REP), start=1)
        ],
        consents=[Given(side) for side in consents],
    )


ASKS = [
    (meeting(State.PLANNED), Kind.PREPARE, Kind.PREPARE),
    (meeting(State.PREPARING), Kind.PREPARE, Kind.PREPARE),
    (meeting(State.PREPARING, shared=True), Kind.SHARED, Kind.SHARED),
    (meeting(State.PLANNED, days=0), Kind.MEET, Kind.MEET),
    (meeting(State.PREPARING, days=-2, shared=True), Kind.MEET, Kind.MEET),
    (meeting(State.HELD), Kind.WRITE_WHOLE, Kind.MEET),
    (meeting(State.ESTABLISHING), Kind.ESTABLISH, Kind.ESTABLISH),
    (meeting(State.ESTABLISHING, written=False), Kind.WRITE_WHOLE, Kind.WAITS_FOR_OTHER),
    (meeting(State.ESTABLISHING, consents=(Side.OVER,)), Kind.WAITS_FOR_OTHER, Kind.ESTABLISH),
    (meeting(State.ESTABLISHING, consents=(Side.REP,)), Kind.ESTABLISH, Kind.WAITS_FOR_OTHER),
]


@pytest.mark.parametrize(("dialogue", "over", "rep"), ASKS)
def test_a_dialogue_asks_each_side_for_what_is_its_turn(dialogue: Coming, over: Kind, rep: Kind) -> None:
    for side, kind in ((Side.OVER, over), (Side.REP, rep)):
        found = of_dialogue(dialogue, side, TODAY)
        assert found is not None
        assert found.kind is kind
