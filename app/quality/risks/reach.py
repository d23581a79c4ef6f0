"""Whose risks and plans somebody writes and reads: their units, and the boards their unit does the work for.

A board has no manager of its own. Its internal control is put together by the administration straight under it, where it
has one, and otherwise by the top administration (ADR 0023); a company looks after its own.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Actor, Scope
from app.access.matrix import May
from app.organisation.models import Placement, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.steering.schema import Profile


@dataclass(frozen=True, slots=True)
class Kinds:
    """The kinds of unit that matter here: those that have a plan of their own, and those that work for a board."""

    boards: frozenset[str]
    companies: frozenset[str]
    administrative: frozenset[str]

    @property
    def holders(self) -> frozenset[str]:
        """Kinds of unit that have an internal control plan."""
        return self.boards | self.companies


def kinds_in(profile: Profile) -> Kinds:
    """Give the kinds of a steering model: who decides plans is the profile's, otherwise boards and the executive board."""
    named = set(profile.internal_control.plan_decided_by) if profile.internal_control else set[str]()
    natures = {"executive_board", "board"}
    boards = {
        kind.key
        for kind in profile.unit_kinds
        if kind.nature in natures and (not named or kind.key in named or named.isdisjoint(natures))
    }
    return Kinds(
        frozenset(boards),
        frozenset(kind.key for kind in profile.unit_kinds if kind.is_company),
        frozenset(kind.key for kind in profile.unit_kinds if kind.is_administrative),
    )


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads on which day, and the boards whose internal control they put together."""

    actor: Actor
    day: date
    boards: frozenset[int] = frozenset()

    @property
    def writing(self) -> Scope:
        """Where this person writes risks and controls."""
        return self.actor.scope(May.WRITE_CONTROL)

    @property
    def reading(self) -> Scope:
        """Where this person reads risks."""
        return self.actor.scope(May.READ_RISKS)


def reader_of(session: Session, actor: Actor, day: date, kinds: Kinds) -> Reader:
    """Give a reader with the boards they work for; one statement, and none for those who write nothing."""
    if not actor.may(May.WRITE_CONTROL):
        return Reader(actor, day)
    mine = Unit.id.in_(unit_ids_within(actor.scope(May.WRITE_CONTROL), day))
    rows = session.execute(
        select(Unit.id, Unit.kind, Unit.is_top_administration, Placement.parent_id, mine)
        .join(Placement, Placement.unit_id == Unit.id)
        .where(
            in_force(Unit.valid_from, Unit.valid_to, day),
            in_force(Placement.valid_from, Placement.valid_to, day),
            or_(
                Unit.kind.in_(sorted(kinds.holders)),
                Unit.is_top_administration,
                and_(
                    Unit.kind.in_(sorted(kinds.administrative)),
                    Placement.parent_id.in_(select(Unit.id).where(Unit.kind.in_(sorted(kinds.boards)))),
                ),
            ),
        )
    ).all()
    offices: dict[int, list[bool]] = {}
    for _id, kind, _top, parent_id, is_mine in rows:
        if kind in kinds.administrative and parent_id is not None:
            offices.setdefault(parent_id, []).append(bool(is_mine))
    top_is_mine = any(is_mine for _id, _kind, top, _parent, is_mine in rows if top)
    found = set()
    for number, kind, _top, _parent, is_mine in rows:
        if kind not in kinds.holders:
            continue
        works_for_it = kind in kinds.boards and any(offices.get(number, [top_is_mine]))
        if is_mine or works_for_it:
            found.add(number)
    return Reader(actor, day, frozenset(found))


def writes(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader writes what hangs on a unit."""
    return _within(reader, reader.writing, unit_id)


def reads(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader reads risks and unfinished plans of a unit."""
    return _within(reader, reader.reading, unit_id)


def _within(reader: Reader, scope: Scope, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    own = unit_id.in_(unit_ids_within(scope, reader.day))
    return or_(own, unit_id.in_(sorted(reader.boards))) if reader.boards else own


def units_written(session: Session, reader: Reader, ids: Collection[int] | None = None) -> set[int]:
    """Give the units of today the reader writes for: all, or those among `ids`."""
    wanted = select(Unit.id).where(
        writes(reader, Unit.id), in_force(Unit.valid_from, Unit.valid_to, reader.day)
    )
    if ids is not None:
        wanted = wanted.where(Unit.id.in_(sorted(ids)))
    return set(session.scalars(wanted))
