"""Who answers for a unit as a level: whoever leads it, or presides over it where it is a body."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation.models import Appointment, Person, in_force
from app.passages.rules import PRESIDING


def answering(day: date) -> ColumnElement[bool]:
    """Give the condition that an appointment makes somebody answer for its unit."""
    presides = and_(Appointment.role == Role.POLITICIAN, Appointment.duty.in_(sorted(PRESIDING)))
    return and_(
        or_(Appointment.role == Role.MANAGER, presides),
        in_force(Appointment.valid_from, Appointment.valid_to, day),
    )


def people_answering(session: Session, unit_id: int, day: date) -> list[int]:
    """Give those who answer for a unit."""
    return list(
        session.scalars(
            select(Appointment.person_id)
            .join(Person, Person.id == Appointment.person_id)
            .where(
                Appointment.unit_id == unit_id,
                answering(day),
                or_(Person.closed_on.is_(None), Person.closed_on > day),
            )
            .distinct()
            .order_by(Appointment.person_id)
        )
    )
