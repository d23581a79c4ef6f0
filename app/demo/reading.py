"""Who opened which dialogue text when: what the log would have noted had people used the pages on their days.

Everything follows from what is already there (who took part, was invited, signed, and when), so that two loads
on the same day give the same log. Nothing is noted ahead of the moment of loading, nor of anybody who could not
have opened the text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from app.demo.calendar import JUST_NOW
from app.demo.stage import Act, Stage
from app.dialogues import rules
from app.dialogues.models import Dialogue, Participant, Series, Side, State
from app.records.models import Edition
from app.records.services import note_reading

READ_AGAIN = 4
"""Days before a meeting when one reads what was said the time before."""


@dataclass(frozen=True, slots=True, order=True)
class Look:
    """Somebody opens a part of a dialogue."""

    at: datetime
    dialogue_id: int
    person_id: int
    what: str


def acts(stage: Stage) -> Iterator[Act]:
    """Give the readings of all dialogues as one act in the order of time; played after the dialogues themselves."""
    dialogues = _dialogues(stage)
    # What lies ahead the calendar gives as just now: that has not been read yet.
    looks = [look for look in _looks(stage, dialogues) if look.at < stage.calendar.now - JUST_NOW]
    yield _read(stage, {dialogue.id: dialogue for dialogue in dialogues}, sorted(looks))


def _read(stage: Stage, dialogues: dict[int, Dialogue], looks: list[Look]) -> Act:
    for look in looks:
        yield look.at
        # Who has left the post by then, or not yet come to it, opens nothing.
        if rules.seat_of(dialogues[look.dialogue_id], stage.actor(look.person_id)) is None:
            continue
        note_reading(
            stage.session,
            person_id=look.person_id,
            kind="dialogue",
            object_id=look.dialogue_id,
            what=look.what,
        )


def _dialogues(stage: Stage) -> Sequence[Dialogue]:
    posts = joinedload(Series.over_post), joinedload(Series.rep_post)
    return stage.session.scalars(
        select(Dialogue)
        .where(Dialogue.state != State.CANCELLED)
        .options(
            joinedload(Dialogue.series).options(*posts),
            selectinload(Dialogue.participants),
            selectinload(Dialogue.guests),
        )
        .order_by(Dialogue.series_id, Dialogue.starts_at, Dialogue.id)
        .execution_options(populate_existing=True)
    ).all()


def _looks(stage: Stage, dialogues: Sequence[Dialogue]) -> Iterator[Look]:
    signed = _signed(stage)
    earlier: Dialogue | None = None
    for dialogue in dialogues:
        if earlier is not None and earlier.series_id == dialogue.series_id:
            yield from _before(stage, earlier, dialogue)
        yield from _at_the_table(stage, dialogue)
        yield from _afterwards(stage, dialogue, signed.get(dialogue.edition_id or 0, {}))
        earlier = dialogue


def _signed(stage: Stage) -> dict[int, dict[int, datetime]]:
    editions = stage.session.scalars(select(Edition).options(selectinload(Edition.signatures)))
    return {edition.id: {one.person_id: one.signed_at for one in edition.signatures} for edition in editions}


def _at_the_table(stage: Stage, dialogue: Dialogue) -> Iterator[Look]:
    """Both have the themes open as the meeting begins, one shows them on the big screen; a guest reads along."""
    if dialogue.held_at is None:
        return
    for place, one in enumerate(dialogue.participants):
        at = dialogue.held_at + timedelta(minutes=1 + 2 * place)
        yield Look(stage.calendar.past(at), dialogue.id, one.person_id, "theme")
    if dialogue.id % 3 == 0:
        showing = dialogue.held_at + timedelta(hours=1, minutes=5)
        yield Look(stage.calendar.past(showing), dialogue.id, _speaker(dialogue, Side.OVER), "projector")
    for guest in dialogue.guests:
        if guest.attended:
            at = dialogue.held_at + timedelta(minutes=6)
            yield Look(stage.calendar.past(at), dialogue.id, guest.person_id, "theme")


def _afterwards(stage: Stage, dialogue: Dialogue, signed: dict[int, datetime]) -> Iterator[Look]:
    """Who signs has read the whole; the record is opened once by a guest, and by the reporting side the day after."""
    for person_id, at in signed.items():
        yield Look(at - timedelta(minutes=9), dialogue.id, person_id, "whole")
    if not signed:
        return
    established = max(signed.values())
    rep = _speaker(dialogue, Side.REP)
    yield Look(stage.calendar.around(established, 1, 8, dialogue.id % 50 + 5), dialogue.id, rep, "record")
    for guest in dialogue.guests:
        if guest.over_agreed_at and guest.rep_agreed_at:
            at = stage.calendar.around(established, 3, 13, dialogue.id % 40 + 10)
            yield Look(at, dialogue.id, guest.person_id, "record")


def _before(stage: Stage, earlier: Dialogue, coming: Dialogue) -> Iterator[Look]:
    """What was established the last time is read again before the next, by whoever then has the seat."""
    if earlier.state != State.ESTABLISHED:
        return
    for one in coming.participants:
        days = -READ_AGAIN - (coming.id + (one.side == Side.OVER)) % 3
        at = stage.calendar.around(coming.starts_at, days, 7 if one.side == Side.REP else 16, coming.id % 55)
        if at < coming.starts_at - timedelta(days=1):
            yield Look(at, earlier.id, one.person_id, "record")


def _speaker(dialogue: Dialogue, side: Side) -> int:
    speaker: Participant = next(one for one in dialogue.participants if one.side == side)
    return speaker.person_id
