"""Writes of part-goals: add, change, take away and back, say how they stand."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.planning import rules
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.facts import PART_GOAL, PROGRESS, Facts, part_goal_facts, progress_facts
from app.planning.goals.services import touch
from app.planning.models import Goal, ProgressNote
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
    _open(goal)
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
    _open(goal)
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
    _open(goal)
    if one.removed_at is None:
        before = part_goal_facts(one)
        one.removed_at = clock.now()
        _changed(session, actor_id, goal, one, "removed", before)


def restore_part(session: Session, *, actor_id: int, goal: Goal, one: PartGoal) -> None:
    """Take a part-goal back; raises `Refused`."""
    _open(goal)
    if one.removed_at is not None:
        before = part_goal_facts(one)
        one.removed_at = None
        _changed(session, actor_id, goal, one, "restored", before)


def say_of_part(session: Session, *, actor_id: int, goal: Goal, one: PartGoal, text: str) -> ProgressNote:
    """Say in words how a part-goal stands; raises `Refused`."""
    text = rules.clean(text)
    if not rules.is_running(goal) or one.removed_at is not None:
        raise Refused(Fault.LOCKED)
    if not text:
        raise Refused(Fault.WORDS_MISSING, "words")
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "words")
    said = ProgressNote(
        goal_id=goal.id,
        part_goal_id=one.id,
        text=text,
        state="",
        value="",
        person_id=actor_id,
        at=clock.now(),
    )
    session.add(said)
    session.flush()
    _noted(session, actor_id, "progress.said", PROGRESS, said.id, None, progress_facts(said))
    return said


def _fill(one: PartGoal, stage: Stage) -> None:
    what = rules.clean(stage.what)
    if not what:
        raise Refused(Fault.TEXT_MISSING, "what")
    if len(what) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "what")
    one.what, one.due_on = what, stage.due_on


def _open(goal: Goal) -> None:
    if not rules.is_open(goal):
        raise Refused(Fault.LOCKED)


def _changed(
    session: Session, actor_id: int, goal: Goal, one: PartGoal, what: str, before: Facts | None
) -> None:
    touch(goal)
    session.flush()
    _noted(session, actor_id, f"part_goal.{what}", PART_GOAL, one.id, before, part_goal_facts(one))


def _noted(
    session: Session,
    actor_id: int,
    action: str,
    kind: str,
    object_id: int,
    before: Facts | None,
    after: Facts,
) -> None:
    note(
        session, actor_id=actor_id, action=action, kind=kind, object_id=object_id, before=before, after=after
    )
