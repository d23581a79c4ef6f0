"""Reads of appointments: who leads a unit, who is appointed there, what a person is appointed to."""

from collections.abc import Iterable, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.access.matrix import Role
from app.organisation.models import Ancestry, Appointment, Person, in_force

SHOWN_TO_ALL = (Role.MANAGER, Role.POLITICIAN, Role.SUPPORT, Role.AUDITOR)
"""Roles that anyone who reads the organisation sees; who is employed where is for those who keep it."""


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


def managers_above(session: Session, unit_id: int, day: date) -> list[Appointment]:
    """Give the managers of the units above `unit_id`, nearest first: those who read what both release."""
    return list(
        session.scalars(
            select(Appointment)
            .join(Ancestry, Ancestry.ancestor_id == Appointment.unit_id)
            .join(Person, Person.id == Appointment.person_id)
            .where(
                or_(Person.closed_on.is_(None), Person.closed_on > day),
                Ancestry.descendant_id == unit_id,
                Ancestry.depth > 0,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
                in_force(Appointment.valid_from, Appointment.valid_to, day),
                Appointment.role == Role.MANAGER,
            )
            .options(joinedload(Appointment.person), joinedload(Appointment.unit))
            .order_by(Ancestry.depth, Appointment.is_deputy, Appointment.id)
        )
    )
