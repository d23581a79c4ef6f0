"""Who gives to whom: places in the chain, units and employees that can take, and who holds a side."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, and_, collate, or_, select, true
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.assignments import rules
from app.assignments.rules import Place
from app.db import SWEDISH
from app.organisation.models import Ancestry, Appointment, Person, Placement, Unit, in_force
from app.passages.rules import PRESIDING
from app.steering.schema import Profile

MOST_TAKERS = 400


def place(session: Session, unit_id: int, day: date) -> Place | None:
    """Give a unit of the day as the chain looks at it."""
    row = session.execute(_places(day).where(Unit.id == unit_id)).one_or_none()
    return Place(*row) if row is not None else None


def _places(day: date) -> Select[int, str, bool, int | None]:
    return (
        select(Unit.id, Unit.kind, Unit.is_top_administration, Placement.parent_id)
        .join(
            Placement,
            and_(Placement.unit_id == Unit.id, in_force(Placement.valid_from, Placement.valid_to, day)),
        )
        .where(in_force(Unit.valid_from, Unit.valid_to, day))
    )


def lies_below(session: Session, above_id: int, unit_id: int, day: date) -> bool:
    """Tell whether a unit lies under another."""
    return (
        session.scalar(
            select(Ancestry.descendant_id).where(
                Ancestry.ancestor_id == above_id,
                Ancestry.descendant_id == unit_id,
                Ancestry.depth > 0,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            )
        )
        is not None
    )


def takers(session: Session, profile: Profile, giver: Place, day: date) -> list[tuple[int, str]]:
    """Give the units a unit can give assignments to, by name, as `rules.why_not_give` says."""
    below = (
        select(Ancestry.descendant_id)
        .where(
            Ancestry.ancestor_id == giver.id,
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .scalar_subquery()
    )
    named = [step.taker for step in profile.assignment_chain]
    of_body = giver.kind in rules.bodies(profile)
    rows = session.execute(
        _places(day)
        .add_columns(Unit.name, Unit.id.in_(below))
        .where(
            or_(
                Placement.parent_id == giver.id,
                Unit.is_top_administration.is_(True),
                and_(Unit.kind.in_(named), true() if of_body else Unit.id.in_(below)),
            )
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(MOST_TAKERS)
    )
    return [
        (row[0], row[4])
        for row in rows
        if rules.why_not_give(profile, giver, Place(*row[:4]), below=bool(row[5])) is None
    ]


def employees_of(session: Session, unit_id: int, day: date) -> list[tuple[int, str]]:
    """Give those employed at a unit, whom its manager can give an assignment."""
    rows = session.execute(
        select(Person.id, Person.name)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.unit_id == unit_id,
            Appointment.role == Role.EMPLOYEE,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .distinct()
        .order_by(Person.name, Person.id)
        .limit(MOST_TAKERS)
    )
    return [(person_id, name) for person_id, name in rows]


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who holds a side now."""

    unit_id: int
    person_id: int
    name: str


def holders(session: Session, unit_ids: Collection[int], day: date) -> dict[int, list[Holder]]:
    """Give who leads or presides over units now, the ordinary manager or the chair first; one statement."""
    rows = session.execute(
        select(Appointment.unit_id, Person.id, Person.name)
        .join(Person, Person.id == Appointment.person_id)
        .where(
            Appointment.unit_id.in_(sorted(unit_ids)),
            or_(
                Appointment.role == Role.MANAGER,
                and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(PRESIDING))),
            ),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(Appointment.is_deputy, Appointment.duty, Appointment.valid_from, Appointment.id)
    )
    found: dict[int, list[Holder]] = {}
    for unit_id, person_id, name in rows:
        known = found.setdefault(unit_id, [])
        if person_id not in {one.person_id for one in known}:
            known.append(Holder(unit_id, person_id, name))
    return found
