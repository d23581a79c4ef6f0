"""Statements written out once, for what every page asks.

SQLAlchemy remembers how a statement is written, but finds it again by all it is made of, and fills in all its values anew each
time: five hundred for the start page, nearly all of them the same as when the same person last asked. A statement prepared is
written out once with everything that stands still in it, and only its gaps are filled in when it is asked. What the database is
asked is the same to the letter.
"""

import sys
from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import lru_cache, partial
from typing import Any, NamedTuple, ParamSpec

from sqlalchemy import CompoundSelect, Dialect, Select
from sqlalchemy.orm import Session
from sqlalchemy.types import TypeEngine

Asker = ParamSpec("Asker")
Statement = Select[*tuple[Any, ...]] | CompoundSelect[*tuple[Any, ...]]
Row = Sequence[Any]

KEPT = 512
"""Askers remembered by each statement. The text is the same object for all who ask alike; of each there are its values."""


EXACT = 1700
"""What PostgreSQL calls exact numbers: its driver gives them as such, and wants to be told before an answer is there."""


class Filled(NamedTuple):
    """A statement together with what goes into some of its gaps."""

    statement: Statement
    values: Mapping[str, object]


class Prepared:
    """A statement of plain columns, put together and written out the first time a kind of database is asked it."""

    def __init__(self, make: Callable[[], Statement | Filled | None]) -> None:
        self._make = make
        self._written: dict[str, _Written | None] = {}

    def rows(self, session: Session, **gaps: object) -> Sequence[Row]:
        """Give all rows; `gaps` are the parameters that have no value of their own. No statement where there is none to make."""
        connection = session.connection()
        dialect = connection.dialect
        if dialect.name not in self._written:
            self._written[dialect.name] = _write(self._make(), dialect, gaps)
        written = self._written[dialect.name]
        if written is None:
            return []
        if session.autoflush:
            # Finds what was added before, as every question does.
            session.flush()
        return written.read(connection.exec_driver_sql(written.text, written.filled(gaps)).all())


def prepared(make: Callable[Asker, Statement | Filled | None]) -> Callable[Asker, Prepared]:
    """Let what puts a statement together for those who ask give it prepared, once for each; they must be keys."""

    @lru_cache(maxsize=KEPT)
    def known(*asker: Hashable, **more: Hashable) -> Prepared:
        return Prepared(partial(make, *asker, **more))  # type: ignore[arg-type]

    return known  # type: ignore[return-value]


class _Gap(NamedTuple):
    place: int
    name: str
    bound: Callable[[Any], Any] | None


class _Written:
    """The text as a database reads it, its values in order, and how its answer is read."""

    def __init__(
        self,
        text: str,
        names: Sequence[str] | None,
        values: list[Any],
        gaps: Sequence[_Gap],
        readers: Sequence[tuple[int, Callable[[Any], Any]]],
    ) -> None:
        self.text = sys.intern(text)
        self._names = names
        self._values = values
        self._gaps = gaps
        self._readers = readers

    def filled(self, given: Mapping[str, Any]) -> Any:
        """Give all values as the driver takes them: by their place, or by their name."""
        values = self._values.copy()
        for place, name, bound in self._gaps:
            values[place] = bound(given[name]) if bound is not None else given[name]
        return tuple(values) if self._names is None else dict(zip(self._names, values, strict=True))

    def read(self, rows: Sequence[Any]) -> Sequence[Row]:
        """Turn what the driver gives into what the columns hold: dates, moments, yes and no."""
        if not self._readers:
            return rows
        return [self._read(list(row)) for row in rows]

    def _read(self, values: list[Any]) -> list[Any]:
        for place, reader in self._readers:
            values[place] = reader(values[place])
        return values


def _write(made: Statement | Filled | None, dialect: Dialect, gaps: Mapping[str, object]) -> _Written | None:
    if made is None:
        return None
    statement, given = made if isinstance(made, Filled) else (made, {})
    compiled = statement.compile(dialect=dialect)
    state = compiled.construct_expanded_state({**given, **gaps})
    by_place = state.positiontup if compiled.positional else None
    names = list(state.parameters if by_place is None else by_place)
    bound = {name: _binder(one.type, dialect) for name, one in compiled.binds.items()} | dict(
        state.processors
    )
    return _Written(
        state.statement,
        names if by_place is None else None,
        [None if name in gaps else _fixed(state.parameters[name], bound.get(name)) for name in names],
        [_Gap(place, name, bound.get(name)) for place, name in enumerate(names) if name in gaps],
        [
            (place, reader)
            for place, column in enumerate(statement.selected_columns)
            if (reader := column.type.dialect_impl(dialect).result_processor(dialect, EXACT)) is not None
        ],
    )


def _binder(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return kind.dialect_impl(dialect).bind_processor(dialect)


def _fixed(value: Any, bound: Callable[[Any], Any] | None) -> Any:
    """Give a value as it is sent, the same object for all who send it: names of states as plain text, which drivers know best."""
    sent = bound(value) if bound is not None else value
    return sys.intern(str.__str__(sent)) if isinstance(sent, str) else sent
