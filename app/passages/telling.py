"""Tells the two who raised something that it was answered."""

from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, tell
from app.organisation.models import Appointment, Person
from app.organisation.reach import appointed, holdings, holdings_of
from app.passages import rules
from app.passages.facts import KIND
from app.passages.models import Answer, Passage


def still_there(session: Session, passage: Passage, day: date) -> frozenset[int]:
    """Name those of the two who released a passage that hold a post it comes from; an answer goes to who has the post now."""
    two = [passage.rep_person, passage.over_person]
    held = holdings_of(session, [one.id for one in two], day)
    return frozenset(
        one.id
        for one in two
        if rules.holds_an_end(passage, Actor(one.id, one.name, one.language, held.get(one.id, ())))
    )


def answered(session: Session, passage: Passage, given: Answer) -> None:
    """Tell both who released the passage, as far as they still hold a post it comes from; never what it says."""
    two = [session.get_one(Person, one) for one in (passage.over_person_id, passage.rep_person_id)]
    answerer = session.get_one(Person, given.answered_by_id)
    for person, other in zip(two, reversed(two), strict=True):
        held = holdings(session, person.id, clock.today())
        if person.id == answerer.id or not rules.holds_an_end(
            passage, Actor(person.id, person.name, person.language, held)
        ):
            continue
        tell(
            session,
            person_id=person.id,
            kind=Kind.MATTER_ANSWERED,
            words={
                "who": answerer.name,
                "with": other.name,
                "said_on": passage.said_on.astimezone(STOCKHOLM).date(),
            },
            path=f"/lyft/{passage.id}",
            occasion=f"answer/{given.id}",
            about=About(KIND, passage.id),
        )


def concerns(day: date) -> ColumnElement[bool]:
    """Give the condition that a notice's person holds an end of the passage it is about; twin of `rules.holds_an_end`."""
    led = Appointment.unit_id.in_([Passage.over_unit_id, Passage.rep_unit_id])
    over = Appointment.unit_id == Passage.over_unit_id
    holds = or_(
        and_(
            Passage.over_unit_id != Passage.rep_unit_id,
            appointed(Notice.person_id, Role.MANAGER, led, day),
        ),
        appointed(Notice.person_id, Role.MANAGER, over, day),
        appointed(
            Notice.person_id,
            Role.POLITICIAN,
            and_(over, Appointment.duty.in_(sorted(rules.PRESIDING))),
            day,
        ),
        and_(
            Passage.over_unit_id == Passage.rep_unit_id,
            Passage.rep_person_id == Notice.person_id,
            appointed(Notice.person_id, Role.EMPLOYEE, over, day),
        ),
    )
    return select(Passage.id).where(Passage.id == Notice.about_id, holds).correlate(Notice).exists()


def register_leaving() -> None:
    """Let notices of what was raised go with the post they were told by."""
    leaving.register(KIND, concerns)
