"""The migrations go up, down and up again, and never touch a newer database. One by one: `test_migrations_of_the_demo`."""

from __future__ import annotations

from click.testing import CliRunner
from sqlalchemy import inspect, text

from app.cli import upgrade
from app.db import Base
from app.migrating import alembic, database_state, revisions
from app.records.verifying import verify
from tests.support.tampering import KEPT, fill
from tests.support.world import World, _aside


def ordered(world: World) -> list[str]:
    with world.app.app_context():
        return [script.revision for script in alembic.script_directory.walk_revisions()][::-1]


def go(world: World, direction: str, target: str) -> None:
    def migrate() -> None:
        with world.app.app_context():
            getattr(alembic, direction)(target)

    world.engine.dispose()
    _aside(migrate)


def tables(world: World) -> set[str]:
    # SQLite keeps its full-text index in tables of its own making.
    found = {name for name in inspect(world.engine).get_table_names() if not name.startswith("search_fts")}
    return found - {"alembic_version"}


def test_data_can_be_written_at_once_after_going_down_and_up(world: World, people: list[int]) -> None:
    go(world, "downgrade", ordered(world)[0])
    go(world, "upgrade", "heads")
    with world.session() as session:
        assert verify(session).entries == 0
        fill(session, people)
    with world.session() as session:
        assert verify(session).faults == []


def test_the_triggers_stand_after_going_down_and_up(world: World, people: list[int]) -> None:
    go(world, "downgrade", ordered(world)[0])
    go(world, "upgrade", "heads")
    if world.kind == "sqlite":
        wanted = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    else:
        wanted = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with world.engine.connect() as connection:
        found = set(connection.execute(text(wanted)).scalars())
    third = "replace" if world.kind == "sqlite" else "truncate"
    assert {f"{table}_refuse_{verb}" for table in KEPT for verb in ("update", "delete", third)} <= found


def test_one_migration_follows_on_the_other(world: World) -> None:
    with world.app.app_context():
        assert len(alembic.heads()) == 1
        assert revisions() == (set(ordered(world)), {alembic.heads()[0].revision})
        assert database_state() == "current"


def make_newer(world: World) -> None:
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))


def test_a_database_of_a_newer_version_is_not_touched(world: World) -> None:
    make_newer(world)

    def run() -> object:
        with world.app.app_context():
            assert database_state() == "newer"
            return CliRunner().invoke(upgrade, [])

    done = _aside(run)
    assert done.exit_code == 1  # type: ignore[attr-defined]
    assert "newer version" in done.output  # type: ignore[attr-defined]
    with world.session() as session:
        assert session.execute(text("SELECT version_num FROM alembic_version")).scalar_one() == "9999"
        assert verify(session).faults == []


def test_readiness_says_why_a_newer_or_older_database_is_not_served(world: World) -> None:
    client = world.app.test_client()
    assert client.get("/readyz").status_code == 200
    make_newer(world)
    answer = client.get("/readyz")
    assert (answer.status_code, "newer version" in answer.get_data(as_text=True)) == (503, True)
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = client.get("/readyz")
    assert (answer.status_code, "samsyn db upgrade" in answer.get_data(as_text=True)) == (503, True)
    assert client.get("/healthz").status_code == 200


def test_the_tables_after_the_migrations_are_those_of_the_models(world: World) -> None:
    assert tables(world) == set(Base.metadata.tables)
