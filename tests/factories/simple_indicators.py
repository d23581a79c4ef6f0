"""Indicators of goals as they were written before they were indicators like all others, with the history that told of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person
from app.planning.facts import INDICATOR, PROGRESS, indicator_facts, progress_facts
from app.planning.models import Goal, GoalIndicator, ProgressNote
from app.quality.indicators.models import Nature
from app.records.noting import note


def make_simple(session: Session, goal: Goal, by: Person, name: str, **more: Any) -> GoalIndicator:
    """Write one as it was written then."""
    fields: dict[str, Any] = {
        "nature": Nature.QUALITATIVE,
        "method": "Samtal",
        "routine": "Alla, i april",
        "now_value": "",
        "wanted_value": "",
        "periodicity": "en gång per termin",
    }
    one = GoalIndicator(goal_id=goal.id, name=name, revision=1, **(fields | more))
    session.add(one)
    session.flush()
    note(
        session,
        actor_id=by.id,
        action="indicator.added",
        kind=INDICATOR,
        object_id=one.id,
        before=None,
        after=indicator_facts(one),
    )
    return one


def say_simple(
    session: Session, one: GoalIndicator, by: Person, at: datetime, value: str = "", text: str = ""
) -> None:
    """Note what it said then."""
    with clock.frozen_at(at):
        said = ProgressNote(
            goal_id=one.goal_id,
            indicator_id=one.id,
            text=text,
            state="",
            value=value,
            person_id=by.id,
            at=at,
        )
        session.add(said)
        session.flush()
        note(
            session,
            actor_id=by.id,
            action="progress.said",
            kind=PROGRESS,
            object_id=said.id,
            before=None,
            after=progress_facts(said),
        )
