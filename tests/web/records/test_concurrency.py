"""Many writers at once: one unbroken chain, no update lost, nobody turned away."""

from __future__ import annotations

import sqlite3
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from time import monotonic, sleep

from click.testing import CliRunner
from pytest import MonkeyPatch, raises
from sqlalchemy import create_engine, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.db import prepare_engine, reading_only
from app.organisation.models import Person
from app.records import verifying
from app.records.appending import Change, record_many
from app.records.models import HistoryEntry, Reading
from app.records.services import note_reading, record
from app.records.verifying import verify
from tests.support.world import World


def in_threads(number: int, work: object) -> list[object]:
    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(work, range(number)))  # type: ignore[arg-type]


def test_eight_threads_append_to_one_unbroken_chain(world: World, people: list[int]) -> None:
    def append(thread: int) -> None:
        for number in range(25):
            with Session(world.engine) as session, session.begin():
                if number % 5:
                    record(session, actor_id=people[0], action="a", kind=f"t{thread}", object_id=number)
                else:
                    changes = [
                        Change("a", f"t{thread}", number, after={"n": 1}),
                        Change("b", "extra", number),
                    ]
                    record_many(session, actor_id=people[1], changes=changes)

    with world.session() as session:
        before = verify(session)
    in_threads(8, append)
    with world.session() as session:
        outcome = verify(session, anchor=before.anchor)
        assert outcome.faults == []
        assert outcome.entries == before.entries + 8 * 30
        for thread in range(8):
            own = select(HistoryEntry.object_id).where(HistoryEntry.object_kind == f"t{thread}")
            assert session.scalars(own.order_by(HistoryEntry.seq)).all() == list(range(25))


def test_a_check_while_others_write_finds_no_fault_and_holds_nobody_up(
    world: World, people: list[int], monkeypatch: MonkeyPatch
) -> None:
    """The command walks the chain, then asks where its end is and for all else: each in a statement of its own."""
    from app.records_commands import history_verify

    checked = verifying._verify_content
    written: list[float] = []

    def while_somebody_writes(*asked: object) -> None:
        if not written:
            began = monotonic()
            with ThreadPoolExecutor(1) as threads:
                threads.submit(write).result()
            written.append(monotonic() - began)
        checked(*asked)  # type: ignore[arg-type]

    def write() -> None:
        with Session(world.engine) as session, session.begin():
            record(session, actor_id=people[0], action="a", kind="thing", object_id=1)

    with world.session() as session:
        record(session, actor_id=people[0], action="a", kind="thing", object_id=1)
    monkeypatch.setattr(verifying, "_verify_content", while_somebody_writes)
    with world.app.app_context():
        done = CliRunner().invoke(history_verify, [])
    assert (done.exit_code, "end of the chain" in done.output) == (0, False), done.output
    assert written[0] < 5


def test_an_append_that_is_rolled_back_leaves_no_gap(world: World, people: list[int]) -> None:
    with world.session() as session:
        before = verify(session)
    for _attempt in range(3):
        with Session(world.engine) as session:
            record(session, actor_id=people[0], action="a", kind="thing", object_id=1)
            session.rollback()
    with world.session() as session:
        record(session, actor_id=people[0], action="a", kind="thing", object_id=1)
    with world.session() as session:
        outcome = verify(session, anchor=before.anchor)
        assert (outcome.faults, outcome.entries) == ([], before.entries + 1)


def test_sixteen_writers_lose_no_update(world: World, people: list[int]) -> None:
    """A read and a write that depends on it, 16 × 100 times on one row."""
    with world.session() as session:
        session.get_one(Person, people[2]).name = "0"

    def count_up(_thread: int) -> None:
        for _time in range(100):
            with Session(world.engine) as session, session.begin():
                locked = select(Person).where(Person.id == people[2]).with_for_update()
                person = session.scalars(locked).one()
                person.name = str(int(person.name) + 1)

    in_threads(16, count_up)
    with world.session() as session:
        assert session.get_one(Person, people[2]).name == "1600"


def test_readers_are_not_held_up_by_a_writer(world: World) -> None:
    with Session(world.engine) as writer:
        writer.get_one(Person, 1).name = "under ändring"
        writer.flush()
        with reading_only(), Session(world.engine) as reader:
            assert reader.get_one(Person, 1).name == "Person 1"
        writer.rollback()


def test_a_reading_is_noted_once_an_hour_by_several_at_once(world: World, people: list[int]) -> None:
    from app.clock import frozen_at

    def note(thread: int) -> None:
        moment = datetime(2026, 9, 1, 10 + thread % 2, thread, tzinfo=UTC)
        with frozen_at(moment), Session(world.engine) as session, session.begin():
            if thread < 2:
                note_reading(session, person_id=people[0], kind="thing", object_id=1, what="record")

    in_threads(2, note)
    for thread in range(4):
        with frozen_at(datetime(2026, 9, 1, 10 + thread % 2, 30, tzinfo=UTC)), world.session() as session:
            assert not note_reading(session, person_id=people[0], kind="thing", object_id=1, what="record")
    with world.session() as session:
        assert len(session.scalars(select(Reading)).all()) == 2


def test_a_writer_who_waits_is_not_passed_again_and_again(tmp_path: Path) -> None:
    """On SQLite, whose own way of waiting lets newcomers pass: a writer is passed twice round at the most.

    A busy machine may hold a writer back between its asking and its place in the line, so one in twenty is let off.
    Where nobody stands in line that many are passed thirty times, and some more than a hundred.
    """
    engine = create_engine(f"sqlite:///{tmp_path / 'line.sqlite3'}")
    prepare_engine(engine)
    began = count(1)
    latest = [0]
    passed: list[int] = []

    def write(_thread: int) -> None:
        for _time in range(30):
            asked = latest[0]
            with engine.begin():
                latest[0] = next(began)
                passed.append(latest[0] - asked - 1)
                sleep(0.002)

    in_threads(8, write)
    engine.dispose()
    assert len(passed) == 8 * 30
    passed.sort()
    assert passed[len(passed) * 95 // 100] <= 16
    assert passed[-1] <= 60


def test_a_writer_is_refused_when_nobody_lets_it_in(tmp_path: Path, monkeypatch: MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["app.db"], "BUSY_SECONDS", 0.05)
    engine = create_engine(f"sqlite:///{tmp_path / 'line.sqlite3'}")
    prepare_engine(engine)
    holder = sqlite3.connect(tmp_path / "line.sqlite3", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with raises(OperationalError, match="database is locked"), engine.begin():
        pass
    holder.execute("ROLLBACK")
    with engine.begin() as connection:
        assert connection.scalar(text("PRAGMA busy_timeout")) == 50
    holder.close()
    engine.dispose()
