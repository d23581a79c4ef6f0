"""Established records of dialogues."""

import json
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.dialogues.errors import NotAllowedNow
from app.dialogues.models import Dialogue, Participant
from app.records.earlier import GONE
from app.records.models import Edition


def edition_of(session: Session, edition_id: int | None) -> Edition | None:
    """Give an established record with its signatures."""
    if edition_id is None:
        return None
    found = session.scalars(
        select(Edition).where(Edition.id == edition_id).options(joinedload(Edition.signatures))
    )
    return found.unique().one_or_none()


def is_disposed_of(session: Session, dialogue: Dialogue) -> bool:
    """Tell whether what was established of a dialogue has been lawfully erased; nothing is asked before it is established."""
    if dialogue.edition_id is None:
        return False
    edition = session.get(Edition, dialogue.edition_id)
    return edition is not None and edition.erased_at is not None


def refuse_if_disposed_of(session: Session, dialogue: Dialogue) -> None:
    """Let nothing more be written to a dialogue that was disposed of. Raises `NotAllowedNow`."""
    if is_disposed_of(session, dialogue):
        raise NotAllowedNow("disposed_of")


def refuse_if_words_disposed_of(words: str) -> None:
    """Let nobody stand behind words that were disposed of by themselves, or write others there. Raises `NotAllowedNow`.

    Disposing of them moves no revision: a page of before still shows them as they read.
    """
    if words == GONE:
        raise NotAllowedNow("words_disposed_of")


def established_in(session: Session, series_id: int) -> list[tuple[Dialogue, Edition]]:
    """Give every established dialogue of a series in time order, with who took part, its record and who stands behind it."""
    rows = session.execute(
        select(Dialogue, Edition)
        .join(Edition, Edition.id == Dialogue.edition_id)
        .where(Dialogue.series_id == series_id)
        .options(
            selectinload(Dialogue.participants).joinedload(Participant.person),
            selectinload(Edition.signatures),
        )
        .order_by(Dialogue.starts_at, Dialogue.id)
    )
    return [(row[0], row[1]) for row in rows]


def wholes_of(session: Session, dialogue_ids: list[int]) -> dict[int, dict[str, Any]]:
    """Give the established content of several dialogues, by dialogue id; erased ones are left out."""
    rows = session.execute(
        select(Dialogue.id, Edition.content)
        .join(Edition, Edition.id == Dialogue.edition_id)
        .where(Dialogue.id.in_(dialogue_ids), Edition.content.is_not(None))
    )
    return {dialogue_id: json.loads(content) for dialogue_id, content in rows if content}
