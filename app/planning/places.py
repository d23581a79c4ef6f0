"""Reads of units and the people around them, as the pages of plans show them."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    case,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.homes import first_unit
from app.organisation.models import Unit
from app.planning.models import (
    Candidate,
    Goal,
    GoalState,
)
from app.planning.queries import Reader, of_year, visible, visible_as_edition
from app.steering.schema import Profile


def unit_of_day(session: Session, unit_id: int) -> Unit | None:
    """Give a unit."""
    return session.get(Unit, unit_id)


def home_unit(session: Session, reader: Reader, profile: Profile) -> int | None:
    """Give the unit whose plan a person comes for first: one they write for, otherwise one they read.

    Who supports a body comes to the administration that works for it.
    """
    for permission in (May.WRITE_PLANS, May.READ_PLANS):
        for holding in reader.actor.holdings:
            only = Actor(reader.actor.person_id, "", "sv", (holding,))
            if only.may(permission):
                return first_unit(session, [holding], profile, reader.day)
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
