"""What one test writes no other meets, however the database is put back, and what is prepared once is given whole."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, delete, insert, inspect, select, text, update
from sqlalchemy.orm import Session

from app.db import db
from app.organisation.models import Person
from tests.factories.organisation import make_manager, make_person, make_unit
from tests.support.client import SamsynClient
from tests.support.remembering import WORLD, remembered
from tests.support.routes import snapshot
from tests.support.signed_in import sign_in
from tests.support.world import Seed, World


def three_people(session: Session) -> None:
    for name in ("Ada", "Bo", "Cilla"):
        make_person(session, name)


@pytest.fixture
def seed() -> Seed:
    return three_people


def add(connection: Connection) -> None:
    connection.execute(insert(Person).values(name="Dag", language="sv"))


def change(connection: Connection) -> None:
    connection.execute(update(Person).where(Person.name == "Bo").values(name="Bosse"))


def remove(connection: Connection) -> None:
    connection.execute(delete(Person).where(Person.name == "Cilla"))


def put_another_in_the_place_of_one(connection: Connection) -> None:
    remove(connection)
    connection.execute(insert(Person).values(name="Cilla", language="sv"))


def change_the_table(connection: Connection) -> None:
    connection.execute(text("ALTER TABLE person ADD COLUMN extra INTEGER"))


CHANGES = [add, change, remove, put_another_in_the_place_of_one, change_the_table]


@pytest.mark.parametrize("done", CHANGES, ids=lambda done: done.__name__)
def test_whatever_is_written_is_noticed_and_undone(world: World, done: Callable[[Connection], None]) -> None:
    before = snapshot(world.engine, ())
    assert world.database.untouched()
    with world.engine.begin() as connection:
        done(connection)
    assert not world.database.untouched()
    world.reset(three_people)
    assert snapshot(world.engine, ()) == before
    with world.engine.connect() as connection:
        assert "extra" not in {column["name"] for column in inspect(connection).get_columns("person")}
        connection.execute(insert(Person).values(name="Dag", language="sv"))
        assert connection.scalar(select(Person.id).where(Person.name == "Dag")) == 4


def test_reading_is_no_writing(world: World) -> None:
    with world.session() as session:
        assert session.scalars(select(Person.name).order_by(Person.id)).all() == ["Ada", "Bo", "Cilla"]
    assert world.database.untouched()


def test_one_content_after_another_is_put_in_place(world: World) -> None:
    before = snapshot(world.engine, ())
    world.reset()
    assert snapshot(world.engine, ())["person"] == []
    world.reset(three_people)
    assert snapshot(world.engine, ()) == before


def test_who_was_in_the_midst_of_something_is_no_hindrance(world: World) -> None:
    before = snapshot(world.engine, ())
    left = world.engine.connect()
    add(left)
    world.reset(three_people)
    assert snapshot(world.engine, ()) == before
    left.invalidate()
    left.close()


@contextmanager
def at_the_beginning(world: World) -> Iterator[Session]:
    """Begin as every test does."""
    world.reset(three_people)
    with world.app.app_context():
        db.session.info[WORLD] = world
        yield db.session
        db.session.rollback()


BUILT: list[str] = []


def prepare(session: Session, client: SamsynClient, name: str) -> dict[str, object]:
    BUILT.append(name)
    person = make_manager(session, make_unit(session, "Kommunen", is_top=True), name)
    return {"person": person, "client": sign_in(client, session, person), "session": session}


def test_a_preparation_is_made_once_and_given_whole(world: World) -> None:
    BUILT.clear()
    seen = []
    for _ in range(3):
        with at_the_beginning(world) as session:
            given = remembered(session, prepare, session, world.app.test_client(), "Dag")
            person, client = given["person"], given["client"]
            assert given["session"] is session
            assert isinstance(person, Person)
            assert person in session
            assert isinstance(client, SamsynClient)
            assert "Dag" in client.get("/konto/").text
            session.commit()
            seen.append(snapshot(world.engine, ("reading",)))
    assert BUILT == ["Dag"]
    assert seen[0] == seen[1] == seen[2]


def test_a_preparation_is_made_anew_after_something_else_was_written(world: World) -> None:
    BUILT.clear()
    for extra in (True, False, True):
        with at_the_beginning(world) as session:
            if extra:
                make_person(session, "Erik")
            remembered(session, prepare, session, world.app.test_client(), "Gun")
            names = session.scalars(select(Person.name).order_by(Person.id)).all()
            assert names == ["Ada", "Bo", "Cilla", *(["Erik"] if extra else []), "Gun"]
    assert len(BUILT) == 3


def test_preparations_of_other_things_are_not_mixed_up(world: World) -> None:
    for name in ("Frida", "Hans", "Frida"):
        with at_the_beginning(world) as session:
            remembered(session, prepare, session, world.app.test_client(), name)
            assert session.scalars(select(Person.name).order_by(Person.id.desc())).first() == name
