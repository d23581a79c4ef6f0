"""The measures of a goal as one table: results of the years behind, target levels of the years ahead, “–” where nothing is
measured (Karlskoga). Pure.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction

from app.planning.models import Goal
from app.quality.indicators.models import Better
from app.quality.measuring.fulfilment import fulfilment


@dataclass(frozen=True, slots=True)
class YearOf:
    """What a measure is to reach and has shown in a year; what is not measured has neither."""

    target: Decimal | None = None
    result: Decimal | None = None
    unmeasured: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure a goal is noticed by: one of its own, or one of quality that it follows.

    `closed` is one of quality whose figures are not for the one who reads, `by_units` one that the units below measure.
    """

    name: str
    unit_of_measure: str = ""
    better: str = Better.NONE
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int | None = None
    years: Mapping[int, YearOf] = field(default_factory=dict)
    href: str = ""
    closed: bool = False
    by_units: bool = False

    def degree(self, year: int) -> Fraction | None:
        """Tell how far it has come towards the target of a year; None where nothing was measured, or there is no target."""
        there = self.years.get(year, YearOf())
        return fulfilment(
            there.result, better=Better(self.better), target=there.target, low=self.low, high=self.high
        )

    def to_be_reached(self, year: int) -> bool:
        """Tell whether a level is to be reached in a year, so that the measure counts when the goal is judged."""
        there = self.years.get(year, YearOf())
        if there.unmeasured or self.better == Better.NONE:
            return False
        return there.target is not None or (self.better == Better.WITHIN and self.low != self.high)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: a figure or why there is none ("unmeasured", "missing", "none"), and the other figure of the year, small."""

    year: int
    value: Decimal | None = None
    lacks: str = ""
    other: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """A measure with its cells."""

    measure: Measure
    results: tuple[Cell, ...]
    targets: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Years with results, then years with target levels."""

    result_years: tuple[int, ...]
    target_years: tuple[int, ...]
    rows: tuple[Row, ...]


def base_year(goal: Goal, this_year: int, wanted: int | None = None) -> int:
    """Give the first year with target levels: the one asked for, otherwise this one, within the years of the goal."""
    last = goal.until_year or max(goal.year, goal.due_on.year if goal.due_on else this_year)
    return max(goal.year, min(wanted if wanted is not None else this_year, last))


def table(
    measures: Sequence[Measure], base: int, *, result_years: int, target_years: int, this_year: int
) -> Table:
    """Lay the measures out: so many years of results before `base`, so many of target levels from it."""
    behind = tuple(range(base - result_years, base))
    ahead = tuple(range(base, base + max(1, target_years)))
    rows = tuple(
        Row(
            one,
            tuple(_result(year, one.years.get(year, YearOf()), this_year) for year in behind),
            tuple(_target(year, one.years.get(year, YearOf())) for year in ahead),
        )
        for one in measures
    )
    return Table(behind, ahead, rows)


def _result(year: int, there: YearOf, this_year: int) -> Cell:
    if there.result is not None:
        return Cell(year, there.result, other=there.target)
    if there.unmeasured:
        return Cell(year, lacks="unmeasured")
    return Cell(
        year, lacks="missing" if there.target is not None and year < this_year else "none", other=there.target
    )


def _target(year: int, there: YearOf) -> Cell:
    if there.unmeasured:
        return Cell(year, lacks="unmeasured")
    return Cell(year, there.target, "" if there.target is not None else "none", there.result)
