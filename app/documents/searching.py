"""Documents and decisions as search finds them: to whoever reads documents, which is everybody with a post."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import gettext
from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    exists,
    func,
    literal,
    null,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.matrix import May
from app.documents.decisions import queries as decisions
from app.documents.models import Document, DocumentVersion, RecordedDecision
from app.documents.queries import readable_by
from app.documents.wording import type_name
from app.organisation.models import Unit
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
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
    return select(*row_of(identity, owner=owner, unit=unit, at=at, body=body, whose=WHOSE, title=title))


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
    return Reach(asks, [WHOSE]) if asks.actor.may(May.READ_DOCUMENTS) else Reach()


def documents_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition of the register of documents."""
    return exists().where(Document.id == PLACE.c.owner_id, readable_by(asks.actor, asks.day)).correlate(PLACE)


def decisions_within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition of the register of decisions; what is struck is read from there, and not found."""
    return (
        exists()
        .where(
            RecordedDecision.id == PLACE.c.owner_id,
            RecordedDecision.struck_at.is_(None),
            decisions.readable_by(asks.actor, asks.day),
        )
        .correlate(PLACE)
    )


DOCUMENT_FACTS = select(
    Document.id.label("owner_id"),
    Document.title.label("title"),
    Document.type_key.label("type"),
    Unit.name.label("unit"),
).join(Unit, Unit.id == Document.responsible_unit_id)
DECISION_FACTS = select(
    RecordedDecision.id.label("owner_id"),
    RecordedDecision.title.label("title"),
    RecordedDecision.decided_by.label("by"),
    RecordedDecision.delegate.label("delegate"),
    RecordedDecision.decided_on.label("day"),
)


def documents_shown(
    _session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts
) -> Mapping[int, Shown]:
    """Show a hit with the document, its type and who answers for it."""
    return {hit.id: _document_shown(hit.owner_id, facts[hit.owner_id][0]) for hit in hits}


def _document_shown(number: int, told: Mapping[str, Any]) -> Shown:
    kind = capitalised(type_name(told["type"])) if told["type"] else gettext("Styrdokument")
    return Shown(
        told["title"],
        url_for("documents.one", document_id=number),
        f"{kind} · {told['unit']}",
    )


def decisions_shown(
    _session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts
) -> Mapping[int, Shown]:
    """Show a hit with when and by whom it was decided."""
    return {hit.id: _decision_shown(hit.owner_id, facts[hit.owner_id][0]) for hit in hits}


def _decision_shown(number: int, told: Mapping[str, Any]) -> Shown:
    day = in_words(date.fromisoformat(told["day"])) if told["day"] else ""
    return Shown(
        told["title"],
        url_for("decisions.one", decision_id=number),
        " · ".join(fact for fact in (gettext("Beslut"), told["by"], told["delegate"], day) if fact),
    )


DOCUMENTS = Family(DOCUMENT_FAMILY, reach, documents_within, documents_shown, DOCUMENT_FACTS)
DECISIONS = Family(DECISION_FAMILY, reach, decisions_within, decisions_shown, DECISION_FACTS)
