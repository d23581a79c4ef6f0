"""Several sit in a presidium: one takes part, another is invited as whoever else is, and may take over."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import PairKind, State
from app.organisation import appointing
from app.organisation.models import Appointment, Person
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on
from tests.web.search.conftest import acting_as
from tests.web.search.test_rights import readable

Visit = Callable[[Person], SamsynClient]


@pytest.fixture
def vice(session: Session, town: Municipality) -> Person:
    person = make_person(session, "Vera Vice")
    make_appointment(session, person, town.board, Role.POLITICIAN, duty="vice_chair")
    session.commit()
    return person


@pytest.fixture
def presidium(session: Session, town: Municipality, visit: Visit) -> Table:
    """A meeting between the chair of the executive board and the kommunchef, planned for yesterday."""
    chair, chief = town.politician, town.chief_executive
    series = make_series(session, town.board, town.administration, pair=PairKind.PRESIDIUM)
    yesterday = clock.now() - timedelta(days=1)
    dialogue = make_dialogue(session, series, chair, chief, starts_at=yesterday)
    session.commit()
    return Table(session, series, dialogue, visit(chair), visit(chief), chair, chief)


def kinds_found(table: Table, person: Person) -> set[str]:
    """Give of which kinds something is found, asked both about all there is and about few."""
    table.session.commit()
    with table.over.application.test_request_context("/"):
        return {kind for kind, _ in readable(table.session, acting_as(table.session, person))}


def invite(table: Table, guest: Person) -> None:
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})


def test_another_of_the_presidium_reads_what_both_invited_them_to(
    presidium: Table, vice: Person, visit: Visit
) -> None:
    client = visit(vice)
    presidium.to(State.HELD)
    assert "Vi ser det så här." not in client.get(presidium.at_theme, follow_redirects=True).text
    invite(presidium, vice)
    page = client.get(presidium.at_theme)
    assert page.status_code == 200
    assert "Vi ser det så här." in page.text
    assert "Överordnads bild." not in page.text and "Rapporterandes bild." not in page.text
    assert "Vera Vice" in words_on(presidium.rep.get(f"{presidium.here}/lasare"))
    assert (
        client.post(f"{presidium.at_theme}/anteckning", data={"text": "Mitt", "base": 0}).status_code == 422
    )
    presidium.over.post(f"{presidium.here}/gaster/{presidium.fresh().guests[0].id}/ta-tillbaka")
    assert "Vi ser det så här." not in client.get(presidium.at_theme, follow_redirects=True).text


def test_search_finds_to_another_of_the_presidium_what_the_pages_show(
    presidium: Table, vice: Person, visit: Visit
) -> None:
    client = visit(vice)
    presidium.to(State.HELD)
    presidium.write_note(presidium.over, "Brandposterna fryser.")
    assert "fryser" not in client.get("/sok?q=brandposterna").text
    assert "note" not in kinds_found(presidium, vice)
    invite(presidium, vice)
    assert "fryser" in client.get("/sok?q=brandposterna").text
    assert "Överordnads" not in client.get("/sok?q=bild").text
    found = kinds_found(presidium, vice)
    assert "note" in found and "picture" not in found


def test_another_of_the_presidium_says_no_and_reads_no_more(
    presidium: Table, vice: Person, visit: Visit
) -> None:
    client = visit(vice)
    presidium.to(State.HELD)
    invite(presidium, vice)
    client.post(f"{presidium.here}/tacka-nej", data={"reason": "Jag är bortrest."})
    assert "Jag är bortrest." in words_on(presidium.over.get(f"{presidium.here}/"))
    assert "Vi ser det så här." not in client.get(presidium.at_theme, follow_redirects=True).text


def test_what_another_of_the_presidium_takes_part_in_asks_nothing_of_one(
    presidium: Table, vice: Person, visit: Visit
) -> None:
    client = visit(vice)
    assert presidium.here not in client.get("/?visa=allt").text
    presidium.to(State.HELD)
    assert presidium.here not in client.get("/?visa=allt").text
    presidium.over.post(f"{presidium.here}/steg", data={"till": "establishing"})
    presidium.write_whole("Det här är helheten.")
    assert presidium.here not in client.get("/?visa=allt").text
    invite(presidium, vice)
    assert presidium.here not in client.get("/?visa=allt").text, "it is being established by the two"
    presidium.over.post(f"{presidium.here}/steg", data={"till": "held"})
    start = client.get("/?visa=allt")
    assert start.text.count("Inbjuden till dialogen") == 1
    assert "Skriv den gemensamma bilden" not in start.text


def test_who_is_left_of_a_presidium_is_asked_and_takes_over_also_as_invited(
    presidium: Table, vice: Person, visit: Visit, session: Session
) -> None:
    presidium.to(State.HELD)
    invite(presidium, vice)
    chair = session.query(Appointment).filter_by(person_id=presidium.over_person.id).all()
    for one in chair:
        appointing.end_appointment(session, appointment_id=one.id, on=clock.today(), actor_id=None)
    session.commit()
    client = visit(vice)
    assert presidium.here in client.get("/?visa=allt").text
    assert f"Delta i stället för {presidium.over_person.name}" in client.get(f"{presidium.here}/").text
    assert client.post(f"{presidium.here}/ta-over").status_code == 302
    sits = {one.side: one.person_id for one in presidium.fresh().participants}
    assert sits["over"] == vice.id
    assert not presidium.fresh().guests[0].over_agreed_at
    assert "Överordnads bild." in client.get(presidium.at_theme).text


def test_what_was_established_is_read_by_another_of_the_presidium_as_by_who_holds_the_post(
    presidium: Table, vice: Person, visit: Visit
) -> None:
    invite(presidium, vice)
    presidium.to(State.ESTABLISHED)
    page = visit(vice).get(f"{presidium.here}/")
    assert "Vi ser det så här." in page.text
    assert 'id="addenda"' in page.text


def test_all_who_read_what_is_established_stand_by_name_on_the_line(
    presidium: Table, vice: Person, visit: Visit
) -> None:
    for client in (presidium.rep, visit(vice)):
        page = client.get(f"/dialoger/serie/{presidium.series.id}/")
        assert "Per Politik, Vera Vice och Karin Kommunchef har dem nu och läser det" in words_on(page)
