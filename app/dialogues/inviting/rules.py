"""Pure decisions about coming: who may answer, what can be proposed, what a changed time does to answers."""

import json
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import overload

from app import clock
from app.dialogues.facts import Coming, Speaker
from app.dialogues.models import Dialogue, Participant, Reply, Side, State
from app.dialogues.rules import Seat
from app.records.chain import canonical

AHEAD = frozenset({State.PLANNED, State.PREPARING})
"""States in which a meeting is still to come."""


def why_not_ahead(dialogue: Dialogue) -> str | None:
    """Tell why a meeting is no longer one to come, as a key of the wording, or None when it is."""
    if dialogue.state == State.CANCELLED:
        return "is_cancelled"
    return None if dialogue.state in AHEAD else "already_held"


def why_not_reply(dialogue: Dialogue, seat: Seat) -> str | None:
    """Tell why `seat` cannot answer now, as a key of the wording, or None when it can: the two, until they meet."""
    if not seat.takes_part:
        return "not_participant"
    return why_not_ahead(dialogue)


def why_not_propose(dialogue: Dialogue, proposed_at: datetime, now: datetime) -> str | None:
    """Tell why a time cannot be proposed, or None when it can: ahead, and not the one the meeting has."""
    if proposed_at <= now:
        return "time_has_passed"
    if proposed_at == dialogue.starts_at:
        return "same_time"
    return None


def of_side(dialogue: Dialogue, side: Side | None) -> Participant | None:
    """Give the participant of a side."""
    return next((one for one in dialogue.participants if one.side == side), None)


@overload
def proposal_from(dialogue: Dialogue, side: Side | None) -> Participant | None: ...


@overload
def proposal_from(dialogue: Coming, side: Side | None) -> Speaker | None: ...


def proposal_from(dialogue: Dialogue | Coming, side: Side | None) -> Participant | Speaker | None:
    """Give the participant of a side while another time they proposed can still be taken."""
    one = next((one for one in dialogue.participants if one.side == side), None)
    if one is None or one.reply != Reply.PROPOSED or one.proposed_at is None:
        return None
    return one if dialogue.state in AHEAD and one.proposed_at > clock.now() else None


def expected(dialogue: Dialogue | Coming, proposer: Participant | Speaker) -> str:
    """Name exactly what is taken: the meeting as it stands in calendars, and the time proposed for it."""
    at = proposer.proposed_at.isoformat() if proposer.proposed_at else ""
    return f"{dialogue.calendar_sequence}/{proposer.person_id}/{at}"


def shown_time(dialogue: Dialogue) -> str:
    """Name the time an answer is to, as a page shows it: when the meeting begins and how many minutes it takes."""
    return f"{dialogue.starts_at.isoformat()}/{dialogue.minutes}"


def has_another_time(dialogue: Dialogue, shown: str) -> bool:
    """Tell whether a meeting has another time than a page has shown; lists show when it begins and not how long it is."""
    return shown not in {shown_time(dialogue), dialogue.starts_at.isoformat()}


def reply_facts(participant: Participant) -> dict[str, object]:
    """Give an answer as the history tells it."""
    return {
        "reply": participant.reply,
        "proposed_at": participant.proposed_at,
        "words": participant.reply_words,
    }


def says(participant: Participant, told: Mapping[str, object]) -> bool:
    """Tell whether an answer is still the one the history tells of."""
    return _as_told(reply_facts(participant)) == _as_told(told)


def answer_as(participant: Participant, told: Mapping[str, object]) -> None:
    """Let a participant have answered what the history tells; nothing where it tells of no answer."""
    reply, at = told.get("reply"), told.get("proposed_at")
    participant.reply = Reply(str(reply)) if reply else None
    participant.proposed_at = datetime.fromisoformat(str(at)) if at else None
    participant.reply_words = str(told.get("words") or "")


def _as_told(facts: Mapping[str, object]) -> object:
    return json.loads(canonical(dict(facts)))


def ask_anew(dialogue: Dialogue, coming: Collection[int | None]) -> dict[str, object]:
    """Put away all answers, since there is another time; who set it comes. Gives the answers as the history tells them."""
    told: dict[str, object] = {}
    for one in dialogue.participants:
        comes = one.person_id in coming
        one.reply = Reply.ACCEPTED if comes else None
        one.replied_at = clock.now() if comes else None
        one.proposed_at, one.reply_words = None, ""
        told[one.side] = reply_facts(one)
    return told
