"""What a file would change: the organisation there is and the lines of the file become a plan, or problems.

Pure: reads no database and writes none, so that a dry run and the real thing think the same thoughts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from app.access.matrix import Role
from app.organisation.errors import Reason
from app.organisation.rows import Lines, PersonLine, Problem, UnitLine
from app.organisation.rules import (
    CycleFound,
    KindRule,
    Period,
    Place,
    closure,
    ended,
    first_clash,
    joined_places,
    may_hang_under,
    moved,
    role_fits,
)


@dataclass(frozen=True, slots=True)
class UnitState:
    """A unit: as it is, or as it would be. New ones have ids below zero until they are written."""

    id: int
    external_id: str | None
    name: str
    kind: str
    start: date
    end: date | None

    @property
    def period(self) -> Period:
        """Give when it exists."""
        return Period(self.start, self.end)


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person: as known, or as the file has them."""

    id: int
    external_id: str | None
    name: str
    email: str | None
    closed_on: date | None = None


@dataclass(frozen=True, slots=True)
class AppointmentState:
    """An appointment: as it is, or as it would be."""

    id: int
    person: int
    unit: int
    role: str
    title: str
    duty: str
    is_deputy: bool
    start: date
    end: date | None

    @property
    def period(self) -> Period:
        """Give when it is in force."""
        return Period(self.start, self.end)


@dataclass(slots=True)
class Organisation:
    """Everything there is, by id."""

    units: dict[int, UnitState] = field(default_factory=dict)
    places: dict[int, list[Place]] = field(default_factory=dict)
    people: dict[int, PersonState] = field(default_factory=dict)
    appointments: dict[int, AppointmentState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Planned:
    """One change the file asks for: what the history will call it, of what, what it concerns in words, before and after."""

    action: str
    kind: str
    id: int
    what: str
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The organisation as it would be, the changes that lead there, and what stands in the way."""

    after: Organisation
    changes: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    moved_units: set[int] = field(default_factory=set)


def plan(now: Organisation, lines: Lines, kinds: Mapping[str, KindRule], today: date) -> Plan:
    """Work out what the file changes. Existing units and people are known by their ids in the file.

    What the file does not name stays as it is. A move takes effect today, or on the row's day where that lies ahead.
    """
    made = Plan(
        Organisation(
            dict(now.units),
            {unit: list(places) for unit, places in now.places.items()},
            dict(now.people),
            dict(now.appointments),
        ),
        problems=list(lines.problems),
    )
    if made.problems:
        return made
    _Planner(now, made, lines, kinds, today).run()
    made.problems.sort(key=lambda problem: (problem.row, problem.column))
    return made


class _Planner:
    """The work of `plan`, step by step, with what the steps share."""

    def __init__(
        self, now: Organisation, made: Plan, lines: Lines, kinds: Mapping[str, KindRule], today: date
    ) -> None:
        self.now, self.made, self.lines, self.kinds, self.today = now, made, lines, kinds, today
        self.after = made.after
        self.unit_ids = {one.external_id or own_id(one.id): one.id for one in now.units.values()}
        self.person_ids = {one.external_id or own_id(one.id): one.id for one in now.people.values()}
        self.by_email = {
            one.email.casefold(): one.id for one in now.people.values() if one.email and not one.external_id
        }
        self.unit_rows: dict[int, UnitLine] = {}
        self.appointment_rows: dict[int, int] = {}
        self.next_id = -1

    def run(self) -> None:
        self._name_units()
        if not self.made.problems:
            self._place_units()
            self._check_tree()
        self._people()
        self._appointments()
        self._check_appointments()

    def wrong(self, row: int, column: str, reason: Reason | str, **details: object) -> None:
        self.made.problems.append(Problem(row, column, str(reason), details))

    def new_id(self) -> int:
        self.next_id -= 1
        return self.next_id

    # Units

    def _name_units(self) -> None:
        """Make the units of the file known under ids, new ones too, and note their names and kinds."""
        seen: dict[str, int] = {}
        for line in self.lines.units:
            if line.id in seen:
                self.wrong(line.row, "enhet_id", "twice_in_file", id=line.id, first=seen[line.id])
                continue
            seen[line.id] = line.row
            known = self.unit_ids.get(line.id)
            if known is None and line.parent is None:
                known = self._adopted_root()
            if known is None:
                self._new_unit(line)
            else:
                self._known_unit(line, known)

    def _adopted_root(self) -> int | None:
        """Give a root made by hand, which the file's root is then taken to be."""
        for unit, places in self.now.places.items():
            one = self.now.units[unit]
            if (
                one.external_id is None
                and unit not in self.unit_rows
                and any(place.parent is None and place.period.holds(self.today) for place in places)
            ):
                return unit
        return None

    def _new_unit(self, line: UnitLine) -> None:
        number = self.new_id()
        start = line.start or self.today
        if line.end is not None and line.end <= start:
            self.wrong(line.row, "till", Reason.WRONG_PERIOD)
            return
        self.after.units[number] = UnitState(number, line.id, line.name, line.kind, start, line.end)
        self.unit_ids[line.id] = number
        self.unit_rows[number] = line

    def _known_unit(self, line: UnitLine, number: int) -> None:
        before = self.now.units[number]
        self.unit_ids[line.id] = number
        self.unit_rows[number] = line
        if before.end is not None and before.end <= self.today:
            self.wrong(line.row, "enhet_id", Reason.UNIT_NOT_IN_FORCE, unit=before.name)
            return
        external_id = before.external_id if line.id == own_id(number) else line.id
        after = replace(before, external_id=external_id, name=line.name, kind=line.kind)
        if after.name != before.name:
            self._change(
                "unit.renamed", "unit", number, line.name, {"name": before.name}, {"name": line.name}
            )
        if (after.kind, after.external_id) != (before.kind, before.external_id):
            self._change(
                "unit.changed",
                "unit",
                number,
                line.name,
                {"kind": before.kind, "external_id": before.external_id},
                {"kind": after.kind, "external_id": after.external_id},
            )
        self.after.units[number] = after

    def _place_units(self) -> None:
        for number, line in self.unit_rows.items():
            parent = self._parent_of(line)
            if line.parent is not None and parent is None:
                continue
            unit = self.after.units[number]
            if number < 0:
                self.after.places[number] = [Place(number, parent, unit.period)]
                self.made.moved_units.add(number)
                self._change(
                    "unit.created", "unit", number, unit.name, {}, unit_facts(unit) | {"parent": parent}
                )
            else:
                self._move_known(line, number, parent)

    def _parent_of(self, line: UnitLine) -> int | None:
        if line.parent is None:
            return None
        parent = self.unit_ids.get(line.parent)
        if parent is None:
            self.wrong(line.row, "ligger_under", Reason.UNKNOWN_PARENT, parent=line.parent)
        return parent

    def _move_known(self, line: UnitLine, number: int, parent: int | None) -> None:
        unit = self.after.units[number]
        places = self.after.places[number]
        on = max(line.start or self.today, self.today, unit.start)
        there = next((place for place in places if place.period.holds(on)), None)
        if there is None:
            self.wrong(line.row, "fran", Reason.UNIT_NOT_IN_FORCE, unit=unit.name)
            return
        if there.parent != parent:
            places = moved(places, parent, on)
            self.made.moved_units.add(number)
            self._change(
                "unit.moved",
                "unit",
                number,
                unit.name,
                {"parent": there.parent},
                {"parent": parent, "on": on.isoformat()},
            )
        if line.end is not None and line.end != unit.end:
            places = self._ended(line, unit, places)
        self.after.places[number] = joined_places(places)

    def _ended(self, line: UnitLine, unit: UnitState, places: list[Place]) -> list[Place]:
        end = line.end
        if end is None or end <= unit.start or (unit.end is not None and end > unit.end):
            self.wrong(line.row, "till", Reason.WRONG_PERIOD)
            return places
        self.after.units[unit.id] = replace(unit, end=end)
        self.made.moved_units.add(unit.id)
        self._change("unit.closed", "unit", unit.id, unit.name, {}, {"valid_to": end.isoformat()})
        for one in list(self.after.appointments.values()):
            if one.unit == unit.id and one.period.last > end and one.start < end:
                self._set_appointment(replace(one, end=end), line.row)
        return ended(places, end)

    def _check_tree(self) -> None:
        if self.made.problems:
            return
        everything = [place for places in self.after.places.values() for place in places]
        try:
            # A ring, if there is one, goes through a unit that moved: walking up from those is enough.
            closure(everything, self.made.moved_units)
        except CycleFound as ring:
            self._report_ring(ring.units)
            return
        self._check_one_root()
        self._check_places()

    def _check_places(self) -> None:
        """Look at where the units of the file hang, and at what hangs under them."""
        for unit, places in self.after.places.items():
            for place in places:
                if unit in self.unit_rows or place.parent in self.unit_rows:
                    self._check_place(place)

    def _report_ring(self, units: Sequence[int]) -> None:
        rows = [self.unit_rows[one].row for one in units if one in self.unit_rows]
        names = [self.after.units[one].name for one in units]
        shown = " → ".join([*names, names[0]])
        self.wrong(min(rows, default=0), "ligger_under", "ring", units=shown)

    def _check_one_root(self) -> None:
        roots = [
            (unit, place.period)
            for unit, places in self.after.places.items()
            for place in places
            if place.parent is None
        ]
        clash = first_clash(roots)
        if clash is None:
            return
        rows = [self.unit_rows[one].row for one in clash if isinstance(one, int) and one in self.unit_rows]
        self.wrong(max(rows, default=0), "ligger_under", Reason.SECOND_ROOT)

    def _check_place(self, place: Place) -> None:
        unit = self.after.units[place.unit]
        line = self.unit_rows.get(place.unit) or self.unit_rows.get(place.parent or 0)
        row = line.row if line else 0
        if place.period.last <= self.today:
            return
        kind = self.kinds.get(unit.kind)
        parent = self.after.units[place.parent] if place.parent is not None else None
        above = self.kinds.get(parent.kind) if parent else None
        if parent is not None and not parent.period.covers(place.period):
            closes = place.unit not in self.unit_rows
            reason = Reason.OPEN_SUBUNITS if closes else Reason.PARENT_NOT_IN_FORCE
            self.wrong(
                row, "till" if closes else "fran", reason, unit=parent.name, parent=parent.name, count=1
            )
        if kind is None or (parent is not None and above is None):
            return
        if not may_hang_under(kind, above):
            reason = Reason.KIND_NOT_UNDER if parent else Reason.KIND_NOT_ROOT
            self.wrong(row, "typ", reason, kind=unit.kind, parent=parent.name if parent else "")

    # People

    def _people(self) -> None:
        seen: dict[str, PersonLine] = {}
        for line in self.lines.people:
            first = seen.setdefault(line.id, line)
            if first is not line:
                if (first.name, first.email) != (line.name, line.email):
                    self.wrong(line.row, "namn", "person_differs", id=line.id, first=first.row)
                continue
            known = self.person_ids.get(line.id)
            if known is None and line.email:
                known = self.by_email.pop(line.email.casefold(), None)
            if known is None:
                self._new_person(line)
            else:
                self._known_person(line, known)

    def _new_person(self, line: PersonLine) -> None:
        one = PersonState(self.new_id(), line.id, line.name, line.email)
        self.person_ids[line.id] = one.id
        self.after.people[one.id] = one
        self._change("person.created", "person", one.id, one.name, {}, person_facts(one))

    def _known_person(self, line: PersonLine, number: int) -> None:
        before = self.now.people[number]
        external_id = before.external_id if line.id == own_id(number) else line.id
        after = replace(before, external_id=external_id, name=line.name, email=line.email or before.email)
        self.person_ids[line.id] = number
        self.after.people[number] = after
        if after != before:
            self._change(
                "person.changed", "person", number, after.name, person_facts(before), person_facts(after)
            )

    # Appointments

    def _appointments(self) -> None:
        held: dict[tuple[int, int, str], list[AppointmentState]] = {}
        for one in self.now.appointments.values():
            held.setdefault((one.person, one.unit, one.role), []).append(one)
        taken: set[int] = set()
        for line in self.lines.people:
            if line.role is None or line.unit is None:
                continue
            unit = self.unit_ids.get(line.unit)
            person = self.person_ids.get(line.id)
            if unit is None:
                self.wrong(line.row, "enhet_id", Reason.UNKNOWN_UNIT, unit=line.unit)
            elif person is not None:
                candidates = held.get((person, unit, line.role.value), [])
                known = self._same_appointment(line, [one for one in candidates if one.id not in taken])
                if known is not None:
                    taken.add(known.id)
                self._appoint(line, person, unit, known)

    def _same_appointment(
        self, line: PersonLine, candidates: Sequence[AppointmentState]
    ) -> AppointmentState | None:
        """Find the appointment a row speaks of: the one that begins that day, or else one that runs then."""
        for one in candidates:
            if one.start == line.start:
                return one
        wanted = Period(line.start or self.today, line.end)
        return next((one for one in candidates if one.period.overlaps(wanted)), None)

    def _appoint(self, line: PersonLine, person: int, unit: int, known: AppointmentState | None) -> None:
        place = self.after.units[unit]
        start = line.start or (known.start if known else max(self.today, place.start))
        if line.start and known is None and place.start > start:
            self.wrong(line.row, "fran", Reason.UNIT_NOT_IN_FORCE, unit=place.name)
            return
        end = line.end or place.end
        if start >= (end or date.max):
            self.wrong(line.row, "till", Reason.WRONG_PERIOD)
            return
        kind = self.kinds.get(place.kind)
        role = line.role.value if line.role else ""
        if kind is not None and not role_fits(role, kind.nature):
            self.wrong(line.row, "roll", Reason.ROLE_NOT_HERE, unit=place.name, role=role)
            return
        wanted = AppointmentState(
            known.id if known else self.new_id(),
            person,
            unit,
            role,
            line.title,
            line.duty,
            line.is_deputy,
            start,
            end,
        )
        self._set_appointment(wanted, line.row)

    def _set_appointment(self, wanted: AppointmentState, row: int) -> None:
        before = self.now.appointments.get(wanted.id)
        seen = wanted.id in self.appointment_rows
        self.after.appointments[wanted.id] = wanted
        self.appointment_rows[wanted.id] = row
        if before == wanted:
            return
        what = f"{self.after.people[wanted.person].name}, {self.after.units[wanted.unit].name}"
        action = "created"
        if before is not None:
            action = "ended" if replace(before, end=wanted.end) == wanted and wanted.end else "changed"
        if seen:
            # It already changed with its unit; what the row says of it replaces that.
            self.made.changes = [
                change
                for change in self.made.changes
                if (change.kind, change.id) != ("appointment", wanted.id)
            ]
        self._change(
            f"appointment.{action}",
            "appointment",
            wanted.id,
            what,
            appointment_facts(before) if before else {},
            appointment_facts(wanted),
        )

    def _check_appointments(self) -> None:
        """Look at every unit the file appoints someone to: two ordinary managers, the same twice, closed people."""
        touched = {self.after.appointments[one].unit for one in self.appointment_rows}
        held: dict[tuple[int, str], list[AppointmentState]] = {}
        for one in self.after.appointments.values():
            if one.unit in touched:
                held.setdefault((one.unit, one.role), []).append(one)
        for (unit, role), there in held.items():
            if role == Role.MANAGER:
                self._check_managers(unit, [one for one in there if not one.is_deputy])
            self._check_doubles(unit, there)
        for number, row in self.appointment_rows.items():
            self._check_appointment(self.after.appointments[number], row)

    def _check_appointment(self, one: AppointmentState, row: int) -> None:
        person, unit = self.after.people[one.person], self.after.units[one.unit]
        if person.closed_on is not None and one.period.last > person.closed_on:
            self.wrong(row, "person_id", Reason.PERSON_CLOSED, person=person.name)
        if not unit.period.covers(one.period):
            self.wrong(row, "fran", Reason.UNIT_NOT_IN_FORCE, unit=unit.name)

    def _check_managers(self, unit: int, ordinary: Sequence[AppointmentState]) -> None:
        clash = first_clash([(one.id, one.period) for one in ordinary])
        if clash is None:
            return
        first, second = (self.after.appointments[one] for one in clash if isinstance(one, int))
        row = max(self.appointment_rows.get(first.id, 0), self.appointment_rows.get(second.id, 0))
        other = first if self.appointment_rows.get(second.id, 0) == row else second
        self.wrong(
            row,
            "roll",
            Reason.TWO_MANAGERS,
            unit=self.after.units[unit].name,
            person=self.after.people[other.person].name,
        )

    def _check_doubles(self, unit: int, there: Sequence[AppointmentState]) -> None:
        by_person: dict[int, list[AppointmentState]] = {}
        for one in there:
            by_person.setdefault(one.person, []).append(one)
        for held in by_person.values():
            clash = first_clash([(one.id, one.period) for one in held])
            if clash is not None:
                rows = [self.appointment_rows.get(one, 0) for one in clash if isinstance(one, int)]
                self.wrong(max(rows), "person_id", Reason.SAME_APPOINTMENT, unit=self.after.units[unit].name)

    def _change(
        self,
        action: str,
        kind: str,
        number: int,
        what: str,
        before: Mapping[str, object],
        after: Mapping[str, object],
    ) -> None:
        self.made.changes.append(Planned(action, kind, number, what, before, after))


def own_id(number: int) -> str:
    """Give the id by which files know what has none from the HR system."""
    return f"samsyn-{number}"


def unit_facts(unit: UnitState) -> dict[str, object]:
    """Give what the history keeps of a unit."""
    return {
        "name": unit.name,
        "kind": unit.kind,
        "external_id": unit.external_id,
        "valid_from": unit.start.isoformat(),
        "valid_to": unit.end.isoformat() if unit.end else None,
    }


def person_facts(person: PersonState) -> dict[str, object]:
    """Give what the history keeps of a person."""
    return {"name": person.name, "email": person.email, "external_id": person.external_id}


def appointment_facts(one: AppointmentState) -> dict[str, object]:
    """Give what the history keeps of an appointment."""
    return {
        "person": one.person,
        "unit": one.unit,
        "role": one.role,
        "title": one.title,
        "duty": one.duty,
        "is_deputy": one.is_deputy,
        "valid_from": one.start.isoformat(),
        "valid_to": one.end.isoformat() if one.end else None,
    }
