"""The migrations, and whether the database is where this version of the product expects it."""

import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app
from sqlalchemy import Connection, column, event, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from app.db import Base, db, reading_only

if TYPE_CHECKING:
    from flask_alembic import Alembic

VERSIONS = Path(__file__).resolve().parent.parent / "migrations" / "versions"
REVISION = re.compile(r"""^(down_)?revision = ["']([^"']+)["']""", re.MULTILINE)


class _WhenNeeded:
    """Flask-Alembic, loaded by the first who migrates: serving never does, and it weighs 14 MiB in two workers."""

    def __getattr__(self, name: str) -> Any:
        app = cast("Any", current_app)._get_current_object()  # noqa: SLF001  the extension keeps apps, not proxies
        if "alembic" not in app.extensions:
            # Whoever migrates an application that has answered already, as tests do, has nothing left to set up in it.
            answered, app._got_first_request = app._got_first_request, False  # noqa: SLF001
            try:
                _alembic()(metadatas=Base.metadata, command_name="").init_app(app)
            finally:
                app._got_first_request = answered  # noqa: SLF001
        return getattr(app.extensions["alembic"], name)


alembic = cast("Alembic", _WhenNeeded())


def _alembic() -> "type[Alembic]":
    from flask_alembic import Alembic

    class WithTablesMadeAnew(Alembic):
        def run_migrations(self, fn: Callable[..., Any], **given: Any) -> None:
            with ExitStack() as stack:
                for context in self.migration_contexts.values():
                    if context.connection is not None:
                        stack.enter_context(_tables_made_anew(context.connection))
                super().run_migrations(fn, **given)

    return WithTablesMadeAnew


class BrokenReferences(Exception):
    """A migration would leave rows that refer to nothing; nothing was changed."""


@contextmanager
def _tables_made_anew(connection: Connection) -> Iterator[None]:
    """Let SQLite change tables others refer to, and look at all references at the end instead; raises `BrokenReferences`.

    It changes most of a table only by making it anew and dropping the old one, which the rows that refer to it would refuse.
    The way it says to go about it is to look away meanwhile, and to see to it before the end that nothing refers to nothing.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  # nosec B101  for the type checker

    def look(_connection: Connection) -> None:
        if broken := raw.execute("PRAGMA foreign_key_check").fetchone():
            raise BrokenReferences(f"rows of {broken[0]} refer to rows of {broken[2]} that are not there")

    # Only heeded outside a transaction.
    raw.execute("PRAGMA foreign_keys=OFF")
    event.listen(connection, "commit", look)
    try:
        yield
    finally:
        event.remove(connection, "commit", look)
        # What was refused just before it was to be committed SQLAlchemy takes to be over, and leaves as it is: it would be
        # written on, and references not be watched again for whoever gets this connection next.
        if raw.in_transaction:
            raw.rollback()
        raw.execute("PRAGMA foreign_keys=ON")


@lru_cache(maxsize=1)
def revisions() -> tuple[frozenset[str], frozenset[str]]:
    """Give all migrations this version has, and those no other follows on, as their files say."""
    known: set[str] = set()
    followed: set[str] = set()
    for file in VERSIONS.glob("*.py"):
        for down, revision in REVISION.findall(file.read_text("utf-8")):
            (followed if down else known).add(revision)
    return frozenset(known), frozenset(known - followed)


def stored_revisions() -> frozenset[str]:
    """Give the migrations the database says it is at; one, as long as they follow on each other, or none."""
    # A connection of its own that is let go at once: on SQLite others would wait for one kept open.
    with reading_only(), db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return frozenset()
        return frozenset(
            connection.scalars(select(column("version_num")).select_from(table("alembic_version")))
        )


def database_state() -> str:
    """Compare the database with the migrations: `current`, `behind`, `empty`, or `newer` than this version."""
    known, heads = revisions()
    stored = stored_revisions()
    if not stored:
        return "empty"
    if stored - known:
        return "newer"
    return "current" if stored == heads else "behind"


WHY_NOT = {
    "empty": "the database holds no tables; run: samsyn db upgrade",
    "behind": "migrations are missing; run: samsyn db upgrade",
    "newer": "the database was made by a newer version of Samsyn; install that version",
}
"""Why a database is not used in the state it is in, and what to do."""


class NotCurrent(Exception):
    """The database is not at this version: nothing is read from it or written to it."""


def require_current() -> None:
    """Keep a command from a database of another version: one it knows nothing of might be destroyed; raises `NotCurrent`."""
    state = database_state()
    if state != "current":
        raise NotCurrent(WHY_NOT[state])


class NewerDatabase(Exception):
    """The database was made by a newer version than this one, which might destroy what it does not know of."""


def refuse_newer(app: Flask) -> None:
    """Keep an older version from serving a newer database; raises `NewerDatabase`.

    A database that does not answer is no reason not to start: `/readyz` and the error page tell of that.
    """
    with app.app_context():
        try:
            state = database_state()
        except SQLAlchemyError:
            return
        finally:
            db.engine.dispose()
    if state == "newer":
        raise NewerDatabase(WHY_NOT[state])
