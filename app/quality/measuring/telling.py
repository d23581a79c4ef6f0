"""Reminds those who measure: once as the time has come, and once when it has passed; one notice, however much is due."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, exists, or_, select, union
from sqlalchemy.orm import Session, aliased

from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About, overtake, read_all, tell, untold
from app.organisation.models import Ancestry, Appointment, Person, in_force
from app.quality.measuring.due import due_count, due_in
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.periods import Period, period_words
from app.quality.measuring.rounds import pace_called, rounds_in_force
from app.quality.rights import Reader

ABOUT = About(MEASUREMENT, 0)

LATE = timedelta(days=30)
"""What has been late for longer was told of, or came into the product late."""


def remind_of_measuring(session: Session, moment: datetime) -> int:
    """Tell everybody who is to measure something; gives how many notices were news."""
    today = moment.astimezone(STOCKHOLM).date()
    waiting = _waiting(session, today)
    occasions = {
        (person_id, _occasion(one, today)): one
        for person_id, periods in waiting.items()
        for one in periods
        if today <= one.due_on + LATE
    }
    told = sum(
        _tell(session, person_id, period, occasion)
        for person_id, occasion, period in untold(session, occasions)
    )
    _settle(session, waiting)
    return told


def _tell(session: Session, person_id: int, period: Period, occasion: str) -> bool:
    overtake(session, people={person_id}, about=ABOUT, kinds={Kind.MEASURE_DUE}, occasions=_of(period))
    return tell(
        session,
        person_id=person_id,
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


def _waiting(session: Session, today: date) -> dict[int, list[Period]]:
    """Give the periods something is due for, by who is to measure it; two statements, however many they are.

    The twin of `due.due_count` for everybody at once: a unit's manager measures, unless somebody named writes for the unit.
    """
    wanted = due_in(today).subquery()
    named_writes = _writes(wanted.c.measurer_id, wanted.c.unit_id, today)
    named = select(wanted.c.measurer_id.label("person_id"), wanted.c.periodicity).where(named_writes)
    led = (
        select(Appointment.person_id, wanted.c.periodicity)
        .join(Appointment, Appointment.unit_id == wanted.c.unit_id)
        .where(
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, today),
            or_(wanted.c.measurer_id.is_(None), ~named_writes),
        )
    )
    theirs = union(named, led).subquery()
    rows = session.execute(
        select(theirs.c.person_id, theirs.c.periodicity)
        .join(Person, Person.id == theirs.c.person_id)
        .where(or_(Person.closed_on.is_(None), Person.closed_on > today))
        .order_by(theirs.c.person_id)
    )
    found: dict[int, list[Period]] = {}
    rounds = rounds_in_force()
    for person_id, pace in rows:
        found.setdefault(person_id, []).append(pace_called(rounds, pace).latest_ended(today))
    return {person_id: sorted(periods) for person_id, periods in found.items()}


def _writes(person_id: ColumnElement[int], unit_id: ColumnElement[int], day: date) -> ColumnElement[bool]:
    """Give the condition that a person writes for a unit: leads it, or supports it or one above it."""
    post, over = aliased(Appointment), aliased(Ancestry)
    return exists().where(
        post.person_id == person_id,
        in_force(post.valid_from, post.valid_to, day),
        over.descendant_id == unit_id,
        over.ancestor_id == post.unit_id,
        in_force(over.valid_from, over.valid_to, day),
        or_(post.role == Role.SUPPORT, and_(post.role == Role.MANAGER, over.depth == 0)),
    )


def register_due() -> None:
    """Let the jobs remind of what is to be measured."""
    due.register("measurements", remind_of_measuring)
