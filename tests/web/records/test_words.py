"""What people wrote is what the history says they wrote, in every table that holds words, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Text, text
from sqlalchemy.orm import Session

from app.db import Base
from app.records.disposal import HistoryObject, erase_history_content
from app.records.verifying import verify
from tests.support.chance import chance_for
from tests.support.tampering import drop_triggers, tamper
from tests.support.tampering_words import COLUMNS, WORD_WAYS, AmongWitnesses, write_much
from tests.support.world import Seed, World

ELSEWHERE = {
    "history_entry": "the chain itself",
    "history_content": "hashed in its entry",
    "edition": "hashed when it was established",
    "signature": "hashed with its edition",
    "shared_text_revision": "bases to merge on; what stands is in shared_text",
    "kolada_link": "Kolada's own words of a measure; what is followed stands in the history",
    "draft": "what its writer alone has begun and not sent: no record, changed at every pause",
    "kept_text": "what was typed when a sign-in ended; gone with the next sign-in",
    "person": "names, not words of record",
    "search_text": "an index of words that stand elsewhere, made anew from them at any time",
    "ordered_document": "copies waiting an hour for the one who ordered them",
    "credential": "secrets",
    "sign_in": "secrets",
    "unit_text_revision": "bases to merge on; what stands is in unit_text_part",
}
"""Tables with long text that are not compared row by row with the history, and why."""


def much_written(session: Session) -> None:
    write_much(session)


@pytest.fixture
def seed() -> Seed | None:
    return much_written


def test_every_tampering_with_words_is_found(world: World) -> None:
    drop_triggers(world.engine)
    chance = chance_for("test_every_tampering_with_words_is_found")
    missed = tamper(world.engine, len(WORD_WAYS), chance, WORD_WAYS, AmongWitnesses())
    assert missed == [], f"with seed {chance}"


def test_untouched_words_have_no_faults(session: Session) -> None:
    assert verify(session).faults == []


def test_the_place_is_named(world: World) -> None:
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE passage SET text = 'Allt är bra.' WHERE id = 1"))
    with world.session() as session:
        assert verify(session).faults == ["passage 1 was changed: text"]


def test_a_passage_nobody_released_and_one_that_is_gone_are_found(world: World) -> None:
    with world.engine.begin() as connection:
        connection.execute(text("UPDATE raised_matter SET passage_id = NULL"))
        connection.execute(text("DELETE FROM receipt"))
        connection.execute(text("DELETE FROM answer"))
        connection.execute(text("DELETE FROM passage_subject"))
        connection.execute(text("DELETE FROM supervision_placing"))
        connection.execute(text("UPDATE passage SET id = 77"))
    with world.session() as session:
        faults = verify(session).faults
    assert "passage 1 is gone" in faults
    assert "passage 77 is there, and the history does not know of it" in faults


def test_what_was_lawfully_erased_from_the_history_is_no_fault_of_the_words(session: Session) -> None:
    erase_history_content(
        session, of=HistoryObject("passage", 1), because="gallrad enligt plan", actor_id=None
    )
    session.flush()
    assert verify(session).faults == []


def test_no_table_with_words_is_forgotten() -> None:
    with_words = {
        table.name
        for table in Base.metadata.tables.values()
        if any(isinstance(column.type, Text) for column in table.columns)
    }
    checked = {model.__tablename__ for model in COLUMNS}
    assert with_words - checked - set(ELSEWHERE) == set()
