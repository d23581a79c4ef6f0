"""Backups of a SQLite file: SQLite's own copy of a snapshot, checked by itself and against the original."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app.db import SWEDISH, swedish_key
from app.records.backup_facts import BackupError, Facts, hashed

MAGIC = b"SQLite format 3\0"


class SqliteBackups:
    """Copies of one SQLite file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, target: Path) -> Facts:
        """Copy the database, as it is at this moment, over the empty file `target`."""
        if not self._path.is_file() or self._path.stat().st_size == 0:
            raise BackupError(f"There is no database in {self._path}.")
        with _errors(f"{self._path} could not be copied"):
            return _copy(self._path, target)

    def read(self, file: Path) -> Facts:
        """Put the copy in `file` in the database's place."""
        _require_kind(file)
        self._require_empty()
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        beside = self._path.with_name(f".{self._path.name}.{os.getpid()}.unfinished")
        try:
            os.close(os.open(beside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            with _errors(f"{file} could not be restored"):
                facts = _copy(file, beside)
            facts.require_usable()
            for leftover in ("-wal", "-shm"):
                Path(f"{self._path}{leftover}").unlink(missing_ok=True)
            with beside.open("rb") as written:
                os.fsync(written.fileno())
            beside.rename(self._path)
        finally:
            # A copy that broke off leaves a journal too, with what was there in it.
            for left in ("", "-journal", "-wal", "-shm"):
                Path(f"{beside}{left}").unlink(missing_ok=True)
        return facts

    def _require_empty(self) -> None:
        if not self._path.exists() or self._path.stat().st_size == 0:
            return
        with _errors(f"{self._path} could not be read"), closing(_connect(self._path)) as connection:
            (things,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if things:
            raise BackupError(
                f"{self._path} is not empty. Nothing was changed; restore into a place that holds nothing."
            )


def _require_kind(file: Path) -> None:
    with file.open("rb") as opened:
        head = opened.read(100)
    beginning = head[: len(MAGIC)]
    if beginning.startswith(b"PGDMP"):
        raise BackupError(f"{file} is a backup of PostgreSQL, and this database is SQLite.")
    if beginning != MAGIC:
        raise BackupError(f"{file} is not a backup of Samsyn on SQLite.")
    if file.stat().st_size < _length(head):
        raise BackupError(f"{file} is not a whole backup: its end is missing.")
    if Path(f"{file}-wal").exists():
        raise BackupError(f"{file} is a database in use, not a backup: {file.name}-wal lies beside it.")


def _length(head: bytes) -> int:
    """Give how long a file is by its own head: of a last page that is only partly there SQLite itself says nothing."""
    size, pages = (int.from_bytes(head[at : at + length]) for at, length in ((16, 2), (28, 4)))
    return (65536 if size == 1 else size) * pages


def _copy(source_path: Path, target_path: Path) -> Facts:
    with closing(_connect(source_path)) as source, closing(_connect(target_path)) as target:
        # One transaction over the copy and the count: what is counted is what was copied, whoever writes
        # meanwhile.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(target)
        # A copy is one file: without the write-ahead log there is nothing beside it to forget.
        target.execute("PRAGMA journal_mode=DELETE")
        _check(target)
        facts = _facts(target)
        facts.require_equal(_facts(source), what="The copy")
    return facts


def _check(connection: sqlite3.Connection) -> None:
    said = [row[0] for row in connection.execute("PRAGMA integrity_check").fetchall()]
    if said != ["ok"]:
        raise BackupError(f"The database is damaged: {'; '.join(said[:3])}")
    broken = connection.execute("PRAGMA foreign_key_check").fetchall()
    if broken:
        tables = sorted({row[0] for row in broken})
        raise BackupError(f"The database is damaged: rows in {', '.join(tables)} point at nothing.")


def _facts(connection: sqlite3.Connection) -> Facts:
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    facts = Facts()
    for name in names:
        quoted = '"' + name.replace('"', '""') + '"'
        # The name comes from the schema itself.
        rows = connection.execute(f"SELECT * FROM {quoted}")  # noqa: S608  # nosec B608
        facts.tables[name] = hashed(repr(row).encode("utf-8", "surrogatepass") for row in rows)
    if "alembic_version" in names:
        rows = connection.execute("SELECT version_num FROM alembic_version ORDER BY version_num")
        facts.revisions = tuple(row[0] for row in rows)
    if "history_head" in names:
        head = connection.execute("SELECT seq, hash FROM history_head").fetchone()
        facts.anchor = f"{head[0]}:{head[1]}" if head else ""
    return facts


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=15)
    connection.create_collation(SWEDISH, _compare)
    return connection


def _compare(one: str, other: str) -> int:
    first, second = swedish_key(one), swedish_key(other)
    return (first > second) - (first < second)


@contextmanager
def _errors(what: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.Error as problem:
        raise BackupError(f"{what}: {problem}") from problem
