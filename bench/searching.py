"""A hundred thousand notes to search in, and the floor: the same texts in a bare full-text table."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.dialogues.models import SharedText, Theme
from app.search.keeping import rebuild
from bench.municipality import Municipality

RARE = "kvarnstensprovet"
"""Stands in every five-thousandth note."""

WORDS_IN_A_NOTE = 150
"""Makes some 1 kB."""

AT_ONCE = 2000


def vocabulary(number: int = 4000, seed: int = 7) -> list[str]:
    """Make words that look Swedish to an index: syllables put together, common ones first."""
    chance = random.Random(seed)  # nosec B311  repeatable on purpose
    consonants = (
        "b",
        "br",
        "d",
        "f",
        "fl",
        "g",
        "h",
        "j",
        "k",
        "kl",
        "l",
        "m",
        "n",
        "p",
        "r",
        "s",
        "sk",
        "st",
        "t",
        "tr",
        "v",
    )
    beginnings = [start + vowel for start in consonants for vowel in "aeiouåäö"]
    ends = ["", "n", "r", "na", "het", "ning", "skolan", "arbete", "sida", "vis"]
    words = {
        "".join(chance.choices(beginnings, k=chance.randint(1, 3))) + chance.choice(ends)
        for _ in range(number * 2)
    }
    return sorted(words)[:number]


def texts(number: int, seed: int = 11) -> Iterator[str]:
    """Make notes of some 1 kB in which some words are common and most are not."""
    chance = random.Random(seed)  # nosec B311  repeatable on purpose
    words = vocabulary()
    weights = [1 / (place + 3) for place in range(len(words))]
    for place in range(number):
        said = " ".join(chance.choices(words, weights, k=WORDS_IN_A_NOTE))
        yield f"{said} {RARE}." if place % 5000 == 17 else f"{said}."


def fill(session: Session, made: Municipality, number: int) -> int:
    """Give the meetings so many notes, each on a theme of its own, and make the index anew; gives what it holds."""
    at = datetime(2026, 9, 1, 8, tzinfo=UTC)
    dialogues = [meeting.dialogue_id for meeting in made.meetings]
    themes: list[dict[str, object]] = []
    notes: list[dict[str, object]] = []
    for place, said in enumerate(texts(number)):
        dialogue_id, theme_id = dialogues[place % len(dialogues)], 1_000_000 + place
        themes.append(
            {
                "id": theme_id,
                "dialogue_id": dialogue_id,
                "position": 1000 + place,
                "title": f"Tema {place}",
                "questions": "",
                "backgrounds": [],
            }
        )
        notes.append({"dialogue_id": dialogue_id, "theme_id": theme_id, "text": said, "updated_at": at})
        if len(notes) == AT_ONCE:
            _write(session, themes, notes)
    _write(session, themes, notes)
    return rebuild(session)


def _write(session: Session, themes: list[dict[str, object]], notes: list[dict[str, object]]) -> None:
    if notes:
        connection = session.connection()
        connection.execute(insert(Theme), themes)
        connection.execute(insert(SharedText), notes)
        themes.clear()
        notes.clear()


def floor(file: Path, number: int) -> Callable[[str], list[tuple[object, ...]]]:
    """Put the same notes into a bare full-text table; gives a function that finds twenty with a snippet."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute(
        "CREATE VIRTUAL TABLE note USING fts5(body, tokenize = 'unicode61 remove_diacritics 0')"
    )
    connection.execute("BEGIN")
    connection.executemany("INSERT INTO note(body) VALUES (?)", ((said,) for said in texts(number)))
    connection.execute("COMMIT")
    # The product puts its own index together after as much writing.
    connection.execute("INSERT INTO note(note) VALUES ('optimize')")

    def find(asked: str) -> list[tuple[object, ...]]:
        return connection.execute(
            "SELECT rowid, snippet(note, 0, '<mark>', '</mark>', '…', 20) FROM note WHERE note MATCH ? "
            "ORDER BY rank LIMIT 20",
            (asked,),
        ).fetchall()

    return find
