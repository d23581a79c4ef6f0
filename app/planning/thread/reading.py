"""Goals and activities as one reads them on the thread: as they are now, or as they were established while being changed."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.planning import rules
from app.planning.models import Activity, Goal, GoalState
from app.planning.queries import Reader, visible, visible_as_edition
from app.planning.thread.strands import Node
from app.planning.wording import activity_word, goal_word
from app.records.models import Edition
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.ui.markdown import plain

GOAL, ACTIVITY = "goal", "activity"


def reader_of(actor: Actor) -> Reader:
    """Give a person as a reader of plans today."""
    return Reader(actor, clock.today(), rules.kinds_of_bodies(profile_in_force()))


def seen(actor: Actor) -> ColumnElement[bool]:
    """Give the condition that something of a goal is read: as it is, or as it was established."""
    if not actor.may(May.READ_PLANS):
        return false()
    reader = reader_of(actor)
    # A draft that was thrown away hangs on nothing.
    return (Goal.state != GoalState.DISCARDED) & or_(visible(reader), visible_as_edition(reader))


@dataclass(frozen=True, slots=True)
class SeenGoal:
    """A goal as one reads it, with what it hangs on there."""

    node: Node
    kind: str
    above_id: int | None
    aim: Ref | None = None


_SEEN = "goals and activities seen on this walk"


@contextmanager
def one_walk(session: Session) -> Iterator[None]:
    """Remember for one walk what was read of goals and activities: every tie asks for the same ones."""
    session.info[_SEEN] = {}
    try:
        yield
    finally:
        del session.info[_SEEN]


def goals_by_id(session: Session, actor: Actor, ids: Collection[int]) -> list["SeenGoal"]:
    """Give goals as one reads them, by their numbers."""
    return _by_id(session, actor, GOAL, ids, lambda wanted: goals_where(session, actor, Goal.id.in_(wanted)))


def activities_by_id(session: Session, actor: Actor, ids: Collection[int]) -> list["SeenActivity"]:
    """Give activities as one reads them, by their numbers."""
    return _by_id(
        session,
        actor,
        ACTIVITY,
        ids,
        lambda wanted: activities_where(session, actor, Activity.id.in_(wanted)),
    )


Seen = TypeVar("Seen", "SeenGoal", "SeenActivity")


def _by_id(
    session: Session,
    actor: Actor,
    kind: str,
    ids: Collection[int],
    read: Callable[[list[int]], Sequence[Seen]],
) -> list[Seen]:
    known: dict[tuple[int, str, int], Any] = session.info.get(_SEEN, {})
    unknown = sorted({number for number in ids if (actor.person_id, kind, number) not in known})
    if unknown:
        known |= dict.fromkeys((actor.person_id, kind, number) for number in unknown)
        known |= {(actor.person_id, kind, one.node.id): one for one in read(unknown)}
        if _SEEN in session.info:
            session.info[_SEEN] = known
    found = (known[actor.person_id, kind, number] for number in sorted(set(ids)))
    return [one for one in found if one is not None]


def few_goals_where(
    session: Session, actor: Actor, hangs_on: ColumnElement[int], most: int, *conditions: ColumnElement[bool]
) -> tuple[list[tuple[int, "SeenGoal"]], dict[int, int]]:
    """Give the first goals that hang on each thing, with what each hangs on, and how many there are of each; one statement."""
    order = (Goal.year.desc(), Goal.position, Goal.id)
    placed = (
        select(
            Goal.id,
            hangs_on.label("on"),
            func.row_number().over(partition_by=hangs_on, order_by=order).label("place"),
            func.count().over(partition_by=hangs_on).label("total"),
        )
        .where(seen(actor), *conditions)
        .subquery()
    )
    rows = session.execute(
        select(
            Goal,
            Unit.name,
            Edition.content,
            visible(reader_of(actor)).label("live"),
            placed.c.on,
            placed.c.total,
        )
        .join(placed, placed.c.id == Goal.id)
        .join(Unit, Unit.id == Goal.unit_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(placed.c.place <= most)
        .order_by(placed.c.on, placed.c.place)
    )
    found, totals = [], {}
    for goal, unit, content, live, on, total in rows:
        totals[on] = total
        one = _goal(goal, unit, content, bool(live))
        if one is not None:
            found.append((on, one))
    return found, totals


def goals_where(session: Session, actor: Actor, *conditions: ColumnElement[bool]) -> list[SeenGoal]:
    """Give the goals of some conditions as one reads them, the newest year first; one statement.

    A condition speaks of goals as they are now; whoever reads the established version is given what that one says.
    """
    rows = session.execute(
        select(Goal, Unit.name, Edition.content, visible(reader_of(actor)).label("live"))
        .join(Unit, Unit.id == Goal.unit_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(seen(actor), *conditions)
        .order_by(Goal.year.desc(), Goal.position, Goal.id)
    )
    found = (_goal(goal, unit, content, bool(live)) for goal, unit, content, live in rows)
    return [one for one in found if one is not None]


def _goal(goal: Goal, unit: str, content: str | None, live: bool) -> SeenGoal | None:
    if live:
        aim = Ref(goal.aim_kind, goal.aim_id) if goal.aim_kind and goal.aim_id else None
        return _seen_goal(goal.id, unit, goal.title, goal.kind, goal.above_id, aim)
    kept = _kept(content)
    if kept is None:
        return None
    above = kept["above"]["id"] if kept["above"] else None
    aim = Ref(kept["aim"]["kind"], kept["aim"]["id"]) if kept.get("aim") else None
    return _seen_goal(goal.id, kept["unit"], kept["title"], kept["kind"], above, aim)


def _seen_goal(
    goal_id: int, unit: str, title: str, kind: str, above_id: int | None, aim: Ref | None
) -> SeenGoal:
    href = url_for("planning.goal", goal_id=goal_id)
    return SeenGoal(
        Node(GOAL, goal_id, plain(title, 300), capitalised(goal_word(kind)), href, unit), kind, above_id, aim
    )


def _kept(content: str | None) -> Mapping[str, Any] | None:
    return json.loads(content) if content is not None else None


@dataclass(frozen=True, slots=True)
class SeenActivity:
    """An activity as one reads it, with its goal."""

    node: Node
    goal_id: int


def activities_where(
    session: Session, actor: Actor, *conditions: ColumnElement[bool]
) -> Sequence[SeenActivity]:
    """Give the activities of some conditions as one reads them, in their order under their goals; one statement."""
    rows = session.execute(
        select(
            Activity.id,
            Activity.goal_id,
            Activity.what,
            Activity.removed_at,
            Unit.name,
            Edition.content,
            visible(reader_of(actor)).label("live"),
        )
        .join(Goal, Goal.id == Activity.goal_id)
        .join(Unit, Unit.id == Goal.unit_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(seen(actor), *conditions)
        .order_by(Activity.goal_id, Activity.position, Activity.id)
    ).all()
    found = []
    for activity_id, goal_id, what, removed_at, unit, content, live in rows:
        words = (what if removed_at is None else None) if live else _kept_activity(content, activity_id)
        if words is not None:
            found.append(SeenActivity(_activity(activity_id, words, unit), goal_id))
    return found


def _kept_activity(content: str | None, activity_id: int) -> str | None:
    kept = _kept(content)
    activities = kept["activities"] if kept is not None else []
    return next((str(one["what"]) for one in activities if one["id"] == activity_id), None)


def _activity(activity_id: int, what: str, unit: str) -> Node:
    href = url_for("planning.activity", activity_id=activity_id)
    return Node(ACTIVITY, activity_id, plain(what, 300), capitalised(activity_word()), href, unit)
