"""The history shows that somebody got past the triggers, whatever was done."""

from __future__ import annotations

import random

import pytest
from click.testing import CliRunner
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.records.guarding import KEPT, missing_guards
from app.records.models import HistoryContent
from app.records.verifying import verify
from tests.support.chance import chance_for
from tests.support.routes import snapshot
from tests.support.tampering import WAYS, drop_triggers, tamper
from tests.support.world import World

ROUNDS = len(WAYS)
"""Each way once; `python -m bench tamper` goes on."""


def test_every_tampering_is_found(world: World) -> None:
    drop_triggers(world.engine)
    seed = chance_for("test_every_tampering_is_found")
    missed = tamper(world.engine, ROUNDS, seed)
    assert missed == [], f"with seed {seed}"


def test_a_swap_is_of_two_that_differ(world: World) -> None:
    """What was erased at once, for one reason, is alike: in each other's place nobody could tell."""
    drop_triggers(world.engine)
    with world.engine.begin() as connection:
        connection.execute(delete(HistoryContent).where(HistoryContent.seq.not_in([3, 4, 8])))
    before = snapshot(world.engine)
    for seed in range(20):
        with world.engine.connect() as connection, connection.begin() as transaction:
            WAYS["swap two texts"].do(connection, random.Random(seed))
            after = sorted(map(tuple, connection.execute(select(HistoryContent.__table__))), key=repr)
            transaction.rollback()
        assert after != before["history_content"], f"with seed {seed}"


def test_an_untouched_record_has_no_faults_and_gives_an_anchor_that_fits_later(session: Session) -> None:
    first = verify(session)
    assert first.faults == []
    assert (first.entries, first.editions, first.erased) == (46, 4, 3)
    assert verify(session, anchor=first.anchor).faults == []


def test_an_anchor_that_cannot_be_read_is_a_fault_and_not_a_pass(session: Session) -> None:
    for wrong in ("x", "12", "12:abc", "²:" + "0" * 64):
        assert verify(session, anchor=wrong).faults == ["the anchor is not of the form SEQ:HASH"]


def test_an_anchor_of_a_future_entry_means_the_end_was_cut_off(session: Session) -> None:
    assert any("cut off" in fault for fault in verify(session, anchor="999:" + "0" * 64).faults)


def test_the_command_ends_with_one_and_names_the_place(world: World, database_kind: str) -> None:
    from app.records_commands import history_verify

    drop_triggers(world.engine)
    with world.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE history_entry SET action = 'forged' WHERE seq = 5")
    with world.app.app_context():
        done = CliRunner().invoke(history_verify, [])
    assert done.exit_code == 1
    assert "entry 5 was changed" in done.output


OPENED = {
    "sqlite": ["DROP TRIGGER edition_refuse_update"],
    "postgresql": [
        "DROP TRIGGER edition_refuse_update ON edition",
        "ALTER TABLE edition DISABLE TRIGGER edition_refuse_update",
        "ALTER TABLE edition ENABLE REPLICA TRIGGER edition_refuse_update",
        "CREATE OR REPLACE FUNCTION samsyn_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    ],
}


@pytest.mark.parametrize("number", range(4))
def test_the_command_tells_that_the_database_no_longer_refuses_before_anything_is_changed(
    world: World, database_kind: str, number: int
) -> None:
    from app.records_commands import history_verify

    ways = OPENED[database_kind]
    if number >= len(ways):
        pytest.skip("another way on PostgreSQL")
    with world.app.app_context():
        assert CliRunner().invoke(history_verify, []).exit_code == 0
    with world.engine.begin() as connection:
        connection.exec_driver_sql(ways[number])
    with world.app.app_context():
        done = CliRunner().invoke(history_verify, [])
    assert done.exit_code == 1
    assert "does not refuse UPDATE on edition" in done.output


def test_every_kept_table_has_its_guards_and_each_that_is_gone_is_named(
    world: World, session: Session
) -> None:
    assert not [*missing_guards(session)]
    session.commit()
    drop_triggers(world.engine)
    assert len([*missing_guards(session)]) == 3 * len(KEPT)
