"""Units that become others: a split and a merger, with what hung under them and who was appointed there."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.appointing import appoint, appointments_running, end_appointment
from app.organisation.errors import Reason, Refused
from app.organisation.fitting import not_there, refuse_cycle, unit_to_change
from app.organisation.models import Ancestry, Placement, Succession, Unit
from app.organisation.oneself import refuse_moving_to_oneself
from app.organisation.placing import end_places, hanging_under, placements, refresh_or_refuse, rehang
from app.organisation.planned import Watch, written
from app.organisation.rules import KindRule, Period
from app.organisation.units import create_unit, record_unit
from app.records.appending import record_many


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
    unit = unit_to_change(session, unit_id)
    if len(into) < 2:
        raise Refused(Reason.TOO_FEW_PARTS, unit=unit.name)
    if unit.is_top_administration:
        raise Refused(Reason.SECOND_TOP, unit=unit.name)
    watch = Watch(session, [unit_id], on)
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
    hanging = hanging_under(session, unit_id, on)
    moves = rehang(
        session, hanging, unit_id, on, {one.unit_id: home.get(one.unit_id, created[0].id) for one in hanging}
    )
    record_many(session, actor_id=actor_id, changes=moves)
    for part, new in zip(into, created, strict=True):
        _carry_over(session, part.appointments, [unit_id], new.id, on, actor_id)
    _succeed(session, [unit], created, on, "split", actor_id)
    watch.keep("split", actor_id=actor_id, made=[new.id for new in created])
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
    units = [unit_to_change(session, unit_id) for unit_id in dict.fromkeys(unit_ids)]
    if len(units) < 2:
        raise Refused(Reason.TOO_FEW_PARTS, unit=units[0].name if units else "")
    watch = Watch(session, [unit.id for unit in units], on)
    places = [_place_for_successor(session, unit, on) for unit in units]
    ends = [unit.valid_to for unit in units]
    above = parent_id if parent_id is not None else places[0].parent_id
    if above is not None:
        refuse_cycle(session, units, unit_to_change(session, above), Period(on))
    for unit in units:
        # What hangs under the units, and what was established there, goes along with them.
        refuse_moving_to_oneself(
            session, actor_id=actor_id, unit=unit, parent_id=above, period=Period(on, unit.valid_to)
        )
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
    ending = {unit.id for unit in units}
    for unit in units:
        hanging = hanging_under(session, unit.id, on)
        moves = rehang(session, hanging, unit.id, on, {one.unit_id: merged.id for one in hanging})
        # One that ends itself, since it hung under the other, is not moved.
        lasting = [one for one in moves if one.object_id not in ending]
        record_many(session, actor_id=actor_id, changes=lasting)
    _carry_over(session, appointments, [unit.id for unit in units], merged.id, on, actor_id)
    _succeed(session, units, [merged], on, "merge", actor_id)
    watch.keep("merge", actor_id=actor_id, made=[merged.id])
    return merged


def _place_for_successor(session: Session, unit: Unit, on: date) -> Placement:
    """Give where the unit hangs on the day it ends; the day must lie after its first and within its period."""
    if on <= unit.valid_from or not Period(unit.valid_from, unit.valid_to).holds(on):
        raise not_there(unit, on)
    return next(one for one in placements(session, unit.id) if Period(one.valid_from, one.valid_to).holds(on))


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
    ends = {unit.id: unit.valid_to for unit in old}
    for appointment in appointments_running(session, [unit.id for unit in old], on):
        end_appointment(session, appointment_id=appointment.id, on=on, actor_id=actor_id)
    for unit in old:
        end_places(session, unit, on)
        for successor in new:
            session.add(Succession(from_unit_id=unit.id, to_unit_id=successor.id, on=on, change=change))
    session.flush()
    children = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id.in_([unit.id for unit in old]), Ancestry.depth == 1
    )
    refresh_or_refuse(session, [*(unit.id for unit in old), *session.scalars(children)])
    for unit in old:
        after: dict[str, object] = {"into": [successor.id for successor in new], "on": on.isoformat()}
        before: dict[str, object] = {"valid_to": written(ends[unit.id])}
        record_unit(session, actor_id, f"unit.{change}", unit.id, before, after)
