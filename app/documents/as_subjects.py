"""Governing documents as subjects of dialogues: everybody reads them, and those a unit names as important come first."""

from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.documents.facts import DOCUMENT
from app.documents.models import Document, ImportantDocument
from app.passages.subjects import Subject, SubjectKind
from app.ui.addresses import url_for


def _subject(document_id: int, title: str, unit_id: int | None = None) -> Subject:
    return Subject(DOCUMENT, document_id, title, url_for("documents.one", document_id=document_id), unit_id)


def _named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    if not actor.may(May.READ_DOCUMENTS):
        return {}
    rows = session.execute(select(Document.id, Document.title).where(Document.id.in_(sorted(ids))))
    return {document_id: _subject(document_id, title) for document_id, title in rows}


def _offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    if not actor.may(May.READ_DOCUMENTS):
        return []
    rows = session.execute(
        select(Document.id, Document.title, ImportantDocument.unit_id)
        .join(ImportantDocument, ImportantDocument.document_id == Document.id)
        .where(ImportantDocument.unit_id.in_(sorted(unit_ids)), Document.ended == "")
        .order_by(collate(Document.title, SWEDISH), Document.id)
        .limit(limit)
    )
    return [_subject(*row) for row in rows]


KIND = SubjectKind(DOCUMENT, lazy_gettext("Styrdokument"), _named, _offered, ("governing_documents",))
