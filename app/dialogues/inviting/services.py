"""Writes: whether one comes, another time one would rather have, and taking the time the other proposed."""

from datetime import datetime

from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean
from app.dialogues import telling
from app.dialogues.errors import Changed, NotAllowedNow, TooLong
from app.dialogues.inviting import rules
from app.dialogues.inviting.queries import last_answer
from app.dialogues.models import Dialogue, Participant, Reply
from app.dialogues.queries.lines import meets_already
from app.dialogues.rules import LONGEST_REASON, Seat
from app.dialogues.series.ending import refuse_after_the_end
from app.dialogues.series.services import change_meeting
from app.records.services import record


def reply(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    answer: Reply,
    words: str = "",
    proposed_at: datetime | None = None,
    shown: str | None = None,
) -> bool:
    """Answer whether one comes, or propose another time; tells whether that was anything new.

    `shown` is the time the page had (`rules.shown_time`), None where it told of none. Raises `NotAllowedNow`, `Changed`
    when the meeting has another time by now, and `TooLong` for more than `LONGEST_REASON` characters.
    """
    blocked = rules.why_not_reply(dialogue, seat)
    if not blocked and answer is Reply.PROPOSED:
        blocked = (
            rules.why_not_propose(dialogue, proposed_at, clock.now()) if proposed_at else "time_has_passed"
        )
    if blocked:
        raise NotAllowedNow(blocked)
    if proposed_at is not None:
        refuse_after_the_end(session, dialogue.series_id, proposed_at)
    if shown is not None and rules.has_another_time(dialogue, shown):
        raise Changed
    words = clean(words)
    if len(words) > LONGEST_REASON:
        raise TooLong(LONGEST_REASON)
    mine = _own(dialogue, seat)
    before = rules.reply_facts(mine)
    mine.reply, mine.reply_words = answer, words
    mine.proposed_at = proposed_at if answer is Reply.PROPOSED else None
    if rules.reply_facts(mine) == before:
        return False
    mine.replied_at = clock.now()
    record(
        session,
        actor_id=seat.person_id,
        action="reply",
        kind="dialogue",
        object_id=dialogue.id,
        before={"replies": {mine.side: before}},
        after={"replies": {mine.side: rules.reply_facts(mine)}},
    )
    session.flush()
    telling.replied(session, dialogue, mine, actor_id=seat.person_id)
    return True


def take_back_reply(session: Session, *, seat: Seat, dialogue: Dialogue) -> None:
    """Undo one's last answer: what one had said before stands again, and that it was taken back stays in the history.

    Raises `NotAllowedNow` when something has come since that made the answer another, or when it holds no longer.
    """
    blocked = rules.why_not_reply(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
    mine = _own(dialogue, seat)
    told = last_answer(session, dialogue.id, mine.side)
    if told is None or told.person_id != seat.person_id or not rules.says(mine, told.after):
        raise NotAllowedNow("reply_gone")
    now_said = rules.reply_facts(mine)
    rules.answer_as(mine, told.before)
    mine.replied_at = clock.now() if mine.reply else None
    record(
        session,
        actor_id=seat.person_id,
        action="take_back_reply",
        kind="dialogue",
        object_id=dialogue.id,
        before={"replies": {mine.side: now_said}},
        after={"replies": {mine.side: rules.reply_facts(mine)}},
    )
    session.flush()
    telling.reply_taken_back(session, dialogue, actor_id=seat.person_id)


def _own(dialogue: Dialogue, seat: Seat) -> Participant:
    mine = rules.of_side(dialogue, seat.side)
    if mine is None:
        raise NotAllowedNow("not_participant")
    return mine


def take_proposed(session: Session, *, seat: Seat, dialogue: Dialogue, expected: str) -> None:
    """Move the meeting to the time the other proposed, which both have then said yes to.

    `expected` is what stood on the page (`rules.expected`); raises `NotAllowedNow` when it is another by now. It counts as
    moved by the one who proposed: who took it may always start.
    """
    blocked = rules.why_not_reply(dialogue, seat)
    if blocked or seat.side is None:
        raise NotAllowedNow(blocked or "not_participant")
    theirs = rules.proposal_from(dialogue, seat.side.other)
    if theirs is None or theirs.proposed_at is None or rules.expected(dialogue, theirs) != expected:
        raise NotAllowedNow("proposal_gone")
    if meets_already(session, dialogue.series_id, theirs.proposed_at, dialogue.minutes, but=dialogue.id):
        raise NotAllowedNow("time_taken")
    change_meeting(
        session,
        seat=seat,
        dialogue=dialogue,
        expected=dialogue.calendar_sequence,
        title=dialogue.title,
        starts_at=theirs.proposed_at,
        minutes=dialogue.minutes,
        place=dialogue.place,
        proposed_by=theirs.person_id,
    )
