"""A body that is no form is no form: numbers and lists where words are awaited are not read."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app.access.matrix import Role
from tests.factories.organisation import Municipality, make_appointment, make_municipality, make_person
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.mark.parametrize("path", ["/styrdokument/beslut/nytt", "/styrdokument/nytt"])
def test_what_is_sent_as_json_is_read_as_nothing(
    clients: Callable[[], SamsynClient], session: Session, town: Municipality, path: str
) -> None:
    person = make_person(session, "Adam Ordning")
    make_appointment(session, person, town.administration, Role.ADMINISTRATOR)
    make_appointment(session, person, town.unit, Role.SUPPORT)
    client = sign_in(clients(), session, person)
    assert client.get(path).status_code == 200
    fields = ("name", "title", "email", "what", "decided_by", "registry_number", "words", "link", "kind")
    answer = client.post(path, json=dict.fromkeys(fields, 5) | {"save": 1})
    assert answer.status_code in {200, 422}
