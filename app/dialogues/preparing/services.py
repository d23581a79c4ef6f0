"""Writes of the preparation: one's own picture, sharing it, taking it back."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.dialogues import rules, settling, telling
from app.dialogues.errors import NotAllowedNow, TextConflict, TooLong
from app.dialogues.models import Dialogue, Participant, Picture, State, Theme
from app.dialogues.rules import Seat
from app.dialogues.series.services import move
from app.records.services import record


def write_picture(
    session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, text: str, base: int
) -> Picture:
    """Save one's own picture of a theme; the meeting stands as it did, since nobody else knows that one has begun.

    `base` is the revision the writer began from, 0 when there was none. Raises `TextConflict` when another window
    saved in between, `TooLong`, and `NotAllowedNow`.
    """
    blocked = rules.may_write_picture(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
    if len(text) > rules.LONGEST_TEXT:
        raise TooLong(rules.LONGEST_TEXT)
    picture = own_picture(session, seat=seat, dialogue=dialogue, theme=theme)
    if picture.text == text:
        return picture
    if picture.revision != base:
        raise TextConflict(str(picture.revision), picture.text, "")
    before = picture.text
    picture.text, picture.updated_at = text, clock.now()
    picture.revision += 1
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="write_picture",
        kind="picture",
        object_id=picture.id,
        before={"text": before},
        after={"text": text, "revision": picture.revision},
    )
    return picture


def own_picture(session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme) -> Picture:
    """Give one's own picture of a theme, begun empty where there is none."""
    picture = session.scalars(
        select(Picture).where(Picture.theme_id == theme.id, Picture.author_id == seat.person_id)
    ).one_or_none()
    if picture is None:
        picture = Picture(
            dialogue_id=dialogue.id,
            theme_id=theme.id,
            author_id=seat.person_id,
            side=str(seat.side),
            text="",
            revision=0,
            updated_at=clock.now(),
        )
        session.add(picture)
        session.flush()
    return picture


def share_pictures(session: Session, *, seat: Seat, dialogue: Dialogue) -> None:
    """Share one's pictures: the other sees that it is done, and reads them when both have shared or the meeting starts."""
    participant = _own(dialogue, seat)
    if dialogue.state not in {State.PLANNED, State.PREPARING}:
        raise NotAllowedNow("picture_locked")
    if participant.shared_at is not None:
        return
    participant.shared_at = clock.now()
    if dialogue.state == State.PLANNED:
        move(session, dialogue, State.PREPARING)
    if rules.both_shared(dialogue):
        dialogue.revealed_at = clock.now()
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="share_pictures",
        kind="dialogue",
        object_id=dialogue.id,
        after={"side": seat.side, "opened": dialogue.revealed_at is not None},
    )
    settling.shared(session, dialogue, person_id=seat.person_id)
    telling.shared(session, dialogue, actor_id=seat.person_id)


def take_back_pictures(session: Session, *, seat: Seat, dialogue: Dialogue) -> None:
    """Take back one's sharing, as long as the other has not shared too."""
    participant = _own(dialogue, seat)
    if dialogue.revealed_at is not None:
        raise NotAllowedNow("already_open")
    if participant.shared_at is None:
        return
    participant.shared_at = None
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="take_back_pictures",
        kind="dialogue",
        object_id=dialogue.id,
        after={"side": seat.side},
    )


def _own(dialogue: Dialogue, seat: Seat) -> Participant:
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    return next(p for p in dialogue.participants if p.side == seat.side)
