"""What an administrator who also leads a unit does not do alone: hang other units under it, and so read what is raised there.

As little as one appoints oneself (ADR 0012): another administrator does it.
"""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.matrix import May, Role, reach
from app.organisation.errors import Reason, Refused
from app.organisation.models import Ancestry, Appointment, Unit, in_force
from app.organisation.rules import Place

READ_BELOW = tuple(role for role in Role if reach(role, May.READ_RELEASED) is not None)
"""Roles through which one reads what the units below raise."""


def refuse_moving_to_oneself(
    session: Session, *, actor_id: int | None, unit: Unit, parent_id: int | None, on: date
) -> None:
    """Refuse a move by which whoever makes it comes to lead a unit above the one moved; no statement more for all others."""
    led = session.scalars(
        select(Appointment.unit_id).where(
            Appointment.person_id == (actor_id or 0),
            Appointment.role.in_(READ_BELOW),
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > on),
        )
    ).all()
    if not led:
        return
    rows = session.execute(
        select(Ancestry.descendant_id, Ancestry.ancestor_id).where(
            Ancestry.descendant_id.in_([unit.id, parent_id or 0]),
            Ancestry.ancestor_id.in_(led),
            in_force(Ancestry.valid_from, Ancestry.valid_to, on),
        )
    ).all()
    already = {above for below, above in rows if below == unit.id}
    if any(above not in already for below, above in rows if below == parent_id):
        raise Refused(Reason.MOVING_TO_ONESELF, unit=unit.name)


def comes_under(
    led: Sequence[int],
    unit: int,
    on: date,
    *,
    before: Mapping[int, Sequence[Place]],
    after: Mapping[int, Sequence[Place]],
) -> bool:
    """Tell whether a unit comes to hang below one of those led on a day, and did not already."""
    return bool(set(led) & (_above(unit, on, after) - _above(unit, on, before)))


def _above(unit: int, on: date, places: Mapping[int, Sequence[Place]]) -> set[int]:
    found: set[int] = set()
    at: int | None = unit
    while at is not None and at not in found:
        found.add(at)
        at = next((one.parent for one in places.get(at, ()) if one.period.holds(on)), None)
    return found
