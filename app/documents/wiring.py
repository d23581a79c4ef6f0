"""Gathers the route modules of documents and decisions, and what they offer the rooms below."""

from collections.abc import Mapping, Sequence

from flask import Blueprint
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.holders import holders
from app.disposing.kinds import record_kinds
from app.disposing.things import things
from app.documents import attaching, paper, register, routes, telling
from app.documents.as_subjects import DECISIONS as DECISIONS_AS_SUBJECTS
from app.documents.as_subjects import KIND
from app.documents.blueprint import decisions, documents
from app.documents.decisions import paper as decision_paper
from app.documents.decisions import routes as decision_routes
from app.documents.decisions.keeping import DECISIONS, erase_beside_decision
from app.documents.decisions.subjects import Subject, subjects
from app.documents.disposing import DOCUMENTS as DOCUMENTS_NO_LONGER_IN_FORCE
from app.documents.facts import DECISION, DOCUMENT
from app.documents.models import Document
from app.documents.of_the_model import DOCUMENTS
from app.modelling.uses import uses
from app.passages.subjects import subjects as subjects_of_dialogues
from app.records.disposal import texts_elsewhere

ROUTE_MODULES = (register, routes, paper, attaching, decision_routes, decision_paper)
"""Imported so that their views are on the blueprints before they are registered."""


def document_blueprints() -> tuple[Blueprint, ...]:
    """Give the blueprints of documents and decisions."""
    return documents, decisions


def register_documents() -> None:
    """Say who reads the files, what decisions can be about, and what comes by itself."""
    holders.register(DOCUMENT, attaching.read_as)
    subjects.register(DOCUMENT, find_documents)
    subjects_of_dialogues.register(KIND)
    subjects_of_dialogues.register(DECISIONS_AS_SUBJECTS)
    texts_elsewhere.register(DECISION, erase_beside_decision)
    record_kinds.register(DECISIONS)
    things.register(DOCUMENTS_NO_LONGER_IN_FORCE)
    telling.register_due()
    uses.register(DOCUMENTS)


def find_documents(session: Session, numbers: Sequence[int]) -> Mapping[int, Subject]:
    """Give documents as what decisions are about."""
    rows = session.execute(select(Document.id, Document.title).where(Document.id.in_(numbers)))
    return {number: Subject(title, f"/styrdokument/{number}/") for number, title in rows}
