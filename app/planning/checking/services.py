"""Writes of checklists: ticked or not, with a note. It never stands in the way of anything."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean_line
from app.planning import rules
from app.planning.checking.models import GoalTick
from app.planning.checking.queries import checked, ticks_of
from app.planning.errors import Fault, Refused
from app.planning.facts import TICK, tick_facts
from app.planning.models import Goal
from app.records.noting import note
from app.steering.shapes.goals import Checklist


def tick(
    session: Session,
    *,
    actor_id: int,
    goal: Goal,
    checklist: Checklist,
    indicator_id: int | None,
    points: Mapping[str, tuple[bool, str]],
) -> None:
    """Keep which points are ticked, and the notes on them, as they were sent; points that are not the list's are left out.

    Raises `Refused` at the note that is too long.
    """
    found = checked(checklist, ticks_of(session, goal.id), indicator_id)
    for point in checklist.points:
        if point.key not in points:
            continue
        ticked, words = points[point.key]
        words = clean_line(words)
        if len(words) > rules.LONGEST_TEXT:
            raise Refused(Fault.TEXT_TOO_LONG, point.key)
        if (ticked, words) != (found.ticked(point.key), found.note(point.key)):
            _keep(
                session,
                actor_id,
                goal,
                checklist,
                indicator_id,
                found.ticks.get(point.key),
                point.key,
                ticked,
                words,
            )


def _keep(
    session: Session,
    actor_id: int,
    goal: Goal,
    checklist: Checklist,
    indicator_id: int | None,
    found: GoalTick | None,
    point: str,
    ticked: bool,
    words: str,
) -> None:
    before = tick_facts(found) if found is not None else None
    one = found or GoalTick(goal_id=goal.id, indicator_id=indicator_id, checklist=checklist.key, point=point)
    one.ticked, one.note, one.person_id, one.at = ticked, words, actor_id, clock.now()
    session.add(one)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="tick.written",
        kind=TICK,
        object_id=one.id,
        before=before,
        after=tick_facts(one),
    )
