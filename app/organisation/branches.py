"""Units looked at branch by branch, so that a page costs what its branch does and not what the municipality does."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.access.actor import Scope
from app.db import SWEDISH
from app.organisation.models import Ancestry, Placement, Unit, in_force
from app.organisation.reach import lies_within
from app.organisation.tree import BRANCH_UP_TO, line_up, root_id
from app.paging import pages_of

PAGE = 30
"""Units on one page of a branch."""

MOST_WORDS = 6
"""Words of a name that are looked for."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A unit in a branch; `opens` tells whether there are units under it that one can go on to."""

    id: int
    name: str
    kind: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Branch:
    """One page of the units straight under a unit, or of what was searched for, or of what one begins with.

    `unit` is the one whose branch it is, None where the page is of no one branch; `line` what lies above it within reach.
    """

    unit: Leaf | None
    line: list[Leaf]
    units: list[Leaf]
    total: int
    page: int
    sought: str = ""
    size: int = PAGE

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return pages_of(self.total, self.size)

    @property
    def shown(self) -> list[Leaf]:
        """What stands on the page: the unit itself first on the first page of its branch."""
        return [self.unit, *self.units] if self.unit is not None and self.page == 1 else self.units


def together(scopes: Iterable[Scope]) -> Scope:
    """Give the scope that covers what some cover."""
    found = list(scopes)
    return Scope(
        any(one.everywhere for one in found),
        frozenset().union(*(one.units for one in found)),
        frozenset().union(*(one.subtrees for one in found)),
    )


def branch_of(
    session: Session,
    scope: Scope,
    day: date,
    *,
    under: int | None = None,
    sought: str = "",
    page: int = 1,
    size: int = PAGE,
    kinds: Collection[str] = (),
) -> Branch | None:
    """Give a page of a branch within a scope; None when there is no such branch within it.

    Where no branch is asked for one begins at the unit everything within reach lies under, or with those one has a post in.
    With `sought` the page is of the units within reach whose name holds the words; units of `kinds` are then among them.
    """
    if sought:
        wanted = or_(lies_within(Unit.id, scope, day), Unit.kind.in_(sorted(kinds)) if kinds else false())
        found = _leaves(scope, day).where(*_named(sought), wanted)
        return Branch(None, [], *_page(session, found, page, size), sought, size)
    roots = [under] if under is not None else _roots(session, scope, day)
    if len(roots) != 1:
        begun = _leaves(scope, day).where(Unit.id.in_(roots))
        return Branch(None, [], *_page(session, begun, page, size), size=size)
    (top,) = roots
    unit = _leaf(session, scope, day, top)
    if unit is None:
        return None
    below = _leaves(scope, day).where(Unit.id.in_(_straight_under([top], day)))
    page_of = _page(session, below.where(lies_within(Unit.id, scope, day)), page, size)
    return Branch(unit, _line(session, scope, day, top), *page_of, size=size)


def ids_in(branch: Branch, day: date) -> Select[int]:
    """Give a subquery of the units a branch is of: the unit itself with those straight under it, or those one begins with."""
    own = [branch.unit.id] if branch.unit is not None else [one.id for one in branch.units]
    here = select(Unit.id).where(Unit.id.in_(own))
    if branch.unit is None:
        return here
    return select(union_all(here, _straight_under(own, day)).subquery().c[0])


def opening_in(session: Session, scope: Scope, day: date, branch: Branch) -> list[Leaf]:
    """Give those of a branch that one can go on to, by name; at most `BRANCH_UP_TO`."""
    if branch.unit is None:
        return [one for one in branch.units if one.opens]
    found = _leaves(scope, day).where(Unit.id.in_(_straight_under([branch.unit.id], day)), _opens(scope, day))
    return [Leaf(*row) for row in session.execute(_in_order(found).limit(BRANCH_UP_TO))]


def _named(sought: str) -> list[ColumnElement[bool]]:
    """Give the conditions that a unit's name holds every word; SQLite itself folds only a to z."""
    return [
        or_(
            *(
                Unit.name.icontains(spelling, autoescape=True)
                for spelling in sorted({word, word.lower(), word.upper(), word.capitalize()})
            )
        )
        for word in sought.split()[:MOST_WORDS]
    ]


def _straight_under(unit_ids: list[int], day: date) -> Select[int]:
    return select(Placement.unit_id).where(
        Placement.parent_id.in_(unit_ids), in_force(Placement.valid_from, Placement.valid_to, day)
    )


def further(
    session: Session, scope: Scope, day: date, kinds: Collection[str], *, most: int = PAGE
) -> list[Leaf]:
    """Give units of some kinds outside a scope, by name: those that are open to everybody."""
    if not kinds:
        return []
    found = _leaves(scope, day).where(Unit.kind.in_(sorted(kinds)), ~lies_within(Unit.id, scope, day))
    return [Leaf(*row[:4]) for row in session.execute(_in_order(found).limit(most))]


def _leaves(scope: Scope, day: date) -> Select[Any]:
    columns: tuple[Any, ...] = (Unit.id, Unit.name, Unit.kind, _opens(scope, day).label("opens"))
    return select(*columns).where(in_force(Unit.valid_from, Unit.valid_to, day))


def _opens(scope: Scope, day: date) -> ColumnElement[bool]:
    """Give the condition that there are units under a unit, and that they are within a scope too and not the unit alone."""
    under = aliased(Placement)
    return and_(
        exists().where(under.parent_id == Unit.id, in_force(under.valid_from, under.valid_to, day)),
        lies_within(Unit.id, Scope(scope.everywhere, frozenset(), scope.subtrees), day),
    )


def _in_order(found: Select[Any]) -> Select[Any]:
    return found.order_by(Unit.name.collate(SWEDISH), Unit.id)


def _page(session: Session, found: Select[Any], page: int, size: int) -> tuple[list[Leaf], int, int]:
    """Give a page of leaves with how many there are in all, and which page it became; past the last one comes the first."""
    rows = session.execute(
        _in_order(found.add_columns(func.count().over())).limit(size).offset((page - 1) * size)
    ).all()
    if not rows and page > 1:
        return _page(session, found, 1, size)
    return [Leaf(*row[:4]) for row in rows], rows[0][4] if rows else 0, page


def _leaf(session: Session, scope: Scope, day: date, unit_id: int) -> Leaf | None:
    row = session.execute(
        _leaves(scope, day).where(Unit.id == unit_id, lies_within(Unit.id, scope, day))
    ).one_or_none()
    return Leaf(*row) if row is not None else None


def _roots(session: Session, scope: Scope, day: date) -> list[int]:
    """Give the units one begins with: those of the scope that do not lie under another of it."""
    if scope.everywhere:
        root = root_id(session, day)
        return [root] if root is not None else []
    held = scope.units | scope.subtrees
    if len(held) < 2 or not scope.subtrees:
        return sorted(held)
    lower = session.scalars(
        select(Ancestry.descendant_id).where(
            Ancestry.descendant_id.in_(sorted(held)),
            Ancestry.ancestor_id.in_(sorted(scope.subtrees)),
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
    )
    return sorted(held - set(lower))


def _line(session: Session, scope: Scope, day: date, unit_id: int) -> list[Leaf]:
    """Give what lies above a unit within a scope, topmost first."""
    found: list[Leaf] = []
    within = scope.everywhere
    for one in line_up(session, unit_id, day):
        within = within or one.id in scope.subtrees
        if one.id != unit_id and (within or one.id in scope.units):
            found.append(Leaf(one.id, one.name, one.kind, True))
    return found
