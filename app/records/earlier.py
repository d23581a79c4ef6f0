"""Erasing one version of something that lives on: its own words go wherever they stand, those of what stays do not.

Versions of a goal, a factor or a plan share rows: what is written now, what was established before and what is established
next are the same activity, told of in the same history. Which words are a version's own is therefore a question of the words
themselves: those it holds, and those written on the way to it, that stand in nothing that is kept.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from app.records.disposal import HOLDS_NO_TEXT, Erased, erase_history_content, erase_told
from app.records.models import Edition, HistoryContent, HistoryEntry
from app.records.services import EDITION, EDITION_ESTABLISHED, record

GONE = "(gallrat)"
"""What stands where a text must not be empty, so that registers and exports say what became of it."""

TOLD_AGAIN = "told_again"
"""The entry that says anew what a row says, where the last one that did held words that went."""


@dataclass(frozen=True, slots=True)
class Written:
    """A row people write words in: what the history calls it, its columns of words with what stands when they are emptied.

    `facts` gives what the history is to tell of it anew; None where another row's entry tells it. A removed row
    can be taken back, but nobody reads it: its words are not among those that stay.
    """

    kind: str
    object_id: int
    row: object
    columns: Mapping[str, str]
    facts: Callable[[], Mapping[str, object]] | None = None
    removed: bool = False

    def words(self) -> set[str]:
        """Give the words that stand in it."""
        return {text for name in self.columns if (text := getattr(self.row, name))}

    def empty(self, gone: frozenset[str] | None = None) -> bool:
        """Empty its words, or those of them that are to go; tells whether there were any."""
        emptied = False
        for name, instead in self.columns.items():
            text = getattr(self.row, name)
            if text and text != instead and (gone is None or text in gone):
                setattr(self.row, name, instead)
                emptied = True
        return emptied


def is_followed(session: Session, edition: Edition) -> bool:
    """Tell whether a later version of the same thing has been established."""
    last = session.scalar(
        select(func.max(Edition.number)).where(
            Edition.kind == edition.kind, Edition.object_id == edition.object_id
        )
    )
    return (last or 0) > edition.number


def erase_all(session: Session, erased: Erased, written: Sequence[Written]) -> None:
    """Empty every row of something whose last version goes, and all the history tells of them."""
    kinds: dict[str, set[int]] = {}
    for one in written:
        one.empty()
        _look_anew(one)
        kinds.setdefault(one.kind, set()).add(one.object_id)
    session.flush()
    for kind, ids in kinds.items():
        erase_told(session, kind=kind, ids=ids, because=erased.because, actor_id=erased.actor_id)


def erase_earlier(
    session: Session, erased: Erased, written: Sequence[Written], fields: frozenset[str]
) -> None:
    """Erase the words that were one version's own, in the history and in what was removed since.

    `fields` are the names under which editions and entries hold words.
    """
    entries = _entries(session, written)
    _erase(session, erased, written, fields, entries, _own_words(session, erased, written, fields, entries))
    for one in written:
        _look_anew(one)
    session.flush()


def _look_anew(one: Written) -> None:
    """Have what is found by the words of its version looked at anew, though the row itself may say nothing else than before."""
    if hasattr(one.row, "edition_id"):
        flag_modified(one.row, "edition_id")


def erase_taken_over(
    session: Session, erased: Erased, written: Sequence[Written], fields: frozenset[str], gone: frozenset[str]
) -> None:
    """Erase words that other versions began with and no longer hold from what the history tells of their rows."""
    _erase(session, erased, written, fields, _entries(session, written), gone)


def words_told(session: Session, written: Sequence[Written], fields: frozenset[str]) -> set[str]:
    """Give every word the history tells of some rows."""
    return {text for entry in _entries(session, written) for text in entry.words(fields)}


def words_in(content: object, fields: frozenset[str]) -> set[str]:
    """Give the words that stand under some names, however deep."""
    return set(_texts(content, fields))


def _erase(
    session: Session,
    erased: Erased,
    written: Sequence[Written],
    fields: frozenset[str],
    entries: Sequence["_Entry"],
    gone: frozenset[str],
) -> None:
    told = [one for one in entries if one.words(fields) & gone]
    emptied = [one for one in written if one.removed and one.empty(gone)]
    session.flush()
    if told:
        erase_history_content(
            session, of=[one.seq for one in told], because=erased.because, actor_id=erased.actor_id
        )
    latest = {(one.kind, one.object_id): one.seq for one in entries}
    unsaid = {(one.kind, one.object_id) for one in told if latest[one.kind, one.object_id] == one.seq}
    unsaid |= {(one.kind, one.object_id) for one in emptied}
    for one in written:
        if one.facts is not None and (one.kind, one.object_id) in unsaid:
            record(
                session,
                actor_id=erased.actor_id,
                action=TOLD_AGAIN,
                kind=one.kind,
                object_id=one.object_id,
                after=one.facts(),
            )


@dataclass(frozen=True, slots=True)
class _Entry:
    seq: int
    kind: str
    object_id: int
    content: Mapping[str, Any]

    def words(self, fields: frozenset[str]) -> set[str]:
        return set(_texts(self.content, fields))


def _entries(session: Session, written: Sequence[Written]) -> list[_Entry]:
    """Give what the history still tells of the rows, in its order."""
    kinds: dict[str, set[int]] = {}
    for one in written:
        kinds.setdefault(one.kind, set()).add(one.object_id)
    found: list[_Entry] = []
    for kind, ids in kinds.items():
        rows = session.execute(
            select(HistoryEntry.seq, HistoryEntry.object_kind, HistoryEntry.object_id, HistoryContent.content)
            .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
            .where(
                HistoryEntry.object_kind == kind,
                HistoryEntry.object_id.in_(sorted(ids)),
                HistoryEntry.action.not_in(HOLDS_NO_TEXT),
                HistoryContent.content.is_not(None),
            )
        )
        found += [_Entry(seq, of, number, json.loads(str(content))) for seq, of, number, content in rows]
    return sorted(found, key=lambda one: one.seq)


def _own_words(
    session: Session,
    erased: Erased,
    written: Sequence[Written],
    fields: frozenset[str],
    entries: Iterable[_Entry],
) -> frozenset[str]:
    others = session.execute(
        select(Edition.id, Edition.number, Edition.content).where(
            Edition.kind == erased.edition.kind,
            Edition.object_id == erased.object_id,
            Edition.content.is_not(None),
        )
    ).all()
    begins = max(
        (_established(session, one.id) for one in others if one.number < erased.edition.number), default=0
    )
    ends = _established(session, erased.edition.id)
    own = set(_texts(erased.content, fields))
    for entry in entries:
        if begins < entry.seq <= ends:
            own |= entry.words(fields)
    kept = {text for one in written if not one.removed for text in one.words()}
    for other in others:
        kept |= set(_texts(json.loads(other.content), fields))
    return frozenset(own - kept)


def _established(session: Session, edition_id: int) -> int:
    return (
        session.scalar(
            select(func.max(HistoryEntry.seq)).where(
                HistoryEntry.object_kind == EDITION,
                HistoryEntry.object_id == edition_id,
                HistoryEntry.action == EDITION_ESTABLISHED,
            )
        )
        or 0
    )


def _texts(content: object, fields: frozenset[str]) -> Iterator[str]:
    """Give the words that stand under some names, however deep."""
    if isinstance(content, Mapping):
        for name, value in content.items():
            if isinstance(value, str) and value and name in fields:
                yield value
            else:
                yield from _texts(value, fields)
    elif isinstance(content, list):
        for value in content:
            yield from _texts(value, fields)
