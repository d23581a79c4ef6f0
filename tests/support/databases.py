"""A database for each test: a fast copy of a template that was migrated, and where wanted filled, once."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path
from typing import Protocol

import psycopg
from psycopg import sql

from tests.support.postgres import PostgresServer


class CopiedDatabase(Protocol):
    """One database at one address whose whole content can be kept under a name and brought back."""

    url: str

    def empty(self) -> None:
        """Make the database anew, without tables."""

    def keep(self, template: str) -> None:
        """Keep the present content under a name; nobody may be connected."""

    def bring_back(self, template: str) -> None:
        """Put kept content in place of the present; connections left open are cut or left to the old file."""


class SqliteDatabase:
    """A file, copied. Replaced by renaming, so that a late reader keeps the file it has open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "samsyn.sqlite3"
        self.url = f"sqlite:///{self._file}"

    def empty(self) -> None:
        """Remove the file and what SQLite keeps beside it."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{self._file}{suffix}").unlink(missing_ok=True)

    def keep(self, template: str) -> None:
        """Copy the file with all that is still in its log."""
        with sqlite3.connect(self._file) as source, sqlite3.connect(self._template(template)) as target:
            source.backup(target)
        source.close()
        target.close()

    def bring_back(self, template: str) -> None:
        """Copy the kept file into place."""
        beside = self._folder / "next.sqlite3"
        shutil.copyfile(self._template(template), beside)
        beside.chmod(0o600)
        self.empty()
        beside.replace(self._file)

    def _template(self, name: str) -> Path:
        return self._folder / f"template-{name}.sqlite3"


class PostgresDatabase:
    """A database on the run's server, copied with CREATE DATABASE ... TEMPLATE."""

    def __init__(self, server: PostgresServer, worker: str) -> None:
        self._worker = worker
        self._name = f"samsyn_{worker}"
        self.url = server.url(self._name)
        self._admin = psycopg.connect(server.dsn("postgres"), autocommit=True)
        # From version 15 on there is a choice, and copying files is the faster way without fsync.
        self._strategy = "STRATEGY file_copy" if self._admin.info.server_version >= 150_000 else ""

    def empty(self) -> None:
        """Drop the database and make it anew from the server's own template."""
        self._copy("template0", self._name)

    def keep(self, template: str) -> None:
        """Copy the database to one of its own."""
        self._copy(self._name, self._template(template))

    def bring_back(self, template: str) -> None:
        """Copy the kept database into place."""
        self._copy(self._template(template), self._name)

    def _copy(self, source: str, target: str) -> None:
        self._admin.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(target)))
        self._admin.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} {}").format(
                sql.Identifier(target), sql.Identifier(source), sql.SQL(self._strategy)
            )
        )

    def _template(self, name: str) -> str:
        return f"template_{self._worker}_{name}"
