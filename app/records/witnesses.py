"""Holding what people wrote against what the history last told of it: a row changed past the product is found.

The chain proves the history; here the history proves the tables. Each feature says, table by table, how its entries
are to be read (`Witness.hear`) and which of its rows they speak of (`Witness.rows`).
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records import chain
from app.records.models import HistoryContent, HistoryEntry

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Heard:
    """One entry of the history about an object, with before and after as they were kept."""

    action: str
    actor_id: int | None
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(slots=True)
class Told:
    """What the history has said of one object so far: facts by the name of the row they are about."""

    rows: dict[str, dict[str, object]] = field(default_factory=dict)

    def say(self, key: str, facts: Facts) -> None:
        """Take in facts about a row; later ones replace earlier ones of the same name."""
        self.rows.setdefault(key, {}).update(facts)

    def gone(self, key: str) -> None:
        """Take in that a row was removed."""
        self.rows.pop(key, None)


@dataclass(frozen=True, slots=True)
class Row:
    """One row as it stands: the object it belongs to, its name there, what it says.

    `unsaid` is what it must say as long as the history tells nothing of it; None where a row nobody told of is a fault.
    """

    object_id: int
    key: str
    facts: Facts
    unsaid: Facts | None = None


@dataclass(frozen=True, slots=True)
class Witness:
    """How the entries of one kind speak of one table. `rows` gives them in the order of `Row.object_id`."""

    name: str
    kind: str
    actions: tuple[str, ...]
    hear: Callable[[Told, Heard], None]
    rows: Callable[[Session], Iterable[Row]]


def hear(told: Told, entry: Heard) -> None:
    """Hear an entry about a thing that is one row: what stands is what was last told."""
    told.say("", entry.after)


def hear_said(told: Told, entry: Heard) -> None:
    """Hear an entry about what somebody said: who said it stands in the entry itself."""
    told.say("", {**entry.after, "by": entry.actor_id})


def rows_of(
    model: Any, facts_of: Callable[[Any], Facts], *options: Any
) -> Callable[[Session], Iterator[Row]]:
    """Give how to read a table whose every row is a thing of its own; `options` bring what its facts stand on."""

    def rows(session: Session) -> Iterator[Row]:
        found = select(model).options(*options).order_by(model.id)
        for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
            yield Row(one.id, "", facts_of(one))

    return rows


def said_rows_of(model: Any, facts_of: Callable[[Any], Facts]) -> Callable[[Session], Iterator[Row]]:
    """Give how to read a table of what people said, with who said it as `hear_said` hears it."""
    return rows_of(model, lambda one: {**facts_of(one), "by": one.person_id})


def actions_of(prefix: str, *names: str) -> tuple[str, ...]:
    """Name the actions that begin alike."""
    return tuple(f"{prefix}.{name}" for name in names)


class Witnesses:
    """The tables this installation knows how to check."""

    def __init__(self) -> None:
        """Begin with none; features above take theirs in when the app is built."""
        self._known: dict[str, Witness] = {}

    def register(self, *found: Witness) -> None:
        """Add or replace some."""
        self._known |= {witness.name: witness for witness in found}

    def __iter__(self) -> Iterator[Witness]:
        return iter(tuple(self._known.values()))


witnesses = Witnesses()


def faults_of(session: Session, witness: Witness) -> Iterator[str]:
    """Compare a table with what was told of it, side by side in the order of the objects; faults are sentences."""
    told = _told(session, witness)
    told_of, known, sure = next(told, _NOTHING)
    for object_id, group in groupby(witness.rows(session), key=lambda row: row.object_id):
        while told_of is not None and told_of < object_id:
            yield from _missing(witness, told_of, known, set())
            told_of, known, sure = next(told, _NOTHING)
        here = told_of == object_id
        rows = list(group)
        for row in rows:
            yield from _compared(witness, row, known.rows.get(row.key) if here else None, sure or not here)
        if here:
            yield from _missing(witness, object_id, known, {row.key for row in rows})
            told_of, known, sure = next(told, _NOTHING)
    while told_of is not None:
        yield from _missing(witness, told_of, known, set())
        told_of, known, sure = next(told, _NOTHING)


_NOTHING: tuple[int | None, Told, bool] = (None, Told(), True)


def _told(session: Session, witness: Witness) -> Iterator[tuple[int | None, Told, bool]]:
    """Give, object by object, what was told, and whether all of it is still there to be heard."""
    entries = session.execute(
        select(
            HistoryEntry.object_id,
            HistoryEntry.action,
            HistoryEntry.actor_id,
            HistoryContent.content,
        )
        .outerjoin(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(HistoryEntry.object_kind == witness.kind, HistoryEntry.action.in_(witness.actions))
        .order_by(HistoryEntry.object_id, HistoryEntry.seq)
        .execution_options(yield_per=2000)
    )
    for object_id, group in groupby(entries, key=lambda entry: int(entry.object_id)):
        told, sure = Told(), True
        for entry in group:
            if entry.content is None:
                # Erased, lawfully or not: that is for the check of the chain. What was told before no longer holds.
                told, sure = Told(), False
                continue
            witness.hear(told, _heard(entry.action, entry.actor_id, entry.content))
        yield object_id, told, sure


def _heard(action: str, actor_id: int | None, content: str) -> Heard:
    try:
        kept = json.loads(content)
        return Heard(action, actor_id, kept["before"] or {}, kept["after"] or {})
    except (ValueError, KeyError, TypeError):
        # Not what the product writes: the check of the chain tells that it was changed.
        return Heard("", None, {}, {})


def _compared(witness: Witness, row: Row, told: Facts | None, sure: bool) -> Iterator[str]:
    if told is None:
        if not sure:
            return
        if row.unsaid is None:
            yield f"{_place(witness, row.object_id, row.key)} is there, and the history does not know of it"
            return
        told = row.unsaid
    wrong = [
        name
        for name, value in told.items()
        if name in row.facts and _digest(value) != _digest(row.facts[name])
    ]
    if wrong:
        yield f"{_place(witness, row.object_id, row.key)} was changed: {', '.join(wrong)}"


def _missing(witness: Witness, object_id: int, told: Told, found: set[str]) -> Iterator[str]:
    for key in told.rows.keys() - found:
        yield f"{_place(witness, object_id, key)} is gone"


def _place(witness: Witness, object_id: int, key: str) -> str:
    return f"{witness.name} {object_id}{f' ({key})' if key else ''}"


def _digest(value: object) -> str:
    return hashlib.sha256(chain.canonical(value).encode()).hexdigest()
