"""Who read a dialogue text is noted, once an hour, and never at the page's expense."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from flask import Flask, abort, g, request
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.db import db, prepare_engine, start_reading, start_writing
from app.organisation.models import Person
from app.records.models import Reading
from app.records.queries import readings_of
from app.records.reading_log import log_reading
from tests.support.statements import counted_statements
from tests.support.world import World

HOUR = datetime(2026, 9, 1, 10, 15, tzinfo=UTC)


@pytest.fixture
def pages(world: World) -> Iterator[Flask]:
    """A small application on the same database with pages that note who read them."""
    app = Flask("pages")
    app.config["SQLALCHEMY_ENGINES"] = {"default": {"url": world.database.url}}
    db.init_app(app)

    @app.before_request
    def choose_transaction() -> None:
        if request.method == "GET":
            start_reading()

    @app.teardown_request
    def end_reading(_error: BaseException | None) -> None:
        start_writing()

    @app.before_request
    def sign_in() -> None:
        g.actor = Actor(int(request.args.get("person", 1)), "Person", "sv", ())

    @app.route("/text/<int:number>", methods=["GET", "POST"])
    def page(number: int) -> str:
        log_reading("thing", number, "record")
        if number == 404:
            abort(404)
        return db.session.get_one(Person, 1).name

    with app.app_context():
        prepare_engine(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()


def test_a_reading_is_noted_with_who_when_and_what(
    pages: Flask, world: World, clock: Callable[[datetime], None]
) -> None:
    clock(HOUR)
    assert pages.test_client().get("/text/5?person=2").text == "Person 1"
    with world.session() as session:
        (read,) = readings_of(session, "thing", 5)
    assert (read.person, read.at, read.what) == ("Person 2", HOUR, "record")


def test_the_same_page_within_the_hour_costs_one_statement_and_no_write(
    pages: Flask,
    world: World,
    clock: Callable[[datetime], None],
) -> None:
    clock(HOUR)
    client = pages.test_client()
    client.get("/text/5")
    with pages.app_context():
        engine = db.engine
    with counted_statements(engine) as sent:
        client.get("/text/5")
    assert len(sent) == 2
    assert all(statement.startswith("SELECT") for statement in sent)
    clock(HOUR.replace(hour=11))
    client.get("/text/5")
    with world.session() as session:
        assert len(session.scalars(select(Reading)).all()) == 2


def test_a_page_that_was_not_shown_is_not_noted(pages: Flask, world: World) -> None:
    assert pages.test_client().get("/text/404").status_code == 404
    with world.session() as session:
        assert session.scalars(select(Reading)).all() == []


def test_a_page_in_answer_to_a_post_is_noted_without_waiting_for_itself(pages: Flask, world: World) -> None:
    assert pages.test_client().post("/text/5").status_code == 200
    with world.session() as session:
        assert len(readings_of(session, "thing", 5)) == 1


def test_the_page_is_answered_when_the_log_fails(
    pages: Flask, world: World, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(_mapper: object, _connection: object, _target: object) -> None:
        from sqlalchemy.exc import OperationalError

        raise OperationalError("INSERT", {}, Exception("disk full"))

    event.listen(Reading, "before_insert", refuse)
    try:
        with caplog.at_level(logging.ERROR):
            assert pages.test_client().get("/text/5").text == "Person 1"
    finally:
        event.remove(Reading, "before_insert", refuse)
    assert "could not be noted" in caplog.text
    with world.session() as session:
        assert session.scalars(select(Reading)).all() == []


def test_readings_come_newest_first_with_names(session: Session, clock: Callable[[datetime], None]) -> None:
    from app.records.services import note_reading

    for number, person in enumerate((1, 2, 3)):
        clock(HOUR.replace(minute=number))
        note_reading(session, person_id=person, kind="thing", object_id=9, what="note")
    assert [one.person for one in readings_of(session, "thing", 9)] == ["Person 3", "Person 2", "Person 1"]
