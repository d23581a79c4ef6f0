"""A backup is whole or is not there, and what comes back is what was copied."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app import clock
from app.accounts import services, signing_in
from app.accounts.models import SignIn
from app.accounts.queries import open_sign_in, usable_link
from app.cli import cli
from app.config import sqlite_path
from app.db import Base
from app.organisation.models import Person
from app.records import backup_facts, backup_postgres, backup_sqlite
from app.records.backup import BackupError, backup_to, restore_from
from app.records.backup_seal import require_whole
from app.records.models import HistoryEntry
from app.records.services import record
from app.records.verifying import verify
from tests.factories.accounts import make_account
from tests.support.world import World


@pytest.fixture
def empty_place(worlds: Callable[..., World], database_kind: str) -> Iterator[World]:
    place = worlds(database_kind, "restored")
    place.engine.dispose()
    place.database.empty()
    yield place
    place.engine.dispose()


def counts(session: Session) -> dict[str, int]:
    return {
        table.name: session.scalar(select(func.count()).select_from(table)) or 0
        for table in Base.metadata.sorted_tables
    }


def things_in(place: World) -> int:
    path = sqlite_path(place.database.url)
    if path is not None and (not path.exists() or path.stat().st_size == 0):
        return 0
    tables = "pg_tables WHERE schemaname = 'public'" if path is None else "sqlite_master"
    with place.engine.connect() as connection:
        return int(connection.execute(text(f"SELECT count(*) FROM {tables}")).scalar_one())


def test_what_is_restored_is_what_was_copied(world: World, empty_place: World, tmp_path: Path) -> None:
    with world.session() as session:
        was, outcome = counts(session), verify(session)
    file = tmp_path / "kopia.backup"
    said = backup_to(world.database.url, file)
    restored = restore_from(empty_place.database.url, file)
    with empty_place.session() as session:
        now = counts(session)
        after = verify(session, anchor=outcome.anchor)
    assert (now, after) == (was, outcome)
    for words in (said, restored):
        assert outcome.anchor in words
        assert f"history_entry: {outcome.entries}" in words


def test_what_was_restored_keeps_its_triggers_and_can_be_written_on(
    world: World, empty_place: World, tmp_path: Path
) -> None:
    backup_to(world.database.url, tmp_path / "kopia")
    restore_from(empty_place.database.url, tmp_path / "kopia")
    with empty_place.session() as session:
        record(session, actor_id=None, action="restored", kind="thing", object_id=1)
    with empty_place.session() as session:
        assert verify(session).faults == []
        with pytest.raises(Exception, match="is kept"):
            session.execute(text("DELETE FROM history_entry"))
        session.rollback()


def test_the_file_is_for_its_owner_only_and_nothing_lies_beside_it(world: World, tmp_path: Path) -> None:
    file = tmp_path / "kopia"
    backup_to(world.database.url, file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_backup_is_taken_while_somebody_writes(world: World, empty_place: World, tmp_path: Path) -> None:
    with Session(world.engine) as writer:
        record(writer, actor_id=None, action="not.committed", kind="thing", object_id=1)
        backup_to(world.database.url, tmp_path / "kopia")
        writer.commit()
    restore_from(empty_place.database.url, tmp_path / "kopia")
    with empty_place.session() as session:
        wanted = select(func.count()).where(HistoryEntry.action == "not.committed")
        assert session.scalar(wanted) == 0
        assert verify(session).faults == []


def test_a_name_that_is_taken_is_left_alone(world: World, tmp_path: Path) -> None:
    file = tmp_path / "kopia"
    file.write_text("något annat")
    with pytest.raises(BackupError, match="is there already"):
        backup_to(world.database.url, file)
    assert file.read_text() == "något annat"


def test_a_folder_that_is_missing_is_said(world: World, tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="does not exist"):
        backup_to(world.database.url, tmp_path / "saknas" / "kopia")


def test_restoring_over_something_is_refused(world: World, tmp_path: Path) -> None:
    backup_to(world.database.url, tmp_path / "kopia")
    with world.session() as session:
        was = verify(session)
    with pytest.raises(BackupError, match="is not empty"):
        restore_from(world.database.url, tmp_path / "kopia")
    with world.session() as session:
        assert verify(session) == was


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04 zip", b"SQLite format 3\0" + b"\0" * 500, b"PGDMP" + b"x" * 500]
)
def test_a_file_of_the_wrong_kind_is_refused_and_leaves_the_place_empty(
    empty_place: World, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "fel").write_bytes(content)
    with pytest.raises(BackupError):
        restore_from(empty_place.database.url, tmp_path / "fel")
    assert things_in(empty_place) == 0


def test_a_damaged_backup_is_refused_and_leaves_the_place_empty(
    world: World, empty_place: World, tmp_path: Path
) -> None:
    whole = tmp_path / "kopia"
    backup_to(world.database.url, whole)
    content = whole.read_bytes()
    for number, cut in enumerate((len(content) // 3, len(content) // 2, len(content) * 9 // 10)):
        part = tmp_path / f"del{number}"
        part.write_bytes(content[:cut])
        with pytest.raises(BackupError):
            restore_from(empty_place.database.url, part)
        assert things_in(empty_place) == 0


def test_a_byte_changed_or_lost_on_the_way_is_found(world: World, empty_place: World, tmp_path: Path) -> None:
    with world.session() as session:
        record(
            session, actor_id=None, action="kept.safe", kind="thing", object_id=1, after={"said": "Tryggt"}
        )
    whole = tmp_path / "kopia"
    backup_to(world.database.url, whole)
    content = whole.read_bytes()
    middle, word = len(content) // 2, max(content.find(b"Tryggt"), 0)
    for number, changed in enumerate(
        (
            content[:-1],
            content[:-200],
            content[:-200] + content[-199:],
            content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
            content[:word] + bytes([content[word] ^ 1]) + content[word + 1 :],
            content[:300] + bytes([content[300] ^ 1]) + content[301:],
            content + b"x",
        )
    ):
        part = tmp_path / f"skadad{number}"
        part.write_bytes(changed)
        with pytest.raises(BackupError):
            restore_from(empty_place.database.url, part)
        assert things_in(empty_place) == 0


def test_a_backup_of_an_earlier_version_has_no_seal_and_is_restored_with_a_word_of_it(
    world: World, empty_place: World, tmp_path: Path
) -> None:
    backup_to(world.database.url, tmp_path / "kopia")
    content = (tmp_path / "kopia").read_bytes()
    (tmp_path / "gammal").write_bytes(content[: content.rindex(b"\nSamsyn backup")])
    assert "has no seal" in restore_from(empty_place.database.url, tmp_path / "gammal")
    with empty_place.session() as session:
        assert verify(session).faults == []


def test_the_programs_of_the_database_itself_read_a_backup(
    world: World, database_kind: str, tmp_path: Path
) -> None:
    file = tmp_path / "kopia"
    said = backup_to(world.database.url, file)
    assert "history_entry" in said
    if database_kind == "postgresql":
        listed = subprocess.run(
            ["pg_restore", "--list", str(file)], check=True, capture_output=True, text=True
        )
        assert "history_entry" in listed.stdout
        return
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as connection:
        connection.create_collation("sv-x-icu", lambda one, other: (one > other) - (one < other))
        assert connection.execute("SELECT count(*) FROM history_entry").fetchone()[0] > 0
    assert require_whole(file)


def test_a_database_of_something_else_is_refused(
    empty_place: World, database_kind: str, tmp_path: Path
) -> None:
    other = tmp_path / "annat"
    with empty_place.engine.begin() as connection:
        connection.execute(text("CREATE TABLE other (id integer)"))
    empty_place.engine.dispose()
    path = sqlite_path(empty_place.database.url)
    if path is None:
        folder = empty_place.engine.url.query["host"]
        command = ["pg_dump", "-Fc", "-h", str(folder), "-U", "postgres", "-f", str(other)]
        subprocess.run([*command, str(empty_place.engine.url.database)], check=True)
    else:
        with empty_place.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql(f"VACUUM INTO '{other}'")
            connection.exec_driver_sql("BEGIN")
    empty_place.engine.dispose()
    empty_place.database.empty()
    with pytest.raises(BackupError, match="not a backup of Samsyn"):
        restore_from(empty_place.database.url, other)
    assert things_in(empty_place) == 0


def test_a_backup_from_a_newer_version_is_refused(
    world: World, empty_place: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    backup_to(world.database.url, tmp_path / "kopia")
    with pytest.raises(BackupError, match="newer version of Samsyn"):
        restore_from(empty_place.database.url, tmp_path / "kopia")
    assert things_in(empty_place) == 0


def test_a_copy_that_differs_is_not_kept(
    world: World, empty_place: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup_to(world.database.url, tmp_path / "kopia")

    def differs(self: backup_facts.Facts, other: backup_facts.Facts, *, what: str) -> None:
        raise BackupError(f"{what} differs")

    monkeypatch.setattr(backup_facts.Facts, "require_equal", differs)
    with pytest.raises(BackupError, match="differs"):
        restore_from(empty_place.database.url, tmp_path / "kopia")
    assert things_in(empty_place) == 0
    with pytest.raises(BackupError, match="differs"):
        backup_to(world.database.url, tmp_path / "andra")
    assert [file.name for file in tmp_path.iterdir()] == ["kopia"]


def test_a_copy_that_breaks_off_leaves_no_journal_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path}/samsyn.sqlite3"
    with closing(sqlite3.connect(tmp_path / "samsyn.sqlite3")) as made:
        made.execute("CREATE TABLE alembic_version (version_num TEXT)")
    backup_to(address, tmp_path / "kopia")

    def full(_source: Path, target: Path) -> NoReturn:
        Path(f"{target}-journal").write_text("what was on its way")
        raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(backup_sqlite, "_copy", full)
    with pytest.raises(BackupError, match="disk is full"):
        backup_to(address, tmp_path / "andra")
    (tmp_path / "samsyn.sqlite3").unlink()
    with pytest.raises(BackupError, match="disk is full"):
        restore_from(address, tmp_path / "kopia")
    assert [file.name for file in tmp_path.iterdir()] == ["kopia"]


def test_programs_that_are_missing_are_named(
    world: World, database_kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database_kind == "sqlite":
        pytest.skip("SQLite needs no programs")
    monkeypatch.setattr(backup_postgres.shutil, "which", lambda _name: None)
    with pytest.raises(BackupError, match=r"pg_dump is missing.*apt-get install"):
        backup_to(world.database.url, tmp_path / "kopia")
    assert list(tmp_path.iterdir()) == []


def test_the_password_is_not_in_the_argument_list(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from sqlalchemy.engine import make_url

    url = make_url("postgresql+psycopg://samsyn:hemligt@db.example:5433/samsyn?sslmode=require")
    environment = backup_postgres.PostgresBackups(url)._environment()
    assert environment["PGPASSWORD"] == "hemligt"
    assert (environment["PGHOST"], environment["PGPORT"], environment["PGSSLMODE"]) == (
        "db.example",
        "5433",
        "require",
    )
    assert shutil.which("pg_dump")


def test_what_was_ended_after_the_copy_does_not_come_back_with_it(
    world: World, empty_place: World, tmp_path: Path
) -> None:
    with world.session() as session:
        person = session.scalars(select(Person).order_by(Person.id)).first()
        assert person is not None
        make_account(session, person, "anna")
        token = signing_in.begin(session, person_id=person.id)
        link = services.make_link(session, person_id=person.id, base_url="http://x.example", actor_id=None)
    file = tmp_path / "kopia"
    backup_to(world.database.url, file)
    with ThreadPoolExecutor(1) as aside:
        runner = empty_place.app.test_cli_runner()
        done = aside.submit(runner.invoke, cli.commands["restore"], [str(file)]).result()
    assert done.exit_code == 0, done.output
    assert "signs in anew" in done.output
    with empty_place.session() as session:
        assert open_sign_in(session, token=token, day=clock.today()) is None
        assert usable_link(session, token=link.rpartition("/")[2], moment=clock.now()) is None
        assert session.scalars(select(SignIn.ended_because)).all() == ["restored"]
        assert verify(session).faults == []


def test_nothing_is_written_where_the_archive_of_files_has_its_name_taken(
    world: World, tmp_path: Path
) -> None:
    (tmp_path / "kopia.files.tar").write_text("något annat")
    with ThreadPoolExecutor(1) as aside:
        runner = world.app.test_cli_runner()
        done = aside.submit(runner.invoke, cli.commands["backup"], [str(tmp_path / "kopia")]).result()
    assert done.exit_code == 1
    assert "Nothing was written" in done.output
    assert [one.name for one in tmp_path.iterdir()] == ["kopia.files.tar"]
