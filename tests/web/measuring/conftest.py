"""A small municipality whose people measure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation.models import Person
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)


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
