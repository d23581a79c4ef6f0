"""All that is kept about one person, for whoever asks what there is about them (GDPR, article 15).

What points at the person is found by the keys of the tables themselves, so that no new table is forgotten; what is about
somebody and points at something between, features say (`concerning`). Others stand as numbers, but where a text names them.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from sqlalchemy import Column, Select, Table, and_, func, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.db import Base
from app.records.models import Edition, HistoryContent, HistoryEntry, Signature
from app.records.services import record

PERSON = "person"
EXTRACTED = "person.extracted"
SECRETS = frozenset({"password_hash", "totp_secret", "token_hash", "salt"})
"""Columns that open something, or by which something erased could be guessed: they say nothing of anybody."""

APART = frozenset({"history_entry", "signature"})
"""Tables that are told of in a way of their own, with what they belong to."""

MADE_OF_OTHERS = {"ordered_document": frozenset({"tree", "content"})}
"""Columns with a copy, made for the person, of what is kept elsewhere and may be read there as long as it may."""

Rows = Callable[[int], Select[int]]
"""Gives the numbers of the rows that are about a person."""


class Concerning:
    """Tables with rows about a person whom no key of theirs names: features above say which."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Rows] = {}

    def register(self, table: str, rows: Rows) -> None:
        """Add or replace which rows of a table are about a person."""
        self._known[table] = rows

    def all(self) -> list[tuple[str, Rows]]:
        """Give them by the name of the table."""
        return sorted(self._known.items())


concerning = Concerning()


class OthersWords:
    """Entries about what somebody did in which words stand that are another's and were not for them: what was there before, which
    they put an end to without reading it. Features above say which words, and where in the entry stands whose they are.
    """

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, tuple[str, frozenset[str]]] = {}

    def register(self, action: str, *, whose: str, words: Iterable[str]) -> None:
        """Add or replace what `before` of an action holds: under `whose` a person's number, under `words` what is theirs."""
        self._known[action] = whose, frozenset(words)

    def left_out(self, action: str, content: Any, person_id: int) -> Any:
        """Give what an entry holds without the words that are another's."""
        whose, words = self._known.get(action, ("", frozenset()))
        before = content.get("before") if isinstance(content, dict) else None
        if not words or not isinstance(before, dict) or before.get(whose) == person_id:
            return content
        return content | {"before": {name: said for name, said in before.items() if name not in words}}


others_words = OthersWords()


def extract(session: Session, *, person_id: int) -> dict[str, Any] | None:
    """Give all that is kept about a person, as plain data, and note that it was taken out; None where there is nobody.

    Flushes, never commits. What others have written with the name in it, where no key points at the person, is found by search.
    """
    people = Base.metadata.tables[PERSON]
    found = session.execute(select(people).where(people.c.id == person_id)).mappings().one_or_none()
    if found is None:
        return None
    told = {
        "made_at": clock.now().isoformat(),
        PERSON: _plain(people, found),
        "kept": list(_kept(session, person_id)),
        "established": list(_established(session, person_id)),
        "history": list(_history(session, person_id)),
    }
    record(session, actor_id=None, action=EXTRACTED, kind=PERSON, object_id=person_id)
    return told


def person_called(session: Session, called: str) -> list[int]:
    """Give the numbers of those a word names: our number, the id of the personnel system, or the address.

    An id of the personnel system may look like the number of another: `samsyn-12`, as files have it, is the number alone.
    """
    people = Base.metadata.tables[PERSON]
    ways = [people.c.external_id == called, func.lower(people.c.email) == called.lower()]
    number = called.removeprefix("samsyn-")
    if number.isascii() and number.isdigit() and len(number) < 10:
        ways.append(people.c.id == int(number))
    return list(session.scalars(select(people.c.id).where(or_(*ways)).order_by(people.c.id)))


def _kept(session: Session, person_id: int) -> Iterator[dict[str, Any]]:
    for table, column in _pointing():
        rows = session.execute(
            select(table).where(column == person_id).order_by(*table.primary_key)
        ).mappings()
        said = [_plain(table, row) for row in rows]
        if said:
            yield {"table": table.name, "as": column.name, "rows": said}
    for name, about in concerning.all():
        table = Base.metadata.tables[name]
        wanted = select(table).where(table.c.id.in_(about(person_id))).order_by(table.c.id)
        said = [_plain(table, row) for row in session.execute(wanted).mappings()]
        if said:
            yield {"table": name, "as": "about", "rows": said}


def _pointing() -> Iterator[tuple[Table, Column[Any]]]:
    for table in sorted(Base.metadata.tables.values(), key=lambda one: one.name):
        if table.name in APART:
            continue
        for column in table.columns:
            if any(key.column.table.name == PERSON for key in column.foreign_keys):
                yield table, column


def _plain(table: Table, row: Mapping[Any, Any]) -> dict[str, Any]:
    left_out = SECRETS | MADE_OF_OTHERS.get(table.name, frozenset())
    return {column.name: row[column.key] for column in table.columns if column.name not in left_out}


def _established(session: Session, person_id: int) -> Iterator[dict[str, Any]]:
    """Give what the person stands behind, with what it says; null where it was lawfully disposed of."""
    rows = session.execute(
        select(Edition, Signature)
        .join(Signature, Signature.edition_id == Edition.id)
        .where(Signature.person_id == person_id)
        .order_by(Edition.id)
    )
    for edition, signature in rows:
        yield {
            "kind": edition.kind,
            "number": edition.object_id,
            "version": edition.number,
            "established_at": edition.established_at,
            "side": signature.side,
            "signed_at": signature.signed_at,
            "own_opinion": signature.own_opinion,
            "content": _read(edition.content),
        }


def _history(session: Session, person_id: int) -> Iterator[dict[str, Any]]:
    """Give what the person has done, and what was done with them, their account and appointments; null where erased."""
    about = or_(
        and_(HistoryEntry.object_kind.in_([PERSON, "account"]), HistoryEntry.object_id == person_id),
        # As it is kept (`chain.canonical`): an appointment that was taken back is told of nowhere else.
        and_(
            HistoryEntry.object_kind == "appointment",
            HistoryContent.content.contains(f'"person":{person_id},"role"', autoescape=True),
        ),
    )
    rows = session.execute(
        select(HistoryEntry, HistoryContent.content)
        .outerjoin(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(or_(HistoryEntry.actor_id == person_id, about))
        .order_by(HistoryEntry.seq)
    )
    for entry, content in rows:
        yield {
            "number": entry.seq,
            "at": entry.at,
            "by_the_person": entry.actor_id == person_id,
            "action": entry.action,
            "of": entry.object_kind,
            "object": entry.object_id,
            "content": others_words.left_out(entry.action, _read(content), person_id),
        }


def _read(content: str | None) -> Any:
    return json.loads(content) if content is not None else None
