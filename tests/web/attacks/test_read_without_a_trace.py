"""Somebody beside the two reads their words and wants it not to be noted."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.models import State
from app.organisation.models import Person
from app.records.models import Reading
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table


@pytest.fixture
def deputy(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Tove Tillförordnad")
    make_appointment(session, person, town.section, deputy=True)
    return person


def noted(session: Session, person: Person) -> list[str]:
    session.commit()
    return list(session.scalars(select(Reading.what).where(Reading.person_id == person.id)))


@pytest.mark.parametrize("place", ["/", "/dialoger/serie/{series}/", "/dialoger/{dialogue}/"])
def test_a_deputy_who_reads_an_established_picture_is_noted_wherever_it_stands(
    table: Table, session: Session, deputy: Person, visit: Callable[[Person], SamsynClient], place: str
) -> None:
    table.to(State.ESTABLISHED)
    address = place.format(series=table.series.id, dialogue=table.dialogue.id)
    assert "Vi ser samma sak." in visit(deputy).get(address).text
    assert noted(session, deputy) == ["record"]


def test_a_guest_who_asks_for_a_note_as_the_script_does_is_noted(
    table: Table, session: Session, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    table.to(State.HELD)
    for client in (table.over, table.rep):
        client.post(f"{table.here}/gaster", data={"person": town.support.id})
    guest = visit(town.support)
    answer = guest.get(f"{table.at_theme}/anteckning?base=0")
    assert "Vi ser det så här." in answer.get_data(as_text=True) or "Vi ser" in (answer.json or {})["text"]
    assert noted(session, town.support) == ["theme"]


def test_looking_at_who_has_read_does_not_hide_that_one_reads_afterwards(
    table: Table, session: Session, deputy: Person, visit: Callable[[Person], SamsynClient]
) -> None:
    table.to(State.ESTABLISHED)
    reader = visit(deputy)
    reader.get(f"{table.here}/lasare")
    assert noted(session, deputy) == []
    reader.get(f"{table.here}/")
    assert noted(session, deputy) == ["record"]
