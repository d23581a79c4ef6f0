"""What of the annual cycle lies ahead of a person: for the start page, calendars and the wheel. Knows no page."""

from collections.abc import Iterable
from datetime import date, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import Role
from app.cycle import queries, rules
from app.cycle.models import CycleMove
from app.cycle.rules import Instance
from app.steering.schema import Profile

SOON = timedelta(days=14)
"""How near an event's first or last day is when it stands on the start page."""


def own_unit(actor: Actor) -> int | None:
    """Give the unit whose own days count for somebody: the first one leads."""
    return next((one.unit_id for one in actor.holdings if one.role is Role.MANAGER), None)


def years_around(first: date, last: date) -> range:
    """Give the years whose events can lie between two days."""
    return range(first.year - rules.AROUND, last.year + rules.AROUND + 1)


def concerned(actor: Actor, profile: Profile) -> bool:
    """Tell whether anything in the cycle is done by somebody."""
    return bool(rules.events_of(profile, actor))


def of_person(session: Session, actor: Actor, profile: Profile, first: date, last: date) -> list[Instance]:
    """Give the events somebody is among those who do, between two days, in order of time; one statement at most."""
    if not concerned(actor, profile):
        return []
    unit_id = own_unit(actor)
    moved = queries.moves(session, years_around(first, last), [unit_id] if unit_id is not None else [])
    return _between(actor, profile, first, last, moved)


def soon(actor: Actor, profile: Profile, today: date, moved: Iterable[CycleMove]) -> list[Instance]:
    """Give what begins within two weeks, or ends within two weeks and has begun, with what was moved laid over."""
    return [
        one
        for one in _between(actor, profile, today, today + SOON, moved)
        if one.first >= today or one.last <= today + SOON
    ]


def moved_around(actor: Actor, today: date) -> Select[int, int, str, int, int | None, date, date]:
    """Give the statement for what `soon` lays over: moves for everybody and for one's own unit."""
    return select(
        CycleMove.id.label("id"),
        CycleMove.year.label("year"),
        CycleMove.event_key.label("event_key"),
        CycleMove.number.label("number"),
        CycleMove.unit_id.label("unit_id"),
        CycleMove.starts_on.label("starts_on"),
        CycleMove.ends_on.label("ends_on"),
    ).where(
        CycleMove.year.in_(years_around(today, today + SOON)),
        or_(CycleMove.unit_id.is_(None), CycleMove.unit_id == own_unit(actor)),
    )


def _between(
    actor: Actor, profile: Profile, first: date, last: date, moved: Iterable[CycleMove]
) -> list[Instance]:
    unit_id, moves = own_unit(actor), rules.moves_by_key(moved)
    theirs = rules.events_of(profile, actor)
    found = [
        rules.as_moved(one, moves, unit_id) if moves else one
        for year in years_around(first, last)
        for one in rules.instances_of(profile, year)
        if one.event.key in theirs
    ]
    within = [one for one in found if one.first <= last and one.last >= first]
    return sorted(within, key=lambda one: (one.first, one.last, one.event.key, one.number))
