"""Reminds those who measure: once as the time has come, and once when it has passed; one notice, however much is due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.clock import STOCKHOLM
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About, overtake, read_all, tell, untold
from app.organisation.models import Appointment, Person, in_force
from app.organisation.reach import holdings
from app.quality.measuring.due import due_count, due_in
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.periods import Period, period_words
from app.quality.rights import Reader

ABOUT = About(MEASUREMENT, 0)

LATE = timedelta(days=30)
"""What has been late for longer was told of, or came into the product late."""


def remind_of_measuring(session: Session, moment: datetime) -> int:
    """Tell everybody who is to measure something; gives how many notices were news."""
    today = moment.astimezone(STOCKHOLM).date()
    told, waiting = 0, _waiting(session, today)
    for person, periods in waiting:
        occasions = {_occasion(one, today): one for one in periods if today <= one.due_on + LATE}
        new = untold(session, sorted((person.id, occasion) for occasion in occasions))
        for occasion, period in occasions.items():
            if (person.id, occasion) in new:
                overtake(
                    session, people={person.id}, about=ABOUT, kinds={Kind.MEASURE_DUE}, occasions=_of(period)
                )
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
                    about=ABOUT,
                )
    _settle(session, {person.id: periods for person, periods in waiting})
    return told


def measured(session: Session, reader: Reader) -> None:
    """Note as read what the reader was told of periods that nothing of theirs waits for any more."""
    me = reader.actor.person_id
    if session.scalar(select(exists().where(*_unread(), Notice.person_id == me))):
        _settle(session, {me: due_count(session, reader)[1]}, only=me)


def _settle(session: Session, waiting: Mapping[int, Sequence[Period]], only: int | None = None) -> None:
    mine = () if only is None else (Notice.person_id == only,)
    standing = {person: tuple(map(_of, periods)) for person, periods in waiting.items()}
    done = [
        row.id
        for row in session.execute(
            select(Notice.id, Notice.person_id, Notice.occasion).where(*_unread(), *mine)
        )
        if not row.occasion.startswith(standing.get(row.person_id, ()))
    ]
    read_all(session, done)


def _unread() -> tuple[ColumnElement[bool], ...]:
    return Notice.kind == Kind.MEASURE_DUE, Notice.read_at.is_(None)


def _of(period: Period) -> str:
    """Give how the occasions of a period begin."""
    return f"measure/{period.key}/"


def _occasion(period: Period, today: date) -> str:
    return f"{_of(period)}{'late' if period.due_on < today else 'now'}"


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
