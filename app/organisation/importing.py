"""Reading an organisation from a file: a dry run that tells what would change, then the same again for real."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask_babel import gettext, ngettext
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Session

from app import clock
from app.organisation import ancestry
from app.organisation.appointing import opens_dialogues
from app.organisation.bulk import insert_many, placement_values
from app.organisation.errors import Reason
from app.organisation.foretelling import change_words
from app.organisation.models import Appointment, Person, Placement, PlannedChange, Unit
from app.organisation.naming import Names, bearers
from app.organisation.oneself import comes_under, leads
from app.organisation.open_ended import keep_those_open_ended
from app.organisation.planned import Kept, followers, keep_change, written, written_places
from app.organisation.planning.draft import Plan, Planned
from app.organisation.planning.planner import plan
from app.organisation.planning.states import AppointmentState, Organisation, PersonState, UnitState
from app.organisation.rows import Problem, read_lines, written_kinds
from app.organisation.rules import Period, Place
from app.organisation.spreadsheet import Unreadable, read_sheet
from app.organisation.wording import problem_words
from app.records.appending import Change, record_many, wait_for_turn
from app.records.chain import canonical
from app.steering.schema import UnitKind

Ids = dict[tuple[str, int], int]

MOVES_FOR_A_REBUILD = 2_000
"""From so many moved units on, making the whole closure anew is quicker than mending it."""


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file would change or has changed, or why it was refused whole.

    `fingerprint` names exactly this file on exactly this organisation: a plan that was looked at is applied only if it
    still is the same.
    """

    problems: tuple[Problem, ...]
    changes: tuple[Planned, ...]
    fingerprint: str
    applied: bool = False
    outdated: bool = False

    def counts(self) -> dict[str, int]:
        """Give how many changes there are of each action."""
        found: dict[str, int] = {}
        for change in self.changes:
            found[change.action] = found.get(change.action, 0) + 1
        return found

    def __str__(self) -> str:
        if self.problems:
            head = ngettext(
                "Filen lästes inte in. %(num)s fel:", "Filen lästes inte in. %(num)s fel:", len(self.problems)
            )
            return "\n".join([head, *(f"  {problem_words(problem)}" for problem in self.problems)])
        if self.outdated:
            return gettext("Organisationen har ändrats sedan provläsningen. Inget lästes in.")
        if not self.changes:
            return gettext("Filen ändrar ingenting.")
        head = gettext("Inläst.") if self.applied else gettext("Provläsning: inget har ändrats än.")
        return "\n".join([head, *(f"  {change_words(change)}" for change in self.changes)])


def import_organisation(
    session: Session,
    path: Path,
    *,
    actor_id: int | None,
    dry_run: bool,
    kinds: Sequence[UnitKind],
    expected: str | None = None,
) -> ImportReport:
    """Read units, people and appointments from a CSV or XLSX file; flushes, never commits.

    A faulty file changes nothing and says what is wrong where. `expected` is the fingerprint of a dry run: where the
    plan is another by now, nothing is changed and the report says that it is outdated. `kinds` are the profile's.
    """
    try:
        sheet = read_sheet(path)
    except Unreadable as fault:
        problem = Problem(fault.row, fault.column, fault.reason, fault.details)
        return ImportReport((problem,), (), "")
    lines = read_lines(sheet, written_kinds(kinds))
    if not dry_run:
        # Whose names the file changes is known once it is held against what is here.
        bearers.hold(session, Names(units=None, people=None))
        wait_for_turn(session)
    now = _organisation(session)
    made = plan(now, lines, {kind.key: kind for kind in kinds}, clock.today())
    if made.problems:
        return ImportReport(tuple(made.problems), (), "")
    tops = {kind.key for kind in kinds if kind.is_top}
    own = (
        *_given_to_oneself(made, actor_id),
        *_hung_under_oneself(now, made, actor_id),
        *_put_at_the_top(made, actor_id, tops),
    )
    if own:
        return ImportReport(own, (), "")
    fingerprint = _fingerprint(path, made)
    report = ImportReport((), tuple(made.changes), fingerprint)
    if expected is not None and expected != fingerprint:
        return replace(report, outdated=True)
    if dry_run:
        return report
    _apply(session, now, made, actor_id, tops)
    return replace(report, applied=True)


def _given_to_oneself(made: Plan, actor_id: int | None) -> tuple[Problem, ...]:
    """Give what in the plan would open dialogues to the one who reads the file in: as little as by hand (ADR 0012)."""
    return tuple(
        Problem(0, "person_id", Reason.ONESELF, {"unit": made.after.units[unit].name})
        for change in made.changes
        if change.kind == "appointment"
        and change.after.get("person") == actor_id
        and isinstance(unit := change.after.get("unit"), int)
        and opens_dialogues(str(change.after.get("role")))
        and _gives_more(change)
    )


def _hung_under_oneself(now: Organisation, made: Plan, actor_id: int | None) -> Iterator[Problem]:
    """Give the moves of the plan by which the one who reads the file in comes to lead a unit above the one moved."""
    own = [one for one in made.after.appointments.values() if one.person == actor_id]
    if not leads([(one.unit, one.role, one.duty) for one in own]):
        return
    days = {place.period.start for places in made.after.places.values() for place in places}
    for change in made.changes:
        if change.action != "unit.moved" or change.id < 0:
            continue
        on = date.fromisoformat(str(change.after["on"]))
        # What it is hung under may itself be moved later.
        for day in sorted({on, *(one for one in days if one > on)}):
            led = leads([(one.unit, one.role, one.duty) for one in own if one.end is None or one.end > day])
            if comes_under(led, change.id, day, before=now.places, after=made.after.places):
                yield Problem(0, "ligger_under", Reason.MOVING_TO_ONESELF, {"unit": change.what})
                break


def _put_at_the_top(made: Plan, actor_id: int | None, tops: set[str]) -> Iterator[Problem]:
    """Give the units that the file makes the top administration, and the one who reads it in its kommunchef or support."""
    risen = {
        change.id
        for change in made.changes
        if change.action == "unit.changed"
        and change.after.get("kind") in tops
        and change.before.get("kind") not in tops
    }
    for one in made.after.appointments.values() if risen else ():
        runs = one.person == actor_id and one.period.last > clock.today()
        if one.unit in risen and runs and opens_dialogues(one.role):
            yield Problem(0, "typ", Reason.ONESELF, {"unit": made.after.units[one.unit].name})


def _gives_more(change: Planned) -> bool:
    before, after = change.before, change.after
    if any(before.get(name) != after.get(name) for name in ("person", "unit", "role", "valid_from", "duty")):
        return True
    ends, ended = after.get("valid_to"), before.get("valid_to")
    return ends != ended and (ends is None or (ended is not None and str(ends) > str(ended)))


def _fingerprint(path: Path, made: Plan) -> str:
    content = hashlib.sha256(path.read_bytes()).hexdigest()
    asked = [(one.action, one.kind, one.id, dict(one.before), dict(one.after)) for one in made.changes]
    return hashlib.sha256(f"{content}\n{canonical(asked)}".encode()).hexdigest()


def _organisation(session: Session) -> Organisation:
    found = Organisation()
    for row in session.execute(
        select(Unit.id, Unit.external_id, Unit.name, Unit.kind, Unit.valid_from, Unit.valid_to)
    ):
        found.units[row.id] = UnitState(*row)
        found.places[row.id] = []
    for unit, parent, start, end in session.execute(
        select(Placement.unit_id, Placement.parent_id, Placement.valid_from, Placement.valid_to).order_by(
            Placement.valid_from
        )
    ):
        found.places[unit].append(Place(unit, parent, Period(start, end)))
    for person in session.execute(
        select(Person.id, Person.external_id, Person.name, Person.email, Person.closed_on)
    ):
        found.people[person.id] = PersonState(*person)
    for held in session.execute(
        select(
            Appointment.id,
            Appointment.person_id,
            Appointment.unit_id,
            Appointment.role,
            Appointment.title,
            Appointment.duty,
            Appointment.is_deputy,
            Appointment.valid_from,
            Appointment.valid_to,
        ).order_by(Appointment.id)
    ):
        found.appointments[held.id] = AppointmentState(*held)
    return found


def _apply(
    session: Session, before: Organisation, made: Plan, actor_id: int | None, top_kinds: set[str]
) -> None:
    """Write the plan in batches, then its history."""
    ids: dict[tuple[str, int], int] = {}
    changed = {(change.kind, change.id) for change in made.changes}
    _write_units(session, before, made, changed, ids, top_kinds)
    _write_people(session, made, changed, ids)
    _write_appointments(session, made, changed, ids)
    session.expire_all()
    planned = _keep_what_lies_ahead(session, before, made, ids)
    renamed = _renamed(made)
    if renamed.units or renamed.people:
        bearers.changed(session, renamed, actor_id)
    _keep_open_ended(session, made, changed, ids)
    record_many(session, actor_id=actor_id, changes=[_recorded(change, ids) for change in made.changes])
    followers.planned(session, planned, actor_id)


def _renamed(made: Plan) -> Names:
    known = [one for one in made.changes if one.id > 0 and one.before.get("name") != one.after.get("name")]
    return Names(
        units=[one.id for one in known if one.action == "unit.renamed"],
        people=[one.id for one in known if one.action == "person.changed"],
    )


def _keep_what_lies_ahead(
    session: Session, before: Organisation, made: Plan, ids: Ids
) -> list[PlannedChange]:
    """Keep what it takes to take back the moves and closings of the file whose day has not come, and give them."""
    planned: list[PlannedChange] = []
    days: dict[int, list[Planned]] = {}
    for change in made.changes:
        if change.id > 0 and change.action in {"unit.moved", "unit.closed"}:
            days.setdefault(change.id, []).append(change)
    for unit, changes in days.items():
        on = min(date.fromisoformat(str(one.after.get("on") or one.after["valid_to"])) for one in changes)
        if on <= clock.today():
            continue
        kept = _kept(before, made, unit, ids)
        parents = [one.after["parent"] for one in changes if one.after.get("parent") is not None]
        kept["to"] = [ids.get(("unit", one), one) for one in parents if isinstance(one, int)]
        sort = "close" if changes[-1].action == "unit.closed" else "move"
        planned.append(keep_change(session, sort, on, kept, [unit, *kept["to"]]))
    return planned


def _keep_open_ended(session: Session, made: Plan, changed: set[tuple[str, int]], ids: Ids) -> None:
    """Keep which appointments of the file last as long as a unit that is planned to end."""
    at: dict[tuple[int, date], list[int]] = {}
    for number in made.open_ended:
        one = made.after.appointments[number]
        end = made.after.units[one.unit].end
        if end is not None and end > clock.today() and one.end == end and ("appointment", number) in changed:
            at.setdefault((one.unit, end), []).append(number)
    for (unit, end), numbers in at.items():
        lasting = [ids.get(("appointment", one), one) for one in numbers if made.open_ended[one]]
        asked = [ids.get(("appointment", one), one) for one in numbers]
        keep_those_open_ended(session, ids.get(("unit", unit), unit), end, lasting, asked=asked)


def _kept(before: Organisation, made: Plan, unit: int, ids: Ids) -> Kept:
    def numbered(places: Iterable[Place]) -> list[Place]:
        return [
            Place(one.unit, ids.get(("unit", one.parent), one.parent) if one.parent else None, one.period)
            for one in places
        ]

    ended = [
        change
        for change in made.changes
        if change.action == "appointment.ended" and change.after.get("unit") == unit
    ]
    return {
        "ends": [[unit, written(before.units[unit].end), written(made.after.units[unit].end)]],
        "places": [
            [unit, written_places(before.places[unit]), written_places(numbered(made.after.places[unit]))]
        ],
        "appointments": [
            {"id": one.id, "before": dict(one.before), "after": dict(one.after)} for one in ended
        ],
        "made": [],
        "begun": [],
    }


def _recorded(change: Planned, ids: Ids) -> Change:
    """Give a change as the history keeps it, with the ids that new things got."""

    def settled(facts: Mapping[str, object]) -> dict[str, object] | None:
        named = {"parent": "unit", "unit": "unit", "person": "person"}
        return {
            key: ids.get((named[key], value), value) if key in named and isinstance(value, int) else value
            for key, value in facts.items()
        } or None

    number = ids.get((change.kind, change.id), change.id)
    return Change(change.action, change.kind, number, settled(change.before), settled(change.after))


def _write_units(
    session: Session,
    before: Organisation,
    made: Plan,
    changed: set[tuple[str, int]],
    ids: Ids,
    top_kinds: set[str],
) -> None:
    units = [one for one in made.after.units.values() if ("unit", one.id) in changed]
    new = [one for one in units if one.id < 0]
    numbers = insert_many(
        session, Unit, [_unit_values(one) | {"is_top_administration": one.kind in top_kinds} for one in new]
    )
    ids.update({("unit", one.id): number for one, number in zip(new, numbers, strict=True)})
    _update_many(session, Unit, [(one.id, _unit_values(one)) for one in units if one.id > 0])
    _update_many(
        session,
        Unit,
        # Who leads the kind at the top is the kommunchef, also where a unit has become of that kind.
        [
            (one.id, {"is_top_administration": one.kind in top_kinds})
            for one in units
            if one.id > 0 and one.kind != before.units[one.id].kind
        ],
    )
    if not made.moved_units:
        return
    moved = {unit: ids.get(("unit", unit), unit) for unit in made.moved_units}
    known = [number for number in moved if number > 0]
    for start in range(0, len(known), 500):
        batch = known[start : start + 500]
        session.execute(
            delete(Placement).where(Placement.unit_id.in_(batch)).execution_options(synchronize_session=False)
        )
    rows = [
        placement_values(
            Place(
                moved[unit],
                None if place.parent is None else ids.get(("unit", place.parent), place.parent),
                place.period,
            )
        )
        for unit in made.moved_units
        for place in made.after.places[unit]
    ]
    insert_many(session, Placement, rows, give_ids=False)
    session.expire_all()
    if len(moved) >= MOVES_FOR_A_REBUILD:
        ancestry.rebuild_ancestry(session)
    else:
        ancestry.refresh(session, moved.values())


def _write_people(session: Session, made: Plan, changed: set[tuple[str, int]], ids: Ids) -> None:
    people = [one for one in made.after.people.values() if ("person", one.id) in changed]
    new = [one for one in people if one.id < 0]
    numbers = insert_many(session, Person, [_person_values(one) | {"language": "sv"} for one in new])
    ids.update({("person", one.id): number for one, number in zip(new, numbers, strict=True)})
    _update_many(session, Person, [(one.id, _person_values(one)) for one in people if one.id > 0])


def _write_appointments(session: Session, made: Plan, changed: set[tuple[str, int]], ids: Ids) -> None:
    held = [one for one in made.after.appointments.values() if ("appointment", one.id) in changed]
    new = [one for one in held if one.id < 0]
    numbers = insert_many(session, Appointment, [_appointment_values(one, ids) for one in new])
    ids.update({("appointment", one.id): number for one, number in zip(new, numbers, strict=True)})
    _update_many(
        session, Appointment, [(one.id, _appointment_values(one, ids)) for one in held if one.id > 0]
    )


def _update_many(
    session: Session, model: type[Unit | Person | Appointment], rows: Sequence[tuple[int, dict[str, Any]]]
) -> None:
    if not rows:
        return
    columns = rows[0][1].keys()
    statement = (
        update(model.__table__)  # type: ignore[arg-type]
        .where(model.__table__.c.id == bindparam("row_id"))
        .values({column: bindparam(f"new_{column}") for column in columns})
    )
    session.execute(
        statement,
        [
            {"row_id": number} | {f"new_{column}": value for column, value in values.items()}
            for number, values in rows
        ],
    )


def _unit_values(one: UnitState) -> dict[str, Any]:
    return {
        "external_id": one.external_id,
        "name": one.name,
        "kind": one.kind,
        "valid_from": one.start,
        "valid_to": one.end,
    }


def _person_values(one: PersonState) -> dict[str, Any]:
    return {"external_id": one.external_id, "name": one.name, "email": one.email}


def _appointment_values(one: AppointmentState, ids: Ids) -> dict[str, Any]:
    return {
        "person_id": ids.get(("person", one.person), one.person),
        "unit_id": ids.get(("unit", one.unit), one.unit),
        "role": one.role,
        "title": one.title,
        "duty": one.duty,
        "is_deputy": one.is_deputy,
        "valid_from": one.start,
        "valid_to": one.end,
    }
