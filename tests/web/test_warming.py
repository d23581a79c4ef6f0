"""A server opens the first pages once before it makes its workers."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool

from app.db import db
from app.organisation.models import Person, Unit
from app.records.models import HistoryEntry, Reading
from app.warming import NOBODY, PAGES, warm
from tests.support.population import populated
from tests.support.statements import counted_statements
from tests.support.world import World


def rows_written(session: Session) -> list[int]:
    return [
        session.scalars(select(func.count()).select_from(table)).one() for table in (HistoryEntry, Reading)
    ]


def test_the_first_pages_are_opened_and_nothing_is_written(world: World, caplog) -> None:
    world.reset(populated)
    with world.session() as session:
        before = rows_written(session)
    with counted_statements(world.engine) as sent:
        warm(world.app)
    assert len(sent) > len(PAGES)
    assert [one for one in sent if not one.lstrip().upper().startswith(("SELECT", "WITH"))] == []
    assert caplog.records == []
    with world.session() as session:
        assert rows_written(session) == before


def test_no_connection_is_left_for_workers_to_share(world: World) -> None:
    world.reset(populated)
    warm(world.app)
    with world.app.app_context():
        pools = [engine.pool for engine in db.engines.values()]
    assert [pool.checkedin() + pool.checkedout() for pool in pools if isinstance(pool, QueuePool)] == [
        0
    ] * len(pools)


def test_a_page_that_fails_does_not_stop_the_server(world: World, monkeypatch, caplog) -> None:
    monkeypatch.setitem(world.app.view_functions, "home.start", lambda: 1 / 0)
    warm(world.app)
    assert [record.getMessage() for record in caplog.records] == ["/ could not be opened while starting"]


def test_nobody_is_none_of_those_there_are(world: World) -> None:
    world.reset(populated)
    with world.session() as session:
        assert session.get(Person, NOBODY.person_id) is None
        assert [session.get(Unit, holding.unit_id) for holding in NOBODY.holdings] == [None]


def test_a_server_does_not_wait_page_after_page_for_a_database_that_does_not_answer(
    world: World, caplog, tmp_path
) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + b"no page of it is left" * 1000)
    app = world.another_app(database_url=f"sqlite:///{damaged}")
    warm(app)
    assert [one.getMessage() for one in caplog.records] == [
        "no page could be opened while starting: file is not a database"
    ]
    assert caplog.records[0].exc_info is None


def test_a_page_over_a_damaged_database_says_that_samsyn_cannot_be_reached(world: World, tmp_path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"SQLite format 3\0" + b"no page of it is left" * 1000)
    client = world.another_app(database_url=f"sqlite:///{damaged}").test_client()
    answer = client.post("/logga-in", data={"username": "unit", "password": "a password of several words"})
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers
    assert "not a database" not in answer.text and "several words" not in answer.text
