"""Many changes recorded at once, for imports: the same chain as `services.record` makes, in a handful of statements."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Table, insert, select
from sqlalchemy.orm import Session

from app import clock
from app.records import chain
from app.records.models import HistoryContent, HistoryEntry, HistoryHead
from app.records.services import hashed_fields


@dataclass(frozen=True, slots=True)
class Change:
    """One change to record: what was done to what, with before and after."""

    action: str
    kind: str
    object_id: int
    before: Mapping[str, object] | None = None
    after: Mapping[str, object] | None = None


def record_many(session: Session, *, actor_id: int | None, changes: Sequence[Change]) -> None:
    """Add changes to the history in their order, in the transaction that makes them."""
    if not changes:
        return
    session.flush()
    head = session.scalars(
        select(HistoryHead).with_for_update().execution_options(populate_existing=True)
    ).one()
    at = clock.now()
    entries: list[dict[str, object]] = []
    contents: list[dict[str, object]] = []
    seq, previous = head.seq, head.hash
    for change in changes:
        seq += 1
        salt = secrets.token_hex(16)
        content = chain.canonical({"before": change.before, "after": change.after})
        entry = HistoryEntry(
            seq=seq,
            at=at,
            actor_id=actor_id,
            action=change.action,
            object_kind=change.kind,
            object_id=change.object_id,
            content_hash=chain.content_hash(salt, content),
            previous_hash=previous,
        )
        previous = chain.entry_hash(hashed_fields(entry))
        entries.append(
            {
                "seq": seq,
                "at": at,
                "actor_id": actor_id,
                "action": change.action,
                "object_kind": change.kind,
                "object_id": change.object_id,
                "content_hash": entry.content_hash,
                "previous_hash": entry.previous_hash,
                "hash": previous,
            }
        )
        contents.append({"seq": seq, "salt": salt, "content": content})
    for model, rows in ((HistoryEntry, entries), (HistoryContent, contents)):
        table = model.__table__
        assert isinstance(table, Table)  # noqa: S101  # nosec B101  for the type checker
        session.execute(insert(table), rows)
    head.seq, head.hash = seq, previous
    session.flush()
