"""Checking that the chain is whole, texts are what was hashed, and what is gone was lawfully erased."""

import json
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.records import chain
from app.records.appending import as_fields, hashed_fields
from app.records.disposal import EDITION_ERASED, HISTORY_ERASED
from app.records.models import Edition, HistoryContent, HistoryEntry, HistoryHead
from app.records.services import EDITION_ESTABLISHED, Signed, edition_facts
from app.records.witnesses import faults_of, witnesses


@dataclass(slots=True)
class Outcome:
    """What a check found; `anchor` is to be kept outside, a later check against it finds a cut-off end."""

    entries: int = 0
    editions: int = 0
    erased: int = 0
    anchor: str = ""
    faults: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Told:
    """What the history itself says of editions and erasures, gathered while walking it."""

    established: dict[int, dict[str, Any]] = field(default_factory=dict)
    erased_editions: set[int] = field(default_factory=set)
    erased_entries: set[int] = field(default_factory=set)
    tombstones: set[int] = field(default_factory=set)


def verify(session: Session, *, anchor: str | None = None) -> Outcome:
    """Walk the whole chain, every edition, and what people wrote; faults are sentences an operator can act on."""
    outcome, told = Outcome(), _Told()
    _verify_chain(session, outcome, told, anchor)
    for seq in sorted(told.tombstones - told.erased_entries):
        outcome.faults.append(f"the content of entry {seq} was erased without an entry that says so")
    for seq in sorted(told.erased_entries - told.tombstones):
        outcome.faults.append(f"the content of entry {seq} was erased and has come back")
    _verify_editions(session, outcome, told)
    for witness in witnesses:
        outcome.faults += faults_of(session, witness)
    return outcome


def _verify_chain(session: Session, outcome: Outcome, told: _Told, anchor: str | None) -> None:
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
        if entry.hash != chain.entry_hash(hashed_fields(as_fields(entry))):
            outcome.faults.append(f"entry {entry.seq} was changed")
        _verify_content(entry, content, outcome, told)
        previous = entry.hash
        if entry.seq == wanted_seq and entry.hash != wanted_hash:
            outcome.faults.append(f"entry {entry.seq} is not the one the anchor was taken from")
    head = session.scalars(select(HistoryHead)).one_or_none()
    if head is None or (head.seq, head.hash) != (expected_seq - 1, previous):
        outcome.faults.append("the end of the chain is not where the head says it is")
    if wanted_seq is not None and wanted_seq >= expected_seq:
        outcome.faults.append(
            f"the chain was cut off: it ends at {expected_seq - 1}, the anchor is {wanted_seq}"
        )
    outcome.anchor = f"{expected_seq - 1}:{previous}"


def _split(anchor: str | None, outcome: Outcome) -> tuple[int | None, str]:
    if not anchor:
        return None, ""
    seq, _, digest = anchor.partition(":")
    if not seq.isascii() or not seq.isdigit() or len(digest) != 64:
        outcome.faults.append("the anchor is not of the form SEQ:HASH")
        return None, ""
    return int(seq), digest


def _verify_content(
    entry: HistoryEntry, content: HistoryContent | None, outcome: Outcome, told: _Told
) -> None:
    if content is None:
        outcome.faults.append(f"the content of entry {entry.seq} is gone without a tombstone")
    elif content.erased_at is not None:
        outcome.erased += 1
        told.tombstones.add(entry.seq)
        if content.content is not None or content.salt is not None:
            outcome.faults.append(f"the content of entry {entry.seq} is called erased and is still there")
    elif content.content is None or content.salt is None:
        outcome.faults.append(f"the content of entry {entry.seq} is gone without a tombstone")
    elif entry.content_hash != chain.content_hash(content.salt, content.content):
        outcome.faults.append(f"the content of entry {entry.seq} was changed")
    else:
        _listen(entry, content.content, told)


def _listen(entry: HistoryEntry, content: str, told: _Told) -> None:
    if entry.action not in {EDITION_ESTABLISHED, EDITION_ERASED, HISTORY_ERASED}:
        return
    after = json.loads(content)["after"]
    if entry.action == EDITION_ESTABLISHED:
        told.established[entry.object_id] = after
    elif entry.action == EDITION_ERASED:
        told.erased_editions.add(after["edition"])
    else:
        told.erased_entries.update(after["entries"])


def _verify_editions(session: Session, outcome: Outcome, told: _Told) -> None:
    editions = session.scalars(
        select(Edition)
        .order_by(Edition.id)
        .options(selectinload(Edition.signatures))
        .execution_options(yield_per=500)
    )
    seen: set[int] = set()
    for edition in editions:
        outcome.editions += 1
        seen.add(edition.id)
        _verify_text(edition, outcome, told)
        _verify_facts(edition, outcome, told)
    for missing in sorted(told.established.keys() - seen):
        outcome.faults.append(f"edition {missing} is gone")


def _verify_text(edition: Edition, outcome: Outcome, told: _Told) -> None:
    gone = edition.content is None or edition.salt is None
    if edition.erased_at is not None:
        outcome.erased += 1
        if edition.id not in told.erased_editions:
            outcome.faults.append(
                f"the text of edition {edition.id} was erased without an entry that says so"
            )
        if edition.content is not None or edition.salt is not None:
            outcome.faults.append(f"the text of edition {edition.id} is called erased and is still there")
    elif edition.id in told.erased_editions:
        outcome.faults.append(f"the text of edition {edition.id} was erased and has come back")
    elif gone:
        outcome.faults.append(f"the text of edition {edition.id} is gone without a tombstone")
    elif edition.content_hash != chain.content_hash(str(edition.salt), str(edition.content)):
        outcome.faults.append(f"the text of edition {edition.id} was changed")


def _verify_facts(edition: Edition, outcome: Outcome, told: _Told) -> None:
    """Hold an edition and its signatures against what the history says was established."""
    kept = told.established.get(edition.id)
    if kept is None:
        outcome.faults.append(f"edition {edition.id} was never established")
        return
    signed = [Signed(one.person_id, one.side, one.signed_at, one.own_opinion) for one in edition.signatures]
    facts = json.loads(chain.canonical(edition_facts(edition, edition.salt, signed)))
    if edition.erased_at is not None:
        # The salt is gone with the text, so own opinions can only be compared by their absence.
        kept = kept | {"signed": [one | {"opinion": None} for one in kept["signed"]]}
        if any(one.own_opinion is not None for one in signed):
            outcome.faults.append(f"an own opinion in edition {edition.id} was not erased with its text")
    if facts != kept:
        outcome.faults.append(f"edition {edition.id} or its signatures are not those that were established")
