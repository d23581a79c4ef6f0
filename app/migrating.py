"""The migrations, and whether the database is where this version of the product expects it."""

from flask import Flask
from flask_alembic import Alembic
from sqlalchemy import column, inspect, select, table
from sqlalchemy.exc import SQLAlchemyError

from app.db import Base, db, reading_only

alembic = Alembic(metadatas=Base.metadata, command_name="")


def database_state() -> str:
    """Compare the database with the migrations: `current`, `behind`, `empty`, or `newer` than this version."""
    heads = {script.revision for script in alembic.heads()}
    known = {script.revision for script in alembic.script_directory.walk_revisions()}
    # A connection of its own that is let go at once: the extension keeps its open, and on SQLite others would wait.
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
        raise NewerDatabase("the database was made by a newer version of Samsyn; install that version")
