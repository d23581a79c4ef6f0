"""Without scripts any button of the page of a text saves all its parts; what cannot be saved is shown, and one stays."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person
from app.writing.models import UnitText
from app.writing.rules import LONGEST_TEXT
from tests.factories.organisation import Municipality, make_municipality
from tests.factories.unit_texts import loaded_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.support.typed import beside


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def as_person(clients: Callable[[], SamsynClient], session: Session) -> Callable[[Person], SamsynClient]:
    return lambda person: sign_in(clients(), session, person)


@pytest.fixture
def manager(town: Municipality, as_person: Callable[[Person], SamsynClient]) -> SamsynClient:
    return as_person(town.unit_manager)


@pytest.fixture
def text(session: Session, town: Municipality, manager: SamsynClient) -> UnitText:
    manager.post("/analys/text/borja", data={"kind": "core_mission", "unit": town.unit.id, "year": 2026})
    return stands(session)


def stands(session: Session) -> UnitText:
    session.expire_all()
    return loaded_text(session, session.scalars(select(UnitText)).one())


def words(session: Session) -> list[str]:
    return [part.text for part in stands(session).parts]


def sent(text: UnitText, *parts: str, **more: str) -> dict[str, str]:
    fields = dict(more)
    for part, typed in zip(text.parts, parts, strict=False):
        fields |= {f"text-{part.id}": typed, f"base-{part.id}": str(part.revision_id or "")}
    return fields


def here(text: UnitText, rest: str = "") -> str:
    return f"/analys/text/{text.id}{rest}"


def test_the_ways_on_are_buttons_of_the_form_with_all_parts(text: UnitText, manager: SamsynClient) -> None:
    page = manager.get(here(text)).text
    assert len(re.findall(r'<textarea form="texts"', page)) == len(text.parts)
    assert f'form="texts" name="then" value="{here(text, "/faststall")}"' in page
    assert f'form="texts" formaction="{here(text, "/lage?state=shared")}"' in page


def test_all_parts_are_saved_on_the_way_to_establishing(
    text: UnitText, manager: SamsynClient, session: Session
) -> None:
    on = here(text, "/faststall")
    answer = manager.post(here(text, "/delar"), data=sent(text, "Ett.", "Två.", then=on))
    assert answer.location == on
    assert words(session)[:2] == ["Ett.", "Två."]


def test_sharing_takes_all_parts_along(text: UnitText, manager: SamsynClient, session: Session) -> None:
    answer = manager.post(here(text, "/lage?state=shared"), data=sent(text, "Ett.", "Två."))
    assert answer.status_code == 302
    assert words(session)[:2] == ["Ett.", "Två."]
    assert stands(session).state == "shared"


def test_a_part_changed_by_another_stops_and_the_rest_is_saved(
    text: UnitText,
    manager: SamsynClient,
    session: Session,
    town: Municipality,
    as_person: Callable[[Person], SamsynClient],
) -> None:
    first = text.parts[0].id
    manager.post(here(text, f"/del/{first}"), data={"text": "Först.", "base": ""})
    fields = sent(stands(session), "Mitt.", "Två.")
    base = stands(session).parts[0].revision_id
    as_person(town.support).post(here(text, f"/del/{first}"), data={"text": "Stödets.", "base": base})
    answer = manager.post(here(text, "/lage?state=shared"), data=fields)
    assert answer.status_code == 409
    assert "Mitt." in answer.text and "Stödets." in answer.text
    assert words(session)[:2] == ["Stödets.", "Två."]
    assert stands(session).state == "draft"


def test_a_part_too_long_is_given_back(text: UnitText, manager: SamsynClient, session: Session) -> None:
    answer = manager.post(here(text, "/delar"), data=sent(text, "å" * LONGEST_TEXT + " SLUTET", "Två."))
    assert answer.status_code == 422
    assert "SLUTET" in answer.text
    assert words(session)[:2] == ["", "Två."]


def test_parts_of_what_is_established_by_now_are_given_back(
    text: UnitText, manager: SamsynClient, session: Session
) -> None:
    manager.post(here(text, "/delar"), data=sent(text, "Ett."))
    fields = sent(stands(session), "Ett till.", "Två.")
    manager.post(here(text, "/faststall"), data={"revision": stands(session).revision})
    answer = manager.post(here(text, "/delar"), data=fields)
    assert answer.status_code == 422
    assert "Ett till." in answer.text and "Två." in answer.text
    assert words(session)[0] == "Ett."


def test_who_does_not_write_saves_nothing(
    text: UnitText, session: Session, town: Municipality, as_person: Callable[[Person], SamsynClient]
) -> None:
    for person in (town.section_manager, town.sibling_manager):
        assert as_person(person).post(here(text, "/delar"), data=sent(text, "Intrång.")).status_code == 404
    assert words(session)[0] == ""


def test_no_button_beside_the_parts_drops_what_is_typed(text: UnitText, manager: SamsynClient) -> None:
    page = manager.get(here(text)).text
    assert beside(page, "texts") == []
    manager.post(here(text, "/lage?state=shared"))
    shared = manager.get(here(text)).text
    assert beside(shared, "texts") == []
    assert f'form="texts" formaction="{here(text, "/lage?state=draft")}">Ångra' in shared


def test_a_part_is_begun_anew_with_the_other_parts_saved(
    text: UnitText, manager: SamsynClient, session: Session
) -> None:
    first = text.parts[0].id
    answer = manager.post(here(text, f"/delar?empty={first}"), data=sent(text, "Ett.", "Två."))
    assert answer.location == here(text, f"#del-{first}")
    assert words(session)[:2] == ["", "Två."]


def test_a_part_of_ones_own_is_added_on_a_page_of_its_own(
    town: Municipality, as_person: Callable[[Person], SamsynClient], manager: SamsynClient, session: Session
) -> None:
    manager.post("/analys/text/borja", data={"kind": "operational_plan", "unit": town.unit.id, "year": 2026})
    text = stands(session)
    assert f'form="texts" name="then" value="{here(text, "/ny-del")}"' in manager.get(here(text)).text
    assert beside(manager.get(here(text)).text, "texts") == []
    assert "<textarea" not in manager.get(here(text, "/ny-del")).text
    refused = manager.post(here(text, "/ny-del"), data={"alone": "1", "title": " "})
    assert refused.status_code == 422
    assert "Ge delen en rubrik." in refused.text
    assert "<textarea" not in refused.text
    manager.post(here(text, "/ny-del"), data={"alone": "1", "title": "Maten"})
    assert stands(session).parts[-1].title == "Maten"
    assert as_person(town.section_manager).get(here(text, "/ny-del")).status_code == 404
