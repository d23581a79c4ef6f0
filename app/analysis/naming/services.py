"""Writes of which documents a unit names as important: what its established core mission chooses from the register."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.documents.models import Document
from app.documents.queries import important_to
from app.documents.services import name_as_important, take_back
from app.writing.models import Part, TakenIn, UnitText
from app.writing.queries import established_before

SOURCE = "governing_document"


def name_documents(session: Session, text: UnitText, actor_id: int) -> None:
    """Let the register say which documents the unit names, as the core mission established now does.

    What the version before had chosen and this one has not is taken back; what was named otherwise stays.
    """
    earlier = established_before(session, text)
    chosen = _chosen(session, text.id)
    named = {document.id for document in important_to(session, text.unit_id)}
    for document_id in sorted(chosen - named):
        name_as_important(session, text.unit_id, document_id, actor_id=actor_id)
    dropped = _chosen(session, earlier.id) - chosen if earlier is not None else set()
    for document_id in sorted(dropped & named):
        take_back(session, text.unit_id, document_id, actor_id=actor_id)


def _chosen(session: Session, text_id: int) -> set[int]:
    return set(
        session.scalars(
            select(TakenIn.source_id)
            .join(Part, Part.id == TakenIn.part_id)
            .join(Document, Document.id == TakenIn.source_id)
            .where(Part.unit_text_id == text_id, Part.left_out.is_(False), TakenIn.source_kind == SOURCE)
        )
    )
