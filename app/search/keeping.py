"""Keeping the index as the texts are, in the transaction that changes them.

The index listens to the session: whoever writes a text the usual way writes its words too, and no feature can forget it.
What is written in bulk past the session's objects (imports) is looked for when the transaction is about to be committed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import (
    Connection,
    Insert,
    Integer,
    RowMapping,
    Select,
    Table,
    bindparam,
    delete,
    event,
    func,
    insert,
    inspect,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction
from sqlalchemy.sql.dml import UpdateBase

from app.search.gathering import gather_all
from app.search.models import SearchText
from app.search.registry import Day, Kind, registry
from app.search.words import readable, stems_of, words_of

AT_ONCE = 500
"""Rows of the index written in one statement."""

_ITSELF = {"id", "kind", "object_id"}
_BULK = "search_written_in_bulk"
_TABLE: Table = SearchText.__table__  # type: ignore[assignment]


def install() -> None:
    """Listen to every session, once however many applications are built."""
    if event.contains(Session, "after_flush", _after_flush):
        return
    event.listen(Session, "after_flush", _after_flush)
    event.listen(Session, "do_orm_execute", _note_bulk)
    event.listen(Session, "before_commit", _before_commit)
    event.listen(Session, "after_rollback", _forget_bulk)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    touched: dict[str, set[int]] = {}
    moved: list[tuple[Day, Any]] = []
    for row in [*session.new, *session.dirty, *session.deleted]:
        for kind in _kinds_of(type(row)):
            if kind.is_one(row) and _concerns(session, row, kind):
                touched.setdefault(kind.key, set()).add(getattr(row, kind.identity.key))
        moved += [
            (day, row)
            for day in registry.days.values()
            if day.model is type(row) and row not in session.deleted and _changed(row, (day.attribute,))
        ]
    connection = session.connection() if touched or moved else None
    if connection is None:
        return
    rows: list[dict[str, Any]] = []
    for key, ids in touched.items():
        rows += _found_again(connection, registry.kinds[key], sorted(ids))
    _write(connection, rows)
    for day, row in moved:
        _move(connection, day, row)


def _concerns(session: Session, row: object, kind: Kind) -> bool:
    if row in session.new:
        return any(getattr(row, name) for name in kind.watched)
    return row in session.deleted or _changed(row, kind.watched)


def _kinds_of(model: type[Any]) -> list[Kind]:
    return [kind for kind in registry.kinds.values() if kind.model is model]


def _changed(row: object, attributes: Iterable[str]) -> bool:
    state = inspect(row)
    return any(state.attrs[name].history.has_changes() for name in attributes)


def _move(connection: Connection, day: Day, row: Any) -> None:
    connection.execute(
        update(_TABLE)
        .where(_TABLE.c.owner == day.owner, _TABLE.c.owner_id == row.id)
        .values(at=getattr(row, day.attribute))
    )


def _note_bulk(state: ORMExecuteState) -> None:
    statement = state.statement
    if not (state.is_insert or state.is_update or state.is_delete) or not isinstance(statement, UpdateBase):
        return
    for kind in registry.kinds.values():
        if kind.model.__table__ is statement.table:
            noted = state.session.info.setdefault(_BULK, {})
            noted[kind.key] = noted.get(kind.key, True) and state.is_insert


def _before_commit(session: Session) -> None:
    noted: dict[str, bool] = session.info.pop(_BULK, {})
    if not noted:
        return
    session.flush()
    connection = session.connection()
    for key, only_added in noted.items():
        kind = registry.kinds[key]
        if only_added:
            _add_new(connection, kind)
        else:
            _put_right(connection, kind)


def _forget_bulk(session: Session) -> None:
    session.info.pop(_BULK, None)


def _add_new(connection: Connection, kind: Kind) -> None:
    last = connection.scalar(select(func.max(_TABLE.c.object_id)).where(_TABLE.c.kind == kind.key)) or 0
    for batch in _batches(connection, kind, kind.identity > last):
        _write(connection, batch)


@cache
def _rows_of(key: str) -> Select[Any]:
    # Asked at every save: made once, since making it takes longer than running it.
    kind = registry.kinds[key]
    return kind.rows.where(kind.identity.in_(bindparam("ids", type_=Integer, expanding=True)))


@cache
def _upsert(dialect: str) -> Insert:
    adding: Any = (postgresql if dialect == "postgresql" else sqlite).insert(_TABLE)
    changed = {column.name: adding.excluded[column.name] for column in _TABLE.c if column.name not in _ITSELF}
    made: Insert = adding.on_conflict_do_update(index_elements=["kind", "object_id"], set_=changed)
    return made


def _refresh(connection: Connection, kind: Kind, ids: Sequence[int]) -> None:
    _write(connection, _found_again(connection, kind, ids))


def _found_again(connection: Connection, kind: Kind, ids: Sequence[int]) -> list[dict[str, Any]]:
    """Give the rows of some texts as they are now; what is there no more is taken out."""
    found: list[dict[str, Any]] = []
    for start in range(0, len(ids), AT_ONCE):
        some = ids[start : start + AT_ONCE]
        there = [
            made
            for row in connection.execute(_rows_of(kind.key), {"ids": some}).mappings()
            if (made := _values(kind, row)) is not None
        ]
        gone = set(some) - {values["object_id"] for values in there}
        if gone:
            connection.execute(
                delete(_TABLE).where(_TABLE.c.kind == kind.key, _TABLE.c.object_id.in_(sorted(gone)))
            )
        found += there
    return found


def _values(kind: Kind, found: RowMapping) -> dict[str, Any] | None:
    title, body = found["title"] or "", found["body"] or ""
    if kind.spelled_out is not None and body:
        title, body = kind.spelled_out(body)
    title, body = readable(title).strip(), readable(body).strip()
    if not (body or (title and kind.group in _NAMED)):
        return None
    in_title, in_body = words_of(title), words_of(body)
    return {
        "kind": kind.key,
        "object_id": found["object_id"],
        "owner": kind.family,
        "owner_id": found["owner_id"],
        "part_id": found["part_id"],
        "over_unit_id": found["over_unit_id"],
        "rep_unit_id": found["rep_unit_id"],
        "at": found["at"],
        "title": title,
        "body": body,
        "whose": found["whose"],
        "title_words": " ".join(in_title),
        "words": " ".join(in_body),
        "stems": " ".join(sorted(set(stems_of([*in_title, *in_body])))),
    }


_NAMED = {"meeting", "unit", "person", "file", "document", "recorded"}
"""Groups of what is found by its name alone."""


def _write(connection: Connection, rows: Sequence[dict[str, Any]]) -> None:
    """Add rows, or bring those that are there up to date."""
    if not rows:
        return
    connection.execute(_upsert(connection.dialect.name), list(rows))


def _batches(connection: Connection, kind: Kind, *conditions: Any) -> Iterator[list[dict[str, Any]]]:
    last = 0
    while True:
        some = kind.rows.where(kind.identity > last, *conditions).order_by(kind.identity).limit(AT_ONCE)
        found = connection.execute(some).mappings().all()
        if not found:
            return
        last = found[-1]["object_id"]
        yield [values for row in found if (values := _values(kind, row)) is not None]


@dataclass(slots=True)
class Comparison:
    """How the index differs from the texts: rows that are missing, left over, or say something else, by kind and id."""

    texts: int = 0
    missing: list[tuple[str, int]] = field(default_factory=list)
    left_over: list[tuple[str, int]] = field(default_factory=list)
    different: list[tuple[str, int]] = field(default_factory=list)

    @property
    def agrees(self) -> bool:
        """Tell whether the index is what the texts say."""
        return not (self.missing or self.left_over or self.different)

    def __str__(self) -> str:
        """Count what differs."""
        return (
            f"{self.texts} texts; {len(self.missing)} missing, {len(self.left_over)} left over, "
            f"{len(self.different)} different."
        )


def compare(session: Session) -> Comparison:
    """Hold the index against the texts, without changing anything."""
    session.flush()
    outcome, connection = Comparison(), session.connection()
    for kind in registry.kinds.values():
        _compare_kind(connection, kind, outcome)
    unknown = select(_TABLE.c.kind, _TABLE.c.object_id).where(_TABLE.c.kind.not_in(sorted(registry.kinds)))
    outcome.left_over += [(key, number) for key, number in connection.execute(unknown)]
    return outcome


def _compare_kind(connection: Connection, kind: Kind, outcome: Comparison) -> None:
    ids = set(connection.scalars(select(_TABLE.c.object_id).where(_TABLE.c.kind == kind.key)))
    for batch in _batches(connection, kind):
        numbers = [values["object_id"] for values in batch]
        kept = {
            row["object_id"]: dict(row)
            for row in connection.execute(
                select(_TABLE).where(_TABLE.c.kind == kind.key, _TABLE.c.object_id.in_(numbers))
            ).mappings()
        }
        outcome.texts += len(batch)
        for values in batch:
            row = kept.get(values["object_id"])
            if row is None:
                outcome.missing.append((kind.key, values["object_id"]))
            elif {name: row[name] for name in values} != values:
                outcome.different.append((kind.key, values["object_id"]))
        ids -= set(numbers)
    outcome.left_over += [(kind.key, number) for number in sorted(ids)]


def _put_right(connection: Connection, kind: Kind) -> None:
    outcome = Comparison()
    _compare_kind(connection, kind, outcome)
    wrong = [number for _key, number in [*outcome.missing, *outcome.left_over, *outcome.different]]
    _refresh(connection, kind, sorted(wrong))


def rebuild(session: Session) -> int:
    """Make the whole index anew from the texts; gives the number of texts in it."""
    session.flush()
    connection = session.connection()
    connection.execute(delete(_TABLE))
    for kind in registry.kinds.values():
        for batch in _batches(connection, kind):
            if batch:
                connection.execute(insert(_TABLE), batch)
    _look_through(connection)
    return connection.scalar(select(func.count()).select_from(_TABLE)) or 0


def add_new_kinds(session: Session) -> int:
    """Add the texts of every kind that the index holds nothing of: all of them to an empty one, new kinds after an upgrade.

    Gives the number of texts added.
    """
    session.flush()
    connection, added = session.connection(), 0
    known = set(connection.scalars(select(_TABLE.c.kind).distinct()))
    for kind in registry.kinds.values():
        if kind.key not in known:
            for batch in _batches(connection, kind):
                _write(connection, batch)
                added += len(batch)
    if added:
        _look_through(connection)
    return added


def _look_through(connection: Connection) -> None:
    """Let the database put in order what was written at once.

    PostgreSQL learns what the index holds: until it knows, it plans as if there were hardly anything.
    """
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("ANALYZE search_text")
    gather_all(connection)
