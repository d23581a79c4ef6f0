"""Every migration goes up and down with a whole municipality in the tables: rows that refer to one another, of every kind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from app.db import prepare_engine
from app.migrating import BrokenReferences, _tables_made_anew
from tests.support.demo import demo_municipality
from tests.support.world import Seed, World
from tests.web.records.test_migrations import go, ordered

WHOLE_WAY_EVERY = 10
"""From every so many migrations one goes the whole way up again, from the others a step: so each is passed as often as needed."""


@pytest.fixture
def seed() -> Seed | None:
    return demo_municipality


def shape(world: World) -> dict[str, set[Any]]:
    """Give what the database itself keeps watch over, table by table."""
    seen = inspect(world.engine)
    shapes = {
        "columns": (seen.get_multi_columns(), lambda one: (one["name"], str(one["type"]), one["nullable"])),
        "references": (
            seen.get_multi_foreign_keys(),
            lambda one: (*one["constrained_columns"], one["referred_table"]),
        ),
        "alone": (seen.get_multi_unique_constraints(), lambda one: tuple(one["column_names"])),
        "checks": (seen.get_multi_check_constraints(), lambda one: one["name"]),
        "indexes": (seen.get_multi_indexes(), lambda one: (one["name"], bool(one["unique"]))),
    }
    return {
        f"{what} of {table}": {told(one) for one in found}
        for what, (of_all, told) in shapes.items()
        for (_schema, table), found in of_all.items()
        if not table.startswith("search_fts")
    }


def rows(world: World) -> dict[str, int]:
    tables = [name for name in inspect(world.engine).get_table_names() if not name.startswith("search_fts")]
    counted: dict[str, int] = {}
    with world.engine.connect() as connection:
        # SQLite puts no more than five hundred together.
        for start in range(0, len(tables), 100):
            each = [f"SELECT '{one}', count(*) FROM \"{one}\"" for one in tables[start : start + 100]]
            counted.update((row[0], row[1]) for row in connection.execute(text(" UNION ALL ".join(each))))
    return counted


def test_every_migration_goes_down_and_up_with_a_municipality_in_the_tables(world: World) -> None:
    known = ordered(world)
    whole = there = shape(world)
    for place, (earlier, later) in reversed(list(enumerate(pairwise(known)))):
        go(world, "downgrade", earlier)
        below, held = shape(world), rows(world)
        go(world, "upgrade", later)
        assert shape(world) == there, later
        # What the earlier version held is there in the later one.
        kept = rows(world)
        assert {table: kept[table] for table in held} == held, later
        if place % WHOLE_WAY_EVERY == 0:
            # What is left of the data also stands the whole way up, from the first migration too.
            go(world, "upgrade", "heads")
            assert shape(world) == whole
        go(world, "downgrade", earlier)
        there = below
    # What remains at the first migration is still the data that was loaded.
    assert rows(world)["person"] > 50
    go(world, "downgrade", "base")
    assert set(rows(world)) == {"alembic_version"}
    go(world, "upgrade", "heads")
    assert shape(world) == whole


def test_a_migration_that_leaves_rows_referring_to_nothing_changes_nothing(world: World) -> None:
    if world.kind == "postgresql":
        # Keeps watch itself, at every statement.
        return
    with closing(sqlite3.connect(world.engine.url.database or "")) as connection:
        connection.execute("UPDATE appointment SET person_id = 999999 WHERE id = 1")
        connection.commit()
    with pytest.raises(BrokenReferences, match="rows of appointment refer to rows of person"):
        go(world, "downgrade", ordered(world)[-2])
    with world.engine.connect() as connection:
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one()
    assert found == ordered(world)[-1]


def test_references_are_watched_again_on_a_connection_whose_migration_was_refused(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'small.sqlite3'}")
    prepare_engine(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE one (id INTEGER PRIMARY KEY)"))
        connection.execute(text("CREATE TABLE other (one_id INTEGER REFERENCES one (id))"))
    with engine.connect() as connection:
        with pytest.raises(BrokenReferences), _tables_made_anew(connection), connection.begin():
            connection.execute(text("INSERT INTO other VALUES (9)"))
        raw = connection.connection.driver_connection
        assert isinstance(raw, sqlite3.Connection)
        assert not raw.in_transaction
    # The pool gives it out again.
    with engine.connect() as connection:
        assert connection.connection.driver_connection is raw
        assert connection.execute(text("PRAGMA foreign_keys")).scalar_one() == 1
        assert connection.execute(text("SELECT count(*) FROM other")).scalar_one() == 0
    engine.dispose()
