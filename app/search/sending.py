"""A statement written once as the database is sent it, so that asking it again costs little more than its answer.

SQLAlchemy looks a statement up among those it has written by going through all of it, which for one that asks all families takes
longer than SQLite takes to answer. What is sent, with which values, is the same.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import BinaryExpression, BindParameter, Connection, Dialect, Integer, Select, bindparam
from sqlalchemy.sql.operators import in_op
from sqlalchemy.sql.visitors import replacement_traverse

from app.db import Numbers, among

Turned = Callable[[Any], Any] | None


class Sent:
    """A statement with gaps: on SQLite written beforehand, lists of numbers in one gap each; elsewhere as it is asked.

    So is one in which a list of something else is written out.
    """

    def __init__(self, statement: Select[Any], dialect: Dialect) -> None:
        """Write it, where that can be done once for all that is asked."""
        self._statement = statement
        self._sql = ""
        if dialect.name == "sqlite":
            self._write(statement, dialect)

    def _write(self, statement: Select[Any], dialect: Dialect) -> None:
        named: Any = type(dialect)
        whole: Any = statement
        written = replacement_traverse(whole, {}, _in_one_gap).compile(dialect=named(paramstyle="named"))
        gaps = [name for name, gap in written.binds.items() if gap.required]
        if any(written.binds[name].expanding for name in gaps):
            return
        filled = written.construct_expanded_state(dict.fromkeys(gaps))
        put: dict[str, Turned] = {
            name: gap.type.dialect_impl(dialect).bind_processor(dialect)
            for name, gap in written.binds.items()
        }
        put |= dict(filled.processors)
        self._gaps = {name: put[name] for name in gaps}
        self._fixed = {
            name: _turned(put.get(name), value)
            for name, value in filled.parameters.items()
            if name not in gaps
        }
        self._columns: list[Turned] = [
            column.type.dialect_impl(dialect).result_processor(dialect, None)
            for column in statement.selected_columns
        ]
        self._sql = filled.statement

    def ask(self, connection: Connection, values: Mapping[str, Any]) -> Sequence[Sequence[Any]]:
        """Ask it with values in its gaps; those of other statements may be among them."""
        if not self._sql:
            return connection.execute(self._statement, values).all()
        asked = {name: _turned(turn, values[name]) for name, turn in self._gaps.items()}
        rows = connection.exec_driver_sql(self._sql, self._fixed | asked).all()
        if not any(self._columns):
            return rows
        return [
            [value if turn is None else turn(value) for turn, value in zip(self._columns, row, strict=True)]
            for row in rows
        ]


def _in_one_gap(element: Any, **_more: Any) -> Any:
    """Give a condition on a list of numbers with a single gap for all of them; None for what is none of those.

    A list written out is as long as it is, and is written anew each time.
    """
    if not isinstance(element, BinaryExpression) or element.operator is not in_op:
        return None
    gap = element.right
    if not isinstance(gap, BindParameter) or not (gap.expanding and gap.required):
        return None
    return among(element.left, bindparam(gap.key, type_=Numbers)) if isinstance(gap.type, Integer) else None


def _turned(turn: Turned, value: Any) -> Any:
    return value if turn is None else turn(value)
