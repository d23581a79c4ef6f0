"""Reads of units and the people around them, as the pages of plans show them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import (
    ColumnElement,
    case,
    collate,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.db import SWEDISH
from app.organisation.models import Unit, in_force
from app.organisation.reach import unit_ids_within
from app.planning.models import (
    Candidate,
    Goal,
    GoalState,
)
from app.planning.queries import Reader, of_year, visible, visible_as_edition

PAGE = 30
"""Units on a page of the register."""


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


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit in the register, and how many goals of the year one sees there, by state."""

    id: int
    name: str
    kind: str
    goals: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UnitsFound:
    """One page of the units whose plans a person may open."""

    units: list[UnitLine]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


def units_in_reach(
    session: Session, reader: Reader, *, year: int, page: int, body_kinds: Collection[str]
) -> UnitsFound:
    """Give one page of the units of today whose plans the reader may open, in alphabetical order."""
    within: list[ColumnElement[bool]] = [
        Unit.id.in_(unit_ids_within(reader.reading, reader.day)),
        Unit.id.in_(unit_ids_within(reader.writing, reader.day)),
    ]
    if body_kinds:
        within.append(Unit.kind.in_(sorted(body_kinds)))
    conditions = [or_(*within), in_force(Unit.valid_from, Unit.valid_to, reader.day)]
    total = session.scalar(select(func.count(Unit.id)).where(*conditions)) or 0
    page = min(page, max(1, -(-total // PAGE)))
    rows = session.execute(
        select(Unit.id, Unit.name, Unit.kind)
        .where(*conditions)
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    ).all()
    counted: dict[int, dict[str, int]] = {}
    # What is being changed stands as established to those who do not read the change.
    state_seen = case((visible(reader), Goal.state), else_=GoalState.ESTABLISHED).label("state_seen")
    for unit_id, state, number in session.execute(
        select(Goal.unit_id, state_seen, func.count())
        .where(
            Goal.unit_id.in_([row.id for row in rows]),
            or_(visible(reader), visible_as_edition(reader)),
            Goal.state != GoalState.DISCARDED,
            of_year(year),
        )
        .group_by(Goal.unit_id, literal_column("state_seen"))
    ):
        counted.setdefault(unit_id, {})[state] = number
    return UnitsFound([UnitLine(*row, counted.get(row.id, {})) for row in rows], total, page)


def years_of(session: Session, unit_id: int, today: date) -> list[int]:
    """Give the years one can choose for a unit: those it has goals or candidates for, this one and the next; newest first."""
    found = session.execute(
        select(Goal.year)
        .where(Goal.unit_id == unit_id, Goal.state != GoalState.DISCARDED)
        .union(select(Candidate.year).where(Candidate.unit_id == unit_id))
    ).scalars()
    return sorted({*found, today.year, today.year + 1}, reverse=True)
