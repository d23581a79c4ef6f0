"""Reads of the organisation, for the day asked about."""

from datetime import date

from sqlalchemy import Select, or_, select, union
from sqlalchemy.orm import Session, joinedload

from app.access.actor import Holding, Scope
from app.access.matrix import Role
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force


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
    return tuple(sorted(found, key=lambda holding: order.index(holding.role)))


def unit_ids_within(scope: Scope, day: date) -> Select[tuple[int]]:
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

