"""A backup takes the files along, and a restore is held against what the database says of them."""

from __future__ import annotations

import io
import stat
import tarfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy.orm import Session

from app.attachments.copying import holds_files, read_archive, write_archive
from app.attachments.models import Attachment
from app.attachments.store import Store
from app.attachments.sweeping import faults_in
from app.cli import cli
from app.records.backup_facts import BackupError
from tests.support.world import World
from tests.web.attachments.conftest import attached
from tests.web.dialogues.conftest import Table


@pytest.fixture
def empty_place(worlds: Callable[..., World], database_kind: str) -> Iterator[World]:
    place = worlds(database_kind, "restored")
    place.engine.dispose()
    place.database.empty()
    yield place
    place.engine.dispose()


def run(app: Flask, *arguments: str) -> Result:
    """Run a command aside: the test's own session holds the context of one application, whichever is meant."""
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(app.test_cli_runner().invoke, cli.commands[arguments[0]], arguments[1:]).result()


def test_files_go_along_with_the_database_and_come_back(
    table: Table, session: Session, app: Flask, empty_place: World, tmp_path: Path
) -> None:
    attached(table.over, table.here, "a.txt", b"ett")
    attached(table.over, table.at_theme, "b.txt", "två".encode())
    session.commit()
    file = tmp_path / "kopia"
    said = run(app, "backup", str(file))
    assert said.exit_code == 0, said.output
    archive = tmp_path / "kopia.files.tar"
    assert sorted(tmp_path.iterdir()) == [file, archive]
    assert stat.S_IMODE(archive.stat().st_mode) == 0o600
    back = run(empty_place.app, "restore", str(file))
    assert back.exit_code == 0, back.output
    assert "2 attached files restored." in back.output
    restored = Store(Path(empty_place.settings.files))
    with empty_place.session() as there:
        assert faults_in(there, restored) == []
        assert read_archive(there, restored, archive) == 0


def test_a_backup_without_files_is_one_file(session: Session, app: Flask, tmp_path: Path) -> None:
    session.commit()
    assert run(app, "backup", str(tmp_path / "kopia")).exit_code == 0
    assert [one.name for one in tmp_path.iterdir()] == ["kopia"]
    assert not holds_files(session)


def test_a_restore_without_its_archive_says_what_to_do(
    table: Table, session: Session, app: Flask, empty_place: World, tmp_path: Path
) -> None:
    attached(table.over, table.here, "a.txt", b"ett")
    session.commit()
    run(app, "backup", str(tmp_path / "kopia"))
    (tmp_path / "kopia.files.tar").rename(tmp_path / "borta")
    said = run(empty_place.app, "restore", str(tmp_path / "kopia"))
    assert said.exit_code == 1
    assert "samsyn files restore" in said.output
    (tmp_path / "borta").rename(tmp_path / "kopia.files.tar")
    again = run(empty_place.app, "files", "restore", str(tmp_path / "kopia.files.tar"))
    assert again.exit_code == 0, again.output


def test_a_damaged_file_is_named_and_the_others_are_copied(
    table: Table, session: Session, store: Store, tmp_path: Path
) -> None:
    first, second = (attached(table.over, table.here, f"{name}.txt", name.encode()) for name in "ab")
    session.commit()
    store.path(session.get_one(Attachment, first).stored_as).write_bytes(b"annat")
    faults = write_archive(session, store, tmp_path / "a.tar")
    assert faults == [f"the file of attachment {first} was changed; it is not in the backup"]
    with tarfile.open(tmp_path / "a.tar") as archive:
        assert archive.getnames() == [session.get_one(Attachment, second).stored_as]


def test_an_archive_puts_nothing_where_it_does_not_belong(
    table: Table, session: Session, store: Store, tmp_path: Path
) -> None:
    one = attached(table.over, table.here, "a.txt", b"ett")
    session.commit()
    name = session.get_one(Attachment, one).stored_as
    store.erase(name)
    evil = tmp_path / "evil.tar"
    with tarfile.open(evil, "w") as archive:
        for path in ("../../ond", "/tmp/ond", "f" * 32, name):
            member = tarfile.TarInfo(path)
            member.size = 3
            archive.addfile(member, io.BytesIO(b"ond"))
        link = tarfile.TarInfo(name)
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    with pytest.raises(BackupError, match="is missing"):
        read_archive(session, store, evil)
    assert list(store.everything()) == []
