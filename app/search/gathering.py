"""Keeping what the index of words lies in few pieces, so that a word is looked for in few places.

SQLite writes the words of each save beside those that are there, and every question is asked of every piece: 100,000 texts that
were written two thousand at a time lay in 22 pieces, and each word took four times as long to find as when they lay in one.
PostgreSQL does this by itself.
"""

from typing import Any

from sqlalchemy import Connection
from sqlalchemy.orm import Session

PAGES = 500
"""Pages of the index written in one go, which others who write wait for: less than a tenth of a second."""

STEPS = 5
"""Goes in one run; what is left is for the next."""

FEWEST = 2
"""Pieces of a size from which on they are put together."""


def gather(session: Session) -> int:
    """Put pieces of the index together, a few pages at a time, each in a transaction of its own; gives the number of goes.

    Commits. Nothing is done on PostgreSQL, and nothing when there is nothing to put together.
    """
    if session.connection().dialect.name != "sqlite":
        return 0
    for done in range(STEPS):
        worked = _merge(session.connection())
        session.commit()
        if not worked:
            return done
    return STEPS


def gather_all(connection: Connection) -> None:
    """Put the whole index together in the transaction that has made it anew; takes some ten seconds at 100,000 texts."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("INSERT INTO search_fts(search_fts) VALUES('optimize')")


def _merge(connection: Connection) -> bool:
    told = "SELECT v FROM search_fts_config WHERE k = 'usermerge'"
    if connection.exec_driver_sql(told).scalar() != FEWEST:
        _tell(connection, "usermerge", FEWEST)
    driver: Any = connection.connection.dbapi_connection
    before = driver.total_changes
    _tell(connection, "merge", PAGES)
    # The command itself counts as one change: https://www.sqlite.org/fts5.html#the_merge_command
    changes: int = driver.total_changes - before
    return changes > 1


def _tell(connection: Connection, command: str, number: int) -> None:
    connection.exec_driver_sql(
        "INSERT INTO search_fts(search_fts, rank) VALUES(:command, :number)",
        {"command": command, "number": number},
    )
