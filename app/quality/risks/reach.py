"""Whose risks and plans somebody writes and reads: their units, and the boards their unit does the work for.

What was written for a unit that is no more is read by those who take over from it, until they have taken it over or put it away.

A board has no manager of its own. Its internal control is put together by the administration straight under it, where it
has one, and otherwise by the top administration (ADR 0023); a company looks after its own.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, or_, select, true, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.access.actor import Actor, Scope
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Ancestry, Placement, Unit, in_force
from app.organisation.reach import unit_ids_within
from app.organisation.succeeding import heirs_of
from app.prepared import prepared
from app.quality.control.models import ControlPlan
from app.quality.risks.models import Risk
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
        for kind in profile.all_unit_kinds()
        if kind.nature in natures and (not named or kind.key in named or named.isdisjoint(natures))
    }
    return Kinds(
        frozenset(boards),
        frozenset(kind.key for kind in profile.all_unit_kinds() if kind.is_company),
        frozenset(kind.key for kind in profile.all_unit_kinds() if kind.is_administrative),
    )


@dataclass(frozen=True, slots=True)
class Left:
    """A unit that is no more and left risks behind, and the units that take over from it; `mine` are those one writes for."""

    unit_id: int
    name: str
    since: date
    heirs: tuple[tuple[int, str], ...]
    mine: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads on which day, the boards whose internal control they put together, and what was left behind for them."""

    actor: Actor
    day: date
    boards: frozenset[int] = frozenset()
    left: tuple[Left, ...] = ()
    plans: frozenset[int] = frozenset()
    """Boards and companies that are no more, whose plans one brings to an end."""

    @property
    def writing(self) -> Scope:
        """Where this person writes risks and controls."""
        return self.actor.scope(May.WRITE_CONTROL)

    @property
    def reading(self) -> Scope:
        """Where this person reads risks."""
        return self.actor.scope(May.READ_RISKS)


def reader_of(session: Session, actor: Actor, day: date, kinds: Kinds) -> Reader:
    """Give a reader with the boards they work for and what was left behind for them.

    One statement, none for those who write nothing, and a few more where risks of a unit that is no more wait.
    """
    if not actor.may(May.WRITE_CONTROL):
        return Reader(actor, day)
    scope = actor.scope(May.WRITE_CONTROL)
    rows = _offices(kinds, scope, day).rows(session)
    reader = Reader(actor, day, _boards([row[:5] for row in rows if row[5]], kinds))
    gone = [row[0] for row in rows if not row[5]]
    if not gone:
        return reader
    boards = {row[0] for row in rows if not row[5] and row[1] in kinds.holders}
    top_is_mine = any(row[4] for row in rows if row[2] and row[5])
    return _with_what_is_left(session, reader, gone, _Ended(boards, kinds, top_is_mine))


@prepared
def _offices(kinds: Kinds, scope: Scope, day: date) -> Select[int, str, bool, int | None, bool, bool]:
    """Give the statement of who works for boards, and of units that are no more and left risks behind: asked by every page."""
    below = exists().where(
        Ancestry.descendant_id == Unit.id,
        Ancestry.ancestor_id.in_(sorted(scope.subtrees)),
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    mine = true() if scope.everywhere else or_(Unit.id.in_(sorted(scope.units)), below)
    boards = select(Unit.id).where(Unit.kind.in_(sorted(kinds.boards)))
    # Found first by what is quickly found: nearly all units are neither, and need not be looked at.
    some = union_all(
        select(Unit.id).where(Unit.kind.in_(sorted(kinds.holders))),
        select(Placement.unit_id).where(Placement.parent_id.in_(boards)),
        select(Unit.id).where(or_(Unit.is_top_administration, Unit.valid_to <= day)),
    )
    here = in_force(Unit.valid_from, Unit.valid_to, day)
    works_with_boards = or_(
        Unit.kind.in_(sorted(kinds.holders)),
        Unit.is_top_administration,
        and_(
            Unit.kind.in_(sorted(kinds.administrative)),
            Placement.parent_id.in_(boards),
        ),
    )
    return (
        select(Unit.id, Unit.kind, Unit.is_top_administration, Placement.parent_id, mine, here)
        .outerjoin(
            Placement,
            and_(Placement.unit_id == Unit.id, in_force(Placement.valid_from, Placement.valid_to, day)),
        )
        .where(
            Unit.id.in_(select(some.subquery().c[0])),
            or_(
                and_(here, Placement.unit_id.is_not(None), works_with_boards),
                and_(
                    Unit.valid_to <= day,
                    or_(
                        exists().where(Risk.unit_id == Unit.id),
                        exists().where(ControlPlan.unit_id == Unit.id),
                    ),
                ),
            ),
        )
    )


def _boards(rows: Sequence[Sequence[Any]], kinds: Kinds) -> frozenset[int]:
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
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class _Ended:
    """Boards and companies that are no more, and whether the top administration is the reader's."""

    boards: Collection[int]
    kinds: Kinds
    top_is_mine: bool


def _with_what_is_left(session: Session, reader: Reader, gone: Sequence[int], ended: _Ended) -> Reader:
    """Add the units that are no more which somebody the reader reads of takes over from, and boards whose plans they end."""
    heirs = heirs_of(session, gone, reader.day)
    known = {
        number: (name, bool(read), bool(written), kind in ended.kinds.holders)
        for number, name, kind, read, written in session.execute(
            select(Unit.id, Unit.name, Unit.kind, reads(reader, Unit.id), writes(reader, Unit.id)).where(
                Unit.id.in_(sorted({one for ones in heirs.values() for one in ones}))
            )
        )
    }
    rows = session.execute(select(Unit.id, Unit.name, Unit.valid_to).where(Unit.id.in_(sorted(gone))))
    found = []
    for number, name, since in rows:
        taking = sorted(heirs[number])
        if since is not None and any(known[one][1] for one in taking):
            named = [(one, known[one][0]) for one in taking]
            mine = tuple(one for one in named if known[one[0]][2])
            found.append(Left(number, name, since, tuple(named), mine))
    plans = set()
    for number in ended.boards:
        after = [known[one] for one in heirs[number]]
        # Where no board comes after, it is for the top administration, as for boards without one of their own (ADR 0023).
        of_boards = [written for _name, _read, written, holds in after if holds]
        if any(of_boards) if of_boards else ended.top_is_mine or any(one[2] for one in after):
            plans.add(number)
    return replace(
        reader,
        left=tuple(sorted(found, key=lambda one: (one.since, one.unit_id))),
        plans=frozenset(plans),
    )


def reads_risks(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader reads the risks of a unit: theirs, and what was left behind for them."""
    own = reads(reader, unit_id)
    return or_(own, unit_id.in_([one.unit_id for one in reader.left])) if reader.left else own


def settles(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader writes for a unit, or for one that takes over from it."""
    own = writes(reader, unit_id)
    left = [one.unit_id for one in reader.left if one.mine]
    return or_(own, unit_id.in_(left)) if left else own


def left_by(reader: Reader, unit_id: int) -> Left | None:
    """Give a unit that is no more and left risks for the reader; None for one of today."""
    return next((one for one in reader.left if one.unit_id == unit_id), None)


def writes(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader writes what hangs on a unit."""
    return _within(reader, reader.writing, unit_id)


def reads(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader reads risks and unfinished plans of a unit."""
    return _within(reader, reader.reading, unit_id)


def _within(reader: Reader, scope: Scope, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    own = unit_id.in_(unit_ids_within(scope, reader.day))
    return or_(own, unit_id.in_(sorted(reader.boards))) if reader.boards else own


def writes_plans(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader writes the plans of a unit: theirs, and what a board that is no more left undone."""
    own = writes(reader, unit_id)
    return or_(own, unit_id.in_(sorted(reader.plans))) if reader.plans else own


def reads_plans(reader: Reader, unit_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that the reader reads the plans of a unit as they are now."""
    own = reads(reader, unit_id)
    after = sorted(reader.plans | {one.unit_id for one in reader.left})
    return or_(own, unit_id.in_(after)) if after else own


def units_written(session: Session, reader: Reader, ids: Collection[int] | None = None) -> set[int]:
    """Give the units of today the reader writes for: all, or those among `ids`."""
    if ids is None:
        return {row[0] for row in _units_written(reader, some=False).rows(session)}
    return {row[0] for row in _units_written(reader, some=True).rows(session, some=sorted(ids))}


@prepared
def _units_written(reader: Reader, *, some: bool) -> Select[int]:
    among_them = [among(Unit.id, bindparam("some", type_=Numbers))] if some else []
    here = in_force(Unit.valid_from, Unit.valid_to, reader.day)
    return select(Unit.id).where(writes(reader, Unit.id), here, *among_them)
