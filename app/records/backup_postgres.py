"""Backups of a PostgreSQL database: pg_dump's custom format, read back and compared row by row."""

import os
import re
import shutil
import subprocess  # nosec B404  pg_dump and pg_restore, argument lists only
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import URL

from app.records.backup_facts import BackupError, Facts, TableFacts, hashed

MAGIC = b"PGDMP"
COPY = re.compile(rb"^COPY (?:\S+\.)?(\S+) \((.*)\) FROM stdin;\n$")
PASSED_ON = {
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
    "connect_timeout": "PGCONNECT_TIMEOUT",
    "options": "PGOPTIONS",
}
TABLES = """
    SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p') AND n.nspname = current_schema() ORDER BY c.relname
"""
ANYTHING = """
    SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'v', 'm', 'f', 'S')
      AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname NOT LIKE 'pg\\_%'
"""


class PostgresBackups:
    """Copies of one PostgreSQL database."""

    def __init__(self, url: URL) -> None:
        self._url = url

    def write(self, target: Path) -> Facts:
        """Dump the database, as it is at this moment, over the empty file `target`."""
        pg_dump = _program("pg_dump")
        with _errors("The database could not be copied"), self._connection() as connection:
            # The dump and the count see the same moment, whoever writes meanwhile.
            connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            (snapshot,) = connection.execute("SELECT pg_export_snapshot()").fetchone() or ("",)
            self._run(
                pg_dump,
                *("--format=custom", "--no-owner", "--no-privileges", "--no-password"),
                *(f"--snapshot={snapshot}", f"--file={target}"),
            )
            facts = self._facts_of_dump(target)
            if not facts.revisions:
                raise BackupError("The database holds nothing of Samsyn; there is nothing to copy.")
            facts.require_equal(_facts_of_database(connection), what="The copy")
        return facts

    def read(self, file: Path) -> Facts:
        """Put the dump in `file` into the database."""
        pg_restore = _program("pg_restore")
        _require_kind(file)
        facts = self._facts_of_dump(file)
        facts.require_usable()
        with _errors("The backup could not be restored"), self._connection() as connection:
            self._require_empty(connection)
            self._run(
                pg_restore,
                *(
                    "--single-transaction",
                    "--exit-on-error",
                    "--no-owner",
                    "--no-privileges",
                    "--no-password",
                ),
                *(f"--dbname={self._url.database or ''}", str(file)),
            )
            try:
                facts.require_equal(_facts_of_database(connection), what="What was restored")
            except BackupError:
                _empty_again(connection)
                raise
            connection.execute("ANALYZE")
        return facts

    def _require_empty(self, connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        (things,) = connection.execute(ANYTHING).fetchone() or (0,)
        if things:
            raise BackupError(
                f"The database {self._url.database} is not empty. Nothing was changed; "
                "restore into a database that holds nothing."
            )

    def _facts_of_dump(self, file: Path) -> Facts:
        """Read the dump as pg_restore would write it, and count and hash its rows."""
        command = [_program("pg_restore"), "--data-only", "--file=-", str(file)]
        facts = Facts()
        with subprocess.Popen(  # noqa: S603  # nosec B603
            command,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=subprocess.DEVNULL,
            env=self._environment(),
        ) as process:
            assert process.stdout is not None and process.stderr is not None  # noqa: S101  # nosec B101
            revisions, head = _read_script(process.stdout, facts)
            said = process.stderr.read().decode("utf-8", "replace").strip()
        if process.returncode:
            raise BackupError(f"{file} is not a whole backup: {said or 'pg_restore failed'}")
        facts.revisions, facts.anchor = tuple(sorted(revisions)), head
        return facts

    def _connection(self) -> "psycopg.Connection[tuple[object, ...]]":
        query = {name: value for name, value in self._url.query.items() if isinstance(value, str)}
        parts: dict[str, object] = {
            "host": self._url.host,
            "port": self._url.port,
            "user": self._url.username,
            "password": self._url.password,
            "dbname": self._url.database,
        }
        wanted = {name: value for name, value in parts.items() if value is not None} | query
        connection = psycopg.connect(autocommit=True, **wanted)  # type: ignore[arg-type]
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("SET extra_float_digits TO 3")
        return connection

    def _run(self, *command: str) -> None:
        done = subprocess.run(  # noqa: S603  # nosec B603
            command, env=self._environment(), stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            raise BackupError(f"{Path(command[0]).name} failed: {said or done.returncode}")

    def _environment(self) -> dict[str, str]:
        """Say where the database is by environment: anybody may read an argument list."""
        env = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
        env["PGTZ"] = "UTC"
        parts = {
            "PGHOST": self._url.host,
            "PGPORT": self._url.port,
            "PGUSER": self._url.username,
            "PGPASSWORD": self._url.password,
            "PGDATABASE": self._url.database,
        }
        env.update({name: str(value) for name, value in parts.items() if value is not None})
        for name, value in self._url.query.items():
            known = {
                "host": "PGHOST",
                "port": "PGPORT",
                "user": "PGUSER",
                "password": "PGPASSWORD",  # nosec B105  the name of a variable
            } | PASSED_ON
            if name in known and isinstance(value, str):
                env[known[name]] = value
        return env


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(
            f"{name} is missing. It is one of PostgreSQL's client programs: apt-get install postgresql-client"
        )
    return found


def _require_kind(file: Path) -> None:
    with file.open("rb") as opened:
        beginning = opened.read(16)
    if beginning.startswith(b"SQLite format 3"):
        raise BackupError(f"{file} is a backup of SQLite, and this database is PostgreSQL.")
    if not beginning.startswith(MAGIC):
        raise BackupError(f"{file} is not a backup of Samsyn on PostgreSQL.")


def _read_script(script: Iterator[bytes], facts: Facts) -> tuple[list[str], str]:
    """Fill in the tables from a dump's script; return the schema's revisions and the end of the history."""
    revisions: list[str] = []
    anchor = ""
    for line in script:
        found = COPY.match(line)
        if found is None:
            continue
        name = found[1].decode().strip('"')
        columns = found[2].decode().split(", ")
        table = facts.tables[name] = TableFacts()
        for row in script:
            if row == b"\\.\n":
                break
            table.add(row)
            if name == "alembic_version":
                revisions.append(row.decode().strip())
            elif name == "history_head":
                anchor = _anchor(columns, row)
    return revisions, anchor


def _anchor(columns: list[str], row: bytes) -> str:
    values = dict(zip(columns, row.decode().rstrip("\n").split("\t"), strict=True))
    return f"{values['seq']}:{values['hash']}"


def _facts_of_database(connection: "psycopg.Connection[tuple[object, ...]]") -> Facts:
    facts = Facts()
    for (name,) in connection.execute(TABLES).fetchall():
        assert isinstance(name, str)  # noqa: S101  # nosec B101  for the type checker
        with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(name))) as rows:
            facts.tables[name] = hashed(bytes(row) for row in rows)
    if "alembic_version" in facts.tables:
        found = connection.execute("SELECT version_num FROM alembic_version ORDER BY version_num").fetchall()
        facts.revisions = tuple(str(row[0]) for row in found)
    if "history_head" in facts.tables:
        head = connection.execute("SELECT seq, hash FROM history_head").fetchone()
        facts.anchor = f"{head[0]}:{head[1]}" if head else ""
    return facts


def _empty_again(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
    """Take away what was just put into a place that was empty."""
    for (name,) in connection.execute(TABLES).fetchall():
        connection.execute(sql.SQL("DROP TABLE {} CASCADE").format(sql.Identifier(str(name))))
    connection.execute("DROP FUNCTION IF EXISTS samsyn_refuse()")


@contextmanager
def _errors(what: str) -> Iterator[None]:
    try:
        yield
    except psycopg.Error as problem:
        raise BackupError(f"{what}: {str(problem).strip()}") from problem
