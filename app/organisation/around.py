"""Who stands around a unit: those who write what is the unit's own, and those who lead a unit above it."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Date, Integer, Select, bindparam, collate, or_, select
from sqlalchemy.orm import Session, aliased

from app.access.matrix import Role
from app.db import SWEDISH
from app.organisation.models import Ancestry, Appointment, Person, in_force
from app.prepared import Prepared


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody who writes what is a unit's own (its manager, its support), or leads a unit above it."""

    person_id: int
    name: str
    title: str
    writes: bool


def around(session: Session, unit_id: int, day: date) -> list[Near]:
    """Give those who write for a unit and those who lead a unit above it, nearest first; one statement."""
    found: dict[int, Near] = {}
    for person_id, name, title, role, depth in _AROUND.rows(session, unit_id=unit_id, day=day):
        writing = role == Role.SUPPORT or depth == 0
        if person_id not in found or (writing and not found[person_id].writes):
            found[person_id] = Near(person_id, name, title, writing)
    return list(found.values())


def _around() -> Select[int, str, str, str, int]:
    higher, day = aliased(Ancestry), bindparam("day", type_=Date)
    return (
        select(Person.id, Person.name, Appointment.title, Appointment.role, higher.depth)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(higher, higher.ancestor_id == Appointment.unit_id)
        .where(
            higher.descendant_id == bindparam("unit_id", type_=Integer),
            in_force(higher.valid_from, higher.valid_to, day),
            Appointment.role.in_([Role.MANAGER, Role.SUPPORT]),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(higher.depth, Appointment.role, Person.name, Person.id)
    )


_AROUND = Prepared(_around)


def people_at(session: Session, unit_id: int, day: date) -> list[Person]:
    """Give those who can answer for something of a unit's own: its managers, support and employees now, by name."""
    posted = select(Appointment.person_id).where(
        Appointment.unit_id == unit_id,
        Appointment.role.in_([Role.MANAGER, Role.SUPPORT, Role.EMPLOYEE]),
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )
    return list(
        session.scalars(
            select(Person)
            .where(or_(Person.closed_on.is_(None), Person.closed_on > day), Person.id.in_(posted))
            .order_by(collate(Person.name, SWEDISH), Person.id)
        )
    )
