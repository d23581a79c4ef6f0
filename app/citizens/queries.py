"""Who reads here, and which units are theirs: every read of this room stands on these."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Actor
from app.access.matrix import May, Role
from app.citizens.rules import Standing, decided_by_manager, deciding_kinds
from app.organisation.finding import pattern_for
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.organisation.succeeding import was_within
from app.paging import Found, nearest, on_page
from app.passages.rules import PRESIDING
from app.steering.shapes.goals import PublicCommitment as CommitmentKind

PAGE = 50
"""Rows on a page of one of the registers."""

Column = InstrumentedAttribute[int]
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, on which day, and the kinds of commitments of the model in force."""

    actor: Actor
    day: date
    kinds: tuple[CommitmentKind, ...] = ()

    def kind(self, key: str) -> CommitmentKind | None:
        """Give a kind of commitment; None for one the model does not know."""
        return next((one for one in self.kinds if one.key == key), None)

    @property
    def led(self) -> list[int]:
        """The units this person leads now."""
        return sorted({one.unit_id for one in self.actor.holdings if one.role is Role.MANAGER})

    @property
    def presided(self) -> list[int]:
        """The boards this person presides over now."""
        presiding = (one for one in self.actor.holdings if one.role is Role.POLITICIAN)
        return sorted({one.unit_id for one in presiding if one.duty in PRESIDING})

    @property
    def supported(self) -> list[int]:
        """The units this person supports now, with all below them."""
        return sorted({one.unit_id for one in self.actor.holdings if one.role is Role.SUPPORT})


def read_by(reader: Reader) -> Select[int]:
    """Give the units whose established plans the reader may read: a subquery of ids."""
    return unit_ids_within(reader.actor.scope(May.READ_PLANS), reader.day)


def is_read(unit_id: Column, reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader reads the established plans of a unit, or of what came after one that is no more."""
    return or_(
        unit_id.in_(read_by(reader)), was_within(unit_id, reader.actor.scope(May.READ_PLANS), reader.day)
    )


def written_by(reader: Reader) -> Select[int]:
    """Give the units the reader writes for: a subquery of ids."""
    return unit_ids_within(reader.actor.scope(May.WRITE_PLANS), reader.day)


def _below(above: ColumnElement[bool], reader: Reader) -> Select[int]:
    return (
        select(Ancestry.descendant_id)
        .join(Unit, Unit.id == Ancestry.ancestor_id)
        .where(in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day), above)
    )


def decides(reader: Reader, unit_id: Column, kind: CommitmentKind | None) -> ColumnElement[bool]:
    """Give the condition that the reader records decisions on commitments of a kind in a unit.

    They preside over a body of one of the kinds that decide, above the unit, or support that body; where the model says the
    manager, it is the unit's own.
    """
    if not reader.actor.may(May.DECIDE_COMMITMENTS):
        return false()
    ways: list[ColumnElement[bool]] = []
    bodies = deciding_kinds(kind)
    if bodies and (reader.presided or reader.supported):
        supported = select(Ancestry.descendant_id).where(
            Ancestry.ancestor_id.in_(reader.supported),
            in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
        )
        theirs = or_(Unit.id.in_(reader.presided), Unit.id.in_(supported))
        ways.append(unit_id.in_(_below(and_(Unit.kind.in_(sorted(bodies)), theirs), reader)))
    if decided_by_manager(kind):
        ways.append(unit_id.in_(reader.led))
    return or_(false(), *ways)


def standing_at(
    session: Session, reader: Reader, unit_id: int, kind: CommitmentKind | None = None
) -> Standing:
    """Tell what the reader is to a unit's commitments and notes; one statement."""
    row = session.execute(
        select(
            is_read(Unit.id, reader), Unit.id.in_(written_by(reader)), decides(reader, Unit.id, kind)
        ).where(Unit.id == unit_id)
    ).one_or_none()
    return Standing(*(bool(one) for one in row)) if row is not None else Standing()


def unit_to_write(session: Session, reader: Reader, unit_id: int) -> Unit | None:
    """Give a unit of today the reader writes for; None otherwise."""
    return session.scalars(
        select(Unit).where(
            Unit.id == unit_id,
            Unit.id.in_(written_by(reader)),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
        )
    ).one_or_none()


def body_of(session: Session, unit_id: int, kinds: Collection[str], day: date) -> Unit | None:
    """Give the nearest body of some kinds above a unit: the one that decides."""
    if not kinds:
        return None
    return session.scalars(
        select(Unit)
        .join(Ancestry, Ancestry.ancestor_id == Unit.id)
        .where(
            Ancestry.descendant_id == unit_id,
            Unit.kind.in_(sorted(kinds)),
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .order_by(Ancestry.depth)
        .limit(1)
    ).one_or_none()


def of_unit(column: Column, unit_id: int | None, day: date) -> ColumnElement[bool]:
    """Give the condition that a row is of a unit or of one below it; true where no unit is asked for."""
    if unit_id is None:
        return true()
    return column.in_(
        select(Ancestry.descendant_id).where(
            Ancestry.ancestor_id == unit_id, in_force(Ancestry.valid_from, Ancestry.valid_to, day)
        )
    )


def holds_words(words: Sequence[str], *columns: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Give the condition that every word sought stands in some column."""
    return and_(
        true(), *(or_(*(one.ilike(pattern_for(word), escape="/") for one in columns)) for word in words)
    )


def page_of(
    session: Session,
    rows: Select[Thing],
    number: Column,
    condition: ColumnElement[bool],
    page: int,
    *,
    whole: bool,
) -> Found[Thing]:
    """Give a page of what meets a condition, or all of it where it is taken away `whole`; counted by `number`."""
    total = session.scalar(select(func.count(number)).where(condition)) or 0
    page = nearest(page, total, PAGE)
    wanted = rows.where(condition)
    if not whole:
        wanted = on_page(wanted, page, PAGE)
    return Found(list(session.scalars(wanted)), total, page, PAGE)
