"""Writes to appointments, deputies included; each records its change, flushes, never commits.

Rights follow appointments by date, read anew at every request: nothing here has to tell anyone.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.matrix import May, Role, reach
from app.organisation.errors import Reason, Refused
from app.organisation.models import Appointment, Person, Unit
from app.organisation.open_ended import keep_open_ended
from app.organisation.rules import KindRule, Period, role_fits
from app.records.appending import wait_for_turn
from app.records.services import record

KIND = "appointment"


def appoint(
    session: Session,
    *,
    person_id: int,
    unit_id: int,
    role: str,
    valid_from: date,
    actor_id: int | None,
    valid_to: date | None = None,
    title: str = "",
    duty: str = "",
    is_deputy: bool = False,
    kinds: Sequence[KindRule] | None = None,
) -> Appointment:
    """Tie a person to a unit in a role from a day on, until `valid_to` or as long as the unit lasts.

    A deputy (tf, ställföreträdare) may stand beside the ordinary manager; two ordinary managers at once may not.
    `kinds` are the profile's; where given, the role must suit the kind of unit. Raises `Refused`.
    """
    wait_for_turn(session)
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise Refused(Reason.UNKNOWN_UNIT, unit=unit_id)
    person = session.get(Person, person_id)
    if person is None:
        raise Refused(Reason.UNKNOWN_PERSON, person=person_id)
    wanted = _Wanted(
        person_id, unit_id, _known_role(role), is_deputy, _within_unit(unit, valid_from, valid_to)
    )
    _refuse_closed(person, wanted.period)
    _refuse_oneself(actor_id, person_id, role, unit)
    _refuse_wrong_place(unit, role, kinds)
    _refuse_clashes(session, wanted, unit)
    appointment = Appointment(
        person_id=person_id,
        unit_id=unit_id,
        role=wanted.role,
        title=" ".join(title.split())[:120],
        duty=duty,
        is_deputy=is_deputy,
        valid_from=valid_from,
        valid_to=wanted.period.end,
    )
    session.add(appointment)
    session.flush()
    _record(session, actor_id, "appointment.created", appointment.id, None, facts(appointment))
    keep_open_ended(session, unit, appointment.id, is_open=valid_to is None)
    return appointment


def change_appointment(
    session: Session,
    *,
    appointment_id: int,
    valid_from: date,
    valid_to: date | None,
    title: str,
    is_deputy: bool,
    actor_id: int | None,
    duty: str = "",
) -> Appointment:
    """Change the dates, title or standing of an appointment; another role or unit is another appointment."""
    appointment = _appointment(session, appointment_id)
    unit = session.get_one(Unit, appointment.unit_id)
    person = session.get_one(Person, appointment.person_id)
    wanted = _Wanted(
        person.id, unit.id, appointment.role, is_deputy, _within_unit(unit, valid_from, valid_to)
    )
    _refuse_closed(person, wanted.period)
    another_end = valid_to != appointment.valid_to
    if duty != appointment.duty or not Period(appointment.valid_from, appointment.valid_to).covers(
        wanted.period
    ):
        # Giving up one's own post, or a part of its time, is free.
        _refuse_oneself(actor_id, person.id, appointment.role, unit)
    _refuse_clashes(session, wanted, unit, besides=appointment.id)
    before = facts(appointment)
    appointment.valid_from, appointment.valid_to = valid_from, wanted.period.end
    appointment.title, appointment.duty = " ".join(title.split())[:120], duty
    appointment.is_deputy = is_deputy
    session.flush()
    if facts(appointment) != before:
        _record(session, actor_id, "appointment.changed", appointment.id, before, facts(appointment))
    if another_end:
        keep_open_ended(session, unit, appointment.id, is_open=valid_to is None)
    return appointment


def end_appointment(session: Session, *, appointment_id: int, on: date, actor_id: int | None) -> None:
    """End an appointment: from `on` it gives no rights. One that has not begun by then is withdrawn whole."""
    appointment = _appointment(session, appointment_id)
    before = facts(appointment)
    if on <= appointment.valid_from:
        session.delete(appointment)
        session.flush()
        _record(session, actor_id, "appointment.withdrawn", appointment_id, before, None)
        return
    if appointment.valid_to is not None and appointment.valid_to <= on:
        return
    appointment.valid_to = on
    session.flush()
    _record(session, actor_id, "appointment.ended", appointment_id, before, facts(appointment))


def end_running_of_person(session: Session, *, person_id: int, on: date, actor_id: int | None) -> None:
    """End everything a person is appointed to on a day and later."""
    running = session.scalars(
        select(Appointment)
        .where(
            Appointment.person_id == person_id,
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > on),
        )
        .order_by(Appointment.id)
    )
    for appointment in running.all():
        end_appointment(session, appointment_id=appointment.id, on=on, actor_id=actor_id)


def free_until(session: Session, held: Appointment, since: date, end: date | None) -> date | None:
    """Give how long an appointment can go on after a day, at most until `end`: to the first that two cannot have at once."""
    others = session.scalars(
        select(Appointment).where(
            Appointment.unit_id == held.unit_id,
            Appointment.role == held.role,
            Appointment.id != held.id,
            or_(Appointment.valid_to.is_(None), Appointment.valid_to > since),
        )
    )
    leads = held.role == Role.MANAGER and not held.is_deputy
    days = [
        max(one.valid_from, since)
        for one in others
        if one.person_id == held.person_id or (leads and not one.is_deputy)
    ]
    return min([*days, *([end] if end is not None else [])], default=None)


def appointments_running(session: Session, unit_ids: Sequence[int], on: date) -> list[Appointment]:
    """Give the appointments at these units that run on a day or begin later."""
    return list(
        session.scalars(
            select(Appointment)
            .where(
                Appointment.unit_id.in_(unit_ids),
                or_(Appointment.valid_to.is_(None), Appointment.valid_to > on),
            )
            .order_by(Appointment.id)
        )
    )


def facts(appointment: Appointment) -> dict[str, object]:
    """Give what the history keeps of an appointment."""
    return {
        "person": appointment.person_id,
        "unit": appointment.unit_id,
        "role": str(appointment.role),
        "title": appointment.title,
        "duty": appointment.duty,
        "is_deputy": appointment.is_deputy,
        "valid_from": appointment.valid_from.isoformat(),
        "valid_to": appointment.valid_to.isoformat() if appointment.valid_to else None,
    }


def as_it_was(session: Session, number: int, before: Mapping[str, object]) -> Appointment | None:
    """Give an appointment by its number, if it still is the one of which the facts were kept; None where that one is gone.

    SQLite gives the number of one that was taken back to the next, wherever that is.
    """
    held = session.get(Appointment, number)
    if held is None:
        return None
    now = facts(held)
    return held if all(now[name] == before[name] for name in ("person", "unit", "role")) else None


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is asked for, before it is written."""

    person_id: int
    unit_id: int
    role: str
    is_deputy: bool
    period: Period


def _appointment(session: Session, appointment_id: int) -> Appointment:
    wait_for_turn(session)
    appointment = session.get(Appointment, appointment_id)
    if appointment is None:
        raise Refused(Reason.UNKNOWN_APPOINTMENT, appointment=appointment_id)
    return appointment


def _known_role(role: str) -> str:
    try:
        return Role(role).value
    except ValueError:
        raise Refused(Reason.UNKNOWN_ROLE, role=role) from None


def _within_unit(unit: Unit, start: date, end: date | None) -> Period:
    """Give the period, ending with the unit where no end is asked for."""
    period = Period(start, end or unit.valid_to)
    if not period.is_possible:
        raise Refused(Reason.WRONG_PERIOD, start=start, end=period.end)
    if not Period(unit.valid_from, unit.valid_to).covers(period):
        raise Refused(Reason.UNIT_NOT_IN_FORCE, unit=unit.name)
    return period


def _refuse_closed(person: Person, period: Period) -> None:
    if person.closed_on is not None and period.last > person.closed_on:
        raise Refused(Reason.PERSON_CLOSED, person=person.name)


def opens_dialogues(role: str) -> bool:
    """Tell whether a role lets somebody read or write in dialogues, or read what was released from them in an overview."""
    return any(reach(Role(role), one) is not None for one in (May.TAKE_PART, May.READ_OVERVIEW))


def _refuse_oneself(actor_id: int | None, person_id: int, role: str, unit: Unit) -> None:
    # An administrator reads no dialogue text (domain 3), and so opens none to oneself; see ADR 0012.
    if actor_id == person_id and opens_dialogues(role):
        raise Refused(Reason.ONESELF, unit=unit.name)


def _refuse_wrong_place(unit: Unit, role: str, kinds: Sequence[KindRule] | None) -> None:
    kind = next((kind for kind in kinds or () if kind.key == unit.kind), None)
    if kind is not None and not role_fits(role, kind.nature):
        raise Refused(Reason.ROLE_NOT_HERE, role=role, unit=unit.name)


def _refuse_clashes(session: Session, wanted: _Wanted, unit: Unit, besides: int | None = None) -> None:
    others = session.scalars(
        select(Appointment).where(
            Appointment.unit_id == wanted.unit_id,
            Appointment.role == wanted.role,
            Appointment.id != (besides or 0),
        )
    )
    for other in others:
        if not Period(other.valid_from, other.valid_to).overlaps(wanted.period):
            continue
        if other.person_id == wanted.person_id:
            raise Refused(Reason.SAME_APPOINTMENT, unit=unit.name)
        if wanted.role == Role.MANAGER and not (wanted.is_deputy or other.is_deputy):
            held = session.get_one(Person, other.person_id)
            raise Refused(Reason.TWO_MANAGERS, unit=unit.name, person=held.name)


def _record(
    session: Session,
    actor_id: int | None,
    action: str,
    appointment_id: int,
    before: dict[str, object] | None,
    after: dict[str, object] | None,
) -> None:
    record(
        session,
        actor_id=actor_id,
        action=action,
        kind=KIND,
        object_id=appointment_id,
        before=before,
        after=after,
    )
