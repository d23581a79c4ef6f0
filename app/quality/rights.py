"""What somebody may read and write of quality on a day, as conditions of SQL; every read of quality stands on these."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import CTE, ColumnElement, Select, and_, exists, false, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app import clock
from app.access.actor import Actor, Scope
from app.access.matrix import May
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import holdings, lies_within, unit_ids_within
from app.organisation.succeeding import in_succession, taken_over, was_within
from app.quality.errors import NotYours
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.factors.rules import STANDS, WAITS, Standing
from app.quality.indicators.models import Indicator


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, and on which day."""

    actor: Actor
    day: date

    @property
    def writing(self) -> Scope:
        """Where this person writes factors and indicators, and measures."""
        return self.actor.scope(May.WRITE_QUALITY)

    @property
    def reading(self) -> Scope:
        """Where this person reads what is established."""
        return self.actor.scope(May.READ_QUALITY)


def unit_writes(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader writes for a unit."""
    return Unit.id.in_(unit_ids_within(reader.writing, reader.day))


def unit_reads(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader reads what is established in a unit."""
    return Unit.id.in_(unit_ids_within(reader.reading, reader.day))


def reads_measured(unit_id: InstrumentedAttribute[int], reader: Reader) -> ColumnElement[bool]:
    """Give the condition that what was measured in a unit of another statement is read, also where the unit is no more."""
    return or_(
        unit_id.in_(unit_ids_within(reader.reading, reader.day)),
        was_within(unit_id, reader.reading, reader.day),
    )


def writes(reader: Reader, *, near: bool = False) -> ColumnElement[bool]:
    """Give the condition that the reader writes a factor."""
    return _lies(reader.writing, reader.day, near=near)


def _lies(scope: Scope, day: date, *, near: bool) -> ColumnElement[bool]:
    if near:
        return lies_within(Factor.unit_id, scope, day)
    return Factor.unit_id.in_(unit_ids_within(scope, day))


def _reads(reader: Reader, *, near: bool) -> ColumnElement[bool]:
    if reader.reading.empty:
        return false()
    above = units_above(reader)
    shared = (
        above.where(Ancestry.ancestor_id == Factor.unit_id).correlate_except(Ancestry).exists()
        if near
        else Factor.unit_id.in_(above)
    )
    return or_(_lies(reader.reading, reader.day, near=near), and_(Factor.reach == Reach.AREA, shared))


def units_above(reader: Reader) -> Select[int]:
    """Give a subquery of the units above those the reader holds a post in that opens quality: what they share is read below.

    What lies between a post and the units under it is within reach anyway.
    """
    scope = reader.reading
    return select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id.in_(sorted(scope.units | scope.subtrees)),
        in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
    )


def visible(reader: Reader, *, near: bool = False) -> ColumnElement[bool]:
    """Give the condition that a factor is read as it is now: the SQL twin of `rules.sees` for `LIVE`.

    `near` is for reads of some factors by their numbers: it is asked of each, and not of all units at once.
    """
    stands = and_(Factor.state.in_(sorted(STANDS)), _reads(reader, near=near))
    return or_(writes(reader, near=near), stands)


def visible_as_edition(reader: Reader, *, near: bool = False) -> ColumnElement[bool]:
    """Give the condition that at least the established version of a factor is read: the twin of `rules.sees` for the rest."""
    return and_(
        Factor.state != FactorState.DISCARDED, Factor.edition_id.is_not(None), _reads(reader, near=near)
    )


def readable(reader: Reader, *, near: bool = False) -> ColumnElement[bool]:
    """Give the condition that something of a factor is read."""
    return or_(visible(reader, near=near), visible_as_edition(reader, near=near))


@lru_cache(maxsize=8)
def _left_to(day: Any) -> CTE:
    """The units that are no more and whose factors wait, with those that come after; one in a statement, however often asked."""
    gone = (
        select(Factor.unit_id)
        .join(Unit, Unit.id == Factor.unit_id)
        .where(Unit.valid_to <= day, Factor.state.in_(sorted(WAITS)), Factor.goal_id.is_(None))
    )
    return in_succession(gone, day)


def left_behind(day: Any, within: Callable[[Any], ColumnElement[bool]]) -> ColumnElement[bool]:
    """Give the condition that a factor waits in a unit that is no more, and a unit that comes after is `within` some others."""
    gone = aliased(Unit)
    # Asked first, of the row alone: who comes after is only worked out where something was left behind.
    is_gone = exists().where(gone.id == Factor.unit_id, gone.valid_to <= day).correlate(Factor)
    return and_(
        Factor.state.in_(sorted(WAITS)),
        Factor.goal_id.is_(None),
        is_gone,
        Factor.unit_id.in_(taken_over(_left_to(day), day, within)),
    )


def _left_within(reader: Reader, scope: Scope) -> ColumnElement[bool]:
    return left_behind(reader.day, lambda unit_id: lies_within(unit_id, scope, reader.day))


def left_visible(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that a factor a unit that is no more left behind is read as it is now: by those who write for who
    comes after, and once established by those who read there. On the page of who comes after, and in lists; it has no page
    of its own before somebody has taken it over.
    """
    return or_(
        _left_within(reader, reader.writing),
        and_(Factor.state == FactorState.ESTABLISHED, _left_within(reader, reader.reading)),
    )


def left_as_edition(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that at least the version of such a factor that stood is read."""
    return and_(Factor.edition_id.is_not(None), _left_within(reader, reader.reading))


def indicator_readable(reader: Reader, *, near: bool = False) -> ColumnElement[bool]:
    """Give the condition that an indicator of a factor is read: as it is, or as the factor was last established."""
    live = visible(reader, near=near)
    kept = visible_as_edition(reader, near=near)
    return or_(
        and_(live, Indicator.removed_at.is_(None)),
        and_(~live, kept, Indicator.in_edition_id == Factor.edition_id),
    )


def standing_at(session: Session, reader: Reader, unit_id: int) -> Standing:
    """Tell what the reader is to a unit's quality; one statement."""
    row = session.execute(
        select(unit_writes(reader), unit_reads(reader), Unit.id.in_(units_above(reader))).where(
            Unit.id == unit_id
        )
    ).one_or_none()
    return Standing(bool(row[0]), bool(row[1]), bool(row[2])) if row is not None else Standing()


def unit_written_by(session: Session, actor_id: int, unit_id: int) -> Unit:
    """Give a unit of today that the person writes quality for; raises `NotYours`.

    The second look at what routes have already asked: no door makes anything in somebody else's unit (domain 5).
    """
    day = clock.today()
    reader = Reader(Actor(actor_id, "", "sv", holdings(session, actor_id, day)), day)
    unit = session.scalars(
        select(Unit).where(
            Unit.id == unit_id, unit_writes(reader), in_force(Unit.valid_from, Unit.valid_to, day)
        )
    ).one_or_none()
    if unit is None:
        raise NotYours
    return unit
