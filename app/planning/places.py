"""Reads of units and the people around them, as the pages of plans show them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    case,
    collate,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session, aliased

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.db import SWEDISH
from app.organisation.models import Ancestry, Appointment, Person, Unit, in_force
from app.planning.models import (
    Candidate,
    Goal,
    GoalState,
)
from app.planning.queries import Reader, of_year, visible, visible_as_edition


def unit_of_day(session: Session, unit_id: int) -> Unit | None:
    """Give a unit."""
    return session.get(Unit, unit_id)


def home_unit(session: Session, reader: Reader) -> int | None:
    """Give the unit whose plan a person comes for first: one they write for, otherwise one they read."""
    for permission in (May.WRITE_PLANS, May.READ_PLANS):
        for holding in reader.actor.holdings:
            only = Actor(reader.actor.person_id, "", "sv", (holding,))
            if only.may(permission):
                return holding.unit_id
    return None


def goals_counted(
    session: Session, reader: Reader, unit_ids: Collection[int], year: int
) -> dict[int, dict[str, int]]:
    """Tell how many goals of a year the reader sees in some units, by unit and state; one statement."""
    if not unit_ids:
        return {}
    counted: dict[int, dict[str, int]] = {}
    # What is being changed stands as established to those who do not read the change.
    state_seen = case((visible(reader), Goal.state), else_=GoalState.ESTABLISHED).label("state_seen")
    for unit_id, state, number in session.execute(
        select(Goal.unit_id, state_seen, func.count())
        .where(
            Goal.unit_id.in_(sorted(unit_ids)),
            or_(visible(reader), visible_as_edition(reader)),
            Goal.state != GoalState.DISCARDED,
            of_year(year),
        )
        .group_by(Goal.unit_id, literal_column("state_seen"))
    ):
        counted.setdefault(unit_id, {})[state] = number
    return counted


def years_of(session: Session, unit_id: int, today: date) -> list[int]:
    """Give the years one can choose for a unit: those it has goals or candidates for, this one and the next; newest first."""
    found = session.execute(
        select(Goal.year)
        .where(Goal.unit_id == unit_id, Goal.state != GoalState.DISCARDED)
        .union(select(Candidate.year).where(Candidate.unit_id == unit_id))
    ).scalars()
    return sorted({*found, today.year, today.year + 1}, reverse=True)


def people_at(session: Session, unit_id: int, day: date) -> list[Person]:
    """Give those who can answer for something in a unit's plan: its managers, support and employees now, by name."""
    return list(
        session.scalars(
            select(Person)
            .where(
                or_(Person.closed_on.is_(None), Person.closed_on > day),
                Person.id.in_(
                    select(Appointment.person_id).where(
                        Appointment.unit_id == unit_id,
                        Appointment.role.in_([Role.MANAGER, Role.SUPPORT, Role.EMPLOYEE]),
                        in_force(Appointment.valid_from, Appointment.valid_to, day),
                    )
                ),
            )
            .order_by(collate(Person.name, SWEDISH), Person.id)
        )
    )


@dataclass(frozen=True, slots=True)
class Near:
    """Somebody who stands to a unit so that they write its plan, or lead a unit above it."""

    person_id: int
    name: str
    title: str
    writes: bool


def around(session: Session, unit_id: int, day: date) -> list[Near]:
    """Give those who write a unit's plan and those who lead a unit above it, nearest first; one statement."""
    higher = aliased(Ancestry)
    rows = session.execute(
        select(
            Person.id,
            Person.name,
            Appointment.title,
            Appointment.role,
            higher.depth,
        )
        .join(Appointment, Appointment.person_id == Person.id)
        .join(higher, higher.ancestor_id == Appointment.unit_id)
        .where(
            higher.descendant_id == unit_id,
            in_force(higher.valid_from, higher.valid_to, day),
            Appointment.role.in_([Role.MANAGER, Role.SUPPORT]),
            in_force(Appointment.valid_from, Appointment.valid_to, day),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
        .order_by(higher.depth, Appointment.role, Person.name, Person.id)
    )
    found: dict[int, Near] = {}
    for person_id, name, title, role, depth in rows:
        writing = role == Role.SUPPORT or depth == 0
        if person_id not in found or (writing and not found[person_id].writes):
            found[person_id] = Near(person_id, name, title, writing)
    return list(found.values())
