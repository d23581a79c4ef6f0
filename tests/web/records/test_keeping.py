"""The database itself refuses to change what is kept, whoever asks and however."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.records.models import HistoryContent, HistoryEntry
from app.records.services import note_reading
from app.records.verifying import verify
from tests.support.tampering import KEPT
from tests.support.world import World

COLUMN = {
    "history_entry": "action = 'x'",
    "history_content": "content = 'x'",
    "history_head": "hash = 'x'",
    "edition": "content = 'x'",
    "signature": "side = 'x'",
    "reading": "what = 'x'",
}
ERASED = "content = NULL, salt = NULL, erased_at = CURRENT_TIMESTAMP"
REFUSED = [
    *(f"UPDATE {table} SET {change}" for table, change in COLUMN.items()),
    *(f"DELETE FROM {table}" for table in KEPT),
    "UPDATE history_entry SET object_id = object_id",
    "UPDATE history_content SET erased_at = CURRENT_TIMESTAMP WHERE seq = 1",
    "UPDATE history_content SET content = NULL, salt = NULL WHERE seq = 1",
    "UPDATE history_content SET erased_because = 'annat skäl' WHERE erased_at IS NOT NULL",
    f"UPDATE history_content SET seq = 999, {ERASED} WHERE seq = 1",
    "UPDATE history_head SET seq = seq - 1",
    f"UPDATE edition SET number = 7, {ERASED} WHERE id = 1",
    f"UPDATE edition SET content_hash = 'x', {ERASED} WHERE id = 1",
    "UPDATE signature SET own_opinion = 'något annat'",
    "UPDATE signature SET own_opinion = NULL, person_id = 3",
]
COPIED = {
    "history_entry": "seq, at, 3, action, object_kind, object_id, content_hash, previous_hash, hash",
    "history_content": "seq, 'x', 'x', NULL, NULL",
    "history_head": "id, 0, 'x'",
    "edition": "id, kind, object_id, number, 'x', content_hash, salt, established_at, erased_at",
    "signature": "id, edition_id, 3, side, signed_at, own_opinion",
    "reading": "id, object_kind, object_id, person_id, hour, at, 'x'",
}
NEW_ID = {
    "edition": "NULL, kind, object_id, number, 'x', content_hash, salt, established_at, erased_at",
    "signature": "NULL, edition_id, 3, side, signed_at, own_opinion",
    "reading": "NULL, object_kind, object_id, person_id, hour, at, 'x'",
}
REPLACING = [
    f"INSERT OR REPLACE INTO {table} SELECT {columns} FROM {table}"
    for copied in (COPIED, NEW_ID)
    for table, columns in copied.items()
]


@pytest.fixture(autouse=True)
def with_a_reading(world: World, people: list[int]) -> None:
    with world.session() as session:
        note_reading(session, person_id=people[0], kind="thing", object_id=1, what="record")


@pytest.mark.parametrize("statement", REFUSED)
def test_the_database_refuses_to_change_what_is_kept(world: World, statement: str) -> None:
    with world.engine.connect() as connection, pytest.raises(DBAPIError, match="is kept"):
        connection.execute(text(statement))


@pytest.mark.parametrize("table", KEPT)
def test_postgresql_refuses_to_truncate_what_is_kept(world: World, database_kind: str, table: str) -> None:
    if database_kind == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    with world.engine.connect() as connection, pytest.raises(DBAPIError, match="is kept: TRUNCATE refused"):
        connection.execute(text(f"TRUNCATE {table} CASCADE"))


@pytest.mark.parametrize("statement", REPLACING)
def test_sqlite_refuses_to_replace_what_is_kept(world: World, database_kind: str, statement: str) -> None:
    if database_kind != "sqlite":
        pytest.skip("only SQLite knows REPLACE")
    with world.engine.connect() as connection, pytest.raises(DBAPIError, match="is kept"):
        connection.exec_driver_sql(statement)


def test_postgresql_refuses_an_upsert_over_what_is_kept(world: World) -> None:
    upsert = (
        "INSERT INTO history_head (id, seq, hash) VALUES (1, 0, 'x') "
        "ON CONFLICT (id) DO UPDATE SET seq = 0, hash = 'x'"
    )
    with world.engine.connect() as connection, pytest.raises(DBAPIError, match="is kept"):
        connection.execute(text(upsert))


def test_the_orm_is_refused_too(session: Session) -> None:
    entry = session.get_one(HistoryEntry, 1)
    entry.action = "something.else"
    with pytest.raises(DBAPIError, match="is kept"):
        session.flush()
    session.rollback()
    session.delete(session.get_one(HistoryContent, 1))
    with pytest.raises(DBAPIError, match="is kept"):
        session.flush()


def test_nothing_changed_after_all_those_refusals(session: Session) -> None:
    before = verify(session)
    for statement in REFUSED:
        with pytest.raises(DBAPIError):
            session.execute(text(statement))
        session.rollback()
    after = verify(session, anchor=before.anchor)
    assert (after.faults, after.entries, after.editions) == ([], before.entries, before.editions)


def test_erasing_a_text_is_the_one_change_that_is_let_through_once(session: Session) -> None:
    erasing = (
        "UPDATE history_content SET content = NULL, salt = NULL, erased_at = CURRENT_TIMESTAMP WHERE seq = 1"
    )
    session.execute(text(erasing))
    with pytest.raises(DBAPIError, match="is kept"):
        session.execute(text(erasing))
