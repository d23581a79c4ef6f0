"""One thing of the economy opened by whoever may: a forecast, a remedy, a plan, an established version."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, joinedload

from app.economy.models import (
    EconomicRemedy,
    Forecast,
    ForecastState,
    Recovery,
)
from app.economy.queries.whose import Reader, plan_read_by, remedy_visible, visible, written_by
from app.records.models import Edition

WHOLE = (joinedload(Forecast.unit), joinedload(Forecast.submitted_by))


def one_forecast(
    session: Session, reader: Reader, forecast_id: int, *, to_write: bool = False
) -> Forecast | None:
    """Give a forecast the reader may read, or writes; None otherwise."""
    wanted = select(Forecast).where(Forecast.id == forecast_id, visible(reader)).options(*WHOLE)
    if to_write:
        wanted = wanted.where(Forecast.unit_id.in_(written_by(reader)))
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=Forecast)
    return session.scalars(wanted).one_or_none()


def standing_forecast(session: Session, unit_id: int, year: int, month: int) -> Forecast | None:
    """Give the one forecast of a unit, year and month that is a draft or submitted."""
    return session.scalars(
        select(Forecast)
        .where(
            Forecast.unit_id == unit_id,
            Forecast.year == year,
            Forecast.month == month,
            Forecast.state.in_([ForecastState.DRAFT, ForecastState.SUBMITTED]),
        )
        .order_by(Forecast.number.desc())
        .limit(1)
    ).one_or_none()


def last_submitted(
    session: Session, unit_id: int, year: int, *, before_month: int | None = None
) -> Forecast | None:
    """Give the latest submitted forecast of a unit and year: what it says now of that year."""
    wanted = (
        select(Forecast)
        .where(Forecast.unit_id == unit_id, Forecast.year == year, Forecast.state == ForecastState.SUBMITTED)
        .options(*WHOLE)
        .order_by(Forecast.month.desc(), Forecast.number.desc())
        .limit(1)
    )
    if before_month is not None:
        wanted = wanted.where(Forecast.month < before_month)
    return session.scalars(wanted).one_or_none()


def one_remedy(
    session: Session, reader: Reader, remedy_id: int, *, to_write: bool = False, to_say: bool = False
) -> EconomicRemedy | None:
    """Give a remedy the reader may read, or writes, or says how it goes of, with what it stands in."""
    wanted = (
        select(EconomicRemedy)
        .where(EconomicRemedy.id == remedy_id, remedy_visible(reader))
        .options(
            joinedload(EconomicRemedy.unit),
            joinedload(EconomicRemedy.person),
            joinedload(EconomicRemedy.forecast),
            joinedload(EconomicRemedy.recovery),
        )
    )
    if to_write or to_say:
        writes = EconomicRemedy.unit_id.in_(written_by(reader))
        # Whoever is to do it says how it goes, also from a post above the unit.
        wanted = wanted.where(
            writes if to_write else or_(writes, EconomicRemedy.person_id == reader.actor.person_id)
        )
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=EconomicRemedy)
    return session.scalars(wanted).one_or_none()


PLAN = (
    joinedload(Recovery.unit),
    joinedload(Recovery.decision),
    joinedload(Recovery.judged_by),
    joinedload(Recovery.person),
    joinedload(Recovery.handed_to),
    joinedload(Recovery.received_by),
)
"""What a plan is opened with."""


def one_plan(
    session: Session, reader: Reader, plan_id: int, *, to_write: bool = False, to_receive: bool = False
) -> Recovery | None:
    """Give a recovery the reader may read, or writes; both `to_write` and `to_receive` keep other writers waiting."""
    wanted = select(Recovery).where(Recovery.id == plan_id, plan_read_by(reader)).options(*PLAN)
    if to_write:
        # Whoever receives a plan answers for a unit it was handed to, and seldom writes for the plan's own.
        wanted = wanted.where(Recovery.unit_id.in_(written_by(reader)))
    if to_write or to_receive:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=Recovery)
    return session.scalars(wanted).one_or_none()


def edition(session: Session, edition_id: int | None) -> Edition | None:
    """Give an established version."""
    return session.get(Edition, edition_id) if edition_id is not None else None
