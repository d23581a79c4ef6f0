"""The migrations, and whether the database is where this version of the product expects it."""

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from flask import Flask, current_app
from sqlalchemy import column, inspect, select, table
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
            from flask_alembic import Alembic

            # Whoever migrates an application that has answered already, as tests do, has nothing left to set up in it.
            answered, app._got_first_request = app._got_first_request, False  # noqa: SLF001
            try:
                Alembic(metadatas=Base.metadata, command_name="").init_app(app)
            finally:
                app._got_first_request = answered  # noqa: SLF001
        return getattr(app.extensions["alembic"], name)


alembic = cast("Alembic", _WhenNeeded())


@lru_cache(maxsize=1)
def revisions() -> tuple[frozenset[str], frozenset[str]]:
    """Give all migrations this version has, and those no other follows on, as their files say."""
    known: set[str] = set()
    followed: set[str] = set()
    for file in VERSIONS.glob("*.py"):
        for down, revision in REVISION.findall(file.read_text("utf-8")):
            (followed if down else known).add(revision)
    return frozenset(known), frozenset(known - followed)


def database_state() -> str:
    """Compare the database with the migrations: `current`, `behind`, `empty`, or `newer` than this version."""
    known, heads = revisions()
    # A connection of its own that is let go at once: on SQLite others would wait for one kept open.
    with reading_only(), db.engine.connect() as connection:
        stored: set[str] = set()
        if inspect(connection).has_table("alembic_version"):
            stored = set(
                connection.scalars(select(column("version_num")).select_from(table("alembic_version")))
            )
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
