"""Reads of decisions; whoever reads documents reads all of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, and_, collate, extract, false, func, or_, select, true
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.documents.facts import DOCUMENT
from app.documents.models import ImportantDocument, RecordedDecision
from app.documents.reach import editable_by
from app.documents.rules import Tested, tested
from app.organisation.finding import pattern_for
from app.organisation.models import Unit
from app.organisation.reach import unit_ids_within
from app.paging import Found, nearest, on_page

PAGE = 100
"""Decisions on a page of the register."""


class Sort(StrEnum):
    """What decisions are ordered by."""

    DECIDED = "decided"
    TITLE = "title"
    BY = "by"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the register of decisions, or of tests, is asked for."""

    words: tuple[str, ...] = ()
    year: int | None = None
    unit_id: int | None = None
    tested: Tested | None = None
    struck: bool = False
    sort: Sort = Sort.DECIDED
    descending: bool = True
    page: int = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One decision of the register."""

    id: int
    title: str
    decided_by: str
    delegate: str
    decided_on: date | None
    registry_number: str
    unit: str
    subject_kind: str | None
    subject_id: int | None
    concerns_children: bool | None
    considerations: str
    larger_matter: bool
    impact_assessed: bool | None
    not_assessed_why: str

    @property
    def tested(self) -> Tested:
        """How far the test of the child's best interests has come."""
        return tested(self.concerns_children)


_SHOWN = (
    RecordedDecision.id,
    RecordedDecision.title,
    RecordedDecision.decided_by,
    RecordedDecision.delegate,
    RecordedDecision.decided_on,
    RecordedDecision.registry_number,
    Unit.name,
    RecordedDecision.subject_kind,
    RecordedDecision.subject_id,
    RecordedDecision.concerns_children,
    RecordedDecision.considerations,
    RecordedDecision.larger_matter,
    RecordedDecision.impact_assessed,
    RecordedDecision.not_assessed_why,
)


def readable_by(actor: Actor, day: date) -> ColumnElement[bool]:
    """Give the condition that `actor` may read a decision on `day`."""
    scope = actor.scope(May.READ_DOCUMENTS)
    if scope.everywhere:
        return true()
    within = RecordedDecision.responsible_unit_id.in_(unit_ids_within(scope, day))
    return within if not scope.empty else false()


def register(
    session: Session, wanted: Wanted, *, actor: Actor, today: date, whole: bool = False
) -> Found[Row]:
    """Give a page of decisions, or all of them where they are taken away `whole`."""
    condition = and_(readable_by(actor, today), *_conditions(wanted))
    total = session.scalar(select(func.count(RecordedDecision.id)).where(condition)) or 0
    page = nearest(wanted.page, total, PAGE)
    found = (
        select(*_SHOWN)
        .join(Unit, Unit.id == RecordedDecision.responsible_unit_id)
        .where(condition)
        .order_by(*_order(wanted), collate(RecordedDecision.title, SWEDISH), RecordedDecision.id.desc())
    )
    if not whole:
        found = on_page(found, page, PAGE)
    return Found([_row(one) for one in session.execute(found)], total, page, PAGE)


def _row(found: Any) -> Row:
    return Row(*found)


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [
        RecordedDecision.struck_at.is_not(None) if wanted.struck else RecordedDecision.struck_at.is_(None)
    ]
    for word in wanted.words:
        pattern = pattern_for(word)
        found.append(
            or_(
                *(
                    column.ilike(pattern, escape="/")
                    for column in (
                        RecordedDecision.title,
                        RecordedDecision.text,
                        RecordedDecision.registry_number,
                        RecordedDecision.decided_by,
                        RecordedDecision.delegate,
                        RecordedDecision.considerations,
                    )
                )
            )
        )
    if wanted.year is not None:
        first, last = date(wanted.year, 1, 1), date(wanted.year, 12, 31)
        found.append(RecordedDecision.decided_on.between(first, last))
    if wanted.unit_id is not None:
        found.append(RecordedDecision.responsible_unit_id == wanted.unit_id)
    if wanted.tested is not None:
        concerns = {Tested.NOT_ASKED: None, Tested.NO_CHILDREN: False, Tested.CHILDREN: True}[wanted.tested]
        found.append(RecordedDecision.concerns_children.is_(concerns))
    return found


def _order(wanted: Wanted) -> list[ColumnElement[Any]]:
    ordered: dict[Sort, Any] = {
        Sort.DECIDED: RecordedDecision.decided_on,
        Sort.TITLE: collate(RecordedDecision.title, SWEDISH),
        Sort.BY: collate(RecordedDecision.decided_by, SWEDISH),
    }
    column = ordered[wanted.sort]
    key = column.desc() if wanted.descending else column.asc()
    return [RecordedDecision.decided_on.is_(None).asc(), key] if wanted.sort is Sort.DECIDED else [key]


@dataclass(frozen=True, slots=True)
class Choices:
    """The units and years one can narrow the register to."""

    units: list[tuple[int, str]]
    years: list[int]


def choices(session: Session) -> Choices:
    """Give the units that answer for some decision, and the years in which something was decided."""
    year = extract("year", RecordedDecision.decided_on)
    rows = session.execute(
        select(Unit.id, Unit.name, year)
        .join(RecordedDecision, RecordedDecision.responsible_unit_id == Unit.id)
        .group_by(Unit.id, Unit.name, year)
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
    ).all()
    units = dict.fromkeys((number, name) for number, name, _ in rows)
    years = {int(number) for _, _, number in rows if number is not None}
    return Choices(list(units), sorted(years, reverse=True))


def decision_for(session: Session, *, actor: Actor, decision_id: int, day: date) -> RecordedDecision | None:
    """Give a decision with its unit, struck ones too, or None when it is not there to be read."""
    return session.scalars(
        select(RecordedDecision)
        .where(RecordedDecision.id == decision_id, readable_by(actor, day))
        .options(joinedload(RecordedDecision.responsible_unit))
    ).one_or_none()


def decision_to_change(
    session: Session, *, actor: Actor, decision_id: int, day: date, lock: bool
) -> RecordedDecision | None:
    """Give a decision that `actor` may write; None otherwise. `lock` keeps other writers waiting until the transaction ends."""
    allowed = editable_by(actor, day, RecordedDecision.responsible_unit_id)
    if lock:
        which = select(RecordedDecision.id).where(RecordedDecision.id == decision_id)
        session.execute(which.with_for_update())
    return session.scalars(
        select(RecordedDecision)
        .where(RecordedDecision.id == decision_id, allowed)
        .options(joinedload(RecordedDecision.responsible_unit))
        .execution_options(populate_existing=True)
    ).one_or_none()


def may_change(session: Session, *, actor: Actor, decision: RecordedDecision, day: date) -> bool:
    """Tell whether `actor` may write a decision."""
    if not actor.may(May.EDIT_DOCUMENTS):
        return False
    allowed = editable_by(actor, day, RecordedDecision.responsible_unit_id)
    wanted = select(RecordedDecision.id).where(RecordedDecision.id == decision.id, allowed)
    return session.scalar(wanted) is not None


def near_units(unit_ids: Collection[int]) -> ColumnElement[bool]:
    """Give the condition that a decision stands and is near some units: recorded by them, or about a document they name."""
    important = select(ImportantDocument.document_id).where(ImportantDocument.unit_id.in_(sorted(unit_ids)))
    return and_(
        RecordedDecision.struck_at.is_(None),
        or_(
            RecordedDecision.responsible_unit_id.in_(sorted(unit_ids)),
            and_(RecordedDecision.subject_kind == DOCUMENT, RecordedDecision.subject_id.in_(important)),
        ),
    )


def latest_first() -> tuple[ColumnElement[Any], ...]:
    """Give the order of decisions by their day, the latest first and those without one last."""
    return (
        RecordedDecision.decided_on.is_(None),
        RecordedDecision.decided_on.desc(),
        RecordedDecision.id.desc(),
    )


def decisions_near(
    session: Session, *, actor: Actor, unit_ids: Collection[int], day: date, limit: int
) -> Sequence[RecordedDecision]:
    """Give the decisions near some units that `actor` may read, the latest first."""
    return session.scalars(
        select(RecordedDecision)
        .where(near_units(unit_ids), readable_by(actor, day))
        .order_by(*latest_first())
        .limit(limit)
    ).all()


def decisions_about(session: Session, kind: str, number: int) -> Sequence[RecordedDecision]:
    """Give the decisions about a thing, the latest first, without those that were struck."""
    return session.scalars(
        select(RecordedDecision)
        .where(
            RecordedDecision.subject_kind == kind,
            RecordedDecision.subject_id == number,
            RecordedDecision.struck_at.is_(None),
        )
        .order_by(*latest_first())
    ).all()
