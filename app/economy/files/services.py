"""Reading figures in from a file: worked out first, written all at once or not at all, only in units one writes for."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.economy.files.reading import MOST_ROWS, Key, Plan, Standing, Wanted, plan
from app.economy.forecasts import services as forecasts
from app.economy.models import Forecast, ForecastState, Frame
from app.organisation.heads import OwnUnit, own_units
from app.organisation.models import Unit, in_force
from app.organisation.reach import holdings, unit_ids_within
from app.organisation.rows import Problem
from app.organisation.spreadsheet import Unreadable, read_sheet

IN_A_TEMPLATE = 2000


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would write or has written; `outdated` when it is no longer what was shown."""

    plan: Plan
    applied: bool = False
    outdated: bool = False


def import_figures(
    session: Session, path: Path, *, actor_id: int, dry_run: bool, expected: str | None = None
) -> Report:
    """Read figures from CSV or XLSX as drafts; nothing is written where anything is wrong.

    The units a file may speak of are those the person writes for now; what is submitted is never changed by a file.
    """
    try:
        sheet = read_sheet(path)
    except Unreadable as fault:
        return Report(Plan(problems=[Problem(fault.row, fault.column, fault.reason, fault.details)]))
    units = units_written_by(session, actor_id)
    found = plan(sheet.heads, sheet.rows, units, _standing(session, actor_id, _years_in(sheet.rows)))
    if found.problems or dry_run:
        return Report(found)
    if expected is not None and expected != found.fingerprint:
        return Report(found, outdated=True)
    for wanted in found.changing:
        _write(session, actor_id, wanted)
    return Report(found, applied=True)


def _write(session: Session, actor_id: int, wanted: Wanted) -> None:
    forecast = (
        forecasts.begin(
            session,
            actor_id=actor_id,
            unit_id=wanted.unit.id,
            year=wanted.year,
            month=wanted.month,
        )
        if wanted.before is None or wanted.before.forecast_id is None
        else session.get_one(Forecast, wanted.before.forecast_id)
    )
    figures = wanted.figures
    if figures.budget is None and wanted.is_new:
        # What the unit has been given stands unless the file says otherwise.
        figures = forecasts.Figures(
            forecast.budget, figures.outcome, figures.expected, figures.says, figures.why
        )
    forecasts.change(
        session, actor_id=actor_id, forecast=forecast, figures=figures, revision=forecast.revision
    )


def _written_by(session: Session, actor_id: int) -> Actor:
    return Actor(actor_id, "", "sv", holdings(session, actor_id, clock.today()))


def units_written_by(session: Session, actor_id: int) -> list[OwnUnit]:
    """Give the units of today whose economy a person writes, with the words a file may name them by."""
    day = clock.today()
    scope = _written_by(session, actor_id).scope(May.WRITE_ECONOMY)
    return own_units(session, Unit.id.in_(unit_ids_within(scope, day)), day)


def _years_in(rows: Sequence[tuple[int, list[str]]]) -> set[int]:
    """Give the numbers of a file that may be years: only what stands of those is looked up."""
    cells = (cell.strip() for _, row in rows[:MOST_ROWS] for cell in row)
    return {int(cell) for cell in cells if len(cell) == 4 and cell.isascii() and cell.isdigit()}


def _standing(session: Session, actor_id: int, years: set[int]) -> dict[Key, Standing]:
    day = clock.today()
    scope = _written_by(session, actor_id).scope(May.WRITE_ECONOMY)
    rows = session.scalars(
        select(Forecast).where(
            Forecast.unit_id.in_(unit_ids_within(scope, day)),
            Forecast.year.in_(sorted(years)),
            Forecast.state.in_([ForecastState.DRAFT, ForecastState.SUBMITTED]),
        )
    )
    return {(one.unit_id, one.year, one.month): _of(one) for one in rows}


def _of(one: Forecast) -> Standing:
    return Standing(
        one.unit_id,
        forecast_id=one.id,
        state=one.state,
        budget=one.budget,
        outcome=one.outcome,
        expected=one.expected,
        says=one.says,
        why=one.why,
    )


def standing_for_template(session: Session, actor_id: int, year: int, month: int) -> list[Standing]:
    """Give the units a person writes for and what is known of each for a period; those already submitted are left out."""
    day = clock.today()
    scope = _written_by(session, actor_id).scope(May.WRITE_ECONOMY)
    rows = session.execute(
        select(Unit, Forecast, Frame)
        .join(
            Forecast,
            and_(
                Forecast.unit_id == Unit.id,
                Forecast.year == year,
                Forecast.month == month,
                Forecast.state.in_([ForecastState.DRAFT, ForecastState.SUBMITTED]),
            ),
            isouter=True,
        )
        .join(Frame, and_(Frame.unit_id == Unit.id, Frame.year == year), isouter=True)
        .where(
            Unit.id.in_(unit_ids_within(scope, day)),
            in_force(Unit.valid_from, Unit.valid_to, day),
            or_(Forecast.id.is_(None), Forecast.state == ForecastState.DRAFT),
        )
        .order_by(Unit.name, Unit.id)
        .limit(IN_A_TEMPLATE)
    )
    return [_to_fill_in(unit, forecast, frame) for unit, forecast, frame in rows]


def _to_fill_in(unit: Unit, forecast: Forecast | None, frame: Frame | None) -> Standing:
    given = frame.amount + (frame.carried or 0) if frame is not None and frame.amount is not None else None
    if forecast is None:
        return Standing(unit.id, unit.name, unit.external_id, budget=given)
    return Standing(
        unit.id,
        unit.name,
        unit.external_id,
        forecast.id,
        forecast.state,
        forecast.budget,
        forecast.outcome,
        forecast.expected,
        forecast.says,
        forecast.why,
    )
