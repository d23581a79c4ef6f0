"""A planned split, merger, closing or move taken back before its day: everything is as it would have been without it."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Column, delete, exists, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.db import Base
from app.organisation import ancestry, appointing
from app.organisation.errors import Reason, Refused
from app.organisation.fitting import parent_in_force, refuse_second_root, refuse_second_top, unit_to_change
from app.organisation.models import (
    Ancestry,
    Appointment,
    Person,
    Placement,
    PlannedChange,
    PlannedUnit,
    Succession,
    Unit,
)
from app.organisation.oneself import gains, led_by, read_from
from app.organisation.open_ended import OPEN_ENDED
from app.organisation.placing import placements, refresh_or_refuse, write_places
from app.organisation.planned import followers, read_day, read_places, written
from app.organisation.rules import Period, restored
from app.organisation.units import facts, record_unit
from app.records.appending import wait_for_turn
from app.records.services import record


def take_back(session: Session, *, planned_id: int, actor_id: int | None) -> list[Unit]:
    """Take back a planned change before its day, and give the units it was about; flushes, never commits.

    What has been done to the units for days before that one stands. Raises `Refused` where something has been changed for
    days after it, where a unit that was to begin is already in use, or where it would give dialogues to oneself (ADR 0012).
    """
    wait_for_turn(session)
    planned = session.get(PlannedChange, planned_id)
    if planned is None or planned.on <= clock.today():
        raise Refused(Reason.UNKNOWN_CHANGE)
    kept, on, change = planned.kept, planned.on, planned.change
    made = [unit_id for unit_id, _places in kept["made"]]
    led = led_by(session, actor_id, on)
    elsewhere = [unit_id for unit_id, _before, after in kept["places"] if _hangs_on(after, on)]
    lines = read_from(session, led, elsewhere, on) if led else {}
    session.execute(delete(PlannedUnit).where(PlannedUnit.planned_id == planned_id))
    session.execute(delete(PlannedChange).where(PlannedChange.id == planned_id))
    _withdraw_begun(session, made, kept["begun"], actor_id)
    units = _give_ends_back(session, kept["ends"], made)
    moved = _hang_back(session, kept["places"], on)
    _withdraw_made(session, kept["made"], on)
    _refuse_what_hangs_on_nothing(session, moved, on)
    refresh_or_refuse(session, [*moved, *made])
    back = gains(lines, read_from(session, led, elsewhere, on)) if led else None
    if back is not None:
        raise Refused(Reason.MOVING_TO_ONESELF, unit=_name(session, back))
    _remove_made(session, made, actor_id)
    _restore_appointments(session, kept["appointments"], actor_id)
    ending = [unit_id for unit_id, before, after in kept["ends"] if before != after]
    _let_go_on(session, kept.get(OPEN_ENDED, ()), ending, on, actor_id)
    for unit in [*units, *_others(session, moved, units)]:
        before: dict[str, object] = {"change": change, "on": on.isoformat(), "into": made}
        after: dict[str, object] = {"valid_to": unit.valid_to.isoformat() if unit.valid_to else None}
        record_unit(session, actor_id, "unit.taken_back", unit.id, before, after)
    followers.taken_back(session, planned_id, actor_id)
    return units


def _withdraw_begun(
    session: Session, made: Sequence[int], begun: Sequence[dict[str, Any]], actor_id: int | None
) -> None:
    """Take away the appointments that were to begin with the new units, if they are as they were planned."""
    planned = {one["id"]: one["after"] for one in begun}
    there = session.scalars(select(Appointment).where(Appointment.unit_id.in_(made))).all()
    as_planned = {one.id: appointing.facts(one) for one in there}
    for number in planned.keys() | as_planned.keys():
        if planned.get(number) != as_planned.get(number):
            facts_of: dict[str, Any] = as_planned.get(number) or planned[number]
            raise Refused(Reason.APPOINTED_SINCE, unit=_name(session, facts_of["unit"]))
    for one in there:
        appointing.end_appointment(session, appointment_id=one.id, on=one.valid_from, actor_id=actor_id)


def _give_ends_back(session: Session, ends: Iterable[Sequence[Any]], made: Sequence[int]) -> list[Unit]:
    units = []
    for unit_id, before, after in ends:
        unit = unit_to_change(session, unit_id)
        if before != after:
            if unit.valid_to != read_day(after):
                raise Refused(Reason.CHANGED_SINCE, unit=unit.name)
            unit.valid_to = read_day(before)
            if unit.is_top_administration:
                back = Period(read_day(after) or unit.valid_from, unit.valid_to)
                refuse_second_top(session, back, besides=[unit_id, *made])
        units.append(unit)
    session.flush()
    return units


def _hangs_on(places: Iterable[Sequence[Any]], on: date) -> bool:
    """Tell whether a unit is there on a day, as its places were kept."""
    return any(read_day(end) is None or str(end) > on.isoformat() for _parent, _start, end in places)


def _hang_back(session: Session, places: Iterable[Sequence[Any]], on: date) -> list[int]:
    """Hang units where they would have hung without the change; give their ids."""
    moved = []
    for unit_id, before, after in places:
        rows = placements(session, unit_id)
        back = restored(
            [ancestry.place_of(row) for row in rows],
            read_places(unit_id, before),
            read_places(unit_id, after),
            on,
        )
        if back is None:
            raise Refused(Reason.CHANGED_SINCE, unit=_name(session, unit_id))
        write_places(session, rows, back)
        moved.append(unit_id)
    return moved


def _others(session: Session, moved: Sequence[int], units: Sequence[Unit]) -> list[Unit]:
    """Give the units that only hung elsewhere with the change: their history tells that it was taken back, too."""
    known = {unit.id for unit in units}
    return [session.get_one(Unit, one) for one in moved if one not in known]


def _withdraw_made(session: Session, made: Iterable[Sequence[Any]], on: date) -> None:
    """Take the new units out of the tree, if they hang where they were planned to and nothing stands on them."""
    for unit_id, places in made:
        there = [ancestry.place_of(row) for row in placements(session, unit_id)]
        if there != read_places(unit_id, places):
            raise Refused(Reason.CHANGED_SINCE, unit=_name(session, unit_id))
        session.execute(delete(Placement).where(Placement.unit_id == unit_id))
        session.execute(delete(Succession).where(Succession.to_unit_id == unit_id, Succession.on == on))
        if is_referred_to(session, unit_id):
            raise Refused(Reason.UNIT_IN_USE, unit=_name(session, unit_id))


def is_referred_to(session: Session, unit_id: int) -> bool:
    """Tell whether any row of any table speaks of a unit, but for the closure of the tree."""
    there = [exists().where(column == unit_id) for column in _columns_of_units()]
    return bool(session.scalar(select(or_(*there))))


def _columns_of_units() -> list[Column[Any]]:
    return [
        key.parent
        for table in Base.metadata.sorted_tables
        if table.name != Ancestry.__tablename__
        for key in table.foreign_keys
        if key.column.table.name == Unit.__tablename__
    ]


def _refuse_what_hangs_on_nothing(session: Session, unit_ids: Iterable[int], on: date) -> None:
    """Refuse places under a unit that is to be closed: nothing seemed to hang under it when that was planned."""
    for unit_id in unit_ids:
        for row in placements(session, unit_id):
            period = Period(max(row.valid_from, on), row.valid_to)
            if not period.is_possible:
                continue
            parent_in_force(session, row.parent_id, period)
            if row.parent_id is None:
                refuse_second_root(session, period, besides=unit_id)


def _remove_made(session: Session, made: Sequence[int], actor_id: int | None) -> None:
    for unit_id in made:
        record_unit(session, actor_id, "unit.withdrawn", unit_id, facts(session.get_one(Unit, unit_id)))
    session.execute(delete(Unit).where(Unit.id.in_(made)))


def _restore_appointments(session: Session, cut: Iterable[dict[str, Any]], actor_id: int | None) -> None:
    """Give the appointments that the change cut the end they had; what has been done to them by hand since stands."""
    for one in cut:
        before = one["before"]
        held = appointing.as_it_was(session, one["id"], before) if one["after"] is not None else None
        if one["after"] is not None and (held is None or written(held.valid_to) != one["after"]["valid_to"]):
            continue
        wanted = Period(
            date.fromisoformat(before["valid_from"]),
            _end_of(session.get_one(Person, before["person"]), read_day(before["valid_to"])),
        )
        if wanted.last <= (held.valid_to or wanted.last if held is not None else wanted.start):
            # The person has been closed since, before it would have gone on.
            continue
        if before["person"] == actor_id and appointing.opens_dialogues(before["role"]):
            raise Refused(Reason.ONESELF, unit=_name(session, before["unit"]))
        _restore(session, held, one, wanted, actor_id)


def _restore(
    session: Session, held: Appointment | None, cut: dict[str, Any], period: Period, actor_id: int | None
) -> None:
    """Let an appointment run on, or make one anew that had not begun and was taken away."""
    before, facts = appointing.facts(held) if held is not None else None, cut["before"]
    if held is None:
        # Under its number, where that is free: another change planned for the unit may have cut the same appointment.
        free = session.get(Appointment, cut["id"]) is None
        held = Appointment(
            id=cut["id"] if free else None,
            person_id=facts["person"],
            unit_id=facts["unit"],
            role=facts["role"],
            title=facts["title"],
            duty=facts["duty"],
            is_deputy=facts["is_deputy"],
            valid_from=period.start,
        )
        session.add(held)
    held.valid_to = period.end
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="appointment.restored",
        kind=appointing.KIND,
        object_id=held.id,
        before=before,
        after=appointing.facts(held),
    )


def _let_go_on(
    session: Session, ids: Iterable[int], at: Sequence[int], on: date, actor_id: int | None
) -> None:
    """Let appointments made since at some units, for as long as these last, go on: no further than to whoever comes after."""
    for held in session.scalars(
        select(Appointment)
        # Of those units: SQLite gives the number of one that was taken back to the next, wherever that is.
        .where(Appointment.id.in_(sorted(ids)), Appointment.unit_id.in_(at), Appointment.valid_to == on)
        .order_by(Appointment.valid_from, Appointment.id)
    ):
        unit, person = session.get_one(Unit, held.unit_id), session.get_one(Person, held.person_id)
        end = _end_of(person, appointing.free_until(session, held, on, unit.valid_to))
        if end is not None and end <= on:
            continue
        if held.person_id == actor_id and appointing.opens_dialogues(held.role):
            raise Refused(Reason.ONESELF, unit=unit.name)
        before = appointing.facts(held)
        held.valid_to = end
        session.flush()
        record(
            session,
            actor_id=actor_id,
            action="appointment.changed",
            kind=appointing.KIND,
            object_id=held.id,
            before=before,
            after=appointing.facts(held),
        )


def _end_of(person: Person, end: date | None) -> date | None:
    """Give the end of an appointment for one who may have been closed since."""
    if person.closed_on is None or (end is not None and end <= person.closed_on):
        return end
    return person.closed_on


def _name(session: Session, unit_id: int) -> str:
    return session.get_one(Unit, unit_id).name
