"""Writes of part-goals: add, change, take away and back, say how they stand."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean
from app.planning import rules
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.facts import PART_GOAL, Facts, part_goal_facts
from app.planning.goals.services import must_be_open, touch
from app.planning.models import Goal, ProgressNote
from app.planning.parts.services import say
from app.planning.stages.models import PartGoal
from app.planning.stages.queries import parts_of
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Stage:
    """What a part-goal is to say; only what is to be reached is needed."""

    what: str
    due_on: date | None = None


def add_part(session: Session, *, actor_id: int, goal: Goal, stage: Stage) -> PartGoal:
    """Add a part-goal to a goal that is open for changes; raises `Refused`."""
    must_be_open(goal)
    position = max((one.position for one in parts_of(session, goal.id)), default=0) + 1
    one = PartGoal(goal_id=goal.id, what="", position=position, revision=1)
    _fill(one, stage)
    session.add(one)
    _changed(session, actor_id, goal, one, "added", None)
    return one


def change_part(
    session: Session, *, actor_id: int, goal: Goal, one: PartGoal, stage: Stage, revision: int
) -> None:
    """Change a part-goal as it read at `revision`; raises `Refused` and `ChangedMeanwhile`."""
    must_be_open(goal)
    if one.removed_at is not None:
        raise Refused(Fault.LOCKED)
    if one.revision != revision:
        raise ChangedMeanwhile
    before = part_goal_facts(one)
    _fill(one, stage)
    if part_goal_facts(one) != before:
        one.revision += 1
        _changed(session, actor_id, goal, one, "changed", before)


def remove_part(session: Session, *, actor_id: int, goal: Goal, one: PartGoal) -> None:
    """Take a part-goal away; it can be taken back. Raises `Refused`."""
    must_be_open(goal)
    if one.removed_at is None:
        before = part_goal_facts(one)
        one.removed_at = clock.now()
        _changed(session, actor_id, goal, one, "removed", before)


def restore_part(session: Session, *, actor_id: int, goal: Goal, one: PartGoal) -> None:
    """Take a part-goal back; raises `Refused`."""
    must_be_open(goal)
    if one.removed_at is not None:
        before = part_goal_facts(one)
        one.removed_at = None
        _changed(session, actor_id, goal, one, "restored", before)


def say_of_part(session: Session, *, actor_id: int, goal: Goal, one: PartGoal, text: str) -> ProgressNote:
    """Say in words how a part-goal stands; raises `Refused`."""
    if one.removed_at is not None:
        raise Refused(Fault.LOCKED)
    return say(session, actor_id, goal, text, part_goal_id=one.id)


def _fill(one: PartGoal, stage: Stage) -> None:
    what = clean(stage.what)
    if not what:
        raise Refused(Fault.TEXT_MISSING, "what")
    if len(what) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "what")
    one.what, one.due_on = what, stage.due_on


def _changed(
    session: Session, actor_id: int, goal: Goal, one: PartGoal, what: str, before: Facts | None
) -> None:
    touch(goal)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"part_goal.{what}",
        kind=PART_GOAL,
        object_id=one.id,
        before=before,
        after=part_goal_facts(one),
    )
