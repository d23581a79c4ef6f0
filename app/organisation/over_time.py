"""The organisation over time: where a unit hung and will hang, what became of what, what was changed."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import CompoundSelect, ScalarSelect, Select, and_, collate, func, or_, select, union
from sqlalchemy.orm import Session, aliased

from app.db import SWEDISH
from app.organisation.models import Appointment, Person, Placement, Succession, Unit
from app.records.models import HistoryContent, HistoryEntry


@dataclass(frozen=True, slots=True)
class Hung:
    """Where a unit hangs during a period."""

    parent_id: int | None
    parent_name: str | None
    valid_from: date
    valid_to: date | None


def places_over_time(session: Session, unit_id: int) -> list[Hung]:
    """Give where a unit has hung, hangs and is planned to hang, in order of time."""
    parent = aliased(Unit)
    rows = session.execute(
        select(Placement.parent_id, parent.name, Placement.valid_from, Placement.valid_to)
        .outerjoin(parent, parent.id == Placement.parent_id)
        .where(Placement.unit_id == unit_id)
        .order_by(Placement.valid_from)
    )
    return [Hung(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Became:
    """That a unit became, or came from, another at a split or a merger."""

    unit: Unit
    on: date
    change: str


def before_and_after(session: Session, unit_id: int) -> tuple[list[Became], list[Became]]:
    """Give the units that a unit took over from, and those that took over from it."""
    rows = session.execute(
        select(Unit, Succession.on, Succession.change, Succession.to_unit_id)
        .join(
            Succession,
            or_(
                and_(Succession.from_unit_id == unit_id, Succession.to_unit_id == Unit.id),
                and_(Succession.to_unit_id == unit_id, Succession.from_unit_id == Unit.id),
            ),
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
    )
    before: list[Became] = []
    after: list[Became] = []
    for other, on, change, to_unit in rows:
        (before if to_unit == unit_id else after).append(Became(other, on, change))
    return before, after


@dataclass(frozen=True, slots=True)
class Change:
    """One change in the history, with what the history keeps of it."""

    at: datetime
    by: str | None
    action: str
    before: dict[str, Any]
    after: dict[str, Any]


def changes_of_unit(session: Session, unit_id: int) -> list[Change]:
    """Give the latest changes of a unit and of the appointments at it, newest first."""
    here = select(Appointment.id).where(Appointment.unit_id == unit_id)
    return _changes(session, "unit", unit_id, union(here, _withdrawn(f'"unit":{unit_id},"valid_from"')))


def changes_of_person(session: Session, person_id: int) -> list[Change]:
    """Give the latest changes of a person and of what the person is appointed to, newest first."""
    theirs = select(Appointment.id).where(Appointment.person_id == person_id)
    return _changes(session, "person", person_id, union(theirs, _withdrawn(f'"person":{person_id},"role"')))


def _withdrawn(facts: str) -> Select[int]:
    """Give the numbers of appointments taken back before they began, of which only the history tells; `facts` stand in it as
    they are kept (`chain.canonical`).
    """
    return (
        select(HistoryEntry.object_id)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == "appointment",
            HistoryEntry.action == "appointment.withdrawn",
            HistoryContent.content.contains(facts, autoescape=True),
        )
    )


def _changes(session: Session, kind: str, object_id: int, appointments: CompoundSelect[int]) -> list[Change]:
    rows = session.execute(
        select(HistoryEntry.at, Person.name, HistoryEntry.action, HistoryContent.content)
        .outerjoin(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .outerjoin(Person, Person.id == HistoryEntry.actor_id)
        .where(
            HistoryEntry.seq >= func.coalesce(_beginning(kind, object_id), 0),
            or_(
                and_(HistoryEntry.object_kind == kind, HistoryEntry.object_id == object_id),
                and_(HistoryEntry.object_kind == "appointment", HistoryEntry.object_id.in_(appointments)),
            ),
        )
        .order_by(HistoryEntry.seq.desc())
        .limit(100)
    )
    found = []
    for at, by, action, content in rows:
        kept = json.loads(content) if content is not None else {}
        change = Change(at, by, action, kept.get("before") or {}, kept.get("after") or {})
        # SQLite gives the number of an appointment that was taken back to the next one made, of whoever and wherever.
        whose = (change.before | change.after).get(kind, object_id)
        if whose == object_id or not action.startswith("appointment."):
            found.append(change)
    return found


def _beginning(kind: str, object_id: int) -> ScalarSelect[int | None]:
    """Give where a thing's own history begins: SQLite gives the number of one that was taken back to the next one made."""
    return (
        select(func.max(HistoryEntry.seq))
        .where(
            HistoryEntry.object_kind == kind,
            HistoryEntry.object_id == object_id,
            HistoryEntry.action == f"{kind}.created",
        )
        .scalar_subquery()
    )


def days_of_change(session: Session, day: date) -> list[date]:
    """Give the coming days on which the tree changes, the next first."""
    starts = select(Placement.valid_from).where(Placement.valid_from > day)
    ends = select(Placement.valid_to).where(and_(Placement.valid_to.is_not(None), Placement.valid_to > day))
    found = union(starts, ends).subquery()
    return [one for one in session.scalars(select(found.c[0]).order_by(found.c[0]).limit(12)) if one]
