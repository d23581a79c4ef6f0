"""What boards and companies beside the administration released, which the kommunchef oversees for KS (Tranemo 5.2).

The top administration hangs in a line: KS, KF. Beside it hang boards and companies. What these and the line released is
overseen from the administration, but never what was said upward of the line itself.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Select, and_, exists, select
from sqlalchemy.orm import Session, aliased

from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import hangs_or_hung
from app.passages.models import Passage


def released_beside(
    is_led: Callable[[Any], ColumnElement[bool]], day: date | BindParameter[date]
) -> ColumnElement[bool]:
    """Give the condition that a passage was released beside a top administration; `is_led` says which are meant."""
    above, near = aliased(Ancestry), aliased(Ancestry)
    bodies = (
        select(near.descendant_id)
        .join(above, above.ancestor_id == near.ancestor_id)
        .where(
            is_led(above.descendant_id),
            above.depth > 0,
            near.depth <= 1,
            in_force(above.valid_from, above.valid_to, day),
            hangs_or_hung(near, day),
        )
    )
    line = select(Ancestry.ancestor_id).where(
        is_led(Ancestry.descendant_id),
        Ancestry.depth > 0,
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    return and_(Passage.over_unit_id.in_(bodies), Passage.rep_unit_id.not_in(line))


def overseers_of(over_unit_id: int, rep_unit_id: int, day: date) -> Select[int]:
    """Give the top administrations from which what two units released is overseen: `released_beside` from the other side."""
    above, near, line = aliased(Ancestry), aliased(Ancestry), aliased(Ancestry)
    return (
        select(above.descendant_id)
        .join(near, near.ancestor_id == above.ancestor_id)
        .join(Unit, Unit.id == above.descendant_id)
        .where(
            Unit.is_top_administration.is_(True),
            above.depth > 0,
            near.descendant_id == over_unit_id,
            near.depth <= 1,
            in_force(above.valid_from, above.valid_to, day),
            hangs_or_hung(near, day),
            ~exists().where(
                line.descendant_id == above.descendant_id,
                line.ancestor_id == rep_unit_id,
                line.depth > 0,
                in_force(line.valid_from, line.valid_to, day),
            ),
        )
    )


def overseers(session: Session, passage: Passage, day: date) -> frozenset[int]:
    """Give the top administrations from which a passage is overseen, as `rules.may_read` asks."""
    return frozenset(session.scalars(overseers_of(passage.over_unit_id, passage.rep_unit_id, day)))
