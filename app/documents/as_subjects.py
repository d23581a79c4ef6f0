"""Governing documents and decisions as subjects of dialogues: those a unit names as important, and those it has recorded."""

from collections.abc import Collection

from flask_babel import lazy_gettext
from sqlalchemy import collate, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.documents.decisions.queries import latest_first, near_units, readable_by
from app.documents.facts import DECISION, DOCUMENT
from app.documents.models import Document, ImportantDocument, RecordedDecision
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


def _decision(decision_id: int, title: str, unit_id: int | None = None) -> Subject:
    return Subject(DECISION, decision_id, title, url_for("decisions.one", decision_id=decision_id), unit_id)


def _decisions_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    if not actor.may(May.READ_DOCUMENTS):
        return {}
    rows = session.execute(
        select(RecordedDecision.id, RecordedDecision.title, RecordedDecision.responsible_unit_id).where(
            RecordedDecision.id.in_(sorted(ids)), readable_by(actor, clock.today())
        )
    )
    return {row.id: _decision(*row) for row in rows}


def _decisions_offered(
    session: Session, actor: Actor, unit_ids: Collection[int], limit: int
) -> list[Subject]:
    if not actor.may(May.READ_DOCUMENTS):
        return []
    rows = session.execute(
        select(RecordedDecision.id, RecordedDecision.title, RecordedDecision.responsible_unit_id)
        .where(near_units(unit_ids), readable_by(actor, clock.today()))
        .order_by(*latest_first())
        .limit(limit)
    )
    return [_decision(*row) for row in rows]


DECISIONS = SubjectKind(
    DECISION, lazy_gettext("Registrerat beslut"), _decisions_named, _decisions_offered, ("decisions",)
)
KIND = SubjectKind(DOCUMENT, lazy_gettext("Styrdokument"), _named, _offered, ("governing_documents",))
