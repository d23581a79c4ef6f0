"""What of the annual cycle comes to a person: on the start page, in the calendar, as reminders."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from flask_babel import gettext
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.clock import STOCKHOLM
from app.cycle import queries, rules
from app.cycle.ahead import of_person, own_unit, years_around
from app.cycle.facts import MOVE
from app.cycle.rules import Instance, Moves
from app.notifications.calendar import Meeting
from app.notifications.due import due
from app.notifications.feed.meetings import meeting_sources
from app.notifications.kinds import Kind
from app.notifications.services import About, tell, untold
from app.organisation.models import Appointment, Person, Unit, in_force
from app.organisation.reach import HELD, HELD_IN_ORDER, holdings_from
from app.steering.routes import profile_in_force, worded

AHEAD = timedelta(days=7)
"""How long before it begins one is reminded."""

FORWARD = timedelta(days=400)
"""How far ahead a calendar shows the cycle."""


def in_calendar(session: Session, actor: Actor, since: datetime) -> list[Meeting]:
    """Give the events of a person's cycle as days in the calendar."""
    first = since.astimezone(STOCKHOLM).date()
    return [
        _meeting(one) for one in of_person(session, actor, profile_in_force(), first, clock.today() + FORWARD)
    ]


def _meeting(one: Instance) -> Meeting:
    moved = one.own or one.move
    year, key, number = one.key
    starts_at = clock.from_stockholm(one.first)
    return Meeting(
        uid=f"cycle-{year}-{key}-{number}@samsyn",
        sequence=moved.revision if moved is not None else 0,
        title=f"{gettext('Årshjulet')}: {worded(one.event.name)}",
        place="",
        starts_at=starts_at,
        minutes=0,
        path=f"/arshjul/{year}/{key}/{number}/",
        changed_at=moved.moved_at if moved is not None else clock.from_stockholm(date(year, 1, 1)),
        whole_days=(one.first, one.last),
    )


def remind(session: Session, moment: datetime) -> int:
    """Tell those who do it that an event begins within a week, on their own unit's days where it has chosen some; asked of the
    people only when something does.
    """
    today = moment.astimezone(STOCKHOLM).date()
    profile = profile_in_force()
    years = years_around(today, today)
    moves = rules.moves_by_key(queries.moves(session, years))
    events = [one for year in years for one in rules.instances_of(profile, year)]
    known = {None, *(unit_id for *_, unit_id in moves)}
    begins = {unit_id: [one for one in events if _near(one, moves, unit_id, today)] for unit_id in known}
    if not any(begins.values()):
        return 0
    occasions = {}
    for actor in _people(session, today):
        unit_id = own_unit(actor)
        for one in begins.get(unit_id, begins[None]):
            if rules.concerns(one.event, actor):
                moved = rules.as_moved(one, moves, unit_id)
                occasions[actor.person_id, _occasion(moved, "soon")] = moved
    return sum(
        _tell(session, person_id, one, "soon") for person_id, occasion, one in untold(session, occasions)
    )


def _near(one: Instance, moves: Moves, unit_id: int | None, today: date) -> bool:
    return today < rules.as_moved(one, moves, unit_id).first <= today + AHEAD


def tell_moved(session: Session, one: Instance, by: Actor) -> None:
    """Tell those who do it that an event was moved for everybody; those who have left it aside are not asked."""
    today = clock.today()
    if one.last < today:
        return
    for actor in _people(session, today):
        if actor.person_id != by.person_id and rules.concerns(one.event, actor):
            _tell(session, actor.person_id, one, "moved")


def _tell(session: Session, person_id: int, one: Instance, what: str) -> int:
    year, key, number = one.key
    return tell(
        session,
        person_id=person_id,
        kind=Kind.CYCLE,
        words={
            "what": what,
            # The sentence is made where nobody knows of the model, in the language of the one who reads.
            "title_sv": one.event.name.in_language("sv"),
            "title_en": one.event.name.in_language("en"),
            "starts_on": one.first,
            "ends_on": one.last,
        },
        path=f"/arshjul/{year}/{key}/{number}/",
        occasion=_occasion(one, what),
        about=About(MOVE, one.move.id) if one.move is not None else None,
    )


def _occasion(one: Instance, what: str) -> str:
    year, key, number = one.key
    return f"cycle/{year}/{key}/{number}/{one.first}/{what}"


def _people(session: Session, day: date) -> Iterable[Actor]:
    """Give everybody with a post that the cycle names, with what they hold; one statement."""
    rows = session.execute(
        select(Person.id, Person.name, Person.language, *HELD)
        .select_from(Appointment)
        .join(Person, Person.id == Appointment.person_id)
        .join(Unit, and_(Unit.id == Appointment.unit_id, in_force(Unit.valid_from, Unit.valid_to, day)))
        .where(
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            Appointment.role.in_([Role.MANAGER, Role.POLITICIAN]),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(Person.id, *HELD_IN_ORDER)
    ).all()
    held: dict[int, list[tuple[object, ...]]] = {}
    names = {}
    for person_id, name, language, *holding in rows:
        names[person_id] = name, language
        held.setdefault(person_id, []).append(tuple(holding))
    for person_id, (name, language) in names.items():
        yield Actor(person_id, name, language, holdings_from(held[person_id]))


def register() -> None:
    """Feed calendars, and let the jobs remind."""
    meeting_sources.register("cycle", in_calendar)
    due.register("cycle", remind)
