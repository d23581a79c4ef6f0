"""The small municipality of the plans, with two who dispose."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation.models import Person
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.web.planning.conftest import held_clock, people, town, visit

__all__ = ["held_clock", "people", "town", "visit"]


def _administrator(session: Session, town: Municipality, name: str) -> Person:
    person = make_person(session, name)
    make_appointment(session, person, town.section, Role.ADMINISTRATOR)
    session.commit()
    return person


@pytest.fixture
def first(
    session: Session,
    town: Municipality,
    clients: Callable[[], SamsynClient],
) -> SamsynClient:
    return sign_in(clients(), session, _administrator(session, town, "Anna Arkivarie"))


@pytest.fixture
def second(
    session: Session,
    town: Municipality,
    clients: Callable[[], SamsynClient],
) -> SamsynClient:
    return sign_in(clients(), session, _administrator(session, town, "Ragnar Registrator"))
