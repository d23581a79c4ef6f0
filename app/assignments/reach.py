"""Who reads an assignment and whose its two sides are, as conditions of statements: every page and list stands on these.

A side is held by whoever leads its unit now; where the unit was merged, split or renamed away, by whoever leads what it
became (over two such changes), so that nothing given is left without an owner by a reorganisation.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, union
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.access.actor import Actor, Scope
from app.access.matrix import May, Reach, Role, reach
from app.assignments import rules
from app.assignments.models import Assignment, Side, State
from app.assignments.rules import Ends, Standing
from app.organisation.models import Ancestry, Succession, Unit, in_force
from app.organisation.reach import unit_ids_within

UnitColumn = InstrumentedAttribute[int]


def among(column: UnitColumn, unit_ids: Collection[int]) -> ColumnElement[bool]:
    """Give the condition that a unit is one of these, or became one of them."""
    if not unit_ids:
        return false()
    ids = sorted(unit_ids)
    earlier = aliased(Succession)
    before = select(Succession.from_unit_id).where(Succession.to_unit_id.in_(ids))
    long_before = (
        select(earlier.from_unit_id)
        .join(Succession, Succession.from_unit_id == earlier.to_unit_id)
        .where(Succession.to_unit_id.in_(ids))
    )
    return or_(column.in_(ids), column.in_(select(union(before, long_before).subquery().c[0])))


@dataclass(frozen=True)
class Between:
    """The conditions of a person and a row that lies between a giving and a taking unit: assignments and questions alike."""

    actor: Actor
    day: date
    giver_unit: UnitColumn
    taker_unit: UnitColumn
    taker_person: InstrumentedAttribute[int | None]

    @cached_property
    def ends(self) -> Ends:
        """The posts the person holds."""
        return rules.ends_of(self.actor)

    @cached_property
    def gives(self) -> ColumnElement[bool]:
        """That the person leads the giving side."""
        return among(self.giver_unit, self.ends.led)

    @cached_property
    def takes(self) -> ColumnElement[bool]:
        """That the person leads the taking side, or is the employee who takes."""
        leads = and_(self.taker_person.is_(None), among(self.taker_unit, self.ends.led))
        if not self.ends.employed:
            return leads
        own = and_(self.taker_person == self.actor.person_id, self.taker_unit.in_(sorted(self.ends.employed)))
        return or_(leads, own)

    @property
    def sides(self) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
        """Whether the person holds the giving and the taking side, as two columns of a statement."""
        return self.gives.label("gives"), self.takes.label("takes")

    @cached_property
    def above(self) -> ColumnElement[bool]:
        """That the person manages a unit under which both lie, or one of them under the other. A presidium reads what its own
        body gives and takes, not what goes on further down; what an employee takes lies between employee and manager.
        """
        if not self.ends.managed:
            return false()
        over_giver, over_taker = aliased(Ancestry), aliased(Ancestry)
        found = exists(
            select(over_giver.ancestor_id)
            .join(over_taker, over_taker.ancestor_id == over_giver.ancestor_id)
            .where(
                over_giver.ancestor_id.in_(sorted(self.ends.managed)),
                over_giver.descendant_id == self.giver_unit,
                over_taker.descendant_id == self.taker_unit,
                in_force(over_giver.valid_from, over_giver.valid_to, self.day),
                in_force(over_taker.valid_from, over_taker.valid_to, self.day),
            )
        )
        return and_(self.taker_person.is_(None), found)

    @cached_property
    def supports(self) -> ColumnElement[bool]:
        """That the person supports the taking unit; what an employee takes lies between employee and manager."""
        scope = support_scope(self.actor)
        if scope.empty:
            return false()
        return and_(self.taker_person.is_(None), self.taker_unit.in_(unit_ids_within(scope, self.day)))


def support_scope(actor: Actor) -> Scope:
    """Give the units somebody supports."""
    held = [one for one in actor.holdings if one.role is Role.SUPPORT]
    far = reach(Role.SUPPORT, May.READ_ASSIGNMENTS)
    units = frozenset(one.unit_id for one in held)
    if far is Reach.SUBTREE:
        return Scope(False, frozenset(), units)
    return Scope(False, units if far is Reach.SELF else frozenset(), frozenset())


def _of_assignments(actor: Actor, day: date) -> Between:
    return Between(actor, day, Assignment.giver_unit_id, Assignment.taker_unit_id, Assignment.taker_person_id)


def _sits(of: Between) -> ColumnElement[bool]:
    if not of.ends.sits:
        return false()
    units = sorted(of.ends.sits)
    return or_(of.giver_unit.in_(units), of.taker_unit.in_(units))


def _audits(of: Between, bodies: Collection[str]) -> ColumnElement[bool]:
    if not of.ends.audits:
        return false()
    return exists().where(Unit.id == of.giver_unit, Unit.kind.in_(sorted(bodies)))


def _conditions(actor: Actor, day: date, bodies: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    of = _of_assignments(actor, day)
    return of.gives, of.takes, of.above, of.supports, _sits(of), _audits(of, bodies)


def columns(actor: Actor, day: date, bodies: Collection[str]) -> tuple[ColumnElement[bool], ...]:
    """Give what somebody is to an assignment as columns of a statement, in the order `standing_from` reads them."""
    names = ("gives", "takes", "above", "supports", "sits", "audits")
    # Each with a name of its own: two that nobody is would otherwise be one column.
    found = _conditions(actor, day, bodies)
    return tuple(condition.label(name) for name, condition in zip(names, found, strict=True))


def standing_from(found: Collection[Any]) -> Standing:
    """Make a standing of the columns."""
    gives, takes, above, supports, sits, audits = (bool(one) for one in found)
    sides = {Side.GIVER: gives, Side.TAKER: takes}
    return Standing(frozenset(side for side, held in sides.items() if held), above, supports, sits, audits)


def readable_by(actor: Actor, day: date, bodies: Collection[str]) -> ColumnElement[bool]:
    """Give the condition that somebody reads an assignment: the twin of `rules.may_read`."""
    if not actor.may(May.READ_ASSIGNMENTS):
        return false()
    gives, *others = _conditions(actor, day, bodies)
    given = and_(Assignment.state != State.DRAFT, Assignment.given_at.is_not(None))
    return or_(gives, and_(given, or_(*others)))


def held_by(actor: Actor, day: date) -> Between:
    """Give the conditions of the two sides of assignments."""
    return _of_assignments(actor, day)
