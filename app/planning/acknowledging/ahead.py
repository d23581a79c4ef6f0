"""What waits to be acknowledged by somebody who speaks for a unit, as one statement for the start page."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple, cast

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    or_,
    select,
    union_all,
)
from sqlalchemy.orm import aliased

from app.access.actor import Actor, Holding
from app.access.matrix import May, Role
from app.organisation.models import Ancestry, Appointment, Unit, in_force
from app.planning import rules as plan_rules
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.acknowledging.rules import CHIEF, NEXT_ABOVE, speaks_for
from app.planning.models import Goal, GoalState
from app.planning.queries import Reader, visible
from app.records.models import Edition
from app.steering.schema import Profile
from app.steering.shapes.goals import Acknowledgement

SORT = "acknowledge"


class Way(StrEnum):
    """Why a unit receives goals by a point: by its kind, as the top one, or as the nearest led one above."""

    KIND = "kind"
    TOP = "top"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Receives:
    """A unit somebody speaks for that receives goals of some kinds by a point of the model."""

    point: str
    goal_kinds: tuple[str, ...]
    unit_id: int
    unit: str
    unit_kind: str
    ways: tuple[Way, ...]


@dataclass(frozen=True, slots=True)
class Receiving:
    """All that somebody receives, and the kinds of goals that everybody who reads plans reads."""

    by: tuple[Receives, ...] = ()
    bodies: frozenset[str] = frozenset()


NOTHING = Receiving()


class Waiting(NamedTuple):
    """A goal that waits for a body's word: since when, by which point, and which body it is."""

    id: int
    title: str
    unit: str
    since: datetime
    point: str
    unit_id: int
    receiver: str


def received_by(actor: Actor, profile: Profile) -> Receiving:
    """Give what somebody receives now by the points of a model; twin of `rules.receivers`. Pure."""
    if not actor.may(May.ACKNOWLEDGE_GOALS):
        return NOTHING
    tops = {one.key for one in profile.unit_kinds if one.is_top}
    found = [
        Receives(point.key, point.goal_kinds, one.unit_id, one.unit_name, one.unit_kind, ways)
        for one in actor.holdings
        if speaks_for(one)
        for point in profile.acknowledgements
        if point.goal_kinds and (ways := _ways(point, one, is_top=one.unit_kind in tops))
    ]
    if not found:
        return NOTHING
    return Receiving(tuple(dict.fromkeys(found)), plan_rules.kinds_of_bodies(profile))


def _ways(point: Acknowledgement, holding: Holding, *, is_top: bool) -> tuple[Way, ...]:
    there = {
        Way.KIND: holding.unit_kind in point.between,
        Way.TOP: is_top and CHIEF in point.between,
        Way.ABOVE: NEXT_ABOVE in point.between,
    }
    return tuple(way for way, is_so in there.items() if is_so)


def waiting(actor: Actor, today: date, receiving: Receiving) -> Select[Any]:
    """Make the statement of what waits for somebody, longest waiting first, at most `most`, in the shape of `Waiting`."""
    reader = Reader(actor, today, receiving.bodies)
    both = union_all(*(_waiting_for(one, reader) for one in receiving.by)).subquery()
    return select(both).order_by(both.c.since, both.c.id).limit(bindparam("most", type_=Integer))


def _waiting_for(one: Receives, reader: Reader) -> Select[Any]:
    said = exists().where(
        GoalAcknowledgement.goal_id == Goal.id,
        GoalAcknowledgement.point == one.point,
        GoalAcknowledgement.unit_id == one.unit_id,
        GoalAcknowledgement.version == Edition.number,
    )
    found: Any = (
        select(
            Goal.id.label("id"),
            Goal.title.label("title"),
            Unit.name.label("unit"),
            Goal.state_since.label("since"),
            literal(one.point).label("point"),
            literal(one.unit_id).label("unit_id"),
            literal(one.unit).label("receiver"),
        )
        .join(Unit, Unit.id == Goal.unit_id)
        .join(Edition, Edition.id == Goal.edition_id)
        .where(
            Goal.kind.in_(one.goal_kinds),
            Goal.state == GoalState.ESTABLISHED,
            Goal.unit_id != one.unit_id,
            # What was for years gone by asks for no answer any more, though one can be given.
            or_(Goal.until_year.is_(None), Goal.until_year >= reader.day.year),
            or_(*(_receives(one, way, reader.day) for way in one.ways)),
            visible(reader),
            ~said.correlate(Goal, Edition),
        )
    )
    return cast("Select[Any]", found)


def _receives(one: Receives, way: Way, day: date) -> ColumnElement[bool]:
    if way is Way.KIND:
        return Unit.kind != one.unit_kind
    return Goal.id.is_not(None) if way is Way.TOP else _nearest_led(one.unit_id, day)


def _nearest_led(unit_id: int, day: date) -> ColumnElement[bool]:
    """Give the condition that a unit is led, stands above the goal's, and that no led one stands between."""
    way, nearer = aliased(Ancestry), aliased(Ancestry)

    def led(number: Any) -> ColumnElement[bool]:
        return exists().where(
            Appointment.unit_id == number,
            Appointment.role == Role.MANAGER,
            in_force(Appointment.valid_from, Appointment.valid_to, day),
        )

    between = exists().where(
        nearer.descendant_id == way.descendant_id,
        nearer.depth > 0,
        nearer.depth < way.depth,
        in_force(nearer.valid_from, nearer.valid_to, day),
        led(nearer.ancestor_id),
    )
    return and_(
        led(literal(unit_id)),
        exists()
        .where(
            way.ancestor_id == unit_id,
            way.descendant_id == Goal.unit_id,
            way.depth > 0,
            in_force(way.valid_from, way.valid_to, day),
            ~between,
        )
        .correlate(Goal),
    )
