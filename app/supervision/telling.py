"""Tells those who receive an edition of the overview that it is there; never what it says."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.notifications.kinds import Kind
from app.notifications.services import About, tell
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.writing.models import UnitText
from app.writing.services import TEXT


def leader_of(session: Session, unit_id: int, day: date) -> Person | None:
    """Give who leads a unit on a day, the ordinary one before a deputy."""
    return session.scalars(
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.unit_id == unit_id,
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(Appointment.is_deputy, Appointment.valid_from, Appointment.id)
        .limit(1)
    ).first()


def receivers(session: Session, unit_id: int, day: date) -> list[Person]:
    """Give the politicians of the board that a unit hangs directly on."""
    return list(
        session.scalars(
            select(Person)
            .join(Appointment, Appointment.person_id == Person.id)
            .join(Ancestry, Ancestry.ancestor_id == Appointment.unit_id)
            .where(
                Ancestry.descendant_id == unit_id,
                Ancestry.depth == 1,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
                Appointment.role == Role.POLITICIAN,
                in_force(Appointment.valid_from, Appointment.valid_to, day),
                or_(Person.closed_on.is_(None), Person.closed_on > day),
            )
            .distinct()
            .order_by(Person.id)
        )
    )


def handed_over(session: Session, text: UnitText, actor_id: int) -> None:
    """Tell everybody in the board that an edition is there to read."""
    by = session.get_one(Person, actor_id)
    unit = session.get_one(Unit, text.unit_id)
    for person in receivers(session, text.unit_id, clock.today()):
        if person.id == actor_id:
            continue
        tell(
            session,
            person_id=person.id,
            kind=Kind.OVERVIEW,
            words={"who": by.name, "unit": unit.name},
            path=f"/analys/text/{text.id}",
            occasion=f"overview/{text.id}",
            about=About(TEXT, text.id),
        )
