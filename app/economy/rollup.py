"""How the economy stands in the units below: sums of what has been submitted, and the register of units.

A unit's own figure holds those of the units under it. So a sum for a unit takes, going down from it, the first that has
submitted on each way, and never a unit under one that is already counted. Only what the reader may read is added, and
what nobody has submitted is told beside the sum, never counted as nothing.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, case, cast, collate, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.db import SWEDISH
from app.economy.models import EconomicRemedy, Forecast, ForecastState, RemedyState
from app.economy.periods import YEAR_END
from app.economy.queries.whose import Reader, read_by
from app.economy.rules import deviation
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Placement, Unit, in_force
from app.paging import Found, nearest, on_page

CHILDREN = 60
"""Units straight below that stand on a unit's page; the rest are in the register."""

PAGE = 50

RECKONED = case((Forecast.month == YEAR_END, Forecast.outcome), else_=Forecast.expected)
"""What the year is reckoned to cost: the outcome once it is over, as `rules.reckoned`."""


@dataclass(frozen=True, slots=True)
class Sum:
    """What the units below have submitted, added: of how many units, and of how many of them the outcome is known."""

    units: int
    budget: int
    reckoned: int
    outcome: int | None
    without_outcome: int

    @property
    def deviation(self) -> int:
        """How much is left of the budgets, less than nothing for a deficit."""
        return self.budget - self.reckoned


@dataclass(frozen=True, slots=True)
class Row:
    """A unit and what it has submitted for a period; nothing of that when it has not."""

    unit_id: int
    unit: str
    kind: str
    forecast_id: int | None
    says: str | None
    why: str | None
    budget: int | None
    outcome: int | None
    reckoned: int | None
    submitted_at: datetime | None
    effect: int | None = None

    @property
    def deviation(self) -> int | None:
        """How much is left of the budget; None when the unit has not submitted."""
        return deviation(self.budget, self.reckoned)


def _submitted(table: type[Forecast], year: int, month: int) -> ColumnElement[bool]:
    return and_(table.year == year, table.month == month, table.state == ForecastState.SUBMITTED)


def added(sums: Collection[Sum]) -> Sum | None:
    """Add sums to one; None when there is nothing to add."""
    if not sums:
        return None
    known = [one.outcome for one in sums if one.outcome is not None]
    return Sum(
        sum(one.units for one in sums),
        sum(one.budget for one in sums),
        sum(one.reckoned for one in sums),
        sum(known) if known else None,
        sum(one.without_outcome for one in sums),
    )


def sums_below(session: Session, reader: Reader, unit_id: int, year: int, month: int) -> dict[int, Sum]:
    """Add what has been submitted below a unit, by each of the units straight under it; one statement.

    One that has submitted itself stands for all under it. One that has not is told by those under it that have, so that
    what stands on the rows of a page adds up to the sum beneath them.
    """
    down, over, above = aliased(Ancestry), aliased(Ancestry), aliased(Forecast)
    between, branch = aliased(Ancestry), aliased(Ancestry)
    counted_above = (
        select(above.id)
        .join(over, over.ancestor_id == above.unit_id)
        .join(between, between.descendant_id == above.unit_id)
        .where(
            _submitted(above, year, month),
            over.descendant_id == Forecast.unit_id,
            over.depth > 0,
            in_force(over.valid_from, over.valid_to, reader.day),
            between.ancestor_id == unit_id,
            between.depth > 0,
            in_force(between.valid_from, between.valid_to, reader.day),
        )
        .correlate(Forecast)
        .exists()
    )
    found = session.execute(
        select(
            branch.ancestor_id,
            func.count(),
            func.sum(Forecast.budget),
            func.sum(RECKONED),
            func.sum(Forecast.outcome),
            func.count(Forecast.outcome),
        )
        .select_from(Forecast)
        .join(down, down.descendant_id == Forecast.unit_id)
        .join(branch, and_(branch.descendant_id == Forecast.unit_id, branch.depth == down.depth - 1))
        .where(
            _submitted(Forecast, year, month),
            down.ancestor_id == unit_id,
            down.depth > 0,
            in_force(down.valid_from, down.valid_to, reader.day),
            in_force(branch.valid_from, branch.valid_to, reader.day),
            Forecast.unit_id.in_(read_by(reader)),
            Forecast.budget.is_not(None),
            RECKONED.is_not(None),
            ~counted_above,
        )
        .group_by(branch.ancestor_id)
    )
    # PostgreSQL adds large integers as decimals; both are whole kronor.
    return {
        row[0]: Sum(
            row[1], int(row[2]), int(row[3]), int(row[4]) if row[4] is not None else None, row[1] - row[5]
        )
        for row in found
    }


def _effect() -> ColumnElement[int]:
    """Give what the remedies of a unit's year are said to yield, of those that are submitted and not given up."""
    beside = aliased(Forecast)
    return cast(
        select(func.sum(EconomicRemedy.effect))
        .where(
            EconomicRemedy.unit_id == Unit.id,
            EconomicRemedy.year == Forecast.year,
            beside.id == EconomicRemedy.forecast_id,
            beside.state == ForecastState.SUBMITTED,
            EconomicRemedy.removed_at.is_(None),
            EconomicRemedy.state != RemedyState.DROPPED,
        )
        .correlate(Unit, Forecast)
        .scalar_subquery(),
        Forecast.budget.type,
    )


_COLUMNS = (
    Unit.id,
    Unit.name,
    Unit.kind,
    Forecast.id,
    Forecast.says,
    Forecast.why,
    Forecast.budget,
    Forecast.outcome,
    RECKONED,
    Forecast.submitted_at,
)


def _rows(year: int, month: int) -> Select[Any]:
    return select(*_COLUMNS, _effect()).join(
        Forecast, and_(Forecast.unit_id == Unit.id, _submitted(Forecast, year, month)), isouter=True
    )


@dataclass(frozen=True, slots=True)
class Below:
    """The units straight under one, as far as they are shown, and how many they are."""

    rows: list[Row]
    total: int

    @property
    def silent(self) -> list[Row]:
        """Those that have not submitted."""
        return [one for one in self.rows if one.forecast_id is None]


def _has_economy(boards: Collection[str]) -> ColumnElement[bool]:
    """Give the condition that a unit is asked how its economy stands: boards are not, unless one has said so all the same."""
    return or_(Unit.kind.not_in(sorted(boards)), Forecast.id.is_not(None))


def units_below(
    session: Session,
    reader: Reader,
    unit_id: int,
    year: int,
    month: int,
    boards: Collection[str] = (),
    told: Collection[int] = (),
) -> Below:
    """Give the units straight under one with what each has submitted for a period, by name; one statement.

    A board is among them where units under it have submitted: `told` are those with anything to add up.
    """
    here = in_force(Placement.valid_from, Placement.valid_to, reader.day)
    total = (
        select(func.count())
        .select_from(Placement)
        .where(Placement.parent_id == unit_id, here)
        .scalar_subquery()
    )
    found = session.execute(
        _rows(year, month)
        .add_columns(cast(total, Integer))
        .join(Placement, Placement.unit_id == Unit.id)
        .where(
            Placement.parent_id == unit_id,
            here,
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            Unit.id.in_(read_by(reader)),
            or_(_has_economy(boards), Unit.id.in_(sorted(told))),
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(CHILDREN)
    ).all()
    return Below([_row(one[:-1]) for one in found], found[0][-1] if found else 0)


def _row(values: Sequence[Any]) -> Row:
    """Make a row; PostgreSQL gives sums of large integers as decimals."""
    effect = values[-1]
    return Row(*[*values[:-1], int(effect) if effect is not None else None])


class Show(StrEnum):
    """Which units the register shows."""

    ALL = "all"
    DEFICIT = "deficit"
    SUBMITTED = "submitted"
    SILENT = "silent"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for in the register."""

    year: int
    month: int
    words: tuple[str, ...] = ()
    boards: frozenset[str] = frozenset()
    show: Show = Show.ALL
    page: int = 1


def register(session: Session, reader: Reader, wanted: Wanted, *, whole: bool = False) -> Found[Row]:
    """Give one page of the units whose submitted figures the reader may read, by name; two statements.

    There is no other order: the product ranks no units.
    """
    conditions = [
        Unit.id.in_(read_by(reader)),
        in_force(Unit.valid_from, Unit.valid_to, reader.day),
        *(Unit.name.ilike(pattern_for(word), escape="/") for word in wanted.words),
        _has_economy(wanted.boards),
        *_shown(wanted.show),
    ]
    rows = _rows(wanted.year, wanted.month).where(*conditions).order_by(collate(Unit.name, SWEDISH), Unit.id)
    if whole:
        found = [_row(one) for one in session.execute(rows)]
        return Found(found, len(found), 1, PAGE)
    counted = (
        select(func.count(Unit.id))
        .select_from(Unit)
        .join(
            Forecast,
            and_(Forecast.unit_id == Unit.id, _submitted(Forecast, wanted.year, wanted.month)),
            isouter=True,
        )
        .where(*conditions)
    )
    total = session.scalar(counted) or 0
    page = nearest(wanted.page, total, PAGE)
    return Found([_row(one) for one in session.execute(on_page(rows, page, PAGE))], total, page, PAGE)


def _shown(show: Show) -> list[ColumnElement[bool]]:
    if show is Show.DEFICIT:
        return [Forecast.budget < RECKONED]
    if show is Show.SUBMITTED:
        return [Forecast.id.is_not(None)]
    if show is Show.SILENT:
        return [or_(Forecast.id.is_(None))]
    return []
