"""A small municipality on a fixed day, and people who sign in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from sqlalchemy.orm import Session

from app.organisation.models import Person
from tests.factories.organisation import Municipality, make_municipality
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def held_clock(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


@pytest.fixture
def town(session: Session, held_clock: None) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def visit(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    """Give a client signed in as somebody."""
    return lambda person: sign_in(clients(), session, person)
