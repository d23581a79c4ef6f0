"""What goes when an established record is lawfully erased, beside its edition: own opinions as they were given, and its files.

What was said on the way stands in texts of its own, each with its history, and is disposed of by itself.
"""

import json
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.services import dispose
from app.dialogues.attaching.places import ON_MEETING, SOURCE
from app.dialogues.models import Consent
from app.records.disposal import erase_history_content
from app.records.models import HistoryContent, HistoryEntry

TELL_OPINIONS = ("consent", "void_consent", "take_back_consent")
"""Entries that hold an own opinion: those given, and those that fell or were taken back on the way."""


def erase_beside_record(session: Session, dialogue_id: int, because: str, actor_id: int | None) -> None:
    """Erase own opinions, in what was given and in the history, and dispose of the files on the meeting."""
    given = select(Consent).where(Consent.dialogue_id == dialogue_id, Consent.own_opinion.is_not(None))
    for consent in session.scalars(given):
        consent.own_opinion = None
    session.flush()
    told = _entries_with_opinions(session, dialogue_id)
    if told:
        erase_history_content(session, of=told, because=because, actor_id=actor_id)
    for attachment in _files(session, dialogue_id):
        dispose(session, attachment=attachment, because=because, actor_id=actor_id)


def _entries_with_opinions(session: Session, dialogue_id: int) -> list[int]:
    rows = session.execute(
        select(HistoryEntry.seq, HistoryContent.content)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == "dialogue",
            HistoryEntry.object_id == dialogue_id,
            HistoryEntry.action.in_(TELL_OPINIONS),
            HistoryContent.content.is_not(None),
        )
        .order_by(HistoryEntry.seq)
    )
    return [seq for seq, content in rows if content is not None and _holds_opinion(content)]


def _holds_opinion(content: str) -> bool:
    kept = json.loads(content)
    return any((kept[when] or {}).get("own_opinion") for when in ("before", "after"))


def _files(session: Session, dialogue_id: int) -> Sequence[Attachment]:
    """Give the files on the meeting, those removed on the way too: their names are kept with them."""
    return session.scalars(
        select(Attachment)
        .where(
            Attachment.source_kind == SOURCE,
            Attachment.source_id == dialogue_id,
            Attachment.holder_kind == ON_MEETING,
            Attachment.name != "",
        )
        .order_by(Attachment.id)
    ).all()
