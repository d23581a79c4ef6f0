"""Writes to units: one function per intention; each records its change, keeps the closure, flushes, never commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.organisation import ancestry
from app.organisation.appointing import (
    appoint,
    appointments_running,
    change_appointment,
    end_appointment,
)
from app.organisation.errors import Reason, Refused
from app.organisation.models import Ancestry, Placement, Succession, Unit
from app.organisation.people import (
    change_person,
    checked_name,
    close_person,
    create_person,
    free_id,
    reopen_person,
)
from app.organisation.rules import (
    CycleFound,
    KindRule,
    Period,
    Place,
    ended,
    joined_places,
    may_hang_under,
    moved,
)
from app.records.appending import wait_for_turn
from app.records.services import record

__all__ = [
    "SplitPart",
    "appoint",
    "change_appointment",
    "change_person",
    "close_person",
    "close_unit",
    "create_person",
    "create_unit",
    "end_appointment",
    "merge_units",
    "move_unit",
    "rename_unit",
    "reopen_person",
    "split_unit",
]

KIND = "unit"


def create_unit(
    session: Session,
    *,
    name: str,
    kind: str,
    parent_id: int | None,
    valid_from: date,
    actor_id: int | None,
    valid_to: date | None = None,
    external_id: str | None = None,
    is_top_administration: bool | None = None,
    kinds: Sequence[KindRule] | None = None,
) -> Unit:
    """Create a unit under a parent, or the root when `parent_id` is None.

    `kinds` are the profile's unit kinds; where given they decide what may hang under what, and which unit is the top
    administrative one unless `is_top_administration` says so. Raises `Refused`.
    """
    wait_for_turn(session)
    period = _possible(valid_from, valid_to)
    parent = _parent(session, parent_id, period)
    own_kind = _fitting_kind(kind, parent, kinds)
    if parent is None:
        _refuse_second_root(session, period)
    unit = Unit(
        external_id=free_id(session, Unit.external_id, external_id),
        name=checked_name(name),
        kind=kind,
        is_top_administration=(
            is_top_administration if is_top_administration is not None else bool(own_kind and own_kind.is_top)
        ),
        valid_from=valid_from,
        valid_to=valid_to,
    )
    session.add(unit)
    session.flush()
    session.add(Placement(unit_id=unit.id, parent_id=parent_id, valid_from=valid_from, valid_to=valid_to))
    ancestry.refresh(session, [unit.id])
    _record(session, actor_id, "unit.created", unit.id, after=facts(unit) | {"parent": parent_id})
    return unit


def rename_unit(session: Session, *, unit_id: int, name: str, actor_id: int | None) -> Unit:
    """Give a unit another name; the earlier one stays in the history."""
    unit = _unit(session, unit_id)
    before, unit.name = unit.name, checked_name(name)
    if before != unit.name:
        session.flush()
        _record(session, actor_id, "unit.renamed", unit_id, {"name": before}, {"name": unit.name})
    return unit


def move_unit(
    session: Session,
    *,
    unit_id: int,
    parent_id: int | None,
    on: date,
    actor_id: int | None,
    kinds: Sequence[KindRule] | None = None,
) -> Unit:
    """Hang a unit, with everything below it, under another from a day on.

    A later move already planned still takes place. Raises `Refused`: a cycle, a parent not in force, the wrong kind.
    """
    unit = _unit(session, unit_id)
    if not Period(unit.valid_from, unit.valid_to).holds(on):
        raise Refused(Reason.UNIT_NOT_IN_FORCE, unit=unit.name)
    before = placements(session, unit_id)
    after = moved([ancestry.place_of(one) for one in before], parent_id, on)
    replaced = next(one for one in before if Period(one.valid_from, one.valid_to).holds(on))
    parent = _parent(session, parent_id, Period(on, replaced.valid_to))
    if replaced.parent_id == parent_id:
        raise Refused(Reason.ALREADY_THERE, unit=unit.name)
    if parent is None:
        _refuse_second_root(session, Period(on, replaced.valid_to), besides=unit_id)
    else:
        _refuse_cycle(session, [unit], parent, Period(on, replaced.valid_to))
    _fitting_kind(unit.kind, parent, kinds)
    _write_places(session, before, after)
    _refresh_or_refuse(session, [unit_id])
    _record(
        session,
        actor_id,
        "unit.moved",
        unit_id,
        {"parent": replaced.parent_id},
        {"parent": parent_id, "on": on.isoformat()},
    )
    return unit


def close_unit(
    session: Session, *, unit_id: int, on: date, actor_id: int | None, end_appointments: bool = False
) -> Unit:
    """End a unit from a day on; its history stays.

    Refused while other units hang under it on or after that day, and while appointments run on, unless they are to end
    with it.
    """
    unit = _unit(session, unit_id)
    if on <= unit.valid_from or not Period(unit.valid_from, unit.valid_to).overlaps(Period(on)):
        raise Refused(Reason.UNIT_NOT_IN_FORCE, unit=unit.name)
    hanging = _hanging_under(session, unit_id, on)
    if hanging:
        raise Refused(Reason.OPEN_SUBUNITS, unit=unit.name, count=len({one.unit_id for one in hanging}))
    running = appointments_running(session, [unit_id], on)
    if running and not end_appointments:
        raise Refused(Reason.OPEN_APPOINTMENTS, unit=unit.name, count=len(running))
    for appointment in running:
        end_appointment(session, appointment_id=appointment.id, on=on, actor_id=actor_id)
    _end(session, unit, on)
    ancestry.refresh(session, [unit_id])
    _record(session, actor_id, "unit.closed", unit_id, after={"valid_to": on.isoformat()})
    return unit


@dataclass(frozen=True, slots=True)
class SplitPart:
    """One unit that comes out of a split, with the sub-units and appointments that go to it."""

    name: str
    external_id: str | None = None
    children: frozenset[int] = field(default_factory=frozenset)
    appointments: frozenset[int] = field(default_factory=frozenset)


def split_unit(
    session: Session,
    *,
    unit_id: int,
    on: date,
    into: Sequence[SplitPart],
    actor_id: int | None,
) -> list[Unit]:
    """End a unit on a day and let two or more new ones of its kind begin in its place.

    Sub-units that no part names go to the first part; appointments that no part names end with the unit.
    """
    unit = _unit(session, unit_id)
    if len(into) < 2:
        raise Refused(Reason.TOO_FEW_PARTS, unit=unit.name)
    place = _place_for_successor(session, unit, on)
    created = [
        create_unit(
            session,
            name=part.name,
            kind=unit.kind,
            parent_id=place.parent_id,
            valid_from=on,
            valid_to=unit.valid_to,
            external_id=part.external_id,
            is_top_administration=unit.is_top_administration,
            actor_id=actor_id,
        )
        for part in into
    ]
    home = {child: new.id for part, new in zip(into, created, strict=True) for child in part.children}
    hanging = _hanging_under(session, unit_id, on)
    _rehang(
        session, hanging, unit_id, on, {one.unit_id: home.get(one.unit_id, created[0].id) for one in hanging}
    )
    for part, new in zip(into, created, strict=True):
        _carry_over(session, part.appointments, [unit_id], new.id, on, actor_id)
    _succeed(session, [unit], created, on, "split", actor_id)
    return created


def merge_units(
    session: Session,
    *,
    unit_ids: Sequence[int],
    on: date,
    name: str,
    actor_id: int | None,
    parent_id: int | None = None,
    external_id: str | None = None,
    appointments: Iterable[int] = (),
    kinds: Sequence[KindRule] | None = None,
) -> Unit:
    """End units on a day and let one new one begin in their place, under `parent_id` or where the first hung.

    Their sub-units hang under the new one; the `appointments` named go over to it, the others end.
    """
    units = [_unit(session, unit_id) for unit_id in dict.fromkeys(unit_ids)]
    if len(units) < 2:
        raise Refused(Reason.TOO_FEW_PARTS, unit=units[0].name if units else "")
    places = [_place_for_successor(session, unit, on) for unit in units]
    ends = [unit.valid_to for unit in units]
    above = parent_id if parent_id is not None else places[0].parent_id
    if above is not None:
        _refuse_cycle(session, units, _unit(session, above), Period(on))
    merged = create_unit(
        session,
        name=name,
        kind=units[0].kind,
        parent_id=above,
        valid_from=on,
        valid_to=None if None in ends else max(end for end in ends if end),
        external_id=external_id,
        is_top_administration=any(unit.is_top_administration for unit in units),
        actor_id=actor_id,
        kinds=kinds,
    )
    for unit in units:
        hanging = _hanging_under(session, unit.id, on)
        _rehang(session, hanging, unit.id, on, {one.unit_id: merged.id for one in hanging})
    _carry_over(session, appointments, [unit.id for unit in units], merged.id, on, actor_id)
    _succeed(session, units, [merged], on, "merge", actor_id)
    return merged


def placements(session: Session, unit_id: int) -> list[Placement]:
    """Give where a unit has hung and will hang, in order of time."""
    return list(
        session.scalars(select(Placement).where(Placement.unit_id == unit_id).order_by(Placement.valid_from))
    )


def facts(unit: Unit) -> dict[str, object]:
    """Give what the history keeps of a unit."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "external_id": unit.external_id,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
    }


def _unit(session: Session, unit_id: int) -> Unit:
    # A tree without circles is a rule about all of it: two who change it do so one after the other.
    wait_for_turn(session)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise Refused(Reason.UNKNOWN_UNIT, unit=unit_id)
    return unit


def _possible(start: date, end: date | None) -> Period:
    period = Period(start, end)
    if not period.is_possible:
        raise Refused(Reason.WRONG_PERIOD, start=start, end=end)
    return period


def _parent(session: Session, parent_id: int | None, period: Period) -> Unit | None:
    if parent_id is None:
        return None
    parent = session.get(Unit, parent_id)
    if parent is None:
        raise Refused(Reason.UNKNOWN_PARENT, parent=parent_id)
    if not Period(parent.valid_from, parent.valid_to).covers(period):
        raise Refused(Reason.PARENT_NOT_IN_FORCE, parent=parent.name, start=period.start, end=period.end)
    return parent


def _refuse_second_root(session: Session, period: Period, besides: int | None = None) -> None:
    roots = session.scalars(select(Placement).where(Placement.parent_id.is_(None)))
    for root in roots:
        if root.unit_id != besides and Period(root.valid_from, root.valid_to).overlaps(period):
            raise Refused(Reason.SECOND_ROOT)


def _refuse_cycle(session: Session, units: Sequence[Unit], parent: Unit, period: Period) -> None:
    """Refuse a parent that lies below one of the units, or is one of them, on any day of the period."""
    below = session.scalars(
        select(Ancestry).where(
            Ancestry.ancestor_id.in_([unit.id for unit in units]), Ancestry.descendant_id == parent.id
        )
    )
    if any(Period(line.valid_from, line.valid_to).overlaps(period) for line in below):
        raise Refused(Reason.CYCLE, unit=units[0].name, parent=parent.name)


def _fitting_kind(key: str, parent: Unit | None, kinds: Sequence[KindRule] | None) -> KindRule | None:
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


def _write_places(session: Session, before: Sequence[Placement], after: Sequence[Place]) -> None:
    """Make the stored placements of one unit those of `after`, keeping the rows that begin on the same day."""
    wanted = {place.period.start: place for place in after}
    for row in before:
        place = wanted.pop(row.valid_from, None)
        if place is None:
            session.delete(row)
        else:
            row.parent_id, row.valid_to = place.parent, place.period.end
    session.flush()
    for place in wanted.values():
        session.add(
            Placement(
                unit_id=place.unit,
                parent_id=place.parent,
                valid_from=place.period.start,
                valid_to=place.period.end,
            )
        )
    session.flush()


def _refresh_or_refuse(session: Session, unit_ids: Iterable[int]) -> None:
    try:
        ancestry.refresh(session, unit_ids)
    except CycleFound as ring:
        names = [_unit(session, unit_id).name for unit_id in ring.units]
        raise Refused(Reason.CYCLE, unit=names[0], parent=names[-1]) from ring


def _hanging_under(session: Session, unit_id: int, on: date) -> list[Placement]:
    """Give the placements under a unit that run on a day or later."""
    return list(
        session.scalars(
            select(Placement)
            .where(Placement.parent_id == unit_id, or_(Placement.valid_to.is_(None), Placement.valid_to > on))
            .order_by(Placement.unit_id, Placement.valid_from)
        )
    )


def _place_for_successor(session: Session, unit: Unit, on: date) -> Placement:
    """Give where the unit hangs on the day it ends; the day must lie after its first and within its period."""
    if on <= unit.valid_from or not Period(unit.valid_from, unit.valid_to).holds(on):
        raise Refused(Reason.UNIT_NOT_IN_FORCE, unit=unit.name)
    return next(one for one in placements(session, unit.id) if Period(one.valid_from, one.valid_to).holds(on))


def _rehang(session: Session, hanging: Sequence[Placement], old: int, on: date, home: dict[int, int]) -> None:
    for child in dict.fromkeys(one.unit_id for one in hanging):
        rows = placements(session, child)
        after: list[Place] = []
        for place in (ancestry.place_of(row) for row in rows):
            if place.parent != old or place.period.last <= on:
                after.append(place)
            elif place.period.start >= on:
                after.append(Place(child, home[child], place.period))
            else:
                after += moved([place], home[child], on)
        _write_places(session, rows, joined_places(after))


def _carry_over(
    session: Session,
    appointment_ids: Iterable[int],
    from_units: Sequence[int],
    to_unit: int,
    on: date,
    actor_id: int | None,
) -> None:
    """End the appointments named and let the same begin at another unit on the same day."""
    chosen = set(appointment_ids)
    for old in appointments_running(session, from_units, on):
        if old.id not in chosen:
            continue
        start = max(on, old.valid_from)
        kept = {
            "role": old.role,
            "title": old.title,
            "duty": old.duty,
            "is_deputy": old.is_deputy,
            "valid_to": old.valid_to,
            "person_id": old.person_id,
        }
        end_appointment(session, appointment_id=old.id, on=on, actor_id=actor_id)
        appoint(session, unit_id=to_unit, valid_from=start, actor_id=actor_id, **kept)  # type: ignore[arg-type]


def _succeed(
    session: Session,
    old: Sequence[Unit],
    new: Sequence[Unit],
    on: date,
    change: str,
    actor_id: int | None,
) -> None:
    """End the old units and remember which became which."""
    for appointment in appointments_running(session, [unit.id for unit in old], on):
        end_appointment(session, appointment_id=appointment.id, on=on, actor_id=actor_id)
    for unit in old:
        _end(session, unit, on)
        for successor in new:
            session.add(Succession(from_unit_id=unit.id, to_unit_id=successor.id, on=on, change=change))
    session.flush()
    children = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id.in_([unit.id for unit in old]), Ancestry.depth == 1
    )
    _refresh_or_refuse(session, [*(unit.id for unit in old), *session.scalars(children)])
    for unit in old:
        after: dict[str, object] = {"into": [successor.id for successor in new], "on": on.isoformat()}
        _record(session, actor_id, f"unit.{change}", unit.id, {"valid_to": None}, after)


def _end(session: Session, unit: Unit, on: date) -> None:
    rows = placements(session, unit.id)
    _write_places(session, rows, ended([ancestry.place_of(row) for row in rows], on))
    unit.valid_to = on
    session.flush()


def _record(
    session: Session,
    actor_id: int | None,
    action: str,
    unit_id: int,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    record(
        session, actor_id=actor_id, action=action, kind=KIND, object_id=unit_id, before=before, after=after
    )
