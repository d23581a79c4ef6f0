"""Lawful erasure: the text goes, its place and its hash stay, and the erasure is itself in the history.

What a tombstone stands for is never a matter of trust: `verifying.verify` accepts one only when an entry
written here names it, so a text that somebody erased past this module is found.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.records import chain
from app.records.appending import as_fields, hashed_fields
from app.records.holding import hold_on
from app.records.models import Edition, HistoryContent, HistoryEntry, Signature
from app.records.services import EDITION_ESTABLISHED, record

HISTORY_ERASED = "history.erased"
EDITION_ERASED = "edition.erased"

HOLDS_NO_TEXT = (HISTORY_ERASED, EDITION_ERASED, EDITION_ESTABLISHED)
"""Entries the check of the history stands on; what they hold is numbers, hashes and a reason."""


class ErasureRefused(Exception):
    """Nothing was erased; `reason` is `no_reason`, `not_found`, `already_erased`, `holds_no_text` or `held`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


Elsewhere = Callable[[Session, int, str, int | None], None]
"""Erases what else holds the text of an object's editions, given its id, the reason, and who does it."""


class TextsElsewhere:
    """Where else the text of an edition stands: features above say so, and it goes with the edition."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Elsewhere] = {}

    def register(self, kind: str, erase: Elsewhere) -> None:
        """Add or replace what is done for editions of a kind."""
        self._known[kind] = erase

    def erase(self, session: Session, edition: Edition, because: str, actor_id: int | None) -> None:
        """Erase the text of an edition wherever else it stands."""
        erase = self._known.get(edition.kind)
        if erase is not None:
            erase(session, edition.object_id, because, actor_id)


texts_elsewhere = TextsElsewhere()


@dataclass(frozen=True, slots=True)
class HistoryObject:
    """Something whose whole history is erased, for instance a dialogue."""

    kind: str
    object_id: int


def erase_history_content(
    session: Session, *, of: HistoryObject | Iterable[int], because: str, actor_id: int | None
) -> list[int]:
    """Erase before and after of an object's changes, or of the entries numbered, and note it in the history.

    Returns the entries erased now. Who did what when stays. Entries the check stands on cannot be erased.
    Raises ErasureRefused.
    """
    reason = _said(because)
    entries = _entries(session, of)
    if not entries:
        raise ErasureRefused("not_found")
    if any(entry.action in HOLDS_NO_TEXT for entry in entries):
        raise ErasureRefused("holds_no_text")
    contents = session.scalars(
        select(HistoryContent)
        .where(HistoryContent.seq.in_([entry.seq for entry in entries]), HistoryContent.erased_at.is_(None))
        .order_by(HistoryContent.seq)
    ).all()
    if not contents:
        raise ErasureRefused("already_erased")
    at = clock.now()
    for content in contents:
        content.content, content.salt = None, None
        content.erased_at, content.erased_because = at, reason
    session.flush()
    erased = [content.seq for content in contents]
    first = entries[0]
    record(
        session,
        actor_id=actor_id,
        action=HISTORY_ERASED,
        kind=first.object_kind,
        object_id=first.object_id,
        after={"entries": erased, "because": reason},
    )
    return erased


def erase_edition(session: Session, *, edition: Edition, because: str, actor_id: int | None) -> None:
    """Erase the text of an established version and the own opinions in it, wherever they stand; who signed when stays.

    Bytes of files are taken from the disk by the next sweep. Raises ErasureRefused.
    """
    reason = _said(because)
    if edition.erased_at is not None:
        raise ErasureRefused("already_erased")
    if hold_on(session, edition.kind, edition.object_id) is not None:
        raise ErasureRefused("held")
    edition.content, edition.salt, edition.erased_at = None, None, clock.now()
    for signature in session.scalars(
        select(Signature).where(Signature.edition_id == edition.id, Signature.own_opinion.is_not(None))
    ):
        signature.own_opinion = None
    session.flush()
    texts_elsewhere.erase(session, edition, reason, actor_id)
    record(
        session,
        actor_id=actor_id,
        action=EDITION_ERASED,
        kind=edition.kind,
        object_id=edition.object_id,
        after={"edition": edition.id, "number": edition.number, "because": reason},
    )


@dataclass(frozen=True, slots=True)
class Tombstone:
    """What is left of an erased edition: whether it is as it should be, and the entry that tells of the erasure."""

    stands: bool
    entry: int | None


def tombstone_of(session: Session, edition: Edition) -> Tombstone:
    """Tell whether nothing of an edition's text is left and its erasure is told in the history as it was written.

    What `verifying` asks of all, asked of one; that the chain as a whole holds is for `verify` to say.
    """
    told = session.execute(
        select(HistoryEntry, HistoryContent.salt, HistoryContent.content)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.action == EDITION_ERASED,
            HistoryEntry.object_kind == edition.kind,
            HistoryEntry.object_id == edition.object_id,
        )
        .order_by(HistoryEntry.seq)
    ).all()
    opinions = select(Signature.id).where(
        Signature.edition_id == edition.id, Signature.own_opinion.is_not(None)
    )
    gone = edition.erased_at is not None and edition.content is None and edition.salt is None
    if not gone or session.scalars(opinions).first() is not None:
        return Tombstone(False, None)
    for entry, salt, content in told:
        if content is None or salt is None or json.loads(content)["after"]["edition"] != edition.id:
            continue
        holds = entry.content_hash == chain.content_hash(salt, content) and entry.hash == chain.entry_hash(
            hashed_fields(as_fields(entry))
        )
        return Tombstone(holds, entry.seq)
    return Tombstone(False, None)


def _said(because: str) -> str:
    reason = because.strip()
    if not reason:
        raise ErasureRefused("no_reason")
    return reason


def _entries(session: Session, of: HistoryObject | Iterable[int]) -> Sequence[HistoryEntry]:
    wanted = select(HistoryEntry).order_by(HistoryEntry.seq)
    if isinstance(of, HistoryObject):
        return session.scalars(
            wanted.where(
                HistoryEntry.object_kind == of.kind,
                HistoryEntry.object_id == of.object_id,
                HistoryEntry.action.not_in(HOLDS_NO_TEXT),
            )
        ).all()
    numbers = sorted(set(of))
    found = session.scalars(wanted.where(HistoryEntry.seq.in_(numbers))).all()
    if len(found) != len(numbers):
        raise ErasureRefused("not_found")
    return found


def erase_told(session: Session, kind: str, ids: Sequence[int], because: str, actor_id: int | None) -> None:
    """Erase what the history tells of some objects, as far as it holds text that is not already erased."""
    told = session.scalars(
        select(HistoryEntry.seq)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == kind,
            HistoryEntry.object_id.in_(ids),
            HistoryEntry.action.not_in(HOLDS_NO_TEXT),
            HistoryContent.erased_at.is_(None),
        )
    ).all()
    if told:
        erase_history_content(session, of=told, because=because, actor_id=actor_id)
