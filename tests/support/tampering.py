"""Somebody with full access to the database changes the record behind the product's back, in every way we
thought of.

Used by the tests and, with more rounds, by `python -m bench tamper`.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Boolean, Connection, Date, Engine, Integer, Table, delete, select, text, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.db import UtcDateTime
from app.records import chain
from app.records.appending import as_fields, hashed_fields
from app.records.disposal import erase_edition, erase_history_content
from app.records.models import Edition, HistoryContent, HistoryEntry, HistoryHead, Signature
from app.records.services import Signed, establish, record
from app.records.verifying import verify

KEPT = ("history_entry", "history_content", "history_head", "edition", "signature", "reading")
entry, content, head, edition, signature = (
    model.__table__ for model in (HistoryEntry, HistoryContent, HistoryHead, Edition, Signature)
)
assert all(isinstance(table, Table) for table in (entry, content, head, edition, signature))


@dataclass(frozen=True)
class Way:
    """One way to tamper; some leave a chain whole in itself and are found only against an anchor."""

    do: Callable[[Connection, random.Random], None]
    needs_anchor: bool = False


def fill(session: Session, people: list[int], entries: int = 40) -> None:
    """Make a record worth tampering with: changes, editions, own opinions, lawful erasures."""
    for number in range(entries):
        record(
            session,
            actor_id=people[number % len(people)] if number % 7 else None,
            action=f"thing.{'made' if number % 2 else 'changed'}",
            kind="thing",
            object_id=1 + number % 5,
            before={"text": f"före {number}"},
            after={"text": f"efter {number}", "at": datetime(2026, 1, 1, tzinfo=UTC)},
        )
    for number in range(4):
        at = datetime(2026, 3, 1 + number, 9, tzinfo=UTC)
        made = establish(
            session,
            kind="thing",
            object_id=number,
            content={"said": f"sagt {number}"},
            signed=[
                Signed(people[0], "over", at),
                Signed(people[1], "rep", at + timedelta(hours=1), f"egen mening {number}"),
            ],
        )
    erase_edition(session, edition=made, because="gallrad enligt plan", actor_id=people[0])
    erase_history_content(session, of=[3, 8], because="gallrade enligt plan", actor_id=people[0])


def drop_triggers(engine: Engine) -> None:
    """Take away what makes the database refuse."""
    with engine.begin() as connection:
        if engine.dialect.name == "sqlite":
            names = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            ).scalars()
            for name in names.all():
                connection.execute(text(f"DROP TRIGGER {name}"))
        else:
            for table in KEPT:
                connection.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


Looks = Callable[[Session, str], bool]
"""Tells whether a way of tampering, by its name, is found in the database as it is now."""


def tamper(
    engine: Engine, rounds: int, seed: int, ways: Mapping[str, Way] | None = None, looks: Looks | None = None
) -> list[str]:
    """Tamper `rounds` times, each time on the untouched record; returns the ways that were not found.

    Each time the whole record is verified, unless `looks` knows where to look.
    """
    missed: list[str] = []
    known = WAYS if ways is None else ways
    chance = random.Random(seed)
    with Session(engine) as session:
        clean = verify(session)
        assert not clean.faults, clean.faults
        session.rollback()
    names = sorted(known)
    for number in range(rounds):
        # Every way gets its turn; which rows and values is left to chance.
        name = names[number % len(names)]
        with engine.connect() as connection:
            transaction = connection.begin()
            try:
                known[name].do(connection, chance)
            except IntegrityError:
                # The database itself refused it.
                transaction.rollback()
                continue
            with Session(connection, join_transaction_mode="rollback_only") as session:
                anchor = clean.anchor if known[name].needs_anchor else None
                found = looks(session, name) if looks else bool(verify(session, anchor=anchor).faults)
            transaction.rollback()
        if not found:
            missed.append(f"round {number}: {name}")
    return missed


def any_row(connection: Connection, chance: random.Random, table: Table, *where: Any) -> Any:
    key = next(iter(table.primary_key.columns))
    keys = connection.execute(select(key).where(*where).order_by(key)).scalars().all()
    return chance.choice(keys)


def _other(value: object, chance: random.Random) -> object:
    """Give a value of the same kind that is not the same."""
    if isinstance(value, bool):
        return not value
    if isinstance(value, datetime):
        return value + timedelta(microseconds=chance.randint(1, 10**9))
    if isinstance(value, date):
        return value + timedelta(days=chance.randint(1, 400))
    if isinstance(value, int):
        return value + chance.randint(1, 50)
    if isinstance(value, str) and value:
        place = chance.randrange(len(value))
        return value[:place] + chance.choice([c for c in "aåöx09 " if c != value[place]]) + value[place + 1 :]
    return "x"


def edit(table: Table, column: str, *where: object) -> Callable[[Connection, random.Random], None]:
    def do(connection: Connection, chance: random.Random) -> None:
        key = next(iter(table.primary_key.columns))
        which = any_row(connection, chance, table, *where)
        value = connection.execute(select(table.c[column]).where(key == which)).scalar_one()
        changed: object
        pointed = next(iter(table.c[column].foreign_keys), None)
        if pointed is not None:
            others = select(pointed.column).where(pointed.column != (value or 0)).order_by(pointed.column)
            changed = chance.choice(connection.execute(others).scalars().all())
        elif value is None and isinstance(table.c[column].type, UtcDateTime):
            changed = datetime(2026, 5, 1, tzinfo=UTC)
        elif value is None and isinstance(table.c[column].type, Date | Boolean):
            changed = date(2026, 5, 1) if isinstance(table.c[column].type, Date) else True
        elif value is None and isinstance(table.c[column].type, Integer):
            changed = 7
        else:
            changed = _other(value, chance)
        connection.execute(update(table).where(key == which).values({column: changed}))

    return do


def _rehash(connection: Connection, seq: int, previous: str | None = None) -> str:
    """Give an entry a hash that fits what it says now."""
    with Session(connection, join_transaction_mode="rollback_only") as session:
        found = session.get_one(HistoryEntry, seq)
        if previous is not None:
            found.previous_hash = previous
        value = chain.entry_hash(hashed_fields(as_fields(found)))
        previous_hash = found.previous_hash
        session.expunge_all()
    connection.execute(
        update(entry).where(entry.c.seq == seq).values(hash=value, previous_hash=previous_hash)
    )
    return value


def _edit_and_rehash(connection: Connection, chance: random.Random) -> None:
    last = connection.execute(select(head.c.seq)).scalar_one()
    seq = chance.randint(1, last - 1)
    connection.execute(update(entry).where(entry.c.seq == seq).values(action="thing.forged"))
    _rehash(connection, seq)


def _rewrite(connection: Connection, chance: random.Random) -> None:
    """Change an entry and make the whole chain after it, and the head, fit."""
    last = connection.execute(select(head.c.seq)).scalar_one()
    seq = chance.randint(1, last)
    connection.execute(update(entry).where(entry.c.seq == seq).values(action="thing.forged"))
    _chain_from(connection, seq, last)


def _chain_from(connection: Connection, seq: int, last: int) -> None:
    previous = _rehash(connection, seq)
    for number in range(seq + 1, last + 1):
        previous = _rehash(connection, number, previous)
    connection.execute(update(head).values(seq=last, hash=previous))


def _forge_content(connection: Connection, chance: random.Random) -> None:
    """Change a text and its hash in the entry, and rewrite everything after."""
    seq = any_row(connection, chance, content, content.c.erased_at.is_(None), _plain_entries())
    assert isinstance(seq, int)
    forged = '{"after":{"text":"forged"},"before":null}'
    connection.execute(update(content).where(content.c.seq == seq).values(salt="0" * 32, content=forged))
    connection.execute(
        update(entry).where(entry.c.seq == seq).values(content_hash=chain.content_hash("0" * 32, forged))
    )
    _chain_from(connection, seq, connection.execute(select(head.c.seq)).scalar_one())


def _plain_entries() -> object:
    return content.c.seq.in_(
        select(entry.c.seq).where(entry.c.object_kind == "thing", entry.c.action.like("thing.%"))
    )


def _delete_entry(connection: Connection, chance: random.Random) -> None:
    seq = any_row(connection, chance, entry)
    connection.execute(delete(content).where(content.c.seq == seq))
    connection.execute(delete(entry).where(entry.c.seq == seq))


def _delete_run(connection: Connection, chance: random.Random) -> None:
    last = connection.execute(select(head.c.seq)).scalar_one()
    start = chance.randint(1, last - 2)
    end = chance.randint(start, last - 1)
    connection.execute(delete(content).where(content.c.seq.between(start, end)))
    connection.execute(delete(entry).where(entry.c.seq.between(start, end)))


def _truncate(connection: Connection, chance: random.Random, *, move_head: bool) -> None:
    last = connection.execute(select(head.c.seq)).scalar_one()
    keep = chance.randint(0, last - 1)
    connection.execute(delete(content).where(content.c.seq > keep))
    connection.execute(delete(entry).where(entry.c.seq > keep))
    if move_head:
        value = connection.execute(select(entry.c.hash).where(entry.c.seq == keep)).scalar()
        connection.execute(update(head).values(seq=keep, hash=value or chain.GENESIS))


def _swap(table: Table) -> Callable[[Connection, random.Random], None]:
    def do(connection: Connection, chance: random.Random) -> None:
        columns = [column for column in table.columns if not column.primary_key]
        key = next(iter(table.primary_key.columns))
        rows = {row[0]: tuple(row[1:]) for row in connection.execute(select(key, *columns).order_by(key))}
        first = chance.choice(list(rows))
        # Swapping two that are alike changes nothing.
        second = chance.choice([which for which, row in rows.items() if row != rows[first]])
        for here, there in ((first, second), (second, first)):
            values = {column.name: value for column, value in zip(columns, rows[there], strict=True)}
            connection.execute(update(table).where(key == here).values(values))

    return do


def _false_tombstone(connection: Connection, chance: random.Random) -> None:
    seq = any_row(connection, chance, content, content.c.erased_at.is_(None))
    connection.execute(
        update(content)
        .where(content.c.seq == seq)
        .values(content=None, salt=None, erased_at=datetime(2026, 5, 1, tzinfo=UTC), erased_because="gallrad")
    )


def _bring_back(connection: Connection, chance: random.Random) -> None:
    seq = any_row(connection, chance, content, content.c.erased_at.is_not(None))
    connection.execute(
        update(content).where(content.c.seq == seq).values(content="{}", salt="0" * 32, erased_at=None)
    )


def _forge_edition_text(connection: Connection, chance: random.Random) -> None:
    which = any_row(connection, chance, edition, edition.c.erased_at.is_(None))
    connection.execute(
        update(edition)
        .where(edition.c.id == which)
        .values(content="{}", salt="0" * 32, content_hash=chain.content_hash("0" * 32, "{}"))
    )


def _erase_edition_silently(connection: Connection, chance: random.Random) -> None:
    which = any_row(connection, chance, edition, edition.c.erased_at.is_(None))
    connection.execute(
        update(edition)
        .where(edition.c.id == which)
        .values(content=None, salt=None, erased_at=datetime(2026, 5, 1, tzinfo=UTC))
    )


def _delete_edition(connection: Connection, chance: random.Random) -> None:
    which = any_row(connection, chance, edition)
    connection.execute(delete(signature).where(signature.c.edition_id == which))
    connection.execute(delete(edition).where(edition.c.id == which))


def _delete_signature(connection: Connection, chance: random.Random) -> None:
    connection.execute(delete(signature).where(signature.c.id == any_row(connection, chance, signature)))


def _add_edition(connection: Connection, chance: random.Random) -> None:
    connection.execute(
        edition.insert().values(
            kind="thing",
            object_id=chance.randint(1, 9),
            number=99,
            content="{}",
            salt="0" * 32,
            content_hash=chain.content_hash("0" * 32, "{}"),
            established_at=datetime(2026, 5, 1, tzinfo=UTC),
        )
    )


def _remove_opinion(connection: Connection, chance: random.Random) -> None:
    which = any_row(connection, chance, signature, signature.c.own_opinion.is_not(None))
    connection.execute(update(signature).where(signature.c.id == which).values(own_opinion=None))


LIVE = content.c.erased_at.is_(None)
WAYS: dict[str, Way] = {
    **{
        f"edit {column} of an entry": Way(edit(entry, column))
        for column in (
            *("at", "actor_id", "action", "object_kind", "object_id"),
            *("content_hash", "previous_hash", "hash"),
        )
    },
    "edit the text of an entry": Way(edit(content, "content", LIVE)),
    "edit the salt of an entry": Way(edit(content, "salt", LIVE)),
    "call a text erased that is there": Way(edit(content, "erased_at", LIVE)),
    "edit an entry and its hash": Way(_edit_and_rehash),
    "edit an entry and rewrite the rest": Way(_rewrite, needs_anchor=True),
    "edit a text and rewrite the rest": Way(_forge_content, needs_anchor=True),
    "delete an entry": Way(_delete_entry),
    "delete a run of entries": Way(_delete_run),
    "delete a text": Way(
        lambda c, r: c.execute(delete(content).where(content.c.seq == any_row(c, r, content))) and None
    ),
    "cut the end off": Way(lambda c, r: _truncate(c, r, move_head=False)),
    "cut the end off and move the head": Way(lambda c, r: _truncate(c, r, move_head=True), needs_anchor=True),
    "swap two entries": Way(_swap(entry)),
    "swap two texts": Way(_swap(content)),
    "move the head": Way(edit(head, "seq")),
    "edit the head": Way(edit(head, "hash")),
    "remove the head": Way(lambda c, _r: c.execute(delete(head)) and None),
    "erase a text unlawfully": Way(_false_tombstone),
    "put something in an erased text's place": Way(_bring_back),
    "edit the text of an edition": Way(edit(edition, "content", edition.c.erased_at.is_(None))),
    "edit an edition and its hash": Way(_forge_edition_text),
    "edit the number of an edition": Way(edit(edition, "number")),
    "erase an edition unlawfully": Way(_erase_edition_silently),
    "delete an edition": Way(_delete_edition),
    "add an edition nobody established": Way(_add_edition),
    "change who signed": Way(edit(signature, "person_id")),
    "change when it was signed": Way(edit(signature, "signed_at")),
    "change an own opinion": Way(edit(signature, "own_opinion", signature.c.own_opinion.is_not(None))),
    "remove an own opinion": Way(_remove_opinion),
    "delete a signature": Way(_delete_signature),
}
