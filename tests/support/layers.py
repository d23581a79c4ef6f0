"""What a model may put on goals, and a goal of an employee's own: written as under a model that has them, each text a canary.

What was written is read whatever the model in force says, so the whole population can have it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.dialogues.models import Series
from app.dialogues.personal.models import PersonalGoal
from app.organisation.models import Person
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.checking.models import GoalTick
from app.planning.facts import (
    ACKNOWLEDGEMENT,
    JUDGEMENT,
    TICK,
    acknowledgement_facts,
    judgement_facts,
    tick_facts,
)
from app.planning.judging.models import GoalJudgement
from app.planning.models import Goal
from app.planning.stages import services as stages
from app.planning.stages.queries import parts_of
from app.records.noting import note
from tests.support.canaries import canary


def _words(place: str, kind: str) -> str:
    return f"Ord {canary('plan', place, kind)} ord."


def fill_layers(session: Session, place: str, goal: Goal, by: Person) -> None:
    """Write a part-goal on a goal that is a draft."""
    stages.add_part(session, actor_id=by.id, goal=goal, stage=stages.Stage(_words(place, "stage")))


def answer_layers(session: Session, place: str, goal: Goal, by: Person) -> None:
    """Say how the part-goal stands, judge the goal, answer it and tick a point of a list the model does not have."""
    part = parts_of(session, goal.id)[0]
    stages.say_of_part(session, actor_id=by.id, goal=goal, one=part, text=_words(place, "stage_status"))
    judged = GoalJudgement(
        goal_id=goal.id,
        year=goal.year,
        month=8,
        scale="colours",
        level="yellow",
        level_word="gult",
        shape="triangle",
        colour="yellow",
        proposed="red",
        proposed_word="rött",
        degree=71,
        measured=1,
        of_measures=1,
        reason=_words(place, "judged"),
        remedies=_words(place, "remedies"),
        person_id=by.id,
        at=clock.now(),
    )
    said = GoalAcknowledgement(
        goal_id=goal.id,
        version=1,
        point="framework",
        name="Kvittering",
        unit_id=goal.unit_id,
        stance="against",
        reason=_words(place, "against"),
        person_id=by.id,
        at=clock.now(),
    )
    ticked = GoalTick(
        goal_id=goal.id,
        indicator_id=None,
        checklist="smarta",
        point="timed",
        ticked=True,
        note="Två delmål.",
        person_id=by.id,
        at=clock.now(),
    )
    _kept(session, by, JUDGEMENT, "judgement.made", judged, judgement_facts)
    _kept(session, by, ACKNOWLEDGEMENT, "acknowledgement.said", said, acknowledgement_facts)
    _kept(session, by, TICK, "tick.written", ticked, tick_facts)


def fill_personal(session: Session, series: Series, by: Person) -> None:
    """Write a personal goal in the line of talks of an employee."""
    one = PersonalGoal(
        series_id=series.id,
        kind="personal_goal",
        title=canary("personal", "employee", "title"),
        words=canary("personal", "employee", "words"),
        above_title="",
        state="open",
        how_it_goes=canary("personal", "employee", "progress"),
        revision=1,
        written_by_id=by.id,
        written_at=clock.now(),
    )
    _kept(session, by, "personal_goal", "personal_goal.written", one, lambda row: row.facts)


def _kept(
    session: Session,
    by: Person,
    kind: str,
    action: str,
    row: Any,
    facts: Callable[[Any], Mapping[str, object]],
) -> None:
    session.add(row)
    session.flush()
    note(session, actor_id=by.id, action=action, kind=kind, object_id=row.id, before=None, after=facts(row))
