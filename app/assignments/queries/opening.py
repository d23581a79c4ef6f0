"""Assignments the reader reads, opened one by one or some at a time."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.assignments import reach, rules
from app.assignments.models import Assignment, State
from app.assignments.queries.asking import Reader
from app.assignments.rules import Standing


@dataclass(frozen=True, slots=True)
class Opened:
    """An assignment somebody has opened, and what they are to it."""

    one: Assignment
    standing: Standing


_WHOLE = (
    joinedload(Assignment.giver_unit),
    joinedload(Assignment.taker_unit),
    joinedload(Assignment.taker_person),
)


def assignment(session: Session, reader: Reader, assignment_id: int, *, lock: bool = False) -> Opened | None:
    """Give an assignment the reader reads with its units, held for a change where it is to be changed."""
    wanted = (
        select(Assignment, *reach.columns(reader.actor, reader.day, reader.bodies))
        .where(Assignment.id == assignment_id, reader.reads)
        .options(*_WHOLE)
        .execution_options(populate_existing=True)
    )
    if lock:
        wanted = wanted.with_for_update(of=Assignment)
    row = session.execute(wanted).one_or_none()
    return Opened(row[0], reach.standing_from(row[1:])) if row is not None else None


TO_REPORT = (State.GIVEN, State.ACKNOWLEDGED)
"""Where what is asked for has not been reported."""


def due_between(session: Session, first: date, last: date) -> list[Assignment]:
    """Give what is taken and to be reported within some days, with its units."""
    return list(
        session.scalars(
            select(Assignment)
            .where(
                Assignment.state.in_(TO_REPORT),
                Assignment.due_on >= first,
                Assignment.due_on <= last,
            )
            .order_by(Assignment.due_on, Assignment.id)
            .options(*_WHOLE)
        )
    )


def of_units(session: Session, reader: Reader, unit_ids: Collection[int], limit: int) -> list[Assignment]:
    """Give what is open and taken by some units, as far as the reader reads it, the nearest day first."""
    return list(
        session.scalars(
            select(Assignment)
            .where(
                Assignment.taker_unit_id.in_(sorted(unit_ids)),
                Assignment.state.in_(sorted(rules.OPEN)),
                reader.reads,
            )
            .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
            .limit(limit)
            .options(*_WHOLE)
        )
    )


def named(session: Session, reader: Reader, ids: Collection[int]) -> list[Assignment]:
    """Give those of some assignments that the reader reads, with their units."""
    return list(
        session.scalars(
            select(Assignment)
            .where(Assignment.id.in_(sorted(ids)), reader.reads)
            .order_by(Assignment.id)
            .options(*_WHOLE)
        )
    )
