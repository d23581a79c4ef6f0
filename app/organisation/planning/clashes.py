"""Appointments that cannot be held together: two ordinary managers, the same twice, after the person or the unit ended."""

from collections.abc import Iterable

from app.access.matrix import Role
from app.organisation.errors import Reason
from app.organisation.planning.draft import Draft
from app.organisation.planning.states import AppointmentState
from app.organisation.rules import clashes, role_fits


def check_appointments(draft: Draft) -> None:
    """Look at every unit the file appoints someone to, as far as its rows could be read."""
    touched = {draft.after.appointments[one].unit for one in draft.appointment_rows}
    held: dict[tuple[int, str], list[AppointmentState]] = {}
    for one in draft.after.appointments.values():
        if one.unit in touched and not draft.is_open(one):
            held.setdefault((one.unit, one.role), []).append(one)
    for (unit, role), there in held.items():
        if role == Role.MANAGER:
            _check_managers(draft, unit, [one for one in there if not one.is_deputy])
        _check_doubles(draft, unit, there)
    for number, row in draft.appointment_rows.items():
        _check_in_force(draft, draft.after.appointments[number], row)
    _check_after_the_end(draft)
    _check_roles_where_the_kind_changes(draft)


def _check_in_force(draft: Draft, one: AppointmentState, row: int) -> None:
    person, unit = draft.after.people[one.person], draft.after.units[one.unit]
    # What stands already is not given anew: an account closed here lets nobody in, whatever files go on saying.
    before = draft.now.appointments.get(one.id)
    is_given = before is None or not before.period.covers(one.period)
    if is_given and person.closed_on is not None and one.period.last > person.closed_on:
        draft.wrong(row, "person_id", Reason.PERSON_CLOSED, person=person.name)
    if one.unit not in draft.undated and not unit.period.covers(one.period):
        draft.wrong(row, "fran", Reason.UNIT_NOT_IN_FORCE, unit=unit.name)


def _check_after_the_end(draft: Draft) -> None:
    """Look at what begins at a unit that the file ends before, and that no row speaks of."""
    ending = {
        unit: line.row
        for unit, line in draft.unit_rows.items()
        if unit in draft.now.units and draft.after.units[unit].end != draft.now.units[unit].end
    }
    for one in draft.after.appointments.values():
        end = draft.after.units[one.unit].end
        if one.unit not in ending or end is None or one.start < end:
            continue
        if one.id not in draft.appointment_rows and not draft.is_open(one):
            names = {"person": draft.after.people[one.person].name, "unit": draft.after.units[one.unit].name}
            draft.wrong(ending[one.unit], "till", "appointed_after", day=one.start, **names)


def _check_roles_where_the_kind_changes(draft: Draft) -> None:
    """Look at who goes on at a unit that the file makes another kind of, and that no row speaks of."""
    other = {
        unit: kind
        for unit, line in draft.unit_rows.items()
        if unit in draft.now.units
        and line.kind != draft.now.units[unit].kind
        and (kind := draft.kinds.get(line.kind)) is not None
    }
    for one in draft.after.appointments.values() if other else ():
        if one.unit not in other or one.id in draft.appointment_rows or one.period.last <= draft.today:
            continue
        if not draft.is_open(one) and not role_fits(one.role, other[one.unit].nature):
            unit = draft.after.units[one.unit].name
            draft.wrong(draft.unit_rows[one.unit].row, "typ", Reason.ROLE_NOT_HERE, unit=unit, role=one.role)


def _clashing(draft: Draft, held: Iterable[AppointmentState]) -> dict[int, AppointmentState]:
    """Give the rows of those that cannot be held together with an earlier row's, and that other."""
    ranked = [(draft.appointment_rows.get(one.id, 0), one, one.period) for one in held]
    found: dict[int, AppointmentState] = {}
    for row, kept, _other in clashes(ranked):
        found.setdefault(row, kept)
    return found


def _check_managers(draft: Draft, unit: int, ordinary: Iterable[AppointmentState]) -> None:
    for row, other in _clashing(draft, ordinary).items():
        draft.wrong(
            row,
            "roll",
            Reason.TWO_MANAGERS,
            unit=draft.after.units[unit].name,
            person=draft.after.people[other.person].name,
        )


def _check_doubles(draft: Draft, unit: int, there: Iterable[AppointmentState]) -> None:
    by_person: dict[int, list[AppointmentState]] = {}
    for one in there:
        by_person.setdefault(one.person, []).append(one)
    for held in by_person.values():
        for row in _clashing(draft, held):
            draft.wrong(row, "person_id", Reason.SAME_APPOINTMENT, unit=draft.after.units[unit].name)
