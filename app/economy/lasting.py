"""What people write of the economy that nobody establishes: frames, financial goals, and what was never submitted."""

from collections.abc import Iterator

from flask_babel import gettext, lazy_gettext
from sqlalchemy import ColumnElement, String, and_, cast, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.disposing.kinds import year_in
from app.disposing.things import Thing, of_each, says_something
from app.economy.disposing import FORECAST as WORDS_OF_FORECAST
from app.economy.disposing import PLAN, remedies_of
from app.economy.facts import FINANCIAL_GOAL, FOLLOW_UP, FORECAST, FRAME, RECOVERY
from app.economy.models import (
    EconomicRemedy,
    FinancialGoal,
    Forecast,
    Frame,
    GoalFollowUp,
    GoalState,
    Recovery,
)
from app.records.earlier import GONE, Written

UNSUBMITTED = "forecast_draft"
"""What a forecast that was never submitted is kept as."""


def _of_frame(session: Session, number: int) -> Iterator[Written]:
    yield Written(FRAME, number, session.get_one(Frame, number), {"words": GONE})


def _frame_over(year: int) -> ColumnElement[bool]:
    return and_(Frame.year < year, says_something(Frame.words))


def _of_goal(session: Session, number: int) -> Iterator[Written]:
    goal = session.get_one(FinancialGoal, number)
    yield Written(
        FINANCIAL_GOAL, number, goal, {"title": GONE, "words": "", "measure": "", "closing_words": ""}
    )
    for one in session.scalars(select(GoalFollowUp).where(GoalFollowUp.goal_id == number)):
        yield Written(FOLLOW_UP, one.id, one, {"text": GONE, "value": ""})


def _goal_over(_year: int) -> ColumnElement[bool]:
    followed = exists().where(GoalFollowUp.goal_id == FinancialGoal.id, says_something(GoalFollowUp.text))
    return and_(FinancialGoal.state == GoalState.ENDED, or_(says_something(FinancialGoal.title), followed))


def _of_forecast(session: Session, number: int) -> Iterator[Written]:
    forecast = session.get_one(Forecast, number)
    yield Written(FORECAST, number, forecast, WORDS_OF_FORECAST | {"says": GONE})
    yield from remedies_of(session, EconomicRemedy.forecast_id == number)


def _forecast_over(year: int) -> ColumnElement[bool]:
    return and_(Forecast.year < year, Forecast.edition_id.is_(None), says_something(Forecast.says))


def _of_recovery(session: Session, number: int) -> Iterator[Written]:
    yield Written(RECOVERY, number, session.get_one(Recovery, number), {**PLAN, "words": GONE})
    yield from remedies_of(session, EconomicRemedy.recovery_id == number)


def _recovery_over(year: int) -> ColumnElement[bool]:
    # The years in which the overspend should have been brought home are gone too.
    said = or_(says_something(Recovery.words), says_something(Recovery.judged_why))
    return and_(Recovery.year < year - 3, Recovery.edition_id.is_(None), said)


LASTING = (
    Thing(
        kind="recovery_draft",
        of=literal("recovery"),
        number=Recovery.id,
        unit_id=Recovery.unit_id,
        year=Recovery.year,
        since_year=Recovery.year,
        over=_recovery_over,
        written=_of_recovery,
        name=lazy_gettext("Återhämtnings- eller åtgärdsplan som aldrig fastställdes"),
        goes=lazy_gettext("orden i planen, stegen i den och det som sagts om hur de går"),
    ),
    Thing(
        kind=FRAME,
        of=literal("economic_frame"),
        number=Frame.id,
        unit_id=Frame.unit_id,
        year=Frame.year,
        since_year=Frame.year,
        over=_frame_over,
        written=_of_frame,
        goes=lazy_gettext("orden vid ramen; beloppen står kvar"),
    ),
    Thing(
        kind=FINANCIAL_GOAL,
        of=literal("financial_goal"),
        number=FinancialGoal.id,
        unit_id=FinancialGoal.unit_id,
        year=func.coalesce(FinancialGoal.until_year, year_in(FinancialGoal.written_at)),
        since_year=FinancialGoal.until_year,
        at=FinancialGoal.written_at,
        over=_goal_over,
        written=_of_goal,
        goes=lazy_gettext("målet med sina ord och allt som sagts om hur det gått"),
    ),
    Thing(
        kind=UNSUBMITTED,
        of=literal("forecast"),
        number=Forecast.id,
        unit_id=Forecast.unit_id,
        year=Forecast.year,
        since_year=Forecast.year,
        what=cast(Forecast.month, String),
        says=of_each(lambda one: gettext("efter månad %(month)s %(year)s", month=one.what, year=one.year)),
        over=_forecast_over,
        written=_of_forecast,
        name=lazy_gettext("Prognos som aldrig lämnades"),
        goes=lazy_gettext("orden i prognosen, åtgärderna intill den och det som sagts om hur de går"),
    ),
)
