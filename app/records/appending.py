"""Adding to the chain: one change or many, in the same few statements, within the transaction that makes them."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, insert, select, update
from sqlalchemy.orm import Session

from app import clock
from app.db import Base
from app.prepared import Prepared
from app.records import chain
from app.records.models import HistoryContent, HistoryEntry, HistoryHead


@dataclass(frozen=True, slots=True)
class Change:
    """One change to record: what was done to what, with before and after."""

    action: str
    kind: str
    object_id: int
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def wait_for_turn(session: Session) -> None:
    """Let writers before us finish and keep later ones waiting: what is read from here on holds until it is recorded.

    For rules that look at more than one row, which no lock on a row would keep (PostgreSQL; on SQLite a writer is alone).
    """
    session.execute(select(HistoryHead.seq).with_for_update())


def record_many(session: Session, *, actor_id: int | None, changes: Sequence[Change]) -> None:
    """Add changes to the history in their order; `actor_id` is None for what the product does by itself.

    The row lock on the head orders writers on PostgreSQL; on SQLite the transaction already is the only
    writer. Written past the session: nobody reads an entry in the transaction that makes it.
    """
    if not changes:
        return
    session.flush()
    [(seq, previous)] = _HEAD.rows(session)
    at = clock.now()
    entries: list[dict[str, object]] = []
    contents: list[dict[str, object]] = []
    for change in changes:
        seq += 1
        salt = secrets.token_hex(16)
        content = chain.canonical({"before": change.before, "after": change.after})
        entry: dict[str, object] = {
            "seq": seq,
            "at": at,
            "actor_id": actor_id,
            "action": change.action,
            "object_kind": change.kind,
            "object_id": change.object_id,
            "content_hash": chain.content_hash(salt, content),
            "previous_hash": previous,
        }
        previous = chain.entry_hash(hashed_fields(entry))
        entries.append({**entry, "hash": previous})
        contents.append({"seq": seq, "salt": salt, "content": content})
    session.execute(_ENTRIES, entries)
    session.execute(_CONTENTS, contents)
    session.execute(_MOVED, {"seq": seq, "hash": previous})


def _table(model: type[Base]) -> Table:
    table = model.__table__
    assert isinstance(table, Table)  # noqa: S101  # nosec B101  for the type checker
    return table


_HEAD = Prepared(lambda: select(HistoryHead.seq, HistoryHead.hash).with_for_update())
_ENTRIES, _CONTENTS, _MOVED = (
    insert(_table(HistoryEntry)),
    insert(_table(HistoryContent)),
    update(_table(HistoryHead)),
)


def hashed_fields(entry: Mapping[str, object]) -> dict[str, object]:
    """Give the fields of an entry that its hash covers, under the names they are hashed with."""
    return {
        "seq": entry["seq"],
        "at": entry["at"],
        "actor": entry["actor_id"],
        "action": entry["action"],
        "kind": entry["object_kind"],
        "object": entry["object_id"],
        "content": entry["content_hash"],
        "previous": entry["previous_hash"],
    }


def as_fields(entry: HistoryEntry) -> dict[str, object]:
    """Give a stored entry's columns by name."""
    return {column.key: getattr(entry, column.key) for column in _table(HistoryEntry).columns}
