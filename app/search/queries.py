"""Reads of the index: one statement finds what a person may read, counts it, and gives one page of it."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Dialect,
    FromClause,
    Integer,
    String,
    and_,
    bindparam,
    case,
    false,
    func,
    or_,
    select,
)
from sqlalchemy.orm import InstrumentedAttribute

from app.clock import from_stockholm
from app.db import Numbers, among
from app.organisation.models import Ancestry, in_force
from app.paging import Found
from app.search.asking import Question, with_spellings
from app.search.matching import Expressions, expressions, found_by, matches, numbers, titled
from app.search.models import PLACE, SearchText
from app.search.reader import Reader, Ways
from app.search.registry import Family, Hit, Meant, registry
from app.search.sending import Sent

PAGE = 20
"""Hits on a page."""

TITLE, WRITTEN, OTHER_FORM = 2, 1, 0
"""How near a hit is: what was asked stands in the title, stands there as it was typed, stands there in another form."""

MANY = 100
"""Rows that hold what is asked for, from which on it is quicker to find out first all that somebody may read."""

KEPT = 256
"""Statements kept ready, as they are sent: making one takes longer than running it."""

_FEW, _OWNERS = bindparam("few", type_=Numbers), bindparam("owners", type_=Numbers)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody searches for, and what they narrow it to."""

    asked: Question = field(default_factory=Question)
    group: str = ""
    unit_id: int | None = None
    year: int | None = None
    page: int = 1


@dataclass(frozen=True, slots=True)
class _Shape:
    """What a statement of search is made for; all else are values in its gaps."""

    ways: Ways
    as_typed: bool = False
    few: bool = False
    by_kind: bool = False
    by_unit: bool = False
    by_year: bool = False


def look(reader: Reader, wanted: Wanted) -> Found[Hit]:
    """Give one page of what somebody may read and what fulfils the question; the last one for a page past it."""
    return _look(reader, wanted, [wanted.asked])


def spelled_otherwise(reader: Reader, wanted: Wanted) -> list[Hit]:
    """Give some hits with other marks on a word of the question (`forskola` for `förskola`), within what one may read."""
    others = with_spellings(wanted.asked)
    return _look(reader, wanted, others).rows if others else []


def _look(reader: Reader, wanted: Wanted, questions: Sequence[Question]) -> Found[Hit]:
    if not wanted.asked:
        return Found([], 0, 1, PAGE)
    connection = reader.session.connection()
    put = expressions(connection.dialect.name, questions)
    there = _few(connection, put)
    reads = reader.reading() if there is None else reader.reading({one.owner for one in there}, few=True)
    if not reads.ways:
        return Found([], 0, 1, PAGE)
    shape = _Shape(
        reads.ways,
        as_typed=put.found == put.written,
        few=there is not None,
        by_kind=bool(wanted.group),
        by_unit=wanted.unit_id is not None,
        by_year=wanted.year is not None,
    )
    values = _values(reader, wanted, put.within(reads.whose))
    values |= reads.values
    if there is not None:
        values |= {"few": [one.id for one in there], "owners": list({one.owner_id for one in there})}
    return _page(connection, shape, values, wanted.page)


@lru_cache(maxsize=2)
def _some(dialect: Dialect) -> Sent:
    found = numbers(dialect.name, "found").limit(MANY).subquery()
    some = select(PLACE.c.id, PLACE.c.owner, PLACE.c.owner_id).join(found, found.c.id == PLACE.c.id)
    return Sent(some, dialect)


@dataclass(frozen=True, slots=True)
class _There:
    """A row that holds what is asked for, and whose it is."""

    id: int
    owner: str
    owner_id: int


def _few(connection: Connection, put: Expressions) -> Sequence[_There] | None:
    """Give the rows that hold what is asked for, whoever may read them, each with whose it is, when these are few."""
    found = _some(connection.dialect).ask(connection, {"found": put.found})
    return [_There(*row) for row in found] if len(found) < MANY else None


def _page(connection: Connection, shape: _Shape, values: dict[str, object], page: int) -> Found[Hit]:
    made = _statement(shape, connection.dialect)
    if not shape.few and connection.dialect.name == "postgresql":
        # However common the words, it begins with their index: it does not know that reading the table from end to end
        # means to unpack the words of every row. For the rest of the transaction, which reads little more.
        connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    rows = made.ask(connection, values | {"start": (page - 1) * PAGE})
    if not rows and page > 1:
        rows, page = made.ask(connection, values | {"start": 0}), 1
    return Found(_hits(rows), rows[0][-1] if rows else 0, page, PAGE)


def _values(reader: Reader, wanted: Wanted, put: Expressions) -> dict[str, object]:
    values: dict[str, object] = {"found": put.found, "written": put.written, "in_title": put.in_title}
    if wanted.group:
        values["kinds"] = registry.kinds_in(wanted.group)
    if wanted.unit_id is not None:
        values |= {"unit_id": wanted.unit_id, "on": reader.asks.day}
    if wanted.year is not None:
        values["since"] = from_stockholm(date(wanted.year, 1, 1))
        values["until"] = from_stockholm(date(wanted.year + 1, 1, 1))
    return values


@lru_cache(maxsize=KEPT)
def _statement(shape: _Shape, dialect: Dialect) -> Sent:
    """Make the statement: all that is found and may be read without its texts, and the texts of one page."""
    found = (
        select(
            PLACE.c.id,
            _nearness(shape, dialect.name).label("near"),
            PLACE.c.at,
            PLACE.c.kind,
            PLACE.c.object_id,
        )
        .where(
            among(PLACE.c.id, _FEW) if shape.few else found_by(dialect.name, "found"),
            may_read(shape.ways, _of_few if shape.few else None),
            *_narrowed(shape),
        )
        .cte("found")
    )
    top = (
        select(found.c.id, found.c.near)
        .order_by(*_order(found.c.near, found))
        .limit(PAGE)
        .offset(bindparam("start", type_=Integer))
        .cte("top")
    )
    page = (
        select(
            SearchText.id,
            SearchText.kind,
            SearchText.object_id,
            SearchText.owner_id,
            SearchText.part_id,
            SearchText.at,
            SearchText.title,
            SearchText.body,
            select(func.count()).select_from(found).scalar_subquery().label("total"),
        )
        .join(top, top.c.id == SearchText.id)
        .order_by(*_order(top.c.near, SearchText.__table__))
    )
    return Sent(page, dialect)


def _nearness(shape: _Shape, dialect: str) -> ColumnElement[int]:
    in_title = (titled(dialect, "in_title"), TITLE)
    # Where all that is found is written as it was typed (beginnings, words in a row) it need not be looked for twice.
    if shape.as_typed:
        return case(in_title, else_=WRITTEN)
    return case(in_title, (matches(dialect, "written"), WRITTEN), else_=OTHER_FORM)


def _order(near: ColumnElement[int], of: FromClause) -> tuple[ColumnElement[Any], ...]:
    return near.desc(), of.c.at.is_(None), of.c.at.desc(), of.c.kind, of.c.object_id.desc()


def _of_few(owner_id: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    return among(owner_id, _OWNERS)


def may_read(ways: Ways, meant: Meant | None = None) -> ColumnElement[bool]:
    """Give the condition that who reads families in these ways may read a row now: each family's own, nothing beside.

    `meant` is given when few owners can be meant; for speed only.
    """
    found = [and_(PLACE.c.owner == key, _within(registry.families[key], way, meant)) for key, way in ways]
    return or_(*found) if found else false()


def _within(family: Family, way: Hashable, meant: Meant | None) -> ColumnElement[bool]:
    return family.within(way) if meant is None or family.few is None else family.few.within(way, meant)


def _narrowed(shape: _Shape) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if shape.by_kind:
        conditions.append(PLACE.c.kind.in_(bindparam("kinds", type_=String, expanding=True)))
    if shape.by_unit:
        conditions.append(_under(key for key, _way in shape.ways))
    if shape.by_year:
        moment = SearchText.at.type
        conditions.append(PLACE.c.at >= bindparam("since", type_=moment))
        conditions.append(PLACE.c.at < bindparam("until", type_=moment))
    return conditions


def _under(keys: Iterable[str]) -> ColumnElement[bool]:
    below = select(Ancestry.descendant_id).where(
        Ancestry.ancestor_id == bindparam("unit_id", type_=Integer),
        in_force(Ancestry.valid_from, Ancestry.valid_to, bindparam("on", type_=Date)),
    )
    ways: list[ColumnElement[bool]] = [PLACE.c.over_unit_id.in_(below), PLACE.c.rep_unit_id.in_(below)]
    for key in keys:
        under = registry.families[key].under
        if under is not None:
            ways.append(and_(PLACE.c.owner == key, under(below)))
    return or_(*ways)


def _hits(rows: Sequence[Sequence[Any]]) -> list[Hit]:
    return [Hit(*row[:-1]) for row in rows]
