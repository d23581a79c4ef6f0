"""What the steps of planning share: the organisation being changed, the rows behind it, what stands in the way."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from app.organisation.errors import Reason
from app.organisation.planning.states import (
    AppointmentState,
    Organisation,
    PersonState,
    UnitState,
    looks_like_own,
    own_id,
)
from app.organisation.rows import Lines, Problem, UnitLine
from app.organisation.rules import KindRule


@dataclass(frozen=True, slots=True)
class Planned:
    """One change the file asks for: what the history will call it, of what, what it concerns in words, before and after.

    `names` are what the units are called that `before` and `after` hold the ids of, under the same keys, `old_` first.
    """

    action: str
    kind: str
    id: int
    what: str
    before: Mapping[str, object] = field(default_factory=dict)
    after: Mapping[str, object] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Plan:
    """The organisation as it would be, the changes that lead there, and what stands in the way."""

    after: Organisation
    changes: list[Planned] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    moved_units: set[int] = field(default_factory=set)
    open_ended: dict[int, bool] = field(default_factory=dict)
    """Of each appointment a row speaks of, whether it lasts as long as its unit: the row gives it no last day."""


def _by_id(known: Iterable[UnitState | PersonState]) -> dict[str, int]:
    """Give what is known by the id a file has for it. An id of the HR system that looks like ours stays whose it is."""
    ordered = sorted(known, key=lambda one: one.external_id is not None)
    return {one.external_id or own_id(one.id): one.id for one in ordered}


class Draft:
    """A plan while it is worked out.

    What rests on a cell that could not be read is noted as not known, so that no fault is told which would be gone once
    that cell is right: units in `undated` exist at times not known, those in `unplaced` hang under something not known.
    """

    def __init__(self, now: Organisation, lines: Lines, kinds: Mapping[str, KindRule], today: date) -> None:
        self.now, self.lines, self.kinds, self.today = now, lines, kinds, today
        self.after = Organisation(
            dict(now.units),
            {unit: list(places) for unit, places in now.places.items()},
            dict(now.people),
            dict(now.appointments),
        )
        self.plan = Plan(self.after, problems=list(lines.problems))
        self.unit_ids = _by_id(now.units.values())
        self.person_ids = _by_id(now.people.values())
        self.unit_rows: dict[int, UnitLine] = {}
        self.appointment_rows: dict[int, int] = {}
        self.undated: set[int] = set()
        self.unplaced: set[int] = set()
        self._unclear: set[tuple[int | None, int | None]] = set()
        self._faulty: dict[int, set[str]] = {}
        for problem in lines.problems:
            self._faulty.setdefault(problem.row, set()).add(problem.column)
        self._last_id = 0

    def wrong(self, row: int, column: str, reason: Reason | str, **details: object) -> None:
        """Note what stands in the way."""
        self.plan.problems.append(Problem(row, column, str(reason), details))

    def new_id(self) -> int:
        """Give an id for what is not written yet."""
        self._last_id -= 1
        return self._last_id

    def change(
        self,
        action: str,
        kind: str,
        number: int,
        what: str,
        before: Mapping[str, object],
        after: Mapping[str, object],
        names: Mapping[str, str] | None = None,
    ) -> None:
        """Note a change the file asks for."""
        self.plan.changes.append(Planned(action, kind, number, what, before, after, names or {}))

    def is_faulty(self, row: int, *columns: str) -> bool:
        """Tell whether one of these cells of a row could not be read."""
        return not self._faulty.get(row, set()).isdisjoint(columns)

    def is_nobodys_number(self, row: int, column: str, name: str) -> bool:
        """Tell, and note, that an id which nothing here has is one of ours: what is made by hand later may get it."""
        if looks_like_own(name):
            self.wrong(row, column, Reason.NUMBER_OF_NOBODY, id=name)
            return True
        return False

    def is_known_unit(self, name: str) -> bool:
        """Tell whether an id is a unit's, or may be one's on a row that could not be read."""
        return name in self.unit_ids or name in self.lines.claimed

    def leave_open(self, person: int | None, unit: int | None) -> None:
        """Note that a row which could not be read speaks of this person's appointments at this unit; None is any."""
        if person is not None or unit is not None:
            self._unclear.add((person, unit))

    def is_open(self, one: AppointmentState) -> bool:
        """Tell whether a row that could not be read may change an appointment which no other row speaks of."""
        rows = {(one.person, one.unit), (one.person, None), (None, one.unit)}
        return one.id not in self.appointment_rows and not self._unclear.isdisjoint(rows)
