"""Writes of checklists: ticked or not, with a note. It never stands in the way of anything."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean_line
from app.planning import rules
from app.planning.checking.models import GoalTick
from app.planning.checking.queries import checked, ticks_of
from app.planning.errors import Fault, Refused, TickedMeanwhile
from app.planning.facts import TICK, tick_facts
from app.planning.models import Goal
from app.records.noting import note
from app.steering.shapes.goals import Checklist

Point = tuple[bool, str]
"""A point as it was left: ticked or not, and the note on it."""
BARE: Point = (False, "")


def tick(
    session: Session,
    *,
    actor_id: int,
    goal: Goal,
    checklist: Checklist,
    indicator_id: int | None,
    points: Mapping[str, Point],
    shown: Mapping[str, Point] | None = None,
) -> None:
    """Keep the points that the writer has changed of what was `shown`; all that differ where no page was shown.

    Points that are not the list's are left out, and what others have ticked since stays ticked. Raises `Refused` at the note
    that is too long, and `TickedMeanwhile` where somebody else has changed the same points otherwise.
    """
    found = checked(checklist, ticks_of(session, goal.id), indicator_id)
    stand = {one.key: (found.ticked(one.key), found.note(one.key)) for one in checklist.points}
    seen = stand if shown is None else shown
    changes = {key: one for key, one in changed(points, seen).items() if key in stand and one != stand[key]}
    against = frozenset(key for key in changes if stand[key] != seen.get(key, BARE))
    if against:
        raise TickedMeanwhile(against)
    for key, (_, words) in changes.items():
        if len(words) > rules.LONGEST_TEXT:
            raise Refused(Fault.TEXT_TOO_LONG, key)
    for key, one in changes.items():
        _keep(session, actor_id, goal, checklist, indicator_id, found.ticks.get(key), key, one)


def changed(points: Mapping[str, Point], shown: Mapping[str, Point]) -> dict[str, Point]:
    """Give the points that are not as they were shown, cleaned; what was not shown had nothing on it."""
    cleaned = {key: (ticked, clean_line(words)) for key, (ticked, words) in points.items()}
    return {key: one for key, one in cleaned.items() if one != shown.get(key, BARE)}


def _keep(
    session: Session,
    actor_id: int,
    goal: Goal,
    checklist: Checklist,
    indicator_id: int | None,
    found: GoalTick | None,
    point: str,
    wanted: Point,
) -> None:
    before = tick_facts(found) if found is not None else None
    one = found or GoalTick(goal_id=goal.id, indicator_id=indicator_id, checklist=checklist.key, point=point)
    one.ticked, one.note = wanted
    one.person_id, one.at = actor_id, clock.now()
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
