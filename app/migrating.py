"""The migrations, and whether the database is where this version of the product expects it."""

from flask_alembic import Alembic
from sqlalchemy import column, inspect, select, table

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
