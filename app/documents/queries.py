"""Reads of governing documents. Whoever reads documents reads all of them; what is to be changed is read by `editable_by`."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    collate,
    exists,
    false,
    func,
    or_,
    select,
    true,
)
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.documents import rules
from app.documents.models import (
    Document,
    DocumentReview,
    DocumentUnit,
    DocumentVersion,
    ImportantDocument,
    Origin,
)
from app.documents.reach import editable_by, looked_after
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Person, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.paging import Found, nearest, on_page

PAGE = 100
"""Documents on a page of the register: rows to be scanned."""


class Force(StrEnum):
    """Filter on whether a document is in force."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    ALL = "all"


class Sort(StrEnum):
    """What the register is ordered by."""

    TITLE = "title"
    TYPE = "type"
    DECIDED = "decided"
    VALID_TO = "valid_to"
    RESPONSIBLE = "responsible"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register is asked for."""

    words: tuple[str, ...] = ()
    type_key: str = ""
    origin: Origin | None = None
    force: Force = Force.IN_FORCE
    due: rules.Due | None = None
    unit_id: int | None = None
    applies_to: int | None = None
    sort: Sort = Sort.TITLE
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One document of the register, with its version in force."""

    id: int
    title: str
    origin: str
    type_key: str
    for_all: bool
    next_review_on: date | None
    ended: str
    number: int
    label: str
    decided_by: str
    registry_number: str
    decided_on: date | None
    valid_to: date | None
    link: str
    unit_id: int
    unit: str
    unit_gone_on: date | None
    person: str | None
    units: list[str] = field(default_factory=list)

    def due(self, today: date) -> rules.Due:
        """How near the next review is."""
        return rules.due(ended=self.ended, next_review_on=self.next_review_on, today=today)

    def standing(self, today: date) -> rules.Standing:
        """Whether it is in force."""
        return rules.standing(ended=self.ended, valid_to=self.valid_to, today=today)


_CURRENT = and_(DocumentVersion.document_id == Document.id, DocumentVersion.number == Document.current_number)


def readable_by(actor: Actor, day: date) -> ColumnElement[bool]:
    """Give the condition that `actor` may read a document on `day`."""
    scope = actor.scope(May.READ_DOCUMENTS)
    if scope.everywhere:
        return true()
    return Document.responsible_unit_id.in_(unit_ids_within(scope, day)) if not scope.empty else false()


def register(
    session: Session,
    wanted: Wanted,
    *,
    actor: Actor,
    today: date,
    types: Sequence[str],
    whole: bool = False,
) -> Found[Row]:
    """Give a page of the register, or all of it where it is taken away `whole`; `types` are the keys in their order."""
    condition = and_(readable_by(actor, today), *_conditions(wanted, today))
    base = (
        select(
            Document.id,
            Document.title,
            Document.origin,
            Document.type_key,
            Document.for_all,
            Document.next_review_on,
            Document.ended,
            DocumentVersion.number,
            DocumentVersion.label,
            DocumentVersion.decided_by,
            DocumentVersion.registry_number,
            DocumentVersion.decided_on,
            DocumentVersion.valid_to,
            DocumentVersion.link,
            Unit.id,
            Unit.name,
            Unit.valid_to,
            Person.name,
        )
        .join(DocumentVersion, _CURRENT)
        .join(Unit, Unit.id == Document.responsible_unit_id)
        .outerjoin(Person, Person.id == Document.responsible_person_id)
        .where(condition)
        .order_by(*_order(wanted, types), collate(Document.title, SWEDISH), Document.id)
    )
    counted = select(func.count()).select_from(Document).join(DocumentVersion, _CURRENT).where(condition)
    total = session.scalar(counted) or 0
    page = nearest(wanted.page, total, PAGE)
    if not whole:
        base = on_page(base, page, PAGE)
    rows = [_row(found) for found in session.execute(base)]
    units = _units_of(session, base, [row.id for row in rows if not row.for_all], whole=whole)
    for row in rows:
        row.units.extend(units.get(row.id, []))
    return Found(rows, total, page, PAGE)


def _row(found: Any) -> Row:
    return Row(*found)


def _units_of(
    session: Session, base: Select[*tuple[Any, ...]], some: list[int], *, whole: bool
) -> dict[int, list[str]]:
    if not some:
        return {}
    # The ids of a whole register are more than a statement takes as values.
    ids = base.with_only_columns(Document.id).order_by(None) if whole else some
    rows = session.execute(
        select(DocumentUnit.document_id, Unit.name)
        .join(Unit, Unit.id == DocumentUnit.unit_id)
        .where(DocumentUnit.document_id.in_(ids))
        .order_by(DocumentUnit.document_id, collate(Unit.name, SWEDISH))
    )
    found: dict[int, list[str]] = {}
    for document_id, name in rows:
        found.setdefault(document_id, []).append(name)
    return found


def _conditions(wanted: Wanted, today: date) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    for word in wanted.words:
        pattern = pattern_for(word)
        found.append(
            or_(
                *(
                    column.ilike(pattern, escape="/")
                    for column in (
                        Document.title,
                        Document.summary,
                        DocumentVersion.registry_number,
                        DocumentVersion.decided_by,
                    )
                )
            )
        )
    if wanted.type_key:
        found.append(Document.type_key == wanted.type_key)
    if wanted.origin is not None:
        found.append(Document.origin == wanted.origin)
    if wanted.unit_id is not None:
        found.append(Document.responsible_unit_id == wanted.unit_id)
    if wanted.applies_to is not None:
        found.append(_applies_to(wanted.applies_to, today))
    if wanted.force is not Force.ALL:
        in_force_now = and_(Document.ended == "", _not_past(today))
        found.append(in_force_now if wanted.force is Force.IN_FORCE else ~in_force_now)
    if wanted.due is not None:
        found.append(_due(wanted.due, today))
    return found


def _not_past(today: date) -> ColumnElement[bool]:
    return or_(DocumentVersion.valid_to.is_(None), DocumentVersion.valid_to >= today)


def _applies_to(unit_id: int, today: date) -> ColumnElement[bool]:
    above = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id == unit_id, in_force(Ancestry.valid_from, Ancestry.valid_to, today)
    )
    named = exists().where(DocumentUnit.document_id == Document.id, DocumentUnit.unit_id.in_(above))
    return or_(Document.for_all, named)


def _due(asked: rules.Due, today: date) -> ColumnElement[bool]:
    """Give the condition that a review is as near as asked: the SQL twin of `rules.due`."""
    day, near = Document.next_review_on, today + rules.NEAR
    return {
        rules.Due.OVERDUE: and_(Document.ended == "", day < today),
        rules.Due.NEAR: and_(Document.ended == "", day >= today, day <= near),
        rules.Due.LATER: and_(Document.ended == "", day > near),
        rules.Due.NONE: or_(Document.ended != "", day.is_(None)),
    }[asked]


def _order(wanted: Wanted, types: Sequence[str]) -> list[ColumnElement[Any]]:
    ordered: dict[Sort, Any] = {
        Sort.TITLE: collate(Document.title, SWEDISH),
        Sort.TYPE: case(
            {key: place for place, key in enumerate(types)}, value=Document.type_key, else_=len(types)
        ),
        Sort.DECIDED: DocumentVersion.decided_on,
        Sort.VALID_TO: DocumentVersion.valid_to,
        Sort.RESPONSIBLE: collate(Unit.name, SWEDISH),
        Sort.REVIEW: Document.next_review_on,
    }
    column = ordered[wanted.sort]
    missing = column.is_(None) if wanted.sort in {Sort.DECIDED, Sort.VALID_TO, Sort.REVIEW} else None
    key = column.desc() if wanted.descending else column.asc()
    # What has no date stands last whichever way one looks.
    return [missing.asc(), key] if missing is not None else [key]


def responsible_units(session: Session) -> list[tuple[int, str]]:
    """Give the units that answer for some document, alphabetically."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(select(Document.responsible_unit_id)))
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
    )
    return [(number, name) for number, name in rows]


def _whole_document() -> Select[Document]:
    return select(Document).options(
        joinedload(Document.responsible_unit),
        joinedload(Document.responsible_person),
        selectinload(Document.versions).joinedload(DocumentVersion.entered_by),
        selectinload(Document.applies_to).joinedload(DocumentUnit.unit),
        selectinload(Document.reviews).joinedload(DocumentReview.reviewed_by),
    )


def document_for(session: Session, *, actor: Actor, document_id: int, day: date) -> Document | None:
    """Give a document with all its page says, or None when it is not there to be read."""
    wanted = _whole_document().where(Document.id == document_id, readable_by(actor, day))
    return session.scalars(wanted).one_or_none()


def document_to_change(
    session: Session, *, actor: Actor, document_id: int, day: date, lock: bool
) -> Document | None:
    """Give a document that `actor` may write; None otherwise. `lock` keeps other writers waiting until the transaction ends."""
    allowed = editable_by(actor, day, Document.responsible_unit_id)
    if lock:
        session.execute(select(Document.id).where(Document.id == document_id).with_for_update())
    wanted = _whole_document().where(Document.id == document_id, allowed)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def may_change(session: Session, *, actor: Actor, document: Document, day: date) -> bool:
    """Tell whether `actor` may write a document."""
    if not actor.may(May.EDIT_DOCUMENTS):
        return False
    allowed = editable_by(actor, day, Document.responsible_unit_id)
    return session.scalar(select(Document.id).where(Document.id == document.id, allowed)) is not None


def named_by(session: Session, document_id: int) -> list[ImportantDocument]:
    """Give which units name a document as of special importance, with the units, alphabetically."""
    return list(
        session.scalars(
            select(ImportantDocument)
            .join(Unit, Unit.id == ImportantDocument.unit_id)
            .where(ImportantDocument.document_id == document_id)
            .options(joinedload(ImportantDocument.unit))
            .order_by(collate(Unit.name, SWEDISH), ImportantDocument.id)
        )
    )


def important_to(session: Session, unit_id: int) -> list[Document]:
    """Give the documents a unit names as of special importance, the state's after the municipality's own, by title."""
    return list(
        session.scalars(
            select(Document)
            .join(ImportantDocument, ImportantDocument.document_id == Document.id)
            .where(ImportantDocument.unit_id == unit_id)
            .order_by(Document.origin, collate(Document.title, SWEDISH), Document.id)
        )
    )


def to_choose_among(session: Session, words: str, *, today: date, limit: int = 50) -> list[tuple[int, str]]:
    """Give documents in force whose title holds these words, alphabetically, for a select; all when no words are given."""
    wanted = (
        select(Document.id, Document.title)
        .join(DocumentVersion, _CURRENT)
        .where(Document.ended == "", _not_past(today))
        .order_by(collate(Document.title, SWEDISH), Document.id)
        .limit(limit)
    )
    for word in words.split()[:8]:
        wanted = wanted.where(Document.title.ilike(pattern_for(word), escape="/"))
    return [(number, title) for number, title in session.execute(wanted)]


@dataclass(frozen=True, slots=True)
class ToReview:
    """A document whose review is near or overdue, for the one it waits for."""

    id: int
    title: str
    due_on: date


def to_review(led: frozenset[int], today: date) -> Select[int, str, date | None]:
    """Give the statement of the documents somebody is to look over: named as responsible (`person_id`), or leading the unit
    that is; the oldest first, at most `most`. The start page asks it together with what else waits.
    """
    return (
        select(Document.id, Document.title, Document.next_review_on)
        .where(
            or_(
                Document.responsible_unit_id.in_(looked_after(led, today)),
                Document.responsible_person_id == bindparam("person_id", type_=Integer),
            ),
            Document.ended == "",
            Document.next_review_on <= today + rules.NEAR,
        )
        .order_by(Document.next_review_on, Document.id)
        .limit(bindparam("most", type_=Integer))
    )


def near_or_past(session: Session, today: date) -> list[Document]:
    """Give the documents in force whose review is told of on a day, the oldest first, with their units."""
    return list(
        session.scalars(
            select(Document)
            .where(
                Document.ended == "",
                Document.next_review_on <= today + rules.NEAR,
                Document.next_review_on >= today - rules.LATE,
            )
            .options(joinedload(Document.responsible_unit))
            .order_by(Document.next_review_on, Document.id)
        )
    )
