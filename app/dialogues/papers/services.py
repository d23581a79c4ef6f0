"""Writes about papers: where a record is registered, and letting go of copies."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.errors import FiledMeanwhile, NotAllowedNow, TooLong
from app.dialogues.models import Dialogue, State
from app.dialogues.rules import Seat
from app.exports.orders.services import forget
from app.records.services import record

RECORD_ON_PAPER, HISTORY_ON_PAPER = "record", "series_history"
"""What ordered documents are copies of."""

LONGEST_NUMBER, LONGEST_TYPE = 60, 80


def stands(dialogue: Dialogue) -> str:
    """Give where a record is registered as it stands, so that a form read before it was changed is known as such."""
    return f"{dialogue.registry_number} | {dialogue.record_type}"


def file_record(
    session: Session,
    *,
    seat: Seat,
    dialogue: Dialogue,
    registry_number: str,
    record_type: str,
    stood: str | None = None,
) -> None:
    """Note under which number an established record is registered, and as what type; it can be corrected later.

    The record itself does not change: these say where it lies. Raises `NotAllowedNow` and `TooLong`, and `FiledMeanwhile` where
    it does not stand as it `stood` when it was read.
    """
    if not seat.takes_part:
        raise NotAllowedNow("not_participant")
    if dialogue.state != State.ESTABLISHED:
        raise NotAllowedNow("not_established_for_filing")
    number, kind = " ".join(registry_number.split()), " ".join(record_type.split())
    for text, limit in ((number, LONGEST_NUMBER), (kind, LONGEST_TYPE)):
        if len(text) > limit:
            raise TooLong(limit)
    before = {"registry_number": dialogue.registry_number, "record_type": dialogue.record_type}
    after = {"registry_number": number, "record_type": kind}
    if before == after:
        return
    if stood is not None and stood != stands(dialogue):
        raise FiledMeanwhile(dialogue.registry_number, dialogue.record_type)
    dialogue.registry_number, dialogue.record_type = number, kind
    session.flush()
    record(
        session,
        actor_id=seat.person_id,
        action="file_record",
        kind="dialogue",
        object_id=dialogue.id,
        before=before,
        after=after,
    )


def forget_copies(session: Session, dialogue_id: int) -> None:
    """Remove the copies somebody waits for of a record and of its line of meetings, when its words are erased."""
    series_id = session.scalars(select(Dialogue.series_id).where(Dialogue.id == dialogue_id)).one()
    forget(session, (RECORD_ON_PAPER, dialogue_id), (HISTORY_ON_PAPER, series_id))
