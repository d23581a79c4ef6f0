"""The profile's templates taken in, and people who may and may not change them."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from app.dialogues.agenda import queries
from app.dialogues.agenda.services import adopt_profile_templates
from app.dialogues.models import PairKind, Template
from app.organisation.models import Person
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session, app: Flask) -> Municipality:
    adopt_profile_templates(session, app.extensions["samsyn_profile"])
    town = make_municipality(session)
    session.commit()
    return town


@pytest.fixture
def template(session: Session, town: Municipality) -> Template:
    """The profile's template for managers."""
    return queries.templates_for(session, PairKind.MANAGERS)[0]


@pytest.fixture
def another_support(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Ann Annan")
    from app.access.matrix import Role

    make_appointment(session, person, town.administration, Role.SUPPORT)
    return person


@pytest.fixture
def visit(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    """Give a client signed in as somebody."""
    return lambda person: sign_in(clients(), session, person)
