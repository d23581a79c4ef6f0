"""Who takes over from a unit that is no more: those it was split or merged into; of one that was closed, the unit it hung under.

Where those are no more either, theirs in turn. A unit that was moved is still there, and nobody takes over from it.
"""

from collections.abc import Callable, Collection
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, CompoundSelect, Select, and_, exists, false, select, union
from sqlalchemy.orm import Session, aliased

from app.access.actor import Scope
from app.organisation.models import Placement, Succession, Unit, in_force
from app.organisation.reach import lies_within


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


STEPS_BACK = 3
"""Reorganisations that are gone back through from a unit of today; hardly anything waits through more of them."""


def estate_of(unit_ids: Collection[int], day: date) -> Select[int]:
    """Give a subquery of the units that are no more and that some few units of the day take over from; `heirs_of` backwards.

    It goes along indexes from the units that are asked about, so that the many others there are cost nothing.
    """
    steps: list[Select[int]] = []
    at = select(Unit.id).where(Unit.id.in_(sorted(unit_ids)), in_force(Unit.valid_from, Unit.valid_to, day))
    for _step in range(STEPS_BACK):
        # Each step is a table of its own that the next one looks at twice.
        at = select(_one_step_back(at, day).cte().c[0])
        steps.append(at)
    return select(union(*steps).subquery().c[0])


def in_succession(gone: Select[int], day: Any) -> CTE:
    """Give some units that are no more (`gone`) each with those that come after it (`heir`), however many times: `heirs_of` as a
    part of a statement, which holds the steps between too.
    """
    became = select(Succession.from_unit_id.label("gone"), Succession.to_unit_id.label("heir")).where(
        Succession.on <= day
    )
    steps = union(became, _last_places().where(Unit.valid_to <= day)).subquery()
    begins = gone.subquery()
    pairs = select(begins.c[0].label("gone"), begins.c[0].label("heir")).cte(recursive=True)
    return pairs.union(select(pairs.c.gone, steps.c.heir).join(steps, steps.c.gone == pairs.c.heir))


def taken_over(pairs: CTE, day: Any, within: Callable[[Any], ColumnElement[bool]]) -> Select[int]:
    """Give a subquery of the units that are no more, of `in_succession`, from which a unit `within` some others takes over."""
    heir = aliased(Unit)
    return (
        select(pairs.c.gone)
        .join(heir, heir.id == pairs.c.heir)
        .where(in_force(heir.valid_from, heir.valid_to, day), within(heir.id))
    )


@lru_cache(maxsize=8)
def _gone_by(day: Any) -> CTE:
    """All units that are no more, with those that come after; one in a statement, however often asked."""
    return in_succession(select(Unit.id).where(Unit.valid_to <= day), day)


def was_within(unit_id: Any, scope: Scope, day: Any) -> ColumnElement[bool]:
    """Give the condition that a unit of another statement is no more, and one that took over from it lies in a scope on `day`.

    For what was established there: a reorganisation leaves it readable to whoever reads what came after (domain 3, ADR 0061).
    What was never finished stays with those who wrote it, and nobody writes on in a unit that is no more.
    """
    if scope.empty or scope.everywhere:
        # Everywhere is also where nothing is any more.
        return false()
    gone = aliased(Unit)
    # Asked first, of the row alone: who comes after is only worked out where the unit of a row is no more.
    is_gone = exists().where(gone.id == unit_id, gone.valid_to <= day).correlate_except(gone)
    after = taken_over(_gone_by(day), day, lambda heir: lies_within(heir, scope, day))
    return and_(is_gone, unit_id.in_(after))


def _one_step_back(units: Select[int], day: date) -> CompoundSelect[int]:
    became = select(Succession.from_unit_id).where(Succession.to_unit_id.in_(units), Succession.on <= day)
    hung = (
        _last_places().with_only_columns(Unit.id).where(Placement.parent_id.in_(units), Unit.valid_to <= day)
    )
    return union(became, hung)
