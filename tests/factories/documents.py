"""Governing documents and decisions for tests, made through the services of the product."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.documents import services
from app.documents.decisions.services import Decided, record_decision
from app.documents.models import Document, RecordedDecision
from app.documents.queries import document_for
from app.documents.rules import Entry, VersionEntry
from app.organisation.models import Person, Unit
from app.organisation.reach import holdings


def acting_as(session: Session, person: Person) -> Actor:
    """Give a person with the posts held today."""
    session.flush()
    return Actor(person.id, person.name, person.language, holdings(session, person.id, clock.today()))


def make_document(
    session: Session,
    by: Person,
    unit: Unit,
    title: str = "Policy",
    *,
    version: VersionEntry | None = None,
    **more: Any,
) -> Document:
    """Enter a document by somebody who may."""
    entry = Entry(title=title, responsible_unit_id=unit.id, version=version or VersionEntry(), **more)
    return services.enter(session, actor=acting_as(session, by), entry=entry)


def whole(session: Session, document: Document, by: Person) -> Document:
    """Give a document with all its page says."""
    session.expire_all()
    found = document_for(session, actor=acting_as(session, by), document_id=document.id, day=clock.today())
    assert found is not None
    return found


def make_decision(
    session: Session, by: Person, unit: Unit, title: str = "Beslut", **more: Any
) -> RecordedDecision:
    """Record a decision by somebody who may."""
    decided = Decided(title=title, responsible_unit_id=unit.id, **more)
    return record_decision(session, actor=acting_as(session, by), decided=decided)


def days_ahead(number: int) -> date:
    """Give a day counted from today."""
    return date.fromordinal(clock.today().toordinal() + number)
