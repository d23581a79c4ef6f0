"""Reminds those who measure: once as the time has come, and once when it has passed; one notice, however much is due."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.clock import STOCKHOLM
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.services import About, tell, untold
from app.organisation.models import Appointment, Person, in_force
from app.organisation.reach import holdings
from app.quality.measuring.due import due_count, due_in
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.periods import Period, period_words
from app.quality.rights import Reader

LATE = timedelta(days=30)
"""What has been late for longer was told of, or came into the product late."""


def remind_of_measuring(session: Session, moment: datetime) -> int:
    """Tell everybody who is to measure something; gives how many notices were news."""
    today = moment.astimezone(STOCKHOLM).date()
    told = 0
    for person, periods in _waiting(session, today):
        occasions = {_occasion(one, today): one for one in periods if today <= one.due_on + LATE}
        new = untold(session, sorted((person.id, occasion) for occasion in occasions))
        for occasion, period in occasions.items():
            if (person.id, occasion) in new:
                told += tell(
                    session,
                    person_id=person.id,
                    kind=Kind.MEASURE_DUE,
                    words={
                        # The sentence is made where nobody knows of periods, in the language of the one who reads.
                        "period_sv": period_words(period, "sv"),
                        "period_en": period_words(period, "en"),
                        "due_on": period.due_on,
                    },
                    path="/kvalitet/mata",
                    occasion=occasion,
                    about=About(MEASUREMENT, 0),
                )
    return told


def _occasion(period: Period, today: date) -> str:
    return f"measure/{period.key}/{'late' if period.due_on < today else 'now'}"


def _waiting(session: Session, today: date) -> Sequence[tuple[Person, list[Period]]]:
    """Give those something is due to, with the periods it is due for."""
    wanted = due_in(today).subquery()
    rows = session.execute(select(wanted.c.unit_id, wanted.c.measurer_id).distinct()).all()
    if not rows:
        return []
    leaders = session.scalars(
        select(Appointment.person_id).where(
            Appointment.unit_id.in_({row.unit_id for row in rows}),
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, today),
        )
    )
    ids = set(leaders) | {row.measurer_id for row in rows if row.measurer_id is not None}
    found = []
    for person in session.scalars(
        select(Person)
        .where(Person.id.in_(sorted(ids)), Person.closed_on.is_(None) | (Person.closed_on > today))
        .order_by(Person.id)
    ):
        actor = Actor(person.id, person.name, person.language, holdings(session, person.id, today))
        if actor.may(May.WRITE_QUALITY):
            count, periods = due_count(session, Reader(actor, today))
            if count:
                found.append((person, periods))
    return found


def register_due() -> None:
    """Let the jobs remind of what is to be measured."""
    due.register("measurements", remind_of_measuring)
