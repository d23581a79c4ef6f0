"""Reads of the record for pages: what happened to something, and who read it."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, column, func, select, table
from sqlalchemy.orm import Session, selectinload

from app.records.models import Edition, HistoryContent, HistoryEntry, Reading

# People belong to the organisation, which lies above: their names are read here, their model is not known.
PERSON = table("person", column("id", Integer), column("name", String))


LATELY_READ = 200
"""Readings shown on a page, the newest first."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a history page. `actor` is None for what the product did by itself."""

    seq: int
    at: datetime
    actor_id: int | None
    actor: str | None
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    erased_at: datetime | None
    erased_because: str | None


@dataclass(frozen=True, slots=True)
class ReadBy:
    """That somebody read something; `what` says which part."""

    person_id: int
    person: str
    at: datetime
    what: str


def history_of(session: Session, kind: str, object_id: int, limit: int = 100) -> list[Change]:
    """Give the latest changes of one object, newest first, in one statement."""
    rows = session.execute(
        select(
            HistoryEntry.seq,
            HistoryEntry.at,
            HistoryEntry.actor_id,
            PERSON.c.name,
            HistoryEntry.action,
            HistoryContent.content,
            HistoryContent.erased_at,
            HistoryContent.erased_because,
        )
        .outerjoin(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .outerjoin(PERSON, PERSON.c.id == HistoryEntry.actor_id)
        .where(HistoryEntry.object_kind == kind, HistoryEntry.object_id == object_id)
        .order_by(HistoryEntry.seq.desc())
        .limit(limit)
    )
    changes = []
    for seq, at, actor_id, actor, action, content, erased_at, because in rows:
        kept = json.loads(content) if content is not None else {}
        changes.append(
            Change(
                seq, at, actor_id, actor, action, kept.get("before"), kept.get("after"), erased_at, because
            )
        )
    return changes


def how_many_readings(session: Session, kind: str, object_id: int) -> int:
    """Count the readings of an object that are noted."""
    wanted = select(func.count()).where(Reading.object_kind == kind, Reading.object_id == object_id)
    return session.scalar(wanted) or 0


def readings_of(session: Session, kind: str, object_id: int, limit: int = LATELY_READ) -> list[ReadBy]:
    """Give who read an object, newest first, in one statement."""
    rows = session.execute(
        select(Reading.person_id, PERSON.c.name, Reading.at, Reading.what)
        .join(PERSON, PERSON.c.id == Reading.person_id)
        .where(Reading.object_kind == kind, Reading.object_id == object_id)
        .order_by(Reading.at.desc(), Reading.id.desc())
        .limit(limit)
    )
    return [ReadBy(person_id, name, at, what) for person_id, name, at, what in rows]


def versions_of(session: Session, kind: str, object_id: int) -> list[Edition]:
    """Give every established version of an object with who stands behind it, newest first."""
    return list(
        session.scalars(
            select(Edition)
            .where(Edition.kind == kind, Edition.object_id == object_id)
            .order_by(Edition.number.desc())
            .options(selectinload(Edition.signatures))
        )
    )
