"""Checking the record: that the chain is whole and that texts are what was hashed."""

from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import chain
from app.records.models import Edition, HistoryContent, HistoryEntry, HistoryHead
from app.records.services import hashed_fields


@dataclass(slots=True)
class Outcome:
    """What a check found; `anchor` is to be kept outside, a later check against it finds a cut-off end."""

    entries: int = 0
    editions: int = 0
    erased: int = 0
    anchor: str = ""
    faults: list[str] = field(default_factory=list)


def verify(session: Session, *, anchor: str | None = None) -> Outcome:
    """Walk the whole chain and every edition; faults are sentences an operator can act on."""
    outcome = Outcome()
    _verify_chain(session, outcome, anchor)
    _verify_editions(session, outcome)
    return outcome


def _verify_chain(session: Session, outcome: Outcome, anchor: str | None) -> None:
    wanted_seq, wanted_hash = _split(anchor, outcome)
    previous, expected_seq = chain.GENESIS, 1
    rows = session.execute(
        select(HistoryEntry, HistoryContent)
        .outerjoin(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .order_by(HistoryEntry.seq)
        .execution_options(yield_per=2000)
    )
    for entry, content in rows:
        outcome.entries += 1
        if entry.seq != expected_seq:
            outcome.faults.append(f"entry {expected_seq} is missing; the next found is {entry.seq}")
        expected_seq = entry.seq + 1
        if entry.previous_hash != previous:
            outcome.faults.append(f"entry {entry.seq} does not follow on the one before")
        if entry.hash != chain.entry_hash(hashed_fields(entry)):
            outcome.faults.append(f"entry {entry.seq} was changed")
        _verify_content(entry, content, outcome)
        previous = entry.hash
        if entry.seq == wanted_seq and entry.hash != wanted_hash:
            outcome.faults.append(f"entry {entry.seq} is not the one the anchor was taken from")
    head = session.scalars(select(HistoryHead)).one_or_none()
    if head is None or (head.seq, head.hash) != (expected_seq - 1, previous):
        outcome.faults.append("the end of the chain is not where the head says it is")
    if wanted_seq is not None and wanted_seq >= expected_seq:
        outcome.faults.append(f"the chain was cut off: it ends at {expected_seq - 1}, the anchor is {wanted_seq}")
    outcome.anchor = f"{expected_seq - 1}:{previous}"


def _split(anchor: str | None, outcome: Outcome) -> tuple[int | None, str]:
    if not anchor:
        return None, ""
    seq, _, digest = anchor.partition(":")
    if not seq.isdigit() or len(digest) != 64:
        outcome.faults.append("the anchor is not of the form SEQ:HASH")
        return None, ""
    return int(seq), digest


def _verify_content(entry: HistoryEntry, content: HistoryContent | None, outcome: Outcome) -> None:
    if content is None:
        outcome.faults.append(f"the content of entry {entry.seq} is gone without a tombstone")
    elif content.erased_at is not None:
        outcome.erased += 1
    elif content.content is None or content.salt is None:
        outcome.faults.append(f"the content of entry {entry.seq} is gone without a tombstone")
    elif entry.content_hash != chain.content_hash(content.salt, content.content):
        outcome.faults.append(f"the content of entry {entry.seq} was changed")


def _verify_editions(session: Session, outcome: Outcome) -> None:
    for edition in session.scalars(
        select(Edition).order_by(Edition.id).execution_options(yield_per=500)
    ):
        outcome.editions += 1
        if edition.erased_at is not None:
            outcome.erased += 1
        elif edition.content is None or edition.salt is None:
            outcome.faults.append(f"the text of edition {edition.id} is gone without a tombstone")
        elif edition.content_hash != chain.content_hash(edition.salt, edition.content):
            outcome.faults.append(f"the text of edition {edition.id} was changed")
