"""Databases to measure on: a SQLite file in a temporary folder, or a PostgreSQL server started for this run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

KINDS = ("sqlite", "postgresql")


@contextmanager
def empty_database(kind: str) -> Iterator[str]:
    """Give the address of an empty database, gone again afterwards."""
    with tempfile.TemporaryDirectory(prefix="samsyn-bench-") as folder:
        if kind == "sqlite":
            yield f"sqlite:///{Path(folder) / 'samsyn.sqlite3'}"
            return
        from tests.support.postgres import PostgresServer

        server = PostgresServer.start(stop_with=os.getpid())
        try:
            import psycopg

            with psycopg.connect(server.dsn("postgres"), autocommit=True) as connection:
                connection.execute("CREATE DATABASE samsyn")
            yield server.url("samsyn")
        finally:
            server.stop()
