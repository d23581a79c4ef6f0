"""What else holds the words of an established text: its parts, what was taken in, what writers sent, their history.

A new version begins with the words of the one before. What it still says is its own; what it has replaced since goes from
its history too, where it stood as what was there before.
"""

import json
from collections.abc import Sequence
from functools import partial

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.records.disposal import Erased, erase_told
from app.records.earlier import Written, erase_taken_over, words_in, words_told
from app.records.models import Edition
from app.writing.models import Part, PartRevision, TakenIn, UnitText
from app.writing.services import PART, TAKEN_IN, TEXT

FIELDS = frozenset({"text"})
"""What words are called in the history of parts and in what is established."""


def erase_beside_text(session: Session, erased: Erased) -> None:
    """Erase the words of a text wherever they stand beside its edition; what other versions say stays.

    What others have quoted stays with them, and is disposed of with what they established.
    """
    parts = session.scalars(select(Part).where(Part.unit_text_id == erased.object_id)).all()
    own = words_in(erased.content, FIELDS) | words_told(session, _written(parts), FIELDS)
    ids = [part.id for part in parts]
    taken = session.scalars(select(TakenIn.id).where(TakenIn.part_id.in_(ids))).all()
    session.execute(update(TakenIn).where(TakenIn.part_id.in_(ids)).values(words="", source=""))
    session.execute(delete(PartRevision).where(PartRevision.part_id.in_(ids)))
    for part in parts:
        part.text, part.revision_id = "", None
    session.flush()
    for kind, numbers in ((TAKEN_IN, taken), (PART, ids)):
        erase_told(session, kind=kind, ids=numbers, because=erased.because, actor_id=erased.actor_id)
    _erase_in_other_versions(session, erased, own)


def _written(parts: Sequence[Part]) -> list[Written]:
    return [Written(PART, part.id, part, {"text": ""}, partial(_told, part)) for part in parts]


def _told(part: Part) -> dict[str, object]:
    return {"text": part.text}


def _erase_in_other_versions(session: Session, erased: Erased, own: set[str]) -> None:
    text = session.get_one(UnitText, erased.object_id)
    others = select(UnitText.id).where(
        UnitText.kind == text.kind, UnitText.unit_id == text.unit_id, UnitText.id != text.id
    )
    parts = session.scalars(select(Part).where(Part.unit_text_id.in_(others)).order_by(Part.id)).all()
    kept = {part.text for part in parts}
    for content in session.scalars(
        select(Edition.content).where(
            Edition.kind == TEXT, Edition.object_id.in_(others), Edition.content.is_not(None)
        )
    ):
        kept |= words_in(json.loads(str(content)), FIELDS)
    gone = frozenset(own - kept - {""})
    erase_taken_over(session, erased, _written(parts), FIELDS, gone)
    for revision in session.scalars(
        select(PartRevision).where(PartRevision.part_id.in_([part.id for part in parts]))
    ):
        if revision.text in gone:
            revision.text = ""
    session.flush()
