"""Writing something of internal control, with its entry in the history."""

from sqlalchemy.orm import Session

from app.db import Base
from app.quality.control.errors import ChangedSince
from app.quality.control.facts import KINDS, Facts, facts_of
from app.quality.risks.reach import Reader
from app.records.noting import note

Kept = Facts | None


def require(revision: int, expected: int) -> None:
    """Raise `ChangedSince` where something is no longer what was read."""
    if revision != expected:
        raise ChangedSince


def noted(session: Session, reader: Reader, action: str, thing: Base, before: Kept) -> None:
    """Write the entry of a change; `before` is what stood, None for what is new."""
    session.flush()
    note(
        session,
        actor_id=reader.actor.person_id,
        action=action,
        kind=KINDS[type(thing)],
        object_id=thing.id,  # type: ignore[attr-defined]  # all of them have one
        before=before,
        after=facts_of(thing),
    )


def line(text: str) -> str:
    """Put words on one line."""
    return " ".join(text.split())
