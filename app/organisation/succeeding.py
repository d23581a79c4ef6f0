"""Who takes over from a unit that is no more: those it was split or merged into; of one that was closed, the unit it hung under.

Where those are no more either, theirs in turn. A unit that was moved is still there, and nobody takes over from it.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, and_, exists, select, union
from sqlalchemy.orm import Session, aliased

from app.organisation.models import Placement, Succession, Unit, in_force


def heirs_of(session: Session, unit_ids: Collection[int], day: date) -> dict[int, set[int]]:
    """Give for each of some units that are no more the units of the day that take over from it."""
    after: dict[int, set[int]] = {}
    there: set[int] = set()
    asked = set(unit_ids)
    while asked:
        after |= {one: set[int]() for one in asked}
        for gone, next_one in session.execute(_steps(asked, day)):
            after[gone].add(next_one)
        reached = {one for gone in asked for one in after[gone]} - after.keys() - there
        there |= set(
            session.scalars(
                select(Unit.id).where(
                    Unit.id.in_(sorted(reached)), in_force(Unit.valid_from, Unit.valid_to, day)
                )
            )
        )
        asked = reached - there
    return {one: _ends(one, after, there) for one in unit_ids}


def _ends(unit_id: int, after: dict[int, set[int]], there: set[int]) -> set[int]:
    found: set[int] = set()
    seen: set[int] = set()
    ahead = [unit_id]
    while ahead:
        here = ahead.pop()
        if here in there:
            found.add(here)
        elif here not in seen:
            seen.add(here)
            ahead += after.get(here, ())
    return found


def _steps(gone: Collection[int], day: date) -> CompoundSelect[Any]:
    """Give one step from each of some units: to what it became, otherwise to what it hung under on its last day."""
    became = select(Succession.from_unit_id, Succession.to_unit_id).where(
        Succession.from_unit_id.in_(sorted(gone)), Succession.on <= day
    )
    hung = _last_places().where(Unit.id.in_(sorted(gone)), Unit.valid_to <= day)
    return union(became, hung)


def _last_places() -> Select[int, int | None]:
    return (
        select(Unit.id, Placement.parent_id)
        .join(Placement, and_(Placement.unit_id == Unit.id, Placement.valid_to == Unit.valid_to))
        .where(Placement.parent_id.is_not(None), ~exists().where(Succession.from_unit_id == Unit.id))
    )


def estate_of(unit_ids: Collection[int], day: date) -> Select[int]:
    """Give a subquery of the units that are no more and that some few units of the day take over from; `heirs_of` backwards."""
    known = (
        select(Unit.id.label("unit_id"))
        .where(Unit.id.in_(sorted(unit_ids)), in_force(Unit.valid_from, Unit.valid_to, day))
        .cte("estate", recursive=True)
    )
    place, ended = aliased(Placement), aliased(Unit)
    became = and_(Succession.to_unit_id == known.c.unit_id, Succession.on <= day)
    gone = ended.valid_to <= day
    known = known.union(
        select(Succession.from_unit_id).join(known, became),
        select(ended.id)
        .join(place, and_(place.unit_id == ended.id, place.valid_to == ended.valid_to))
        .join(known, place.parent_id == known.c.unit_id)
        .where(gone, ~exists().where(Succession.from_unit_id == ended.id)),
    )
    return select(known.c.unit_id).where(known.c.unit_id.not_in(sorted(unit_ids)))
