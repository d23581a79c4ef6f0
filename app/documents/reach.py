"""Who may write a document or a decision, and who looks after it when its unit is gone.

It is the units where the acting person holds the permission now, and of what has been left behind by a unit that is gone:
its successors, and who supports a unit it lay under. Otherwise nobody could take care of the documents of a closed unit.
"""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, Select, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.models import Ancestry, Succession, Unit
from app.organisation.reach import unit_ids_within


def editable_by(
    actor: Actor, day: date, responsible_unit_id: InstrumentedAttribute[int]
) -> ColumnElement[bool]:
    """Give the condition that `actor` may write on `day` what a unit is responsible for."""
    scope = actor.scope(May.EDIT_DOCUMENTS)
    within = unit_ids_within(scope, day)
    inherited = select(Succession.from_unit_id).where(Succession.to_unit_id.in_(within), Succession.on <= day)
    ways = [responsible_unit_id.in_(within), responsible_unit_id.in_(inherited)]
    if scope.subtrees:
        left_behind = (
            select(Ancestry.descendant_id)
            .join(Unit, Unit.id == Ancestry.descendant_id)
            .where(
                Ancestry.ancestor_id.in_(sorted(scope.subtrees)),
                Unit.valid_to <= day,
                Ancestry.valid_to == Unit.valid_to,
            )
        )
        ways.append(responsible_unit_id.in_(left_behind))
    return or_(*ways)


def looked_after_by(session: Session, units: Iterable[Unit], day: date) -> dict[int, list[int]]:
    """Tell which units look after the documents of each of `units` on a day, by unit.

    A unit itself while it is there; of one that is gone its successors, or without any the unit it lay under at the end.
    """
    found: dict[int, list[int]] = {}
    gone: list[int] = []
    for unit in units:
        if unit.valid_to is None or unit.valid_to > day:
            found[unit.id] = [unit.id]
        else:
            gone.append(unit.id)
    if gone:
        successors = session.execute(
            select(Succession.from_unit_id, Succession.to_unit_id)
            .where(Succession.from_unit_id.in_(gone), Succession.on <= day)
            .order_by(Succession.to_unit_id)
        )
        for old, new in successors:
            found.setdefault(old, []).append(new)
        above = session.execute(_above_at_the_end().where(Unit.id.in_(gone)))
        for old, parent in above:
            found.setdefault(old, [parent])
    return {number: found.get(number, []) for number in [*found, *gone]}


def _above_at_the_end() -> Select[int, int]:
    return (
        select(Unit.id, Ancestry.ancestor_id)
        .join(Ancestry, Ancestry.descendant_id == Unit.id)
        .where(Ancestry.depth == 1, Ancestry.valid_to == Unit.valid_to)
    )


def looked_after(led: Iterable[int], day: date) -> Select[int]:
    """Give a subquery of the units whose documents those who lead `led` look after: the twin of `looked_after_by`."""
    mine = sorted(led)
    succeeded = select(Succession.from_unit_id).where(Succession.on <= day)
    from_before = (
        select(Succession.from_unit_id)
        .join(Unit, Unit.id == Succession.from_unit_id)
        .where(Succession.to_unit_id.in_(mine), Succession.on <= day, Unit.valid_to <= day)
    )
    below = (
        _above_at_the_end()
        .with_only_columns(Unit.id)
        .where(Ancestry.ancestor_id.in_(mine), Unit.valid_to <= day, Unit.id.not_in(succeeded))
    )
    own = select(Unit.id).where(Unit.id.in_(mine))
    return select(union(own, from_before, below).subquery().c[0])
