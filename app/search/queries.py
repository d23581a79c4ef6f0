"""Reads of the index: one statement finds what a person may read, counts it, and gives one page of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, false, func, or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor, Scope
from app.clock import from_stockholm
from app.organisation.reach import unit_ids_within
from app.search.asking import Question, with_spellings
from app.search.matching import expressions, matches
from app.search.models import SearchText
from app.search.registry import Asked, Hit, Places, Shown, registry

PAGE = 20
"""Hits on a page."""

TITLE, WRITTEN, OTHER_FORM = 2, 1, 0
"""How near a hit is: what was asked stands in the title, stands there as it was typed, stands there in another form."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody searches for, and what they narrow it to."""

    asked: Question = field(default_factory=Question)
    group: str = ""
    unit_id: int | None = None
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class Found:
    """One page of hits, nearest first and newest first among those as near; how many there are in all."""

    hits: list[Hit] = field(default_factory=list)
    total: int = 0
    page: int = 1

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


def look(session: Session, *, actor: Actor, day: date, wanted: Wanted) -> Found:
    """Give one page of what `actor` may read on `day` and what fulfils the question; the last one for a page past it."""
    return _look(session, Asked(actor, day), wanted, [wanted.asked])


def spelled_otherwise(session: Session, *, actor: Actor, day: date, wanted: Wanted) -> list[Hit]:
    """Give some hits with other marks on a word of the question (`forskola` for `förskola`), within what one may read."""
    others = with_spellings(wanted.asked)
    return _look(session, Asked(actor, day), wanted, others).hits if others else []


def _look(session: Session, asks: Asked, wanted: Wanted, questions: Sequence[Question]) -> Found:
    if not wanted.asked:
        return Found()
    reached = [family.reach(session, asks) for family in registry.families.values()]
    whose = [key for one in reached for key in one.whose]
    if not whose:
        return Found()
    dialect = session.get_bind().dialect.name
    put = expressions(dialect, questions, whose)
    values: dict[str, object] = {"found": put.found, "written": put.written, "in_title": put.in_title}
    for one in reached:
        values |= one.values
    as_typed = put.found == put.written
    rows = session.execute(_page(dialect, asks, wanted, as_typed=as_typed), values).all()
    if not rows and wanted.page > 1:
        first = _page(dialect, asks, wanted, as_typed=as_typed, from_the_end=False)
        rows = session.execute(first, values).all()
        return Found(_hits(rows), rows[0].total if rows else 0, 1)
    return Found(_hits(rows), rows[0].total if rows else 0, wanted.page)


def _page(
    dialect: str, asks: Asked, wanted: Wanted, *, as_typed: bool, from_the_end: bool = True
) -> Select[Any]:
    # Where all that is found is written as it was typed (beginnings, words in a row) it need not be looked for twice.
    near = (
        case((matches(dialect, "in_title"), TITLE), else_=WRITTEN)
        if as_typed
        else case(
            (matches(dialect, "in_title"), TITLE), (matches(dialect, "written"), WRITTEN), else_=OTHER_FORM
        )
    )
    order = (
        near.desc(),
        SearchText.at.is_(None),
        SearchText.at.desc(),
        SearchText.kind,
        SearchText.object_id.desc(),
    )
    found = (
        select(
            SearchText.id.label("id"),
            func.count().over().label("total"),
            func.row_number().over(order_by=order).label("place"),
        )
        .where(matches(dialect, "found"), may_read(asks), *_narrowed(wanted, asks.day))
        .order_by(*order)
        .limit(PAGE)
        .offset((wanted.page - 1) * PAGE if from_the_end else 0)
        .subquery()
    )
    return (
        select(
            SearchText.id,
            SearchText.kind,
            SearchText.object_id,
            SearchText.owner_id,
            SearchText.part_id,
            SearchText.at,
            SearchText.title,
            SearchText.body,
            found.c.total,
        )
        .join(found, found.c.id == SearchText.id)
        .order_by(found.c.place)
    )


def may_read(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that the acting person may read a row of the index now: each family's own, and nothing beside."""
    # Not a bare column: SQLite would rather walk all rows of an owner than begin with the few that hold the words.
    owner = func.coalesce(SearchText.owner, "")
    ways = [and_(owner == family.key, family.within(asks)) for family in registry.families.values()]
    return or_(*ways) if ways else false()


def _narrowed(wanted: Wanted, day: date) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.group:
        conditions.append(SearchText.kind.in_(registry.kinds_in(wanted.group)))
    if wanted.unit_id is not None:
        conditions.append(_under(wanted.unit_id, day))
    if wanted.year is not None:
        conditions.append(SearchText.at >= from_stockholm(date(wanted.year, 1, 1)))
        conditions.append(SearchText.at < from_stockholm(date(wanted.year + 1, 1, 1)))
    return conditions


def _under(unit_id: int, day: date) -> ColumnElement[bool]:
    below = unit_ids_within(Scope(False, frozenset(), frozenset({unit_id})), day)
    ways: list[ColumnElement[bool]] = [SearchText.over_unit_id.in_(below), SearchText.rep_unit_id.in_(below)]
    ways += [
        and_(SearchText.owner == family.key, family.under(below, day))
        for family in registry.families.values()
        if family.under is not None
    ]
    return or_(*ways)


def _hits(rows: Sequence[Any]) -> list[Hit]:
    return [
        Hit(row.id, row.kind, row.object_id, row.owner_id, row.part_id, row.at, row.title, row.body)
        for row in rows
    ]


def shown(session: Session, *, actor: Actor, day: date, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Give how each hit is shown, by its id; one statement a family at most."""
    asks, found = Asked(actor, day), dict[int, Shown]()
    for family in registry.families.values():
        own = [hit for hit in hits if registry.kinds[hit.kind].family == family.key]
        if own:
            found |= family.shown(session, asks, own)
    return found


def places(session: Session, *, actor: Actor, day: date) -> Places:
    """Give the units and the first year one can narrow a search to."""
    units: dict[int, str] = {}
    since = []
    for family in registry.families.values():
        there = family.places(session, Asked(actor, day))
        units |= there.units
        since += [there.since] if there.since is not None else []
    return Places(units, min(since, default=None))
