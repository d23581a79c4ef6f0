"""Reads of the tree of a day: units in their places, what lies above and below."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import collate, func, or_, select
from sqlalchemy.orm import Session

from app.db import SWEDISH
from app.organisation.models import Ancestry, Placement, Unit, in_force


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in its place in the tree on a day. `below` counts the units hanging straight under it."""

    id: int
    parent_id: int | None
    name: str
    kind: str
    below: int


WHOLE_TREE_UP_TO = 300
"""An organisation of at most this many units is drawn whole; a larger one opens branch by branch."""

BRANCH_UP_TO = 200
"""Units shown under one unit before the rest is left to that unit's own page."""


def is_small(session: Session, day: date) -> bool:
    """Tell whether the organisation of a day is small enough to be drawn whole."""
    some = select(Unit.id).where(in_force(Unit.valid_from, Unit.valid_to, day)).limit(WHOLE_TREE_UP_TO + 1)
    return (session.scalar(select(func.count()).select_from(some.subquery())) or 0) <= WHOLE_TREE_UP_TO


def nodes(session: Session, day: date, under: Iterable[int] | None = None) -> list[Node]:
    """Give units in their places on a day: all, or the root and those straight under the units in `under`.

    Siblings come in alphabetical order, at most `BRANCH_UP_TO` of them where `under` is given.
    """
    by_name = collate(Unit.name, SWEDISH)
    found = (
        select(Unit.id, Placement.parent_id, Unit.name, Unit.kind)
        .join(Placement, Placement.unit_id == Unit.id)
        .where(in_force(Placement.valid_from, Placement.valid_to, day))
    )
    if under is not None:
        number = func.row_number().over(partition_by=Placement.parent_id, order_by=(by_name, Unit.id))
        inner = (
            found.where(or_(Placement.parent_id.is_(None), Placement.parent_id.in_(sorted(set(under)))))
            .add_columns(number.label("number"))
            .subquery()
        )
        found = (
            select(inner.c.id, inner.c.parent_id, inner.c.name, inner.c.kind)
            .where(inner.c.number <= BRANCH_UP_TO)
            .order_by(inner.c.parent_id, inner.c.number)
        )
    else:
        found = found.order_by(by_name, Unit.id)
    rows = session.execute(found).all()
    below = (
        _counted_below(session, day, [row.id for row in rows])
        if under is not None
        else _counted_in(row.parent_id for row in rows)
    )
    return [Node(row.id, row.parent_id, row.name, row.kind, below.get(row.id, 0)) for row in rows]


def _counted_in(parents: Iterable[int | None]) -> dict[int, int]:
    counts: dict[int, int] = {}
    for parent in parents:
        if parent is not None:
            counts[parent] = counts.get(parent, 0) + 1
    return counts


def _counted_below(session: Session, day: date, unit_ids: Sequence[int]) -> dict[int, int]:
    rows = session.execute(
        select(Placement.parent_id, func.count())
        .where(Placement.parent_id.in_(unit_ids), in_force(Placement.valid_from, Placement.valid_to, day))
        .group_by(Placement.parent_id)
    )
    return {parent: count for parent, count in rows if parent is not None}


def root_id(session: Session, day: date) -> int | None:
    """Give the unit that hangs under nothing on a day."""
    return session.scalar(
        select(Placement.unit_id)
        .where(Placement.parent_id.is_(None), in_force(Placement.valid_from, Placement.valid_to, day))
        .order_by(Placement.unit_id)
        .limit(1)
    )


def line_up(session: Session, unit_id: int, day: date) -> list[Unit]:
    """Give the units above a unit on a day, topmost first, the unit itself last."""
    return list(
        session.scalars(
            select(Unit)
            .join(Ancestry, Ancestry.ancestor_id == Unit.id)
            .where(Ancestry.descendant_id == unit_id, in_force(Ancestry.valid_from, Ancestry.valid_to, day))
            .order_by(Ancestry.depth.desc())
        )
    )


def ids_above(session: Session, unit_ids: Sequence[int], day: date) -> set[int]:
    """Give the ids of everything above these units on a day, themselves included."""
    return set(
        session.scalars(
            select(Ancestry.ancestor_id).where(
                Ancestry.descendant_id.in_(unit_ids), in_force(Ancestry.valid_from, Ancestry.valid_to, day)
            )
        )
    )


def units_under(session: Session, unit_id: int, day: date) -> list[Unit]:
    """Give the units that hang straight under a unit on a day, alphabetically."""
    return list(
        session.scalars(
            select(Unit)
            .join(Placement, Placement.unit_id == Unit.id)
            .where(Placement.parent_id == unit_id, in_force(Placement.valid_from, Placement.valid_to, day))
            .order_by(collate(Unit.name, SWEDISH), Unit.id)
        )
    )


def count_below(session: Session, unit_id: int, day: date) -> int:
    """Count everything below a unit on a day."""
    return (
        session.scalar(
            select(func.count()).where(
                Ancestry.ancestor_id == unit_id,
                Ancestry.depth > 0,
                in_force(Ancestry.valid_from, Ancestry.valid_to, day),
            )
        )
        or 0
    )
