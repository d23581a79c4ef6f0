"""A small municipality whose people write and read plans."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation.models import Person
from app.steering.loader import load_profile
from app.steering.routes import EXTENSION
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
YEAR = 2026


@pytest.fixture(autouse=True)
def held_clock(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


@pytest.fixture
def town(session: Session, held_clock: None) -> Municipality:
    """The municipality, everybody in it committed."""
    town = make_municipality(session)
    session.commit()
    return town


@pytest.fixture
def people(session: Session, town: Municipality) -> dict[str, Person]:
    """Everybody who looks, by what they are."""
    found = town.everybody
    for name, unit in (("secretary", town.council), ("other_support", town.other_section)):
        found[name] = make_person(session, f"Person {name}")
        make_appointment(session, found[name], unit, Role.SUPPORT)
    session.commit()
    return found


@pytest.fixture
def visit(
    clients: Callable[[], SamsynClient], session: Session, people: dict[str, Person]
) -> Callable[[str], SamsynClient]:
    """Give a client signed in as one of the people."""
    return lambda who: sign_in(clients(), session, people[who])


@pytest.fixture
def model(app: Flask) -> Iterator[Callable[[str], None]]:
    """Put another of the shipped models in force for the rest of a test."""
    known = app.extensions[EXTENSION]

    def steer_by(key: str) -> None:
        app.extensions[EXTENSION] = load_profile(key)

    yield steer_by
    app.extensions[EXTENSION] = known


class Desk(NamedTuple):
    """Where plans are written: the municipality, who writes for its council and board, and a way to look as anybody."""

    session: Session
    town: Municipality
    by: Person
    visit: Callable[[str], SamsynClient]


Steered = Callable[[str], Desk]


@pytest.fixture
def steered(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    model: Callable[[str], None],
    visit: Callable[[str], SamsynClient],
) -> Steered:
    """Give the desk of a municipality steered by one of the shipped models."""

    def at_desk(key: str) -> Desk:
        model(key)
        return Desk(session, town, people["secretary"], visit)

    return at_desk
