"""Whole organisations written at once, for demo data and measuring: a handful of statements whatever the size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Table, func, insert, select
from sqlalchemy.orm import Session

from app.db import Base
from app.organisation import ancestry
from app.organisation.errors import Reason, Refused
from app.organisation.models import Appointment, Person, Placement, Unit
from app.organisation.rules import KindRule, Period, Place, closure, first_clash, may_hang_under
from app.records.services import record


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit to make; `parent` is its parent's place in the same list, which must come before it."""

    name: str
    kind: str
    parent: int | None
    valid_from: date
    external_id: str | None = None
    is_top_administration: bool = False


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person to make."""

    name: str
    email: str | None = None
    external_id: str | None = None


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """An appointment to make; `person` and `unit` are places in the lists of people and units."""

    person: int
    unit: int
    role: str
    valid_from: date
    valid_to: date | None = None
    title: str = ""
    duty: str = ""
    is_deputy: bool = False


@dataclass(frozen=True, slots=True)
class Loaded:
    """The ids of what was made, in the order of the rows."""

    unit_ids: list[int]
    person_ids: list[int]
    appointment_ids: list[int]


def bulk_load(
    session: Session,
    *,
    units: Sequence[UnitRow],
    people: Sequence[PersonRow],
    appointments: Sequence[AppointmentRow],
    actor_id: int | None,
    kinds: Sequence[KindRule] | None = None,
) -> Loaded:
    """Write a whole organisation into an empty database, with its closure and one history entry; never commits.

    Raises `Refused` on a parent that does not come first, a kind where it may not hang, or two managers at once.
    """
    _check_units(units, kinds)
    _check_managers(units, appointments)
    unit_ids = insert_many(session, Unit, [_unit_values(row) for row in units])
    places = [
        Place(unit_ids[number], None if row.parent is None else unit_ids[row.parent], Period(row.valid_from))
        for number, row in enumerate(units)
    ]
    insert_many(session, Placement, [placement_values(place) for place in places], give_ids=False)
    ancestry.store(session, closure(places))
    person_ids = insert_many(
        session,
        Person,
        [
            {"name": one.name, "email": one.email, "external_id": one.external_id, "language": "sv"}
            for one in people
        ],
    )
    appointment_ids = insert_many(
        session, Appointment, [_appointment_values(row, person_ids, unit_ids) for row in appointments]
    )
    record(
        session,
        actor_id=actor_id,
        action="organisation.loaded",
        kind="organisation",
        object_id=0,
        after={"units": len(unit_ids), "people": len(person_ids), "appointments": len(appointment_ids)},
    )
    return Loaded(unit_ids, person_ids, appointment_ids)


def insert_many(
    session: Session, model: type[Base], rows: Sequence[Mapping[str, Any]], *, give_ids: bool = True
) -> list[int]:
    """Insert rows of one table in batches; gives their ids in the order of the rows, or nothing."""
    if not rows:
        return []
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # nosec B101  for the type checker
    values = [dict(row) for row in rows]
    if not give_ids:
        session.execute(insert(table), values)
        return []
    if session.get_bind().dialect.name == "sqlite":
        # SQLite cannot tell in bulk which row got which id; whoever writes there is alone, so the next ones are ours.
        first = (session.scalar(select(func.max(table.c.id))) or 0) + 1
        ids = list(range(first, first + len(values)))
        session.execute(
            insert(table), [{"id": number, **row} for number, row in zip(ids, values, strict=True)]
        )
        return ids
    made = session.execute(insert(table).returning(table.c.id, sort_by_parameter_order=True), values)
    return [int(row[0]) for row in made]


def placement_values(place: Place) -> dict[str, Any]:
    """Give a place as a row of the table of placements."""
    return {
        "unit_id": place.unit,
        "parent_id": place.parent,
        "valid_from": place.period.start,
        "valid_to": place.period.end,
    }


def _unit_values(row: UnitRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "kind": row.kind,
        "external_id": row.external_id,
        "is_top_administration": row.is_top_administration,
        "valid_from": row.valid_from,
        "valid_to": None,
    }


def _appointment_values(
    row: AppointmentRow, person_ids: Sequence[int], unit_ids: Sequence[int]
) -> dict[str, Any]:
    return {
        "person_id": person_ids[row.person],
        "unit_id": unit_ids[row.unit],
        "role": str(row.role),
        "title": row.title,
        "duty": row.duty,
        "is_deputy": row.is_deputy,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
    }


def _check_units(units: Sequence[UnitRow], kinds: Sequence[KindRule] | None) -> None:
    known = {kind.key: kind for kind in kinds or ()}
    for number, row in enumerate(units):
        if row.parent is not None and not 0 <= row.parent < number:
            raise Refused(Reason.UNKNOWN_PARENT, parent=row.parent)
        if row.parent is not None and units[row.parent].valid_from > row.valid_from:
            raise Refused(Reason.PARENT_NOT_IN_FORCE, parent=units[row.parent].name)
        if not known:
            continue
        if row.kind not in known:
            raise Refused(Reason.UNKNOWN_KIND, kind=row.kind)
        above = None if row.parent is None else known[units[row.parent].kind]
        if not may_hang_under(known[row.kind], above):
            name = "" if row.parent is None else units[row.parent].name
            raise Refused(Reason.KIND_NOT_UNDER, kind=row.kind, parent=name)


def _check_managers(units: Sequence[UnitRow], appointments: Sequence[AppointmentRow]) -> None:
    ordinary: dict[int, list[tuple[object, Period]]] = {}
    for row in appointments:
        if row.role == "manager" and not row.is_deputy:
            ordinary.setdefault(row.unit, []).append((row.person, Period(row.valid_from, row.valid_to)))
    for unit, held in ordinary.items():
        if first_clash(held):
            raise Refused(Reason.TWO_MANAGERS, unit=units[unit].name, person="")
