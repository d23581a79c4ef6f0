"""Rows of a file read as figures of units; every fault the cells show is told at once, with row and column.

Pure: what units there are to write for, and what stands already, comes in as plain values. An empty cell leaves what
stands; it never makes anything zero.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.economy import money, rules
from app.economy.forecasts.services import Figures
from app.economy.models import ForecastState
from app.economy.money import NotAnAmount
from app.economy.periods import FIRST_YEAR, LAST_YEAR
from app.organisation.cells import Cells, by_column
from app.organisation.heads import OwnUnit, columns_in, units_by_name
from app.organisation.rows import Problem

COLUMNS = ("enhet_id", "enhet", "ar", "manad", "budget", "utfall", "helarsprognos", "sager", "varfor")
NEEDED = ("enhet_id", "ar", "manad")
AMOUNTS = {"budget": "budget", "utfall": "outcome", "helarsprognos": "expected"}
WORDS = {"sager": "says", "varfor": "why"}
MOST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of a unit's year and month: the draft or the submitted forecast, or the budget it has been given."""

    unit_id: int
    name: str = ""
    external_id: str | None = None
    forecast_id: int | None = None
    state: str = ""
    budget: int | None = None
    outcome: int | None = None
    expected: int | None = None
    says: str = ""
    why: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a row asks for: figures of a unit after a month, on top of what stands."""

    row: int
    unit: OwnUnit
    year: int
    month: int
    figures: Figures
    before: Standing | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether a draft would be begun."""
        return self.before is None or self.before.forecast_id is None

    @property
    def changes(self) -> bool:
        """Tell whether anything would be another than it is."""
        return self.is_new or self.figures != _figures_of(self.before)


def _figures_of(standing: Standing | None) -> Figures:
    if standing is None:
        return Figures()
    return Figures(standing.budget, standing.outcome, standing.expected, standing.says, standing.why)


@dataclass(slots=True)
class Plan:
    """What a file would write, and what stands in the way."""

    wanted: list[Wanted] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def changing(self) -> list[Wanted]:
        """The rows that would change something."""
        return [one for one in self.wanted if one.changes]

    @property
    def same(self) -> int:
        """How many rows say what stands already."""
        return len(self.wanted) - len(self.changing)

    @property
    def fingerprint(self) -> str:
        """A short name for exactly this plan, so that what is carried out is what was shown."""
        told = [
            [one.unit.id, one.year, one.month, repr(one.figures), repr(one.before)] for one in self.wanted
        ]
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()


Key = tuple[int, int, int]
"""A unit, a year and a month."""


def plan(
    heads: Sequence[str],
    rows: Sequence[tuple[int, list[str]]],
    units: Sequence[OwnUnit],
    standing: Mapping[Key, Standing],
) -> Plan:
    """Work out what a file asks for; a row about a unit one does not write for is a fault like one about no unit at all."""
    found = Plan()
    columns, found.problems = columns_in(heads, known=COLUMNS, needed=NEEDED)
    if found.problems:
        return found
    if len(rows) > MOST_ROWS:
        found.problems.append(Problem(0, "", "too_many_rows", {"most": MOST_ROWS}))
        return found
    by_name = units_by_name(units)
    first: dict[Key, int] = {}
    for number, cells in rows:
        wanted = _Row(number, by_column(columns, cells), found.problems).wanted(by_name, standing)
        if wanted is None:
            continue
        key = (wanted.unit.id, wanted.year, wanted.month)
        if key in first:
            found.problems.append(Problem(number, "enhet_id", "said_twice", {"first": first[key]}))
        first.setdefault(key, number)
        found.wanted.append(wanted)
    if not rows:
        found.problems.append(Problem(0, "", "no_figures", {}))
    return found


class _Row(Cells):
    """One row, read as the figures of a unit."""

    def wanted(self, units: Mapping[str, OwnUnit], standing: Mapping[Key, Standing]) -> Wanted | None:
        """Read the row; None when it cannot be kept, with all its faults noted."""
        unit = self.unit(units)
        if unit is None:
            self.wrong("enhet_id", "not_your_unit")
        year = self.number_of("ar", FIRST_YEAR, LAST_YEAR, "bad_year")
        month = self.number_of("manad", 1, 12, "bad_month")
        amounts = {field: self.amount(column) for column, field in AMOUNTS.items()}
        words = {field: self.text(column, rules.LONGEST_TEXT) for column, field in WORDS.items()}
        if unit is None or year is None or month is None:
            return None
        before = standing.get((unit.id, year, month))
        if before is not None and before.state == ForecastState.SUBMITTED:
            self.wrong("enhet_id", "already_submitted")
            return None
        said: dict[str, Any] = {name: value for name, value in amounts.items() if value is not None}
        said |= {name: text for name, text in words.items() if text}
        figures = replace(_figures_of(before), **said)
        return Wanted(self.number, unit, year, month, figures, before)

    def number_of(self, name: str, least: int, most: int, reason: str) -> int | None:
        """Read a whole number within bounds."""
        said = self.cell(name)
        if not said:
            self.wrong(name, "missing")
        elif not (said.isascii() and said.isdigit() and least <= int(said[:6]) <= most):
            self.wrong(name, reason, value=said[:60])
        else:
            return int(said)
        return None

    def amount(self, name: str) -> int | None:
        """Read thousands of kronor; a decimal point is what spreadsheets write in a cell of numbers."""
        said = self.cell(name)
        try:
            return money.read_cell(said)
        except NotAnAmount as fault:
            self.wrong(name, f"amount_{fault.reason}", value=said[:60])
            return None
