"""Who reads the economy, on which day: what they are to a unit's, and the conditions of what they may read and write."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Actor, Scope
from app.access.matrix import May, Role, reach
from app.economy.models import (
    PLAN_TOLD,
    EconomicRemedy,
    Forecast,
    ForecastState,
    PlanSort,
    Recovery,
    RecoveryState,
)
from app.economy.rules import Standing
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import lies_within, unit_ids_within
from app.organisation.succeeding import was_within


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day."""

    actor: Actor
    day: date

    @property
    def writing(self) -> Scope:
        """Where this person writes the economy."""
        return self.actor.scope(May.WRITE_ECONOMY)

    @property
    def reading(self) -> Scope:
        """Where this person reads what is submitted."""
        return self.actor.scope(May.READ_ECONOMY)

    @property
    def posts(self) -> list[int]:
        """The units this person holds a post at that reads the economy: where a plan is handed to, it is handed to them."""
        return sorted(
            {one.unit_id for one in self.actor.holdings if reach(one.role, May.READ_ECONOMY) is not None}
        )

    @property
    def led(self) -> frozenset[int]:
        """The units this person leads now."""
        return frozenset(one.unit_id for one in self.actor.holdings if one.role is Role.MANAGER)


def read_by(reader: Reader) -> Select[int]:
    """Give the units whose submitted figures the reader may read: a subquery of ids."""
    return unit_ids_within(reader.reading, reader.day)


def was_read(unit_id: InstrumentedAttribute[int], reader: Reader) -> ColumnElement[bool]:
    """Give the condition that what a unit submitted is read though it is no more: by whoever reads what came after it."""
    return was_within(unit_id, reader.reading, reader.day)


def written_by(reader: Reader) -> Select[int]:
    """Give the units the reader writes the economy of: a subquery of ids."""
    return unit_ids_within(reader.writing, reader.day)


def visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a forecast may be read: the SQL twin of `rules.sees`."""
    if not reader.actor.may(May.READ_ECONOMY):
        return false()
    return or_(
        Forecast.unit_id.in_(written_by(reader)),
        and_(
            Forecast.state == ForecastState.SUBMITTED,
            or_(Forecast.unit_id.in_(read_by(reader)), was_read(Forecast.unit_id, reader)),
        ),
    )


def stands_submitted() -> ColumnElement[bool]:
    """Give the condition that a remedy stands beside a forecast that is submitted."""
    return (
        select(Forecast.id)
        .where(Forecast.id == EconomicRemedy.forecast_id, Forecast.state == ForecastState.SUBMITTED)
        .correlate(EconomicRemedy)
        .exists()
    )


def stands_in_plan() -> ColumnElement[bool]:
    """Give the condition that a remedy stands in a plan of remedies that others read."""
    return (
        select(Recovery.id)
        .where(
            Recovery.id == EconomicRemedy.recovery_id,
            Recovery.sort == PlanSort.REMEDIES,
            Recovery.state.in_(PLAN_TOLD),
        )
        .correlate(EconomicRemedy)
        .exists()
    )


def remedy_visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a remedy may be read: with what it stands in.

    Beside a forecast it is read while that is submitted, a step of a plan while the plan is established.
    """
    if not reader.actor.may(May.READ_ECONOMY):
        return false()
    read = or_(EconomicRemedy.unit_id.in_(read_by(reader)), was_read(EconomicRemedy.unit_id, reader))
    planned = (
        select(Recovery.id)
        .where(
            Recovery.id == EconomicRemedy.recovery_id,
            Recovery.state.in_(PLAN_TOLD),
            or_(read, handed_to(reader)),
        )
        .correlate(EconomicRemedy)
        .exists()
    )
    return or_(
        EconomicRemedy.unit_id.in_(written_by(reader)),
        and_(read, stands_submitted()),
        planned,
    )


def sets_frames(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader sets the frame of a unit: supports it, or leads a unit above it.

    Nobody gives oneself a frame, except the manager of the whole administration, whom no manager stands above.
    """
    return or_(Unit.id.in_(_framed_below(reader)), Unit.id.in_(_tops(reader)))


def _framed_below(reader: Reader) -> Select[int]:
    supported = {one.unit_id for one in reader.actor.holdings if one.role is Role.SUPPORT}
    return select(Ancestry.descendant_id).where(
        in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
        or_(
            Ancestry.ancestor_id.in_(sorted(supported)),
            and_(Ancestry.ancestor_id.in_(sorted(reader.led)), Ancestry.depth > 0),
        ),
    )


def _tops(reader: Reader) -> list[int]:
    return [one.unit_id for one in reader.actor.holdings if one.role is Role.MANAGER and one.is_top]


def standing_at(session: Session, reader: Reader, unit_id: int) -> Standing:
    """Tell what the reader is to a unit's economy; one statement."""
    if not reader.actor.may(May.READ_ECONOMY):
        return Standing()
    # Asked of the one unit, not of all units below those of the reader.
    framed = _framed_below(reader).where(Ancestry.descendant_id == Unit.id).correlate(Unit).exists()
    row = session.execute(
        select(
            lies_within(Unit.id, reader.writing, reader.day).label("writes"),
            or_(lies_within(Unit.id, reader.reading, reader.day), was_read(Unit.id, reader)).label("reads"),
            or_(framed, Unit.id.in_(_tops(reader))).label("sets_frames"),
        ).where(Unit.id == unit_id)
    ).one_or_none()
    if row is None:
        return Standing()
    return Standing(bool(row[0]), unit_id in reader.led, bool(row[2]), bool(row[1]))


def home_unit(session: Session, reader: Reader, boards: Collection[str]) -> int | None:
    """Give the unit a person comes for first: one they lead, otherwise support, otherwise read.

    Who comes from a board, which has no economy of its own here, comes to the whole administration where they read that.
    """
    posts = [
        holding
        for roles in ({Role.MANAGER}, {Role.SUPPORT}, {Role.POLITICIAN, Role.AUDITOR})
        for holding in reader.actor.holdings
        if holding.role in roles
    ]
    own = next((one.unit_id for one in posts if one.unit_kind not in boards), None)
    if own is not None or not posts:
        return own
    whole = session.scalar(
        select(Unit.id)
        .where(
            Unit.is_top_administration,
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            Unit.id.in_(read_by(reader)),
        )
        .order_by(Unit.id)
        .limit(1)
    )
    return whole if whole is not None else posts[0].unit_id


def handed_to(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a plan has been handed to a unit the reader holds a post at."""
    return Recovery.handed_to_id.in_(reader.posts)


def plan_read_by(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the deficit of a plan may be read: what is submitted told of it, or it was handed to one."""
    if not reader.actor.may(May.READ_ECONOMY):
        return false()
    told = or_(Recovery.unit_id.in_(read_by(reader)), was_read(Recovery.unit_id, reader), handed_to(reader))
    return and_(Recovery.state != RecoveryState.LAPSED, told) | Recovery.unit_id.in_(written_by(reader))
