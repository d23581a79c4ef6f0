"""Who is told of plans of remedies, never what they say: the level one is handed to, and those who handed it in."""

from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.economy.facts import RECOVERY
from app.economy.models import Recovery
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, recall, tell
from app.organisation.models import Appointment
from app.passages.answering import answering, people_answering

HOLD = timedelta(minutes=5)
"""How long a mail waits: a plan handed over by mistake is opened again within that."""


def handed_over(session: Session, plan: Recovery, actor_id: int) -> None:
    """Tell those who answer for the level a plan was handed to."""
    if plan.handed_to_id is not None:
        _tell(session, plan, plan.handed_to_id, "handed_over", actor_id)


def received(session: Session, plan: Recovery, actor_id: int) -> None:
    """Tell those who lead the unit that its plan was received; of the level nobody else need receive it."""
    no_longer_waits(session, plan)
    _tell(session, plan, plan.unit_id, "received", actor_id)


def no_longer_waits(session: Session, plan: Recovery) -> None:
    """Take back what the level was told of a plan and has not read: it was received, or opened for a new version."""
    if plan.handed_to_id is not None:
        people = people_answering(session, plan.handed_to_id, clock.today())
        recall(session, people=people, about=About(RECOVERY, plan.id), kinds=[Kind.REMEDY_PLAN])


def _tell(session: Session, plan: Recovery, unit_id: int, what: str, actor_id: int) -> None:
    for person_id in people_answering(session, unit_id, clock.today()):
        if person_id == actor_id:
            continue
        tell(
            session,
            person_id=person_id,
            kind=Kind.REMEDY_PLAN,
            words={
                "what": what,
                "unit": plan.unit.name,
                "level": plan.handed_to.name if plan.handed_to is not None else "",
                "year": plan.year,
            },
            path=f"/ekonomi/atgardsplan/{plan.id}",
            occasion=f"remedy_plan/{plan.id}/{what}/{plan.edition_id}",
            about=About(RECOVERY, plan.id),
            hold=HOLD,
        )


def _concerns(day: date) -> ColumnElement[bool]:
    """Give the condition that somebody answers for the level a plan was handed to, or leads the unit whose it is."""
    held = or_(
        Appointment.unit_id == Recovery.handed_to_id,
        and_(Appointment.unit_id == Recovery.unit_id, Appointment.role == Role.MANAGER),
    )
    return (
        exists()
        .where(
            Recovery.id == Notice.about_id, Appointment.person_id == Notice.person_id, answering(day), held
        )
        .correlate(Notice)
    )


def register() -> None:
    """Let go of what was told to who has left a post."""
    leaving.register(RECOVERY, _concerns)
