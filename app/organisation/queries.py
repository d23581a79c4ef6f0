"""Reads of the organisation, for the day asked about."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, and_, collate, func, or_, select, union
from sqlalchemy.orm import Session, aliased, joinedload

from app.access.actor import Holding, Scope
from app.access.matrix import Role
from app.db import SWEDISH, swedish_key
from app.organisation.models import Ancestry, Appointment, Person, Placement, Succession, Unit, in_force
from app.records.models import HistoryContent, HistoryEntry


def holdings(session: Session, person_id: int, day: date) -> tuple[Holding, ...]:
    """Give the appointments a person holds on `day`, managers' first; rights follow from these and nothing else."""
    rows = session.execute(
        select(Appointment, Unit)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            Appointment.person_id == person_id,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            in_force(Unit.valid_from, Unit.valid_to, day),
        )
        .order_by(Appointment.is_deputy, Appointment.valid_from, Appointment.id)
    ).all()
    order = list(Role)
    found = [
        Holding(
            role=Role(appointment.role),
            unit_id=unit.id,
            unit_name=unit.name,
            unit_kind=unit.kind,
            title=appointment.title,
            is_deputy=appointment.is_deputy,
            duty=appointment.duty,
            is_top=unit.is_top_administration,
            appointment_id=appointment.id,
        )
        for appointment, unit in rows
    ]
    # What somebody presides over says more of them than where they are one of many.
    return tuple(sorted(found, key=lambda holding: (order.index(holding.role), not holding.duty)))


def unit_ids_within(scope: Scope, day: date) -> Select[int]:
    """Give a subquery of the unit ids a scope covers on `day`; every restricted read stands on this one."""
    if scope.everywhere:
        return select(Unit.id)
    below = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id.in_(sorted(scope.subtrees)),
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    if not scope.units:
        return below
    own = select(Unit.id).where(Unit.id.in_(sorted(scope.units)))
    if not scope.subtrees:
        return own
    return select(union(below, own).subquery().c[0])


def managers_of(session: Session, unit_id: int, day: date) -> list[Appointment]:
    """Give those who lead a unit on `day`, the ordinary manager before deputies, with the person loaded."""
    from_person = select(Appointment).join(Person, Person.id == Appointment.person_id)
    return list(
        session.scalars(
            from_person.where(
                Appointment.unit_id == unit_id,
                Appointment.role == Role.MANAGER,
                in_force(Appointment.valid_from, Appointment.valid_to, day),
                or_(Person.closed_on.is_(None), Person.closed_on > day),
            )
            .order_by(Appointment.is_deputy, Appointment.valid_from, Appointment.id)
            .options(joinedload(Appointment.person))
        )
    )


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in its place in the tree on a day. `below` counts the units hanging straight under it."""

    id: int
    parent_id: int | None
    name: str
    kind: str
    below: int


WHOLE_TREE_UP_TO = 300
"""An organisation of at most this many units is drawn whole; a larger one opens branch by branch."""
BRANCH_UP_TO = 200
"""Units shown under one unit before the rest is left to that unit's own page."""


def is_small(session: Session, day: date) -> bool:
    """Tell whether the organisation of a day is small enough to be drawn whole."""
    some = select(Unit.id).where(in_force(Unit.valid_from, Unit.valid_to, day)).limit(WHOLE_TREE_UP_TO + 1)
    return (session.scalar(select(func.count()).select_from(some.subquery())) or 0) <= WHOLE_TREE_UP_TO


def nodes(session: Session, day: date, under: Iterable[int] | None = None) -> list[Node]:
    """Give units in their places on a day: all, or the root and those straight under the units in `under`.

    Siblings come in alphabetical order, at most `BRANCH_UP_TO` of them where `under` is given.
    """
    by_name = collate(Unit.name, SWEDISH)
    found = (
        select(Unit.id, Placement.parent_id, Unit.name, Unit.kind)
        .join(Placement, Placement.unit_id == Unit.id)
        .where(in_force(Placement.valid_from, Placement.valid_to, day))
    )
    if under is not None:
        number = func.row_number().over(partition_by=Placement.parent_id, order_by=(by_name, Unit.id))
        inner = (
            found.where(or_(Placement.parent_id.is_(None), Placement.parent_id.in_(sorted(set(under)))))
            .add_columns(number.label("number"))
            .subquery()
        )
        found = (
            select(inner.c.id, inner.c.parent_id, inner.c.name, inner.c.kind)
            .where(inner.c.number <= BRANCH_UP_TO)
            .order_by(inner.c.parent_id, inner.c.number)
        )
    else:
        found = found.order_by(by_name, Unit.id)
    rows = session.execute(found).all()
    below = (
        _counted_below(session, day, [row.id for row in rows])
        if under is not None
        else _counted_in(row.parent_id for row in rows)
    )
    return [Node(row.id, row.parent_id, row.name, row.kind, below.get(row.id, 0)) for row in rows]


def _counted_in(parents: Iterable[int | None]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for parent in parents:
        if parent is not None:
            counts[parent] = counts.get(parent, 0) + 1
    return counts


def _counted_below(session: Session, day: date, unit_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Placement.parent_id, func.count())
        .where(Placement.parent_id.in_(unit_ids), in_force(Placement.valid_from, Placement.valid_to, day))
        .group_by(Placement.parent_id)
    )
    return {parent: count for parent, count in rows if parent is not None}


def root_id(session: Session, day: date) -> int | None:
    """Give the unit that hangs under nothing on a day."""
    return session.scalar(
        select(Placement.unit_id)
        .where(Placement.parent_id.is_(None), in_force(Placement.valid_from, Placement.valid_to, day))
        .order_by(Placement.unit_id)
        .limit(1)
    )


def leaders(session: Session, unit_ids: Sequence[int] | None, day: date) -> dict[int, list[Appointment]]:
    """Give who leads each unit on a day, the ordinary manager first; all units when `unit_ids` is None."""
    wanted = (
        select(Appointment)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(Appointment.is_deputy, Appointment.valid_from, Appointment.id)
        .options(joinedload(Appointment.person))
    )
    if unit_ids is not None:
        wanted = wanted.where(Appointment.unit_id.in_(unit_ids))
    found: dict[int, list[Appointment]] = {}
    for appointment in session.scalars(wanted):
        found.setdefault(appointment.unit_id, []).append(appointment)
    return found


def line_up(session: Session, unit_id: int, day: date) -> list[Unit]:
    """Give the units above a unit on a day, topmost first, the unit itself last."""
    return list(
        session.scalars(
            select(Unit)
            .join(Ancestry, Ancestry.ancestor_id == Unit.id)
            .where(Ancestry.descendant_id == unit_id, in_force(Ancestry.valid_from, Ancestry.valid_to, day))
            .order_by(Ancestry.depth.desc())
        )
    )


def ids_above(session: Session, unit_ids: Sequence[int], day: date) -> set[int]:
    """Give the ids of everything above these units on a day, themselves included."""
    return set(
        session.scalars(
            select(Ancestry.ancestor_id).where(
                Ancestry.descendant_id.in_(unit_ids), in_force(Ancestry.valid_from, Ancestry.valid_to, day)
            )
        )
    )


def unit(session: Session, unit_id: int) -> Unit | None:
    """Give a unit, past and coming ones too."""
    return session.get(Unit, unit_id)


def units_under(session: Session, unit_id: int, day: date) -> list[Unit]:
    """Give the units that hang straight under a unit on a day, alphabetically."""
    return list(
        session.scalars(
            select(Unit)
            .join(Placement, Placement.unit_id == Unit.id)
            .where(Placement.parent_id == unit_id, in_force(Placement.valid_from, Placement.valid_to, day))
            .order_by(collate(Unit.name, SWEDISH), Unit.id)
        )
    )


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


def appointments_at(session: Session, unit_id: int) -> list[Appointment]:
    """Give every appointment at a unit, past and coming ones too, the latest first, with its person."""
    return list(
        session.scalars(
            select(Appointment)
            .where(Appointment.unit_id == unit_id)
            .order_by(Appointment.role, Appointment.is_deputy, Appointment.valid_from.desc(), Appointment.id)
            .options(joinedload(Appointment.person))
        )
    )


def appointments_of(session: Session, person_id: int) -> list[Appointment]:
    """Give every appointment of a person, past and coming ones too, the latest first, with its unit."""
    return list(
        session.scalars(
            select(Appointment)
            .where(Appointment.person_id == person_id)
            .order_by(Appointment.valid_from.desc(), Appointment.id)
            .options(joinedload(Appointment.unit))
        )
    )


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


FOUND_AT_MOST = 50

SHOWN_TO_ALL = (Role.MANAGER, Role.POLITICIAN, Role.SUPPORT, Role.AUDITOR)
"""Roles that anyone who reads the organisation sees; who is employed where is for those who keep it."""


def pattern_for(words: str) -> str:
    """Give a LIKE pattern for words anywhere in a name, whatever their case.

    SQLite folds the case of ASCII letters alone, so any other letter becomes a wildcard and the answer is sifted after.
    """
    escaped = "".join(
        f"/{letter}" if letter in "%_/" else letter if letter.isascii() else "_" for letter in words
    )
    return f"%{escaped}%"


@dataclass(frozen=True, slots=True)
class FoundUnit:
    """A unit that a search found, and what it hangs under."""

    id: int
    name: str
    kind: str
    parent_name: str | None


def units_named(session: Session, words: str, day: date) -> list[FoundUnit]:
    """Give the units of a day with these words in their name or as their id, alphabetically."""
    parent = aliased(Unit)
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind, parent.name, Unit.external_id)
        .join(Placement, Placement.unit_id == Unit.id)
        .outerjoin(parent, parent.id == Placement.parent_id)
        .where(
            or_(Unit.name.ilike(pattern_for(words), escape="/"), Unit.external_id == words),
            in_force(Placement.valid_from, Placement.valid_to, day),
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(FOUND_AT_MOST * 4)
    )
    sought = words.casefold()
    fitting = [FoundUnit(*row[:4]) for row in rows if sought in row[1].casefold() or row[4] == words]
    return fitting[:FOUND_AT_MOST]


def people_named(session: Session, words: str, day: date, *, everyone: bool) -> list[Person]:
    """Give people with these words in their name or address, alphabetically.

    Only those with an appointment that day in a role shown to all, unless `everyone`.
    """
    pattern = pattern_for(words)
    wanted = select(Person).where(
        or_(Person.name.ilike(pattern, escape="/"), Person.email.ilike(pattern, escape="/"))
    )
    if not everyone:
        wanted = wanted.where(
            or_(Person.closed_on.is_(None), Person.closed_on > day),
            Person.id.in_(
                select(Appointment.person_id).where(
                    Appointment.role.in_(SHOWN_TO_ALL),
                    in_force(Appointment.valid_from, Appointment.valid_to, day),
                )
            ),
        )
    rows = session.scalars(wanted.order_by(collate(Person.name, SWEDISH), Person.id).limit(FOUND_AT_MOST * 4))
    sought = words.casefold()
    fitting = [row for row in rows if sought in row.name.casefold() or sought in (row.email or "").casefold()]
    return fitting[:FOUND_AT_MOST]


def appointments_on(
    session: Session, person_ids: Sequence[int], day: date, roles: Iterable[Role]
) -> dict[int, list[Appointment]]:
    """Give what each of these people is appointed to on a day, with the unit."""
    rows = session.scalars(
        select(Appointment)
        .where(
            Appointment.person_id.in_(person_ids),
            Appointment.role.in_([*roles]),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
        )
        .order_by(Appointment.valid_from, Appointment.id)
        .options(joinedload(Appointment.unit))
    )
    found: dict[int, list[Appointment]] = {}
    for appointment in rows:
        found.setdefault(appointment.person_id, []).append(appointment)
    return found


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
    return _changes(session, "unit", unit_id, here)


def changes_of_person(session: Session, person_id: int) -> list[Change]:
    """Give the latest changes of a person and of what the person is appointed to, newest first."""
    theirs = select(Appointment.id).where(Appointment.person_id == person_id)
    return _changes(session, "person", person_id, theirs)


def _changes(session: Session, kind: str, object_id: int, appointments: Select[int]) -> list[Change]:
    rows = session.execute(
        select(HistoryEntry.at, Person.name, HistoryEntry.action, HistoryContent.content)
        .outerjoin(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .outerjoin(Person, Person.id == HistoryEntry.actor_id)
        .where(
            or_(
                and_(HistoryEntry.object_kind == kind, HistoryEntry.object_id == object_id),
                and_(HistoryEntry.object_kind == "appointment", HistoryEntry.object_id.in_(appointments)),
            )
        )
        .order_by(HistoryEntry.seq.desc())
        .limit(100)
    )
    found = []
    for at, by, action, content in rows:
        kept = json.loads(content) if content is not None else {}
        found.append(Change(at, by, action, kept.get("before") or {}, kept.get("after") or {}))
    return found


def days_of_change(session: Session, day: date) -> list[date]:
    """Give the coming days on which the tree changes, the next first."""
    starts = select(Placement.valid_from).where(Placement.valid_from > day)
    ends = select(Placement.valid_to).where(and_(Placement.valid_to.is_not(None), Placement.valid_to > day))
    found = union(starts, ends).subquery()
    return [one for one in session.scalars(select(found.c[0]).order_by(found.c[0]).limit(12)) if one]


PEOPLE_TO_CHOOSE_AMONG = 200


def open_people(session: Session, day: date) -> list[Person] | None:
    """Give everyone not closed on a day, alphabetically, or None when they are too many to choose among."""
    found = list(
        session.scalars(
            select(Person)
            .where(or_(Person.closed_on.is_(None), Person.closed_on > day))
            .limit(PEOPLE_TO_CHOOSE_AMONG + 1)
        )
    )
    if len(found) > PEOPLE_TO_CHOOSE_AMONG:
        return None
    return sorted(found, key=lambda person: swedish_key(person.name))


def count_below(session: Session, unit_id: int, day: date) -> int:
    """Count everything below a unit on a day."""
    return (
        session.scalar(
            select(func.count()).where(
                Ancestry.ancestor_id == unit_id,
                Ancestry.depth > 0,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            )
        )
        or 0
    )


def running_appointments(session: Session, unit_ids: Sequence[int], day: date) -> list[Appointment]:
    """Give the appointments at these units that run on a day or begin later, with their people."""
    return list(
        session.scalars(
            select(Appointment)
            .where(
                Appointment.unit_id.in_(unit_ids),
                or_(Appointment.valid_to.is_(None), Appointment.valid_to > day),
            )
            .order_by(Appointment.unit_id, Appointment.role, Appointment.id)
            .options(joinedload(Appointment.person))
        )
    )


def appointment(session: Session, appointment_id: int) -> Appointment | None:
    """Give an appointment with its person and unit."""
    return session.scalar(
        select(Appointment)
        .where(Appointment.id == appointment_id)
        .options(joinedload(Appointment.person), joinedload(Appointment.unit))
    )
