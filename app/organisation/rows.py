"""The format of the file: column heads, and rows of units and people checked one by one.

One row a unit (`enhet_id, enhet, typ, ligger_under, fran, till`), one row an appointment (`enhet_id, person_id, namn,
epost, roll, titel, uppdrag, tf, fran, till`); a row with a `person_id` is of the second sort. Days are written
2027-01-31; `till` is the last day.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from app.access.matrix import Role
from app.organisation.errors import Reason, Refused
from app.organisation.people import checked_address
from app.organisation.spreadsheet import Sheet
from app.steering.schema import UnitKind

COLUMNS: dict[str, tuple[str, ...]] = {
    "enhet_id": ("unit_id",),
    "enhet": ("unit",),
    "typ": ("kind",),
    "ligger_under": ("parent", "parent_id"),
    "person_id": (),
    "namn": ("name",),
    "epost": ("e-post", "email", "e-mail"),
    "roll": ("role",),
    "titel": ("title",),
    "uppdrag": ("duty",),
    "tf": ("deputy",),
    "fran": ("från", "from"),
    "till": ("to", "until"),
}
"""Column heads and what they may be called besides."""

LONGEST = {"enhet_id": 60, "ligger_under": 60, "person_id": 60, "enhet": 200, "namn": 200, "titel": 120}

UNIT_CELLS = ("enhet", "typ", "ligger_under")
"""Cells that only a unit's own row fills in."""

ROLES: dict[str, Role] = {
    "chef": Role.MANAGER,
    "stöd": Role.SUPPORT,
    "förtroendevald": Role.POLITICIAN,
    "revisor": Role.AUDITOR,
    "medarbetare": Role.EMPLOYEE,
    "administratör": Role.ADMINISTRATOR,
} | {role.value: role for role in Role}

DUTIES = {
    "": "",
    "ordförande": "chair",
    "chair": "chair",
    "vice ordförande": "vice_chair",
    "vice chair": "vice_chair",
}

YES = {"ja", "j", "x", "1", "yes", "true", "sant"}
NO = {"", "nej", "n", "0", "no", "false", "falskt"}

EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, where: row as the file numbers it (0 for the whole file), column, reason and its details."""

    row: int
    column: str
    reason: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit as the file has it; `end` is the first day without it."""

    row: int
    id: str
    name: str
    kind: str
    parent: str | None
    start: date | None
    end: date | None


@dataclass(frozen=True, slots=True)
class PersonLine:
    """A person, and where there is a role, an appointment, as the file has it."""

    row: int
    id: str
    name: str
    email: str | None
    unit: str | None
    role: Role | None
    title: str
    duty: str
    is_deputy: bool
    start: date | None
    end: date | None


@dataclass(slots=True)
class Lines:
    """Everything in the file, and what is wrong with it; rows with faults are there as far as they could be read.

    `claimed` are the ids of units on rows that speak of a person as well: which of the two was meant is not known.
    """

    units: list[UnitLine] = field(default_factory=list)
    people: list[PersonLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    claimed: set[str] = field(default_factory=set)


def written_kinds(kinds: Iterable[UnitKind]) -> dict[str, str]:
    """Give what may be written for each kind, in lower case: its key, or its name in Swedish or English.

    A word may be one kind's key and another's name: then it is the key, which means the same in every language, and after
    that the Swedish name. What is taken out as a file is written by this (`exporting.kind_words`).
    """
    kinds = list(kinds)
    written = {kind.key: kind.key for kind in kinds}
    for kind in kinds:
        written.setdefault(kind.names.sv.singular.casefold(), kind.key)
    for kind in kinds:
        if kind.names.en:
            written.setdefault(kind.names.en.singular.casefold(), kind.key)
    return written


def read_lines(sheet: Sheet, kinds: Mapping[str, str]) -> Lines:
    """Check heads and cells; `kinds` maps what may be written for a kind, in lower case, to its key."""
    lines = Lines()
    places = _heads(sheet.heads, lines.problems)
    if lines.problems:
        return lines
    for number, cells in sheet.rows:
        _read_row(_Row(number, _by_column(places, cells), lines.problems), lines, kinds)
    return lines


def _heads(heads: Sequence[str], problems: list[Problem]) -> dict[str, int]:
    known = {name: name for name in COLUMNS} | {
        other: name for name, others in COLUMNS.items() for other in others
    }
    places: dict[str, int] = {}
    for number, head in enumerate(heads):
        key = known.get(re.sub(r"[\s_]+", "_", head.strip().casefold()))
        if not head and not any(heads[number:]):
            break
        if key is None:
            problems.append(Problem(1, head or str(number + 1), "unknown_column"))
        elif key in places:
            problems.append(Problem(1, head, "column_twice"))
        else:
            places[key] = number
    if "enhet_id" not in places:
        problems.append(Problem(1, "enhet_id", "missing_column"))
    if "person_id" in places and "namn" not in places:
        problems.append(Problem(1, "namn", "missing_column"))
    return places


def _by_column(places: Mapping[str, int], cells: Sequence[str]) -> dict[str, str]:
    return {name: cells[at] if at < len(cells) else "" for name, at in places.items()}


@dataclass(slots=True)
class _Row:
    """One row being read; what is wrong is noted as it is found."""

    number: int
    cells: Mapping[str, str]
    problems: list[Problem]

    def wrong(self, column: str, reason: str, **details: object) -> None:
        self.problems.append(Problem(self.number, column, reason, details))

    def text(self, column: str, *, required: bool = False) -> str:
        value = self.cells.get(column, "")
        if required and not value:
            self.wrong(column, "missing")
        if len(value) > LONGEST.get(column, 300):
            self.wrong(column, "too_long", most=LONGEST.get(column, 300))
        return value

    def day(self, column: str) -> date | None:
        value = self.cells.get(column, "")
        if not value:
            return None
        try:
            if not re.fullmatch(r"\d{4}-?\d{2}-?\d{2}", value, re.ASCII):
                raise ValueError(value)
            day = date.fromisoformat(value)
        except ValueError:
            self.wrong(column, "bad_day", value=value[:40])
            return None
        if not EARLIEST <= day <= LATEST:
            self.wrong(column, "bad_day", value=value)
            return None
        return day

    def end(self) -> date | None:
        last = self.day("till")
        return last + timedelta(days=1) if last else None

    def yes(self, column: str) -> bool:
        value = self.cells.get(column, "").casefold()
        if value not in YES | NO:
            self.wrong(column, "not_yes_or_no", value=value[:40])
        return value in YES


def _read_row(row: _Row, lines: Lines, kinds: Mapping[str, str]) -> None:
    if any(row.cells.get(column) for column in ("person_id", "namn", "epost", "roll")):
        person = _read_person(row)
        lines.people.append(person)
        if person.unit and any(row.cells.get(column) for column in UNIT_CELLS):
            lines.claimed.add(person.unit)
    else:
        lines.units.append(_read_unit(row, kinds))


def _read_unit(row: _Row, kinds: Mapping[str, str]) -> UnitLine:
    written = row.text("typ", required=True)
    kind = kinds.get(written.casefold(), "")
    if written and not kind:
        row.wrong("typ", Reason.UNKNOWN_KIND.value, kind=written[:60])
    start, end = row.day("fran"), row.end()
    if start and end and start >= end:
        row.wrong("till", Reason.WRONG_PERIOD.value)
    return UnitLine(
        row.number,
        row.text("enhet_id", required=True),
        row.text("enhet", required=True),
        kind,
        row.text("ligger_under") or None,
        start,
        end,
    )


def _read_person(row: _Row) -> PersonLine:
    role_word = row.text("roll")
    role = ROLES.get(role_word.casefold())
    if role_word and role is None:
        row.wrong("roll", Reason.UNKNOWN_ROLE.value, role=role_word[:60])
    unit = row.text("enhet_id") or None
    if role_word and unit is None:
        row.wrong("enhet_id", "missing")
    if unit is not None and not role_word:
        row.wrong("roll", "missing")
    for column in UNIT_CELLS:
        if row.cells.get(column):
            row.wrong(column, "not_on_person_rows")
    start, end = row.day("fran"), row.end()
    if start and end and start >= end:
        row.wrong("till", Reason.WRONG_PERIOD.value)
    duty = row.text("uppdrag").casefold()
    if duty not in DUTIES:
        row.wrong("uppdrag", "unknown_duty", value=duty[:40])
    return PersonLine(
        row=row.number,
        id=row.text("person_id", required=True),
        name=row.text("namn", required=True),
        email=_address(row),
        unit=unit,
        role=role,
        title=row.text("titel"),
        duty=DUTIES.get(duty, ""),
        is_deputy=row.yes("tf"),
        start=start,
        end=end,
    )


def _address(row: _Row) -> str | None:
    try:
        return checked_address(row.cells.get("epost"))
    except Refused:
        row.wrong("epost", Reason.BAD_ADDRESS.value, address=row.cells["epost"][:60])
        return None
