"""What else holds the words of an established text: its parts, what was taken in, what writers sent, their history."""

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from app.records.disposal import ErasureRefused, HistoryObject, erase_history_content
from app.writing.models import Part, PartRevision, TakenIn
from app.writing.services import PART, TAKEN_IN


def erase_beside_text(session: Session, text_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a text wherever they stand beside its edition."""
    parts = session.scalars(select(Part).where(Part.unit_text_id == text_id)).all()
    for part in parts:
        taken = session.scalars(select(TakenIn.id).where(TakenIn.part_id == part.id)).all()
        for taken_id in taken:
            _erase(session, HistoryObject(TAKEN_IN, taken_id), because, actor_id)
        session.execute(update(TakenIn).where(TakenIn.part_id == part.id).values(words="", source=""))
        session.execute(delete(PartRevision).where(PartRevision.part_id == part.id))
        part.text = ""
        part.revision_id = None
        session.flush()
        _erase(session, HistoryObject(PART, part.id), because, actor_id)


def _erase(session: Session, of: HistoryObject, because: str, actor_id: int | None) -> None:
    try:
        erase_history_content(session, of=of, because=because, actor_id=actor_id)
    except ErasureRefused as refused:
        # Nothing was ever written there, or it was erased before.
        if refused.reason not in {"not_found", "already_erased"}:
            raise
