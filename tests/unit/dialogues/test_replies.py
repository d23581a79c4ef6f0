"""Who may answer an invitation when, and what another time does to answers."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from app import clock
from app.dialogues.inviting import rules
from app.dialogues.models import Dialogue, Participant, Reply, Side, State
from app.dialogues.rules import Seat, Standing

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
STARTS = NOW + timedelta(days=10)


def meeting(state: State = State.PLANNED) -> Dialogue:
    return Dialogue(
        id=7,
        state=state,
        starts_at=STARTS,
        calendar_sequence=2,
        participants=[
            Participant(side=Side.OVER, person_id=1, reply=Reply.ACCEPTED, reply_words=""),
            Participant(side=Side.REP, person_id=2, reply_words=""),
        ],
    )


MAY_REPLY = {
    (standing, state): None
    if standing is Standing.PARTICIPANT and state in {State.PLANNED, State.PREPARING}
    else "not_participant"
    if standing is not Standing.PARTICIPANT
    else ("is_cancelled" if state is State.CANCELLED else "already_held")
    for standing in Standing
    for state in State
}


@pytest.mark.parametrize(("standing", "state"), MAY_REPLY)
def test_the_two_answer_until_they_meet_and_nobody_else_does(standing: Standing, state: State) -> None:
    seat = Seat(standing, None if standing is Standing.GUEST else Side.REP, 2)
    assert rules.why_not_reply(meeting(state), seat) == MAY_REPLY[standing, state]


@pytest.mark.parametrize(
    ("proposed_at", "why_not"),
    [
        (NOW - timedelta(minutes=1), "time_has_passed"),
        (NOW, "time_has_passed"),
        (STARTS, "same_time"),
        (NOW + timedelta(minutes=1), None),
        (STARTS - timedelta(days=2), None),
        (STARTS + timedelta(days=400), None),
    ],
)
def test_a_time_that_can_be_proposed_lies_ahead_and_is_another(
    proposed_at: datetime, why_not: str | None
) -> None:
    assert rules.why_not_propose(meeting(), proposed_at, NOW) == why_not


PROPOSALS = [
    (reply, ahead, state, reply is Reply.PROPOSED and ahead and state in {State.PLANNED, State.PREPARING})
    for reply in (None, *Reply)
    for ahead in (True, False)
    for state in State
]


@pytest.mark.parametrize(("reply", "ahead", "state", "stands"), PROPOSALS)
def test_a_proposal_stands_while_its_time_and_the_meeting_lie_ahead(
    reply: Reply | None, ahead: bool, state: State, stands: bool
) -> None:
    dialogue = meeting(state)
    dialogue.participants[1].reply = reply
    dialogue.participants[1].proposed_at = NOW + timedelta(days=3 if ahead else -3)
    with clock.frozen_at(NOW):
        found = rules.proposal_from(dialogue, Side.REP)
    assert (found is not None) is stands


def test_what_is_taken_is_named_to_the_letter() -> None:
    dialogue = meeting()
    rep = dialogue.participants[1]
    rep.proposed_at = STARTS + timedelta(days=1)
    names = {rules.expected(dialogue, rep)}
    rep.proposed_at += timedelta(minutes=5)
    names.add(rules.expected(dialogue, rep))
    dialogue.calendar_sequence += 1
    names.add(rules.expected(dialogue, rep))
    rep.person_id = 3
    names.add(rules.expected(dialogue, rep))
    assert len(names) == 4


@pytest.mark.parametrize("coming", [set(), {1}, {2}, {1, 2}, {None, 2}])
def test_another_time_asks_everybody_anew_but_those_who_set_it(coming: set[int | None]) -> None:
    dialogue = meeting()
    over, rep = dialogue.participants
    rep.reply, rep.proposed_at, rep.reply_words = Reply.PROPOSED, STARTS, "Hellre då"
    told = rules.ask_anew(dialogue, coming)
    for one in (over, rep):
        comes = one.person_id in coming
        assert one.reply == (Reply.ACCEPTED if comes else None)
        assert (one.replied_at is not None) is comes
        assert (one.proposed_at, one.reply_words) == (None, "")
        assert told[one.side] == {"reply": one.reply, "proposed_at": None, "words": ""}
