"""What a unit has of the economy: its forecasts, remedies and plans of a year, what was said of them, its frames."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, joinedload

from app.economy.models import (
    EconomicRemedy,
    Forecast,
    ForecastState,
    Frame,
    PlanSort,
    Recovery,
    RecoveryState,
    RemedyNote,
)
from app.economy.queries.opening import PLAN, WHOLE
from app.economy.queries.whose import Reader, plan_read_by, remedy_visible, stands_submitted, visible


def forecasts_of(session: Session, reader: Reader, unit_id: int, year: int) -> list[Forecast]:
    """Give the forecasts of a unit and year that the reader may read, in the order of the year; none thrown away."""
    return list(
        session.scalars(
            select(Forecast)
            .where(
                Forecast.unit_id == unit_id,
                Forecast.year == year,
                Forecast.state != ForecastState.DISCARDED,
                visible(reader),
            )
            .options(*WHOLE)
            .order_by(Forecast.month, Forecast.number)
        )
    )


def years_of(session: Session, unit_id: int, today: date) -> list[int]:
    """Give the years one can choose for a unit, newest first: those there is something of, this one and the next."""
    found = session.execute(
        select(Forecast.year)
        .where(Forecast.unit_id == unit_id, Forecast.state != ForecastState.DISCARDED)
        .union(
            select(Frame.year).where(Frame.unit_id == unit_id),
            select(Recovery.year).where(Recovery.unit_id == unit_id),
        )
    ).scalars()
    return sorted({*found, today.year, today.year + 1}, reverse=True)


def remedies_of(
    session: Session, reader: Reader, unit_id: int, year: int, *, removed: bool = False
) -> list[EconomicRemedy]:
    """Give the remedies with effect in a year that the reader may read: of forecasts, and steps of plans."""
    wanted = (
        select(EconomicRemedy)
        .where(EconomicRemedy.unit_id == unit_id, EconomicRemedy.year == year, remedy_visible(reader))
        .options(
            joinedload(EconomicRemedy.person),
            joinedload(EconomicRemedy.forecast),
            joinedload(EconomicRemedy.recovery),
        )
        .order_by(EconomicRemedy.id)
    )
    if not removed:
        wanted = wanted.where(EconomicRemedy.removed_at.is_(None))
    return list(session.scalars(wanted))


def remedies_for(session: Session, forecast: Forecast) -> list[EconomicRemedy]:
    """Give the remedies beside a forecast, and those of the year that others of the unit have been submitted with.

    Who may read them has been asked of the forecast.
    """
    return list(
        session.scalars(
            select(EconomicRemedy)
            .where(
                EconomicRemedy.unit_id == forecast.unit_id,
                EconomicRemedy.year == forecast.year,
                or_(EconomicRemedy.forecast_id == forecast.id, stands_submitted()),
                EconomicRemedy.removed_at.is_(None),
            )
            .options(
                joinedload(EconomicRemedy.person),
                joinedload(EconomicRemedy.forecast),
                joinedload(EconomicRemedy.recovery),
            )
            .order_by(EconomicRemedy.id)
        )
    )


def steps_of(session: Session, plan: Recovery) -> list[EconomicRemedy]:
    """Give the steps of a recovery plan in the order of years."""
    return list(
        session.scalars(
            select(EconomicRemedy)
            .where(EconomicRemedy.recovery_id == plan.id, EconomicRemedy.removed_at.is_(None))
            .options(joinedload(EconomicRemedy.person))
            .order_by(EconomicRemedy.year, EconomicRemedy.id)
        )
    )


def notes_of(session: Session, remedy_ids: Collection[int]) -> dict[int, list[RemedyNote]]:
    """Give what was said of some remedies, newest first; one statement."""
    found: dict[int, list[RemedyNote]] = {}
    if not remedy_ids:
        return found
    for note in session.scalars(
        select(RemedyNote)
        .where(RemedyNote.remedy_id.in_(sorted(remedy_ids)))
        .options(joinedload(RemedyNote.person))
        .order_by(RemedyNote.id.desc())
    ):
        found.setdefault(note.remedy_id, []).append(note)
    return found


def plans_of(
    session: Session, reader: Reader, unit_id: int, year: int, back: int, back_to_remedies: int = 0
) -> list[Recovery]:
    """Give the plans that concern a unit's year: recoveries of an overspend in it, or in the `back` years before, and plans
    of remedies at a deficit in it, or in the `back_to_remedies` years before while they are not done.
    """
    return list(
        session.scalars(
            select(Recovery)
            .where(
                Recovery.unit_id == unit_id,
                or_(
                    and_(Recovery.sort == PlanSort.RECOVERY, Recovery.year.between(year - back, year)),
                    and_(Recovery.sort == PlanSort.REMEDIES, Recovery.year == year),
                    and_(
                        Recovery.sort == PlanSort.REMEDIES,
                        Recovery.state != RecoveryState.DONE,
                        Recovery.year.between(year - back_to_remedies, year),
                    ),
                ),
                Recovery.state != RecoveryState.LAPSED,
                plan_read_by(reader),
            )
            .options(*PLAN)
            .order_by(Recovery.year.desc(), Recovery.id)
        )
    )


def frames_of(
    session: Session, unit_ids: Collection[int], years: Collection[int]
) -> dict[tuple[int, int], Frame]:
    """Give the frames of some units and years."""
    rows = session.scalars(
        select(Frame).where(Frame.unit_id.in_(sorted(unit_ids)), Frame.year.in_(sorted(years)))
    )
    return {(one.unit_id, one.year): one for one in rows}
