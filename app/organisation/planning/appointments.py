"""The appointments of a file: which known one a row speaks of, and what it makes of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from app.organisation.errors import Reason
from app.organisation.planning.draft import Draft
from app.organisation.planning.states import AppointmentState, UnitState, appointment_facts
from app.organisation.rows import PersonLine
from app.organisation.rules import Period, role_fits

NEEDED = ("enhet_id", "person_id", "roll", "tf", "fran", "till")
"""Cells without which it is not known which appointment a row means or when it is in force."""


def plan_appointments(draft: Draft) -> None:
    """Make, change and end appointments as the rows say."""
    held: dict[tuple[int, int, str], list[AppointmentState]] = {}
    for one in draft.now.appointments.values():
        held.setdefault((one.person, one.unit, one.role), []).append(one)
    taken: set[int] = set()
    for line in draft.lines.people:
        unit = _unit_of(draft, line)
        person = draft.person_ids.get(line.id)
        fits = unit is None or _check_role(draft, line, unit)
        if line.role is None or unit is None or person is None or draft.is_faulty(line.row, *NEEDED):
            if line.unit is not None or draft.is_faulty(line.row, *NEEDED):
                draft.leave_open(person, unit.id if unit else None)
            continue
        candidates = held.get((person, unit.id, line.role.value), [])
        known = _same_appointment(draft, line, unit, [one for one in candidates if one.id not in taken])
        if known is not None:
            taken.add(known.id)
        wanted = _wanted(draft, line, person, unit, known)
        if wanted is not None and fits:
            set_appointment(draft, wanted, line.row)
            draft.plan.open_ended[wanted.id] = line.end is None


def _unit_of(draft: Draft, line: PersonLine) -> UnitState | None:
    if line.unit is None:
        return None
    if not draft.is_known_unit(line.unit):
        draft.wrong(line.row, "enhet_id", Reason.UNKNOWN_UNIT, unit=line.unit)
    number = draft.unit_ids.get(line.unit)
    return draft.after.units[number] if number is not None else None


def _check_role(draft: Draft, line: PersonLine, unit: UnitState) -> bool:
    kind = draft.kinds.get(unit.kind)
    if line.role is None or kind is None or role_fits(line.role.value, kind.nature):
        return True
    draft.wrong(line.row, "roll", Reason.ROLE_NOT_HERE, unit=unit.name, role=line.role.value)
    return False


def _same_appointment(
    draft: Draft, line: PersonLine, unit: UnitState, candidates: Sequence[AppointmentState]
) -> AppointmentState | None:
    """Find the appointment a row speaks of: the one that begins that day, or ends that day where it says no other, or runs then.

    A row that says only when it ends means the same when that day has been.
    """
    end = line.end or unit.end
    for one in candidates:
        if one.start == line.start or (line.start is None and end is not None and one.end == end):
            return one
    wanted = Period(line.start or draft.today, line.end)
    return next((one for one in candidates if one.period.overlaps(wanted)), None)


def _wanted(
    draft: Draft, line: PersonLine, person: int, unit: UnitState, known: AppointmentState | None
) -> AppointmentState | None:
    """Give the appointment as the row has it, or None where its days cannot be."""
    start = line.start or (known.start if known else max(draft.today, unit.start))
    if line.start and known is None and unit.start > start and unit.id not in draft.undated:
        reason = Reason.NEW_UNIT_BEGINS_LATER if unit.id < 0 else Reason.UNIT_BEGINS_LATER
        draft.wrong(line.row, "fran", reason, unit=unit.name, day=unit.start)
        return None
    end = line.end or unit.end
    if start >= (end or date.max):
        # Where the unit's own days are not known, neither is what begins and ends with it.
        if unit.id not in draft.undated or (line.start and line.end):
            draft.wrong(line.row, "till", Reason.WRONG_PERIOD)
        return None
    return AppointmentState(
        known.id if known else draft.new_id(),
        person,
        unit.id,
        line.role.value if line.role else "",
        line.title,
        line.duty,
        line.is_deputy,
        start,
        end,
    )


def set_appointment(draft: Draft, wanted: AppointmentState, row: int) -> None:
    """Let an appointment be as a row has it."""
    before = draft.now.appointments.get(wanted.id)
    seen = wanted.id in draft.appointment_rows
    draft.after.appointments[wanted.id] = wanted
    draft.appointment_rows[wanted.id] = row
    if before == wanted:
        return
    what = f"{draft.after.people[wanted.person].name}, {draft.after.units[wanted.unit].name}"
    action = "created"
    if before is not None:
        action = "ended" if replace(before, end=wanted.end) == wanted and wanted.end else "changed"
    if seen:
        # It already changed with its unit; what the row says of it replaces that.
        draft.plan.changes = [
            change for change in draft.plan.changes if (change.kind, change.id) != ("appointment", wanted.id)
        ]
    draft.change(
        f"appointment.{action}",
        "appointment",
        wanted.id,
        what,
        appointment_facts(before) if before else {},
        appointment_facts(wanted),
    )
