"""How the history speaks of documents, versions, reviews, decisions: what stands must be what was told."""

from collections.abc import Callable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.documents.facts import (
    DECISION,
    DOCUMENT,
    decision_facts,
    document_facts,
    important_facts,
    review_facts,
    version_facts,
)
from app.documents.models import (
    Document,
    DocumentReview,
    DocumentVersion,
    ImportantDocument,
    RecordedDecision,
)
from app.records.witnesses import Heard, Row, Told, Witness

ACTIONS = (
    "document.entered",
    "document.corrected",
    "document.superseded",
    "document.reviewed",
    "document.review_undone",
    "document.ended",
    "document.in_force_again",
    "document.named_important",
    "document.no_longer_important",
)


def _of(name: str) -> Callable[[Told, Heard], None]:
    """Hear what an entry says of the rows whose name begins so."""

    def hear(told: Told, entry: Heard) -> None:
        for key in entry.before.keys() - entry.after.keys():
            if key.startswith(name) and entry.action == "document.no_longer_important":
                told.gone(key)
        for key, facts in entry.after.items():
            if key.startswith(name):
                told.say(key, facts)

    return hear


def _documents(session: Session) -> Iterator[Row]:
    found = select(Document).options(selectinload(Document.applies_to)).order_by(Document.id)
    for document in session.scalars(found.execution_options(populate_existing=True)):
        yield Row(document.id, "document", document_facts(document))


def _versions(session: Session) -> Iterator[Row]:
    found = select(DocumentVersion).order_by(DocumentVersion.document_id, DocumentVersion.number)
    for version in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(version.document_id, f"version {version.number}", version_facts(version))


def _reviews(session: Session) -> Iterator[Row]:
    found = select(DocumentReview).order_by(DocumentReview.document_id, DocumentReview.id)
    for review in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(review.document_id, f"review {review.id}", review_facts(review))


def _important(session: Session) -> Iterator[Row]:
    found = select(ImportantDocument).order_by(ImportantDocument.document_id, ImportantDocument.unit_id)
    for named in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(named.document_id, f"unit {named.unit_id}", important_facts(named))


def _decided(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _decisions(session: Session) -> Iterator[Row]:
    found = select(RecordedDecision).order_by(RecordedDecision.id)
    for decision in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(decision.id, "", decision_facts(decision))


WITNESSES = (
    Witness("governing document", DOCUMENT, ACTIONS, _of("document"), _documents),
    Witness("version of document", DOCUMENT, ACTIONS, _of("version "), _versions),
    Witness("review of document", DOCUMENT, ACTIONS, _of("review "), _reviews),
    Witness("important document", DOCUMENT, ACTIONS, _of("unit "), _important),
    Witness(
        "recorded decision",
        DECISION,
        ("decision.recorded", "decision.corrected", "decision.struck", "decision.brought_back"),
        _decided,
        _decisions,
    ),
)
