"""A part left out of a text keeps its words for who may take it in again: they stand on no page, and are found by nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.search.keeping import compare
from app.writing.models import TextState, UnitText
from tests.factories.organisation import Municipality, make_municipality
from tests.factories.unit_texts import loaded_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

SAID, KEPT_BACK = "Lugna morgnar gör lugna barn.", "Ledningen orkar inte med vikarierna."


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def as_person(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    return lambda person: sign_in(clients(), session, person)


def the_text(session: Session) -> UnitText:
    session.expire_all()
    return loaded_text(session, session.scalars(select(UnitText)).one())


def found(client: SamsynClient, word: str, at: str) -> bool:
    return f'href="{at}#del-' in client.get("/sok", query_string={"q": word}).text


@pytest.mark.parametrize("state", [TextState.DRAFT, TextState.SHARED, TextState.ESTABLISHED])
def test_what_was_left_out_is_found_by_nobody(
    session: Session,
    town: Municipality,
    as_person: Callable[[Person], SamsynClient],
    state: TextState,
) -> None:
    manager = as_person(town.unit_manager)
    manager.post("/analys/text/borja", data={"kind": "operational_plan", "unit": town.unit.id, "year": 2026})
    text = the_text(session)
    at = f"/analys/text/{text.id}"
    first, second = text.parts[0].id, text.parts[1].id
    for number, words in ((first, SAID), (second, KEPT_BACK)):
        manager.post(f"{at}/del/{number}", data={"text": words, "base": ""})
    assert found(manager, "vikarierna", at)
    manager.post(f"{at}/del/{second}/ordna", data={"wish": "leave_out"})
    if state == TextState.SHARED:
        manager.post(f"{at}/lage", data={"state": "shared"})
    elif state == TextState.ESTABLISHED:
        manager.post(f"{at}/faststall", data={"revision": the_text(session).revision})
    assert the_text(session).state == state
    near = [town.unit_manager, town.section_manager, town.chief_executive]
    everybody = [*near, town.politician, town.auditor]
    reads = {TextState.DRAFT: 1, TextState.SHARED: 3, TextState.ESTABLISHED: len(everybody)}[state]
    for number, person in enumerate(everybody):
        client = as_person(person)
        assert KEPT_BACK not in client.get(at).text, person.name
        assert not found(client, "vikarierna", at), person.name
        assert found(client, "morgnar", at) is (number < reads), person.name
    assert compare(session).agrees


def test_what_is_taken_in_again_is_found_again(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    manager = as_person(town.unit_manager)
    manager.post("/analys/text/borja", data={"kind": "operational_plan", "unit": town.unit.id, "year": 2026})
    text = the_text(session)
    at, part = f"/analys/text/{text.id}", text.parts[1].id
    manager.post(f"{at}/del/{part}", data={"text": KEPT_BACK, "base": ""})
    manager.post(f"{at}/del/{part}/ordna", data={"wish": "leave_out"})
    assert not found(manager, "vikarierna", at)
    manager.post(f"{at}/del/{part}/ordna", data={"wish": "put_back"})
    assert found(manager, "vikarierna", at)


def leave_out_the_first(
    client: SamsynClient, session: Session, kind: str, unit_id: int, year: int
) -> UnitText:
    """Write the first two parts of a text, leave the first out, and establish what is left."""
    client.post("/analys/text/borja", data={"kind": kind, "unit": unit_id, "year": year})
    text = the_text(session)
    at = f"/analys/text/{text.id}"
    if len(text.parts) < 2:
        client.post(f"{at}/ny-del", data={"title": "Nyfikna"})
        text = the_text(session)
    for part, words in zip(text.parts, (KEPT_BACK, SAID), strict=False):
        client.post(f"{at}/del/{part.id}", data={"text": words, "base": ""})
    client.post(f"{at}/del/{text.parts[0].id}/ordna", data={"wish": "leave_out"})
    client.post(f"{at}/faststall", data={"revision": the_text(session).revision})
    assert the_text(session).state == TextState.ESTABLISHED
    return the_text(session)


def test_the_list_of_editions_shows_no_opening_that_was_left_out(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    chief = as_person(town.chief_executive)
    text = leave_out_the_first(chief, session, "supervision_overview", town.administration.id, 2026)
    assert text.parts[0].key == "opening"
    for person in (town.politician, town.auditor, town.chief_executive):
        page = as_person(person).get("/uppsikt/utgavor").text
        assert f"/analys/text/{text.id}" in page, person.name
        assert KEPT_BACK not in page, person.name


def test_the_thread_shows_no_vision_that_was_left_out(
    session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    chief = as_person(town.chief_executive)
    text = leave_out_the_first(chief, session, "vision", town.administration.id, 0)
    page = as_person(town.unit_manager).get(f"/plan/trad/vision/{text.unit_id}")
    assert page.status_code == 200
    assert KEPT_BACK not in page.text
