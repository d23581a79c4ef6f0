"""The populated municipality, and who looks in it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.organisation.models import Person
from app.organisation.reach import holdings
from tests.support.population import populated
from tests.support.world import Seed


@pytest.fixture
def seed() -> Seed:
    return populated


def acting_as(session: Session, person: Person) -> Actor:
    """Give a person with the posts held today."""
    session.flush()
    return Actor(person.id, person.name, "sv", holdings(session, person.id, clock.today()))
