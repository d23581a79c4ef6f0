"""The database: one base class, honest transactions on both engines, Swedish sorting."""

import fcntl
import json
import os
import sqlite3
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from flask_sqlalchemy_lite import SQLAlchemy
from sqlalchemy import ARRAY, Boolean, DateTime, Dialect, Engine, Integer, MetaData, Text, event
from sqlalchemy.engine import Connection, ExceptionContext
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator, TypeEngine

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

SWEDISH = "sv-x-icu"
"""Collation that puts Å Ä Ö last: PostgreSQL's ICU name, registered under the same name on SQLite."""


class Base(DeclarativeBase):
    """The tables of the product."""

    metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """A moment: stored in UTC, given back aware; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive moments and turn the rest to UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive moment cannot be stored")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment back as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], datetime | None] | None:
        """Read SQLite's text in one step: a list reads hundreds of moments, and each step costs as much as reading."""
        return _read_from_sqlite if dialect.name == "sqlite" else super().result_processor(dialect, coltype)


def _read_from_sqlite(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value + "+00:00")


class Numbers(TypeDecorator[list[int]]):
    """A list of numbers as one value: an array on PostgreSQL, JSON on SQLite."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose what the database knows."""
        known: TypeEngine[Any] = ARRAY(Integer) if dialect.name == "postgresql" else Text()
        return dialect.type_descriptor(known)

    def process_bind_param(self, value: list[int] | None, dialect: Dialect) -> Any:
        """Write the list as the database wants it."""
        return json.dumps([*value]) if dialect.name == "sqlite" and value is not None else value


class among(FunctionElement[bool]):  # noqa: N801  named as what it is in a condition
    """That a column is one of the numbers in a gap of type `Numbers`.

    Unlike `in_` with an expanding gap the statement reads the same however many there are, so that neither we nor the
    database have to make it anew.
    """

    type = Boolean()
    inherit_cache = True

    def self_group(self, against: Any = None) -> Any:
        """Stand as the condition it is: compared with true, as SQLAlchemy would, SQLite finds no index for it."""
        return self


@compiles(among)
def _among(element: among, compiler: Any, **more: Any) -> str:
    column, numbers = (compiler.process(part, **more) for part in element.clauses)
    return f"{column} = ANY ({numbers})"


@compiles(among, "sqlite")
def _among_on_sqlite(element: among, compiler: Any, **more: Any) -> str:
    column, numbers = (compiler.process(part, **more) for part in element.clauses)
    # Both are what SQLAlchemy has written: a column and a gap.
    return f"{column} IN (SELECT value FROM json_each({numbers}))"  # noqa: S608  # nosec B608


db = SQLAlchemy()

BUSY_SECONDS = 15.0
"""How long a writer waits for another on SQLite before it is refused."""

_turn = threading.Lock()
_reading: ContextVar[bool] = ContextVar("reading", default=False)


@contextmanager
def reading_only() -> Iterator[None]:
    """Begin transactions inside as readers; on SQLite a reader does not take the write lock.

    Everything else begins as a writer (`BEGIN IMMEDIATE`): SQLite's default lets two transactions that
    read before they write lose one another's updates without an error.
    """
    token = _reading.set(True)
    try:
        yield
    finally:
        _reading.reset(token)


@contextmanager
def one_moment(session: Session | scoped_session[Session]) -> Iterator[None]:
    """Read, inside, everything as it is at one moment, however long it takes; nobody who writes waits for it.

    For checks that hold what one statement gives against what another gives: PostgreSQL otherwise shows each statement what
    was committed before it, and a change made between two looks like a fault. Begin it with nothing of one's own to commit.
    """
    session.rollback()
    with reading_only():
        if session.get_bind().dialect.name == "postgresql":
            session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
        try:
            yield
        finally:
            session.rollback()


def start_reading() -> None:
    """Mark the present request as a reader until `start_writing` is called."""
    _reading.set(True)


def start_writing() -> None:
    """Mark the present request or command as a writer, which is also the default."""
    _reading.set(False)


def swedish_key(text: str) -> tuple[str, str]:
    """Give a sort key as Swedish dictionaries sort: case folded, accents lesser, å ä ö last."""
    return unicodedata.normalize("NFC", text).casefold().translate(_weights), text


class _Weights(dict[int, str]):
    """What each letter weighs in the order, as the sign at that place; worked out when a letter is first met.

    SQLite compares thousands of times to sort one register, so that a key must cost next to nothing.
    """

    def __missing__(self, code: int) -> str:
        weight = self[code] = chr(_weight(chr(code)))
        return weight


_weights = _Weights()
_LAST = 0x10FFF0
"""Where å, ä and ö stand: behind every other letter."""


def _weight(letter: str) -> int:
    if letter in "åäö":
        return _LAST + "åäö".index(letter)
    if letter in "æø":
        return _LAST + 1 + "æø".index(letter)
    bare = unicodedata.normalize("NFD", letter)[0]
    # Punctuation before digits before letters, as ICU has it.
    place = ord(bare) + (0 if not bare.isalnum() else 0x1000 if bare.isdigit() else 0x2000)
    return min(place, _LAST - 1)


def _compare_swedish(one: str, other: str) -> int:
    first, second = swedish_key(one), swedish_key(other)
    return (first > second) - (first < second)


def prepare_engine(engine: Engine) -> None:
    """Give an engine the habits this product relies on."""
    event.listen(engine, "handle_error", _leave_out_what_was_typed)
    if engine.dialect.name != "sqlite":
        return
    event.listen(engine, "connect", _on_sqlite_connect)
    event.listen(engine, "begin", _on_sqlite_begin)


def _leave_out_what_was_typed(context: ExceptionContext) -> None:
    """Keep to the first line of why a server refuses a row: in whatever language, those after it repeat the row."""
    if getattr(context.original_exception, "sqlstate", None) is None:
        return
    for problem in (context.original_exception, context.sqlalchemy_exception):
        if problem is not None and problem.args:
            problem.args = (str(problem.args[0]).partition("\n")[0], *problem.args[1:])


def _on_sqlite_connect(connection: Any, _record: object) -> None:
    raw: sqlite3.Connection = connection
    # The driver's own transaction handling is switched off: we begin ourselves, see `reading_only`.
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        _patience(),
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-4000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
    raw.create_collation(SWEDISH, _compare_swedish)


def _patience() -> str:
    return f"busy_timeout={int(BUSY_SECONDS * 1000)}"


def _on_sqlite_begin(connection: Connection) -> None:
    if _reading.get():
        connection.exec_driver_sql("BEGIN")
        return
    with _in_line(connection.engine.url.database):
        if not _begun_in_time(connection):
            # In the words of the driver, as every other error of the database.
            connection.exec_driver_sql("BEGIN IMMEDIATE")


@contextmanager
def _in_line(database: str | None) -> Iterator[None]:
    """Let writers begin one after another, nobody passed by newcomers.

    SQLite lets those who wait try again now and then, each by itself and more and more seldom: with sixteen people
    saving at once the unlucky ones came in after many seconds. Here one at a time waits for the database, the
    others of this process for that one, and processes for one another by a lock on a file, which the system takes
    back from a process that dies.
    """
    if not database or database == ":memory:":
        yield
        return
    mine = _turn.acquire(timeout=BUSY_SECONDS)
    file = os.open(f"{database}-turn", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        if mine:
            fcntl.flock(file, fcntl.LOCK_EX)
        yield
    finally:
        os.close(file)
        if mine:
            _turn.release()


def _begun_in_time(connection: Connection) -> bool:
    """Begin as a writer as soon as the one before has ended; False when that has not happened in `BUSY_SECONDS`."""
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)  # noqa: S101  # nosec B101  for the type checker
    until = time.monotonic() + BUSY_SECONDS
    raw.execute("PRAGMA busy_timeout=0")
    try:
        while time.monotonic() < until:
            try:
                raw.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as problem:
                if problem.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    return False
                time.sleep(0.001)
            else:
                return True
        return False
    finally:
        raw.execute(f"PRAGMA {_patience()}")
