"""What is told of hits, and what one can narrow a search to: one statement each, whatever number of families there are."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, cast

from sqlalchemy import (
    JSON,
    ColumnElement,
    CompoundSelect,
    Dialect,
    Executable,
    String,
    bindparam,
    literal_column,
    select,
    union_all,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from app.db import Numbers, among
from app.search.reader import Reader, Ways
from app.search.registry import Facts, Family, Hit, Shown, registry

KEPT = 128
"""Statements kept ready, as they are sent."""


class _Together(FunctionElement[Any]):
    """Columns of one row as one value, each under its name, so that rows of unlike kinds go into one statement."""

    type = JSON()
    inherit_cache = True


@compiles(_Together)
def _for_postgresql(element: _Together, compiler: Any, **more: Any) -> str:
    return f"json_build_object({compiler.process(element.clauses, **more)})"


@compiles(_Together, "sqlite")
def _for_sqlite(element: _Together, compiler: Any, **more: Any) -> str:
    return f"json_object({compiler.process(element.clauses, **more)})"


@dataclass(frozen=True, slots=True)
class Places:
    """What one can narrow a search to."""

    units: Mapping[int, str] = field(default_factory=dict)
    since: datetime | None = None


def shown(reader: Reader, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Give how each hit is shown, by its id."""
    by_family: dict[str, list[Hit]] = {}
    for hit in hits:
        by_family.setdefault(registry.kinds[hit.kind].family, []).append(hit)
    told, found = _told(reader, by_family), dict[int, Shown]()
    for key, own in by_family.items():
        found |= registry.families[key].shown(reader.session, reader.asks, own, told.get(key, {}))
    return found


def _told(reader: Reader, by_family: Mapping[str, Sequence[Hit]]) -> dict[str, Facts]:
    keys = tuple(sorted(key for key in by_family if registry.families[key].facts is not None))
    if not keys:
        return {}
    owners = {_gap(key): sorted({hit.owner_id for hit in by_family[key]}) for key in keys}
    connection = reader.session.connection()
    values = reader.reading(keys).values | owners
    found: dict[str, dict[int, list[Mapping[str, Any]]]] = {key: {} for key in keys}
    for key, owner_id, facts in connection.execute(_facts_of(keys, connection.dialect), values):
        found[key].setdefault(owner_id, []).append(facts)
    return cast("dict[str, Facts]", found)


def _gap(key: str) -> str:
    return f"shown_{key}"


@lru_cache(maxsize=KEPT)
def _facts_of(keys: tuple[str, ...], dialect: Dialect) -> Executable:
    return _sent(union_all(*(_facts(registry.families[key]) for key in keys)), dialect)


def _facts(family: Family) -> Any:
    told = cast("Any", family.facts)
    own = told.where(among(told.selected_columns.owner_id, bindparam(_gap(family.key), type_=Numbers)))
    row = own.subquery(family.key)
    pairs = [part for column in row.c for part in (_name(column.name), column)]
    return select(_name(family.key), row.c.owner_id, _Together(*pairs).label("facts"))


def _name(ours: str) -> ColumnElement[str]:
    # A name of ours, written as it is: PostgreSQL would ask of what type a value is.
    return literal_column(f"'{ours}'", String)


def places(reader: Reader) -> Places:
    """Give the units and the first year somebody can narrow a search to: one's own units, and those families name."""
    reads = reader.reading([key for key, family in registry.families.items() if family.places is not None])
    units = {holding.unit_id: holding.unit_name for holding in reader.asks.actor.holdings}
    if not reads.ways:
        return Places(units)
    connection = reader.session.connection()
    rows = connection.execute(_places(reads.ways, connection.dialect), reads.values).all()
    units |= {row.id: row.name for row in rows if row.id is not None}
    return Places(units, min((row.since for row in rows if row.since is not None), default=None))


@lru_cache(maxsize=KEPT)
def _places(ways: Ways, dialect: Dialect) -> Executable:
    named = [registry.families[key].places for key, _way in ways]
    arms = [place(way) for (_key, way), place in zip(ways, named, strict=True) if place is not None]
    return _sent(union_all(*arms), dialect)


def _sent(statement: CompoundSelect[Any], dialect: Dialect) -> Executable:
    return statement
