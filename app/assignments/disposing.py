"""What goes when a settled question is lawfully erased, beside its edition: the same words where they were written."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.assignments.facts import PICTURE, QUESTION
from app.assignments.models import ZonePicture, ZoneQuestion
from app.records.disposal import HOLDS_NO_TEXT, erase_history_content
from app.records.models import HistoryContent, HistoryEntry

ERASED = "–"


def erase_beside_question(session: Session, question_id: int, because: str, actor_id: int | None) -> None:
    """Erase what was asked, both pictures and the shared one, and what the history tells of them; that it was asked stays."""
    question = session.get_one(ZoneQuestion, question_id)
    question.question, question.shared = ERASED, ""
    pictures = session.scalars(select(ZonePicture).where(ZonePicture.question_id == question_id)).all()
    for picture in pictures:
        picture.text = ""
    session.flush()
    for kind, ids in ((QUESTION, [question_id]), (PICTURE, [one.id for one in pictures])):
        told = session.scalars(
            select(HistoryEntry.seq)
            .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
            .where(
                HistoryEntry.object_kind == kind,
                HistoryEntry.object_id.in_(ids),
                HistoryEntry.action.not_in(HOLDS_NO_TEXT),
                HistoryContent.erased_at.is_(None),
            )
        ).all()
        if told:
            erase_history_content(session, of=told, because=because, actor_id=actor_id)
