"""A database for each test, quickly put back to content that was made once in a run and is shared by its workers."""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from tests.support.postgres import PostgresServer


class KeptDatabase(Protocol):
    """One database at one address whose whole content can be kept under a name and brought back.

    What is kept lies in a folder that the workers of a run share: what one has made, all can bring back.
    """

    url: str
    let_go: Callable[[], None]
    """Called when connections must be closed because the database under them is replaced."""

    def empty(self) -> None:
        """Make the database anew, without tables."""

    def holds(self, name: str) -> bool:
        """Tell whether somebody has kept content under a name."""

    def keep(self, name: str) -> None:
        """Keep the present content under a name."""

    def bring_back(self, name: str, *, untouched: bool = False) -> None:
        """Put kept content in place of the present; whoever is in the midst of a transaction is cut off or left behind.

        `untouched` says that this was just asked for and answered with yes.
        """

    def untouched(self) -> bool:
        """Tell whether nothing was written since content was brought back."""

    def close(self) -> None:
        """Let go of the database."""


class SqliteDatabase:
    """A file, copied. Replaced by renaming, so that a late reader keeps the file it has open."""

    def __init__(self, folder: Path, kept: Path) -> None:
        self._folder = folder
        self._kept = kept
        self._file = folder / "samsyn.sqlite3"
        self.url = f"sqlite:///{self._file}"
        self.let_go: Callable[[], None] = _nothing

    def empty(self) -> None:
        """Remove the file and what SQLite keeps beside it."""
        self.let_go()
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)

    def holds(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return self._template(name).exists()

    def keep(self, name: str) -> None:
        """Copy the file with all that is still in its log."""
        self.let_go()
        beside = self._template(f"{name}.next")
        source, target = sqlite3.connect(self._file), sqlite3.connect(beside)
        with source, target:
            source.backup(target)
        source.close()
        target.close()
        beside.replace(self._template(name))

    def bring_back(self, name: str, *, untouched: bool = False) -> None:
        """Copy the kept file into place."""
        del untouched  # Copying takes no longer for what was written in.
        beside = self._folder / "next.sqlite3"
        shutil.copyfile(self._template(name), beside)
        beside.chmod(0o600)
        # Writing leaves a time behind that is later than this one.
        os.utime(beside, (0, 0))
        self.empty()
        beside.replace(self._file)

    def untouched(self) -> bool:
        """Tell whether nothing is in the log, and nothing came from it to the file."""
        log = Path(f"{self._file}-wal")
        return self._file.stat().st_mtime == 0 and not (log.exists() and log.stat().st_size)

    def close(self) -> None:
        """Close what is open; the folder goes with the run's."""
        self.let_go()

    def _template(self, name: str) -> Path:
        return self._kept / f"{name}.sqlite3"


@dataclass(frozen=True, slots=True)
class Rows:
    """All rows of a table, as the server copies them out and in, and what tells them from others."""

    data: bytes
    count: int
    digest: str


@dataclass(frozen=True, slots=True)
class Content:
    """The rows of all tables that have any, and where the sequences stand."""

    tables: dict[str, Rows]
    sequences: dict[str, tuple[int, bool]]


NO_ROWS = Rows(b"", 0, "")
Stamp = tuple[int, int]
"""How many rows a table has, and the number of the youngest transaction that wrote one of them.

Each row carries the number of the transaction that wrote it, and numbers only grow: adding or changing a row raises
the second, and removing rows without adding any lowers the first. No write leaves both as they were.
"""

SCHEMA = """
SELECT format('%s:%s', count(*), max(xmin::text::bigint)) FROM (
    SELECT xmin FROM pg_class WHERE oid >= 16384
    UNION ALL SELECT xmin FROM pg_attribute WHERE attrelid >= 16384
    UNION ALL SELECT xmin FROM pg_index WHERE indexrelid >= 16384
    UNION ALL SELECT xmin FROM pg_trigger WHERE oid >= 16384
    UNION ALL SELECT xmin FROM pg_constraint WHERE oid >= 16384
    UNION ALL SELECT xmin FROM pg_attrdef WHERE oid >= 16384
    UNION ALL SELECT xmin FROM pg_proc WHERE oid >= 16384
    UNION ALL SELECT xmin FROM pg_rewrite WHERE oid >= 16384
) AS made
"""
"""The same for what tables, columns, triggers and so on there are."""

CUT_OFF = """
SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
"""

TABLES = "template_migrated"
"""The database as it is after the migrations, made by whoever comes first."""

SWEEP_EVERY = 25
"""After so many times of putting back, what deleted rows leave behind is cleared away."""


class PostgresDatabase:
    """A database on the run's server. Only the tables that were written in are put back; connections stay open.

    Where the tables themselves are others than after the migrations, the whole database is made anew.
    """

    def __init__(self, server: PostgresServer, name: str, kept: Path) -> None:
        self._name = f"samsyn_{name}"
        self._kept = kept
        self._server = server
        self.url = server.url(self._name)
        self.let_go: Callable[[], None] = _nothing
        self._admin = psycopg.connect(server.dsn("postgres"), autocommit=True)
        # From version 15 on there is a choice, and copying files is the faster way without fsync.
        self._strategy = "STRATEGY file_copy" if self._admin.info.server_version >= 150_000 else ""
        self._inside: Inside | None = None
        self._known: dict[str, Content] = {}

    def empty(self) -> None:
        """Drop the database and make it anew from the server's own template."""
        self._copy("template0", self._name)

    def holds(self, name: str) -> bool:
        """Tell whether there is a file of that name."""
        return self._file(name).exists()

    def keep(self, name: str) -> None:
        """Copy all rows out; of the first content kept, right after the migrations, also the database as it is."""
        if self._inside is None:
            self._inside = Inside(self._server.dsn(self._name))
        content = self._inside.content()
        if not self._has_tables():
            self._copy(self._name, TABLES)
        beside = self._file(f"{name}.next")
        beside.write_bytes(pickle.dumps(content))
        beside.replace(self._file(name))

    def bring_back(self, name: str, *, untouched: bool = False) -> None:
        """Copy the rows in where others are, into tables as they were after the migrations."""
        if name not in self._known:
            self._known[name] = pickle.loads(self._file(name).read_bytes())
        if self._inside is None or not (untouched or self._inside.has_its_tables()):
            self._copy(TABLES, self._name)
            self._inside = Inside(self._server.dsn(self._name))
            untouched = False
        self._inside.bring_back(self._known[name], untouched=untouched)

    def untouched(self) -> bool:
        """Tell whether every table has the rows that were brought back."""
        return self._inside is not None and self._inside.untouched()

    def close(self) -> None:
        """Close what is open; the database goes with the server."""
        self.let_go()
        if self._inside is not None:
            self._inside.close()
        self._admin.close()

    def _copy(self, source: str, target: str) -> None:
        self.let_go()
        if self._inside is not None:
            self._inside.close()
            self._inside = None
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
                sql.Identifier(target), sql.Identifier(source), sql.SQL(self._strategy)
            )
        )

    def _has_tables(self) -> bool:
        found = self._admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [TABLES]).fetchone()
        return found is not None

    def _file(self, name: str) -> Path:
        return self._kept / f"{name}.rows"


class Inside:
    """A connection of our own to a migrated database, which knows what is in its tables."""

    def __init__(self, dsn: str) -> None:
        self._connection = psycopg.connect(dsn, autocommit=True)
        # The triggers that guard the records are meant for everybody else.
        self._connection.execute("SET session_replication_role = replica")
        self._columns = self._find_columns()
        self._stamping = self._stamping_query()
        self._made = self._schema()
        self._stamps = self._look()
        self._digests: dict[str, str | None] = {
            table: "" if stamp == (0, 0) else None for table, stamp in self._stamps.items()
        }
        self._times = 0

    def has_its_tables(self) -> bool:
        """Tell whether the connection is alive and the tables are those it found when it began."""
        try:
            self._connection.execute(CUT_OFF)
            return self._schema() == self._made
        except psycopg.OperationalError:
            return False

    def untouched(self) -> bool:
        """Tell whether there are the rows and the tables that were brought back."""
        return self._look() == self._stamps and self._schema() == self._made

    def content(self) -> Content:
        """Copy everything out."""
        tables = {}
        for table, (count, _youngest) in self._look().items():
            if count:
                with self._connection.cursor().copy(self._copying(table, "TO STDOUT")) as copy:
                    data = b"".join(copy)
                tables[table] = Rows(data, count, hashlib.sha256(data).hexdigest())
        return Content(tables, self._sequences())

    def bring_back(self, content: Content, *, untouched: bool = False) -> None:
        """Put the rows of the tables that hold others than these in place, and the sequences back."""
        now = dict(self._stamps) if untouched else self._look()
        wrong = [
            table
            for table, stamp in now.items()
            if stamp != self._stamps[table]
            or self._digests[table] != content.tables.get(table, NO_ROWS).digest
        ]
        self._times += 1
        if filled := [table for table in wrong if now[table][0]]:
            # Several in one go are one transaction.
            self._connection.execute("; ".join(f'DELETE FROM "{table}"' for table in filled))  # type: ignore[arg-type]
        if self._times % SWEEP_EVERY == 0:
            self._connection.execute(
                sql.SQL("VACUUM {}").format(sql.SQL(", ").join(map(sql.Identifier, self._columns)))
            )
        with self._connection.transaction():
            number = self._connection.execute("SELECT pg_current_xact_id()::text::bigint").fetchone()
            assert number is not None
            for table in wrong:
                rows = content.tables.get(table, NO_ROWS)
                if rows.count:
                    with self._connection.cursor().copy(self._copying(table, "FROM STDIN")) as copy:
                        copy.write(rows.data)
                self._stamps[table] = (rows.count, number[0] if rows.count else 0)
                self._digests[table] = rows.digest
            self._set_sequences(content.sequences)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _find_columns(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for table, column in self._connection.execute(
            """
            SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
            WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
              AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
            ORDER BY relname, attnum
            """
        ):
            found.setdefault(table, []).append(column)
        return found

    def _copying(self, table: str, how: str) -> sql.Composed:
        return sql.SQL("COPY {} ({}) {} (FORMAT binary)").format(
            sql.Identifier(table),
            sql.SQL(", ").join(sql.Identifier(column) for column in self._columns[table]),
            sql.SQL(how),  # type: ignore[arg-type]
        )

    def _stamping_query(self) -> sql.Composed:
        return sql.SQL(" UNION ALL ").join(
            sql.SQL("SELECT {}, count(*), coalesce(max(xmin::text::bigint), 0) FROM {}").format(
                sql.Literal(table), sql.Identifier(table)
            )
            for table in self._columns
        )

    def _look(self) -> dict[str, Stamp]:
        return {
            table: (count, youngest)
            for table, count, youngest in self._connection.execute(self._stamping, prepare=True)
        }

    def _schema(self) -> str:
        found = self._connection.execute(SCHEMA, prepare=True).fetchone()
        assert found is not None
        return str(found[0])

    def _sequences(self) -> dict[str, tuple[int, bool]]:
        names = self._connection.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace"
        ).fetchall()
        found = {}
        for (name,) in names:
            state = self._connection.execute(
                sql.SQL("SELECT last_value, is_called FROM {}").format(sql.Identifier(name))
            ).fetchone()
            assert state is not None
            found[name] = (state[0], state[1])
        return found

    def _set_sequences(self, sequences: dict[str, tuple[int, bool]]) -> None:
        if sequences:
            steps = (
                f"setval('public.\"{name}\"', {value}, {called})"
                for name, (value, called) in sequences.items()
            )
            self._connection.execute(f"SELECT {', '.join(steps)}")  # type: ignore[arg-type]


def _nothing() -> None:
    return None
