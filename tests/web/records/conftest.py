"""A few people, whose doings the record is about."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from app.organisation.models import Person
from tests.support.tampering import fill
from tests.support.world import Seed

PEOPLE = [1, 2, 3]


def people_with_a_record(session: Session) -> None:
    session.add_all(Person(id=number, name=f"Person {number}", language="sv") for number in PEOPLE)
    session.flush()
    fill(session, PEOPLE)
    session.commit()


@pytest.fixture
def seed() -> Seed | None:
    return people_with_a_record


@pytest.fixture
def people() -> list[int]:
    return PEOPLE
