"""Documents and decisions as search finds them: to whoever reads documents, which is everybody with a post."""

from collections.abc import Mapping, Sequence
from typing import Any, cast

from flask import url_for
from flask_babel import gettext
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    exists,
    false,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from app.access.matrix import May
from app.documents.decisions import queries as decisions
from app.documents.models import Document, DocumentVersion, RecordedDecision
from app.documents.queries import readable_by
from app.documents.wording import type_name
from app.search.models import SearchText
from app.search.registry import Asked, Family, Hit, Kind, Places, Reach, Shown
from app.ui.install import capitalised
from app.ui.install import day as in_words

DOCUMENT_FAMILY, DECISION_FAMILY, WHOSE = "document", "recorded", "doc"


def _rows(
    identity: InstrumentedAttribute[int],
    owner: InstrumentedAttribute[int],
    unit: Any,
    *,
    at: Any,
    title: Any,
    body: Any,
) -> Select[Any]:
    found = select(
        identity.label("object_id"),
        owner.label("owner_id"),
        null().cast(Integer).label("part_id"),
        unit.label("over_unit_id"),
        unit.label("rep_unit_id"),
        at.label("at"),
        title.label("title"),
        body.label("body"),
        literal(WHOSE).label("whose"),
    )
    return cast("Select[Any]", found)


_SPACE = literal("\n")

DOCUMENTS_KINDS = (
    Kind(
        "document",
        DOCUMENT_FAMILY,
        "document",
        Document,
        Document.id,
        ("title", "summary", "responsible_unit_id"),
        _rows(
            Document.id,
            Document.id,
            Document.responsible_unit_id,
            at=Document.entered_at,
            title=Document.title,
            body=Document.summary,
        ),
    ),
    Kind(
        "document_version",
        DOCUMENT_FAMILY,
        "document",
        DocumentVersion,
        DocumentVersion.id,
        ("registry_number", "changes", "decided_by"),
        _rows(
            DocumentVersion.id,
            DocumentVersion.document_id,
            # Whose it is stands with the document, and can change without the version.
            null().cast(Integer),
            at=DocumentVersion.entered_at,
            title=literal(""),
            body=func.trim(
                DocumentVersion.registry_number
                + _SPACE
                + DocumentVersion.decided_by
                + _SPACE
                + DocumentVersion.changes
            ),
        ),
    ),
)
DECISION_KINDS = (
    Kind(
        "recorded_decision",
        DECISION_FAMILY,
        "recorded",
        RecordedDecision,
        RecordedDecision.id,
        (
            *("title", "text", "registry_number", "decided_by", "delegate", "considerations"),
            *("not_assessed_why", "struck_at", "responsible_unit_id"),
        ),
        _rows(
            RecordedDecision.id,
            RecordedDecision.id,
            RecordedDecision.responsible_unit_id,
            at=RecordedDecision.entered_at,
            title=RecordedDecision.title,
            body=func.trim(
                RecordedDecision.text
                + _SPACE
                + RecordedDecision.considerations
                + _SPACE
                + RecordedDecision.not_assessed_why
                + _SPACE
                + RecordedDecision.registry_number
                + _SPACE
                + RecordedDecision.decided_by
                + _SPACE
                + RecordedDecision.delegate
            ),
        ).where(RecordedDecision.struck_at.is_(None)),
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of documents to those who read them."""
    return Reach([WHOSE] if asks.actor.may(May.READ_DOCUMENTS) else [])


def documents_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition of the register of documents."""
    if not asks.actor.may(May.READ_DOCUMENTS):
        return false()
    return exists().where(Document.id == SearchText.owner_id, readable_by(asks.actor, asks.day))


def decisions_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition of the register of decisions; what is struck is read from there, and not found."""
    if not asks.actor.may(May.READ_DOCUMENTS):
        return false()
    return exists().where(
        RecordedDecision.id == SearchText.owner_id,
        RecordedDecision.struck_at.is_(None),
        decisions.readable_by(asks.actor, asks.day),
    )


def documents_shown(session: Session, _asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with the document, its type and who answers for it."""
    found = {
        document.id: document
        for document in session.scalars(
            select(Document)
            .where(Document.id.in_({hit.owner_id for hit in hits}))
            .options(joinedload(Document.responsible_unit))
        )
    }
    return {hit.id: _document_shown(found[hit.owner_id]) for hit in hits}


def _document_shown(document: Document) -> Shown:
    kind = capitalised(type_name(document.type_key)) if document.type_key else gettext("Styrdokument")
    return Shown(
        document.title,
        url_for("documents.one", document_id=document.id),
        f"{kind} · {document.responsible_unit.name}",
    )


def decisions_shown(session: Session, _asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with when and by whom it was decided."""
    found = {
        decision.id: decision
        for decision in session.scalars(
            select(RecordedDecision).where(RecordedDecision.id.in_({hit.owner_id for hit in hits}))
        )
    }
    return {hit.id: _decision_shown(found[hit.owner_id]) for hit in hits}


def _decision_shown(decision: RecordedDecision) -> Shown:
    facts = [gettext("Beslut"), decision.decided_by, decision.delegate]
    if decision.decided_on is not None:
        facts.append(in_words(decision.decided_on))
    return Shown(
        decision.title,
        url_for("decisions.one", decision_id=decision.id),
        " · ".join(fact for fact in facts if fact),
    )


def _no_places(_session: Session, _asks: Asked) -> Places:
    return Places()


DOCUMENTS = Family(DOCUMENT_FAMILY, reach, documents_within, documents_shown, _no_places)
DECISIONS = Family(DECISION_FAMILY, reach, decisions_within, decisions_shown, _no_places)
