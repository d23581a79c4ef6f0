"""How the history speaks of the economy's things: what stands is what was last told."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.economy import facts
from app.economy.models import (
    EconomicRemedy,
    FinancialGoal,
    Forecast,
    Frame,
    GoalFollowUp,
    Recovery,
    RemedyNote,
)
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _hear_said(told: Told, entry: Heard) -> None:
    told.say("", {**entry.after, "by": entry.actor_id})


def _rows(model: Any, facts_of: Callable[[Any], facts.Facts]) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = select(model).order_by(model.id).execution_options(yield_per=500, populate_existing=True)
        for one in session.scalars(found):
            yield Row(one.id, "", facts_of(one))

    return rows


def _noted(one: RemedyNote) -> facts.Facts:
    return {**facts.remedy_note_facts(one), "by": one.person_id}


def _followed(one: GoalFollowUp) -> facts.Facts:
    return {**facts.follow_up_facts(one), "by": one.person_id}


def _actions(kind: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{name}" for name in names)


WITNESSES = (
    Witness("economic frame", facts.FRAME, _actions("frame", "set"), _hear, _rows(Frame, facts.frame_facts)),
    Witness(
        "forecast",
        facts.FORECAST,
        _actions("forecast", "begun", "changed", "submitted", "withdrawn", "discarded", "restored"),
        _hear,
        _rows(Forecast, facts.forecast_facts),
    ),
    Witness(
        "economic remedy",
        facts.REMEDY,
        _actions("remedy", "added", "changed", "stepped", "removed", "restored"),
        _hear,
        _rows(EconomicRemedy, facts.remedy_facts),
    ),
    Witness(
        "note of remedy",
        facts.REMEDY_NOTE,
        _actions("remedy", "said"),
        _hear_said,
        _rows(RemedyNote, _noted),
    ),
    Witness(
        "recovery",
        facts.RECOVERY,
        _actions(
            "recovery", "opened", "changed", "reckoned", "lapsed", "established", "reopened", "exempted"
        ),
        _hear,
        _rows(Recovery, facts.recovery_facts),
    ),
    Witness(
        "financial goal",
        facts.FINANCIAL_GOAL,
        _actions("financial_goal", "entered", "changed", "ended", "resumed"),
        _hear,
        _rows(FinancialGoal, facts.goal_facts),
    ),
    Witness(
        "follow-up of financial goal",
        facts.FOLLOW_UP,
        _actions("financial_goal", "followed_up"),
        _hear_said,
        _rows(GoalFollowUp, _followed),
    ),
)
