"""Goals and activities as one reads them on the thread: as they are now, or as they were established while being changed."""

import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    false,
    func,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Unit
from app.passages.subjects import Ref
from app.planning import rules
from app.planning.models import Activity, Goal, GoalState
from app.planning.queries import Reader, visible, visible_as_edition
from app.planning.thread.strands import Node
from app.planning.wording import activity_word, goal_word
from app.prepared import Row, Statement, prepared
from app.records.models import Edition
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import capitalised
from app.ui.markdown import plain

GOAL, ACTIVITY = "goal", "activity"


def reader_of(actor: Actor) -> Reader:
    """Give a person as a reader of plans today."""
    return Reader(actor, clock.today(), rules.kinds_of_bodies(profile_in_force()))


def _seen(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that something of a goal is read: as it is, or as it was established."""
    if not reader.actor.may(May.READ_PLANS):
        return false()
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

    def read(wanted: list[int]) -> list[SeenGoal]:
        rows = _goals(reader_of(actor)).rows(session, ids=wanted)
        return [one for row in rows if (one := _goal(row)) is not None]

    return _by_id(session, actor, GOAL, ids, read)


def activities_by_id(session: Session, actor: Actor, ids: Collection[int]) -> list["SeenActivity"]:
    """Give activities as one reads them, by their numbers."""

    def read(wanted: list[int]) -> list[SeenActivity]:
        return _seen_activities(_activities(reader_of(actor), of_goals=False).rows(session, ids=wanted))

    return _by_id(session, actor, ACTIVITY, ids, read)


def activities_of(session: Session, actor: Actor, goal_ids: Collection[int]) -> list["SeenActivity"]:
    """Give the activities of some goals as one reads them, in their order under their goals; one statement."""
    asked = _activities(reader_of(actor), of_goals=True)
    return _seen_activities(asked.rows(session, ids=sorted(goal_ids)))


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


@dataclass(frozen=True, slots=True)
class Hanging:
    """What goals are asked for by: the kind of thing they hang on. Those of kinds `unsaid` that say nothing of what they hang
    on hang on the first one asked about.
    """

    on: str
    unsaid: frozenset[str] = frozenset()

    def ways(self, number: BindParameter[int], *, first: bool) -> list[ColumnElement[bool]]:
        """Give the conditions that a goal hangs on the thing of a number, each such that an index finds its goals in order."""
        if self.on == GOAL:
            return [Goal.above_id == number]
        says = and_(Goal.aim_kind == self.on, Goal.aim_id == number)
        if not first or not self.unsaid:
            return [says]
        says_nothing = and_(Goal.above_id.is_(None), Goal.aim_id.is_(None))
        return [says, and_(says_nothing, Goal.kind.in_(sorted(self.unsaid)))]


@dataclass(frozen=True, slots=True)
class First:
    """The first goals that hang on something, and how many there are; of several things only whether there are more."""

    goals: "list[SeenGoal]"
    total: int


def first_goals(
    session: Session, actor: Actor, hanging: Hanging, ids: Collection[int], most: int
) -> dict[int, First]:
    """Give the first goals that hang on each thing; one statement.

    Of each the database reads no more than the first few, in the order of an index: a council's goal has a thousand under it.
    Of one thing all are counted. Of several one more than the first is asked for, which tells that there are more.
    """
    asked = sorted(set(ids))
    places = 1 << (len(asked) - 1).bit_length()
    numbers = {f"on_{at}": number for at, number in enumerate(asked + [NOTHING] * (places - len(asked)))}
    found: dict[int, list[Row]] = {}
    for row in _first(reader_of(actor), hanging, places).rows(session, most=most + 1, **numbers):
        found.setdefault(row[-1], []).append(row)
    return {number: _first_of(rows, most, counted=places == 1) for number, rows in found.items()}


NOTHING = 0
"""The number of no goal, value or vision."""

_ORDER = (Goal.year.desc(), Goal.position, Goal.id)


def _first_of(rows: list[Row], most: int, *, counted: bool) -> First:
    first = sorted(rows, key=_place)[:most]
    total = sum({row[-3]: row[-2] for row in rows}.values()) if counted else len(rows)
    return First([one for row in first if (one := _goal(row)) is not None], total)


def _place(row: Row) -> tuple[int, int, int]:
    year, position = row[_COLUMNS : _COLUMNS + 2]
    return -year, position, row[0]


@prepared
def _first(reader: Reader, hanging: Hanging, places: int) -> Statement:
    numbers = [bindparam(f"on_{place}", type_=Integer) for place in range(places)]
    parts = [
        _part(reader, number, at, condition, counted=places == 1)
        for place, number in enumerate(numbers)
        for at, condition in enumerate(hanging.ways(number, first=place == 0))
    ]
    return union_all(*parts) if len(parts) > 1 else parts[0]


def _part(
    reader: Reader, number: BindParameter[int], at: int, way: ColumnElement[bool], *, counted: bool
) -> Select[Any]:
    """Give the statement of the first goals that hang on a thing in a way: with which way, how many, and the thing."""
    hanging = and_(way, _seen(reader))
    most = bindparam("most", type_=Integer)
    first = select(Goal.id).where(hanging).order_by(*_ORDER).limit(most).subquery()
    total = select(func.count(Goal.id)).where(hanging).scalar_subquery() if counted else literal(0)
    return _told(reader, Goal.year, Goal.position, literal(at), total, number).join(
        first, first.c.id == Goal.id
    )


def _told(reader: Reader, *more: Any) -> Select[Any]:
    """Give the statement of goals as one reads them, with more columns."""
    columns: tuple[Any, ...] = (
        Goal.id,
        Goal.kind,
        Goal.title,
        Goal.above_id,
        Goal.aim_kind,
        Goal.aim_id,
        Unit.name,
        Edition.content,
        visible(reader).label("live"),
    )
    return (
        select(*columns, *more)
        .join(Unit, Unit.id == Goal.unit_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
    )


_COLUMNS = 9


@prepared
def _goals(reader: Reader) -> Select[Any]:
    return (
        _told(reader).where(among(Goal.id, bindparam("ids", type_=Numbers)), _seen(reader)).order_by(*_ORDER)
    )


def _goal(row: Row) -> "SeenGoal | None":
    """Read a goal; whoever reads the established version is given what that one says."""
    goal_id, kind, title, above_id, aim_kind, aim_id, unit, content, live = row[:_COLUMNS]
    if live:
        aim = Ref(aim_kind, aim_id) if aim_kind and aim_id else None
        return _seen_goal(goal_id, unit, title, kind, above_id, aim)
    kept = _kept(content)
    if kept is None:
        return None
    above = kept["above"]["id"] if kept["above"] else None
    aim = Ref(kept["aim"]["kind"], kept["aim"]["id"]) if kept.get("aim") else None
    return _seen_goal(goal_id, kept["unit"], kept["title"], kept["kind"], above, aim)


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


@prepared
def _activities(reader: Reader, *, of_goals: bool) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Activity.id,
        Activity.goal_id,
        Activity.what,
        Activity.removed_at.is_(None),
        Unit.name,
        Edition.content,
        visible(reader).label("live"),
    )
    by = Activity.goal_id if of_goals else Activity.id
    return (
        select(*columns)
        .join(Goal, Goal.id == Activity.goal_id)
        .join(Unit, Unit.id == Goal.unit_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(_seen(reader), among(by, bindparam("ids", type_=Numbers)))
        .order_by(Activity.goal_id, Activity.position, Activity.id)
    )


def _seen_activities(rows: Sequence[Row]) -> list[SeenActivity]:
    found = []
    for activity_id, goal_id, what, there, unit, content, live in rows:
        words = (what if there else None) if live else _kept_activity(content, activity_id)
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
