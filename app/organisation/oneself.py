"""What an administrator who also leads a unit does not do alone: hang other units under it, and so read what is raised there.

As little as one appoints oneself (ADR 0012): another administrator does it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Row, and_, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import May, Role, reach
from app.organisation.errors import Reason, Refused
from app.organisation.models import Ancestry, Appointment, Unit
from app.organisation.rules import Period, Place, covered

READ_BELOW = tuple(role for role in Role if reach(role, May.READ_RELEASED) is not None)
"""Roles through which one reads what the units below raise."""


@dataclass(frozen=True, slots=True)
class Led:
    """What somebody leads from a day on: units all below which one reads, and boards one presides over, which read what is
    raised straight under them.
    """

    units: frozenset[int]
    boards: frozenset[int]

    def __bool__(self) -> bool:
        return bool(self.units or self.boards)

    def reads(self, above: int, steps: int) -> bool:
        """Tell whether one reads what is raised `steps` below a unit."""
        return above in self.units or (steps == 1 and above in self.boards)


def leads(held: Collection[tuple[int, str, str]]) -> Led:
    """Give what appointments as (unit, role, duty) make one lead."""
    return Led(
        frozenset(unit for unit, role, _duty in held if role in READ_BELOW),
        frozenset(unit for unit, role, duty in held if role == Role.POLITICIAN and duty),
    )


def led_by(session: Session, actor_id: int | None, on: date) -> Led:
    """Give what a person leads on a day or later."""
    rows = session.execute(
        select(Appointment.unit_id, Appointment.role, Appointment.duty).where(
            Appointment.person_id == (actor_id or 0),
            or_(
                Appointment.role.in_(READ_BELOW),
                and_(Appointment.role == Role.POLITICIAN, Appointment.duty != ""),
            ),
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > on),
        )
    )
    return leads([(unit, role, duty) for unit, role, duty in rows])


Lines = Mapping[int, Mapping[int, Sequence[Period]]]
"""When what units raise is read from others: by the unit, then by the one above."""


def read_from(session: Session, led: Led, unit_ids: Collection[int], on: date) -> Lines:
    """Give from which of the units led what each of some units raises is read, from a day on."""
    found: dict[int, dict[int, list[Period]]] = {one: {} for one in unit_ids}
    for line in _lines(session, led, unit_ids, on):
        if line.depth and led.reads(line.ancestor_id, line.depth):
            at = found[line.descendant_id].setdefault(line.ancestor_id, [])
            at.append(Period(max(line.valid_from, on), line.valid_to))
    return found


def gains(before: Lines, after: Lines) -> int | None:
    """Give a unit that is read from above on a day it was not before; None without any."""
    for unit, above in after.items():
        known = before.get(unit, {})
        for one, periods in above.items():
            if not all(covered(period, known.get(one, ())) for period in periods):
                return unit
    return None


def refuse_moving_to_oneself(
    session: Session, *, actor_id: int | None, unit: Unit, parent_id: int | None, period: Period
) -> None:
    """Refuse to hang a unit where whoever does it comes to lead what is above it; no statement more for all others."""
    led = led_by(session, actor_id, period.start)
    if not led or parent_id is None:
        return
    there = [
        (line.ancestor_id, shared)
        for line in _lines(session, led, [parent_id], period.start)
        if led.reads(line.ancestor_id, line.depth + 1)
        and (shared := Period(line.valid_from, line.valid_to).common(period))
    ]
    above: dict[int, list[Period]] = {}
    for one, shared in there:
        above.setdefault(one, []).append(shared)
    if gains(read_from(session, led, [unit.id], period.start), {unit.id: above}) is not None:
        raise Refused(Reason.MOVING_TO_ONESELF, unit=unit.name)


def _lines(
    session: Session, led: Led, unit_ids: Collection[int], on: date
) -> Sequence[Row[int, int, int, date, date | None]]:
    return session.execute(
        select(
            Ancestry.descendant_id,
            Ancestry.ancestor_id,
            Ancestry.depth,
            Ancestry.valid_from,
            Ancestry.valid_to,
        ).where(
            Ancestry.descendant_id.in_(sorted(unit_ids)),
            Ancestry.ancestor_id.in_(sorted(led.units | led.boards)),
            or_(Ancestry.valid_to.is_(None), Ancestry.valid_to > on),
        )
    ).all()


def comes_under(
    led: Led,
    unit: int,
    on: date,
    *,
    before: Mapping[int, Sequence[Place]],
    after: Mapping[int, Sequence[Place]],
) -> bool:
    """Tell whether on a day a unit comes to hang where one of those led reads what it raises, and did not already."""
    return bool(_above(led, unit, on, after) - _above(led, unit, on, before))


def _above(led: Led, unit: int, on: date, places: Mapping[int, Sequence[Place]]) -> set[int]:
    found: set[int] = set()
    seen: set[int] = set()
    at, steps = _parent(unit, on, places), 1
    while at is not None and at not in seen:
        if led.reads(at, steps):
            found.add(at)
        seen.add(at)
        at, steps = _parent(at, on, places), steps + 1
    return found


def _parent(unit: int, on: date, places: Mapping[int, Sequence[Place]]) -> int | None:
    return next((one.parent for one in places.get(unit, ()) if one.period.holds(on)), None)
