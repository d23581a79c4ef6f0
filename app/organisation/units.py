"""Writes to units: create, rename, move, close; each records its change, keeps the closure, flushes, never commits."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy.orm import Session

from app.organisation import ancestry
from app.organisation.appointing import appointments_running, end_appointment
from app.organisation.errors import Reason, Refused
from app.organisation.fitting import (
    fitting_kind,
    not_there,
    parent_in_force,
    possible,
    refuse_cycle,
    refuse_second_root,
    refuse_second_top,
    unit_to_change,
)
from app.organisation.models import Placement, Unit
from app.organisation.naming import Names, bearers
from app.organisation.oneself import refuse_moving_to_oneself
from app.organisation.people import checked_name, free_id
from app.organisation.placing import end_places, hanging_under, placements, refresh_or_refuse, write_places
from app.organisation.planned import Watch, written
from app.organisation.rules import KindRule, Period, moved
from app.records.appending import wait_for_turn
from app.records.services import record

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
    period = possible(valid_from, valid_to)
    parent = parent_in_force(session, parent_id, period)
    own_kind = fitting_kind(kind, parent, kinds)
    if parent is None:
        refuse_second_root(session, period)
    if is_top_administration is None and own_kind is not None and own_kind.is_top:
        refuse_second_top(session, period)
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
    record_unit(session, actor_id, "unit.created", unit.id, after=facts(unit) | {"parent": parent_id})
    return unit


def rename_unit(session: Session, *, unit_id: int, name: str, actor_id: int | None) -> Unit:
    """Give a unit another name; the earlier one stays in the history."""
    names = Names(units=[unit_id])
    bearers.hold(session, names)
    unit = unit_to_change(session, unit_id)
    before, unit.name = unit.name, checked_name(name)
    if before != unit.name:
        session.flush()
        bearers.changed(session, names, actor_id)
        record_unit(session, actor_id, "unit.renamed", unit_id, {"name": before}, {"name": unit.name})
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
    unit = unit_to_change(session, unit_id)
    if not Period(unit.valid_from, unit.valid_to).holds(on):
        raise not_there(unit, on)
    watch = Watch(session, [unit_id], on)
    before = placements(session, unit_id)
    after = moved([ancestry.place_of(one) for one in before], parent_id, on)
    replaced = next(one for one in before if Period(one.valid_from, one.valid_to).holds(on))
    parent = parent_in_force(session, parent_id, Period(on, replaced.valid_to))
    if replaced.parent_id == parent_id:
        raise Refused(Reason.ALREADY_THERE, unit=unit.name)
    if parent is None:
        refuse_second_root(session, Period(on, replaced.valid_to), besides=unit_id)
    else:
        refuse_cycle(session, [unit], parent, Period(on, replaced.valid_to))
    there = session.get(Unit, replaced.parent_id) if replaced.parent_id is not None else None
    if parent is None or there is None or there.kind != parent.kind:
        # Under one of a kind it hangs under already it may hang, whatever the model in force says of new units.
        fitting_kind(unit.kind, parent, kinds)
    refuse_moving_to_oneself(
        session,
        actor_id=actor_id,
        unit=unit,
        parent_id=parent_id,
        period=Period(on, replaced.valid_to),
    )
    write_places(session, before, after)
    refresh_or_refuse(session, [unit_id])
    record_unit(
        session,
        actor_id,
        "unit.moved",
        unit_id,
        {"parent": replaced.parent_id},
        {"parent": parent_id, "on": on.isoformat()},
    )
    watch.keep("move", actor_id=actor_id, to=[parent_id] if parent_id is not None else [])
    return unit


def close_unit(
    session: Session, *, unit_id: int, on: date, actor_id: int | None, end_appointments: bool = False
) -> Unit:
    """End a unit from a day on; its history stays.

    Refused while other units hang under it on or after that day, and while appointments run on, unless they are to end
    with it.
    """
    unit = unit_to_change(session, unit_id)
    if on <= unit.valid_from or not Period(unit.valid_from, unit.valid_to).overlaps(Period(on)):
        raise not_there(unit, on)
    watch = Watch(session, [unit_id], on)
    hanging = hanging_under(session, unit_id, on)
    if hanging:
        raise Refused(Reason.OPEN_SUBUNITS, unit=unit.name, count=len({one.unit_id for one in hanging}))
    running = appointments_running(session, [unit_id], on)
    if running and not end_appointments:
        raise Refused(Reason.OPEN_APPOINTMENTS, unit=unit.name, count=len(running))
    for appointment in running:
        end_appointment(session, appointment_id=appointment.id, on=on, actor_id=actor_id)
    end = unit.valid_to
    end_places(session, unit, on)
    ancestry.refresh(session, [unit_id])
    before: dict[str, object] = {"valid_to": written(end)}
    record_unit(session, actor_id, "unit.closed", unit_id, before, {"valid_to": on.isoformat()})
    watch.keep("close", actor_id=actor_id)
    return unit


def facts(unit: Unit) -> dict[str, object]:
    """Give what the history keeps of a unit."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "external_id": unit.external_id,
        # Who leads this one is the kommunchef: what is kept of a unit says so.
        "is_top": unit.is_top_administration,
        "valid_from": unit.valid_from.isoformat(),
        "valid_to": unit.valid_to.isoformat() if unit.valid_to else None,
    }


def record_unit(
    session: Session,
    actor_id: int | None,
    action: str,
    unit_id: int,
    before: dict[str, object] | None = None,
    after: dict[str, object] | None = None,
) -> None:
    """Write a change of a unit into the history."""
    record(
        session, actor_id=actor_id, action=action, kind=KIND, object_id=unit_id, before=before, after=after
    )
