"""What must hold before a unit hangs somewhere: a parent in force, one root, no cycle, a kind that fits."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.errors import Reason, Refused
from app.organisation.models import Ancestry, Placement, Unit
from app.organisation.rules import KindRule, Period, may_hang_under
from app.records.appending import wait_for_turn


def unit_to_change(session: Session, unit_id: int) -> Unit:
    """Give a unit that is about to change, once it is this writer's turn. Raises `Refused`."""
    # A tree without circles is a rule about all of it: two who change it do so one after the other.
    wait_for_turn(session)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise Refused(Reason.UNKNOWN_UNIT, unit=unit_id)
    return unit


def not_there(unit: Unit, on: date) -> Refused:
    """Give why a unit cannot be changed on a day on which it is not there: it ends before, or has not begun."""
    if unit.valid_to is not None and unit.valid_to <= on:
        return Refused(Reason.UNIT_ENDS_BEFORE, unit=unit.name, day=unit.valid_to)
    return Refused(Reason.UNIT_NOT_IN_FORCE, unit=unit.name)


def possible(start: date, end: date | None) -> Period:
    """Give the period from one day to another; raises `Refused` where it holds no day."""
    period = Period(start, end)
    if not period.is_possible:
        raise Refused(Reason.WRONG_PERIOD, start=start, end=end)
    return period


def parent_in_force(session: Session, parent_id: int | None, period: Period) -> Unit | None:
    """Give the unit to hang under, which must be there during the whole period. Raises `Refused`."""
    if parent_id is None:
        return None
    parent = session.get(Unit, parent_id)
    if parent is None:
        raise Refused(Reason.UNKNOWN_PARENT, parent=parent_id)
    if not Period(parent.valid_from, parent.valid_to).covers(period):
        raise Refused(Reason.PARENT_NOT_IN_FORCE, parent=parent.name, start=period.start, end=period.end)
    return parent


def refuse_second_root(session: Session, period: Period, besides: int | None = None) -> None:
    """Refuse another unit under nothing while there is one during the period."""
    roots = session.scalars(select(Placement).where(Placement.parent_id.is_(None)))
    for root in roots:
        if root.unit_id != besides and Period(root.valid_from, root.valid_to).overlaps(period):
            raise Refused(Reason.SECOND_ROOT)


def refuse_second_top(session: Session, period: Period, besides: Collection[int] = ()) -> None:
    """Refuse another top administration while there is one during the period: whoever leads it is the kommunchef."""
    for top in session.scalars(select(Unit).where(Unit.is_top_administration).order_by(Unit.id)):
        if top.id not in besides and Period(top.valid_from, top.valid_to).overlaps(period):
            raise Refused(Reason.SECOND_TOP, unit=top.name)


def refuse_cycle(session: Session, units: Sequence[Unit], parent: Unit, period: Period) -> None:
    """Refuse a parent that lies below one of the units, or is one of them, on any day of the period."""
    below = session.scalars(
        select(Ancestry).where(
            Ancestry.ancestor_id.in_([unit.id for unit in units]), Ancestry.descendant_id == parent.id
        )
    )
    if any(Period(line.valid_from, line.valid_to).overlaps(period) for line in below):
        raise Refused(Reason.CYCLE, unit=units[0].name, parent=parent.name)


def fitting_kind(key: str, parent: Unit | None, kinds: Sequence[KindRule] | None) -> KindRule | None:
    """Give the rule of a kind that may hang under this parent; None where no kinds are given. Raises `Refused`."""
    if kinds is None:
        return None
    known = {kind.key: kind for kind in kinds}
    if key not in known:
        raise Refused(Reason.UNKNOWN_KIND, kind=key)
    if parent is None:
        if not may_hang_under(known[key], None):
            raise Refused(Reason.KIND_NOT_ROOT, kind=key)
    elif parent.kind not in known or not may_hang_under(known[key], known[parent.kind]):
        raise Refused(Reason.KIND_NOT_UNDER, kind=key, parent_kind=parent.kind, parent=parent.name)
    return known[key]
