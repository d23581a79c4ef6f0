"""What the economy asks of somebody: remedies whose day comes, forecasts to submit, plans to write, to receive, to be done."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    case,
    cast,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from app.access.matrix import Role
from app.economy.models import EconomicRemedy, Forecast, ForecastState, PlanSort, Recovery, RecoveryState
from app.economy.queries.whose import Reader, plan_read_by, remedy_visible
from app.economy.rules import RUNNING
from app.organisation.models import Appointment, Unit, in_force
from app.passages.rules import managed_units, presided_units

REMEDY, RECOVERY = "economic_remedy", "recovery"
PLAN, PLAN_DUE, PLAN_COME = "remedy_plan", "remedy_plan_due", "remedy_plan_come"
SORTS = frozenset({REMEDY, RECOVERY, PLAN, PLAN_DUE, PLAN_COME})


class Ahead(NamedTuple):
    """One thing the start page shows: a remedy, or a plan to write, to receive or to be done (`what` is empty then)."""

    sort: str
    id: int
    what: str
    due_on: date | None
    unit: str
    year: int


def ahead(reader: Reader) -> Select[Any]:
    """Make the statement of the remedies somebody is to do `until` a day, at most `most`, and of the plans they are to
    establish, to receive, or to see done by then, in the shape of `Ahead`.
    """
    mine = (
        select(
            literal(REMEDY).label("sort"),
            EconomicRemedy.id.label("id"),
            EconomicRemedy.what.label("what"),
            EconomicRemedy.due_on.label("due_on"),
            Unit.name.label("unit"),
            EconomicRemedy.year.label("year"),
        )
        .join(Unit, Unit.id == EconomicRemedy.unit_id)
        .where(
            EconomicRemedy.person_id == reader.actor.person_id,
            EconomicRemedy.removed_at.is_(None),
            EconomicRemedy.state.in_(RUNNING),
            EconomicRemedy.due_on <= bindparam("until", type_=Date),
            # Of a unit that is no more one reads what it was, and has nothing left to do.
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            remedy_visible(reader),
        )
    )
    answered = managed_units(reader.actor) | presided_units(reader.actor)
    open_plan = case((Recovery.sort == PlanSort.REMEDIES, PLAN), else_=RECOVERY)
    nothing = cast(null(), Date)
    plans = (
        _plans(open_plan, nothing).where(
            Recovery.state == RecoveryState.OPEN, Recovery.unit_id.in_(sorted(reader.led))
        ),
        _plans(literal(PLAN_COME), nothing).where(
            Recovery.state == RecoveryState.ESTABLISHED,
            Recovery.received_at.is_(None),
            Recovery.handed_to_id.in_(sorted(answered)),
        ),
        _plans(literal(PLAN_DUE), Recovery.due_on).where(
            Recovery.state == RecoveryState.ESTABLISHED,
            Recovery.person_id == reader.actor.person_id,
            Recovery.due_on <= bindparam("until", type_=Date),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            plan_read_by(reader),
        ),
    )
    both = union_all(mine, *plans).subquery()
    return (
        select(both)
        .order_by(both.c.due_on.is_(None), both.c.due_on, both.c.sort, both.c.id)
        .limit(bindparam("most", type_=Integer))
    )


def _plans(sort: ColumnElement[str], due_on: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    return select(sort, Recovery.id, literal(""), due_on, Unit.name, Recovery.year).join(
        Unit, Unit.id == Recovery.unit_id
    )


def to_be_done() -> ColumnElement[bool]:
    """Give the condition that a remedy is not done yet, and stands in what is submitted or established."""
    return and_(
        EconomicRemedy.removed_at.is_(None),
        EconomicRemedy.state.in_(RUNNING),
        or_(
            select(Forecast.id)
            .where(Forecast.id == EconomicRemedy.forecast_id, Forecast.state == ForecastState.SUBMITTED)
            .correlate(EconomicRemedy)
            .exists(),
            select(Recovery.id)
            .where(Recovery.id == EconomicRemedy.recovery_id, Recovery.state == RecoveryState.ESTABLISHED)
            .correlate(EconomicRemedy)
            .exists(),
        ),
    )


def remedies_due(session: Session, first: date, last: date) -> Sequence[EconomicRemedy]:
    """Give the remedies somebody is to have done within some days, of what is submitted or established, with their units."""
    return session.scalars(
        select(EconomicRemedy)
        .where(
            EconomicRemedy.person_id.is_not(None),
            EconomicRemedy.due_on.between(first, last),
            to_be_done(),
        )
        .options(joinedload(EconomicRemedy.unit), joinedload(EconomicRemedy.person))
        .order_by(EconomicRemedy.due_on, EconomicRemedy.id)
    ).all()


class Silent(NamedTuple):
    """A unit that has not submitted for a period, and who leads it."""

    person_id: int
    unit_id: int
    unit: str


def not_submitted(
    session: Session, *, year: int, month: int, kinds: frozenset[str], today: date
) -> list[Silent]:
    """Give those who lead units of some kinds that have not submitted for a period."""
    submitted = select(Forecast.unit_id).where(
        Forecast.year == year, Forecast.month == month, Forecast.state == ForecastState.SUBMITTED
    )
    rows = session.execute(
        select(Appointment.person_id, Unit.id, Unit.name)
        .join(Unit, Unit.id == Appointment.unit_id)
        .where(
            Unit.kind.in_(sorted(kinds)),
            in_force(Unit.valid_from, Unit.valid_to, today),
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, today),
            Unit.id.not_in(submitted),
        )
        .order_by(Unit.id, Appointment.person_id)
    )
    return [Silent(*row) for row in rows]
