"""Who reads is said as it is: what both release by name before they do, what is established with those who come after."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.dialogues.models import Addendum, PairKind, State
from app.organisation.models import Person, Unit
from app.passages.models import Passage
from tests.factories.dialogues import establish, hold, make_dialogue, make_series, prepare, raise_matter
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_manager,
    make_person,
    make_unit,
)
from tests.support.client import SamsynClient
from tests.web.dialogues.conftest import Table, words_on

PAIRS = ["managers", "chief", "presidium", "board"]


@pytest.fixture
def everybody(session: Session, town: Municipality) -> list[Person]:
    """Everybody of the town, a board with those who lead it, a deputy of the chief executive, and the chair of the council."""
    chair = make_person(session, "Olga Ordförande")
    make_appointment(session, chair, town.company, Role.POLITICIAN, duty="vice_chair")
    administration = make_unit(session, "Byggförvaltningen", under=town.company)
    deputy, council = make_person(session, "Disa Deputerad"), make_person(session, "Kim Kommunfull")
    make_appointment(session, deputy, town.administration, deputy=True)
    make_appointment(session, council, town.council, Role.POLITICIAN, duty="chair")
    session.commit()
    return [
        *town.everybody.values(),
        chair,
        make_manager(session, administration, "Filip Förvaltning"),
        deputy,
        council,
    ]


def ends(
    pair: str, town: Municipality, everybody: list[Person], session: Session
) -> tuple[Unit, Unit, Person, Person]:
    named = {one.name: one for one in everybody}
    if pair == "managers":
        return town.section, town.unit, town.section_manager, town.unit_manager
    if pair == "chief":
        return town.administration, town.section, town.chief_executive, town.section_manager
    if pair == "presidium":
        return town.board, town.administration, town.politician, town.chief_executive
    below = session.scalars(select(Unit).where(Unit.name == "Byggförvaltningen")).one()
    return town.company, below, named["Olga Ordförande"], named["Filip Förvaltning"]


@pytest.mark.parametrize("pair", PAIRS)
def test_whoever_reads_what_both_release_stands_by_name_where_it_is_said_who_reads(
    pair: str,
    session: Session,
    town: Municipality,
    everybody: list[Person],
    visit: Callable[[Person], SamsynClient],
) -> None:
    over_unit, rep_unit, over, rep = ends(pair, town, everybody, session)
    kind = PairKind(pair) if pair in {"presidium", "board"} else PairKind.MANAGERS
    series = make_series(session, over_unit, rep_unit, pair=kind)
    dialogue = make_dialogue(session, series, over, rep)
    prepare(session, dialogue)
    hold(session, dialogue)
    raise_matter(session, dialogue, "Det här ska högre upp.")
    session.commit()
    page = words_on(visit(rep).get(f"/dialoger/{dialogue.id}/lasare"))
    told = page.split("Stycken som båda har släppt uppåt")[1].split("Aldrig")[0]
    establish(session, dialogue)
    session.commit()
    passage = session.scalars(select(Passage)).one()
    for person in everybody:
        reads = visit(person).get(f"/lyft/{passage.id}").status_code == 200
        if person in {over, rep}:
            assert reads
        elif reads or person.name in told:
            assert (reads, person.name in told) == (True, True), person.name


def line(client: SamsynClient, address: str) -> str:
    """Give the line in the head of a page that says who reads."""
    return " ".join(client.get(address).text.split('<p class="who">')[1].split("</p>")[0].split())


def test_what_is_established_is_not_said_to_be_read_by_the_two_alone(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    table.to(State.HELD)
    deputy = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    table.session.commit()
    stands_in = visit(deputy)
    alone = f"Bara ni två, {table.rep_person.name} och {table.over_person.name}, kan läsa det här."
    assert alone in line(table.rep, f"{table.here}/")
    two = f"Bara {table.over_person.name} och {table.rep_person.name} läser det de skriver här."
    assert two in line(stands_in, f"{table.here}/")
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    table.consent(table.rep)
    assert "Det här är helheten." in stands_in.get(f"{table.here}/").text
    for page in (f"{table.here}/", table.at_theme):
        said = line(table.rep, page)
        assert "Bara ni två" not in said
        assert "Ni två läser det här, och de som har era uppdrag nu och senare." in said
        assert "och de som har deras uppdrag nu och senare." in line(stands_in, page)
    assert "Bilderna läser bara ni två." in table.rep.get(table.at_theme).text
    assert "Bilderna läser bara ni två." not in stands_in.get(table.at_theme).text


def test_what_is_only_proposed_after_the_record_is_established_is_the_twos(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    """Neither a passage one of them would raise nor an addendum not yet established is part of what others read."""
    table.to(State.HELD)
    table.propose(table.rep, "Bara den ena vill lyfta vikariepoolen.")
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    table.consent(table.over)
    table.consent(table.rep)
    table.rep.post(f"{table.here}/tillagg", data={"text": "Utkast till vikarietillägg."})
    deputy = make_person(table.session, "Tove Tillförordnad")
    make_appointment(table.session, deputy, town.unit, deputy=True)
    table.session.commit()
    stands_in = visit(deputy)
    proposed = ("Bara den ena vill lyfta vikariepoolen.", "Utkast till vikarietillägg.")
    for words in proposed:
        assert words in table.over.get(f"{table.here}/").text
        for page in (f"{table.here}/", f"{table.here}/faststalld", f"{table.here}/lasare", table.at_theme):
            assert words not in stands_in.get(page).text, page
    for client, found in ((table.over, True), (stands_in, False)):
        for word in ("vikariepoolen", "vikarietillägg"):
            assert (f'href="{table.here}/' in client.get("/sok", query_string={"q": word}).text) is found, (
                word
            )
    addendum = table.session.scalars(select(Addendum)).one()
    for client in (table.over, table.rep):
        client.post(f"{table.here}/tillagg/{addendum.id}", data={"wish": "establish", "revision": 1})
    assert "Utkast till vikarietillägg." in stands_in.get(f"{table.here}/").text
    assert f'href="{table.here}/' in stands_in.get("/sok", query_string={"q": "vikarietillägg"}).text


def test_a_guest_reads_nothing_of_what_is_considered_raising_once_the_record_is_established(
    table: Table, town: Municipality, visit: Callable[[Person], SamsynClient]
) -> None:
    guest = make_person(table.session, "Gun Gäst")
    make_appointment(table.session, guest, town.section, Role.SUPPORT)
    table.session.commit()
    for one in (table.over, table.rep):
        one.post(f"{table.here}/gaster", data={"person": guest.id})
    table.to(State.HELD)
    before, after = "Vikariepoolen räcker inte.", "Lokalen är för liten."
    table.propose(table.rep, before)
    client = visit(guest)
    assert before in client.get(table.at_theme).text
    table.over.post(f"{table.here}/steg", data={"till": "establishing"})
    table.write_whole("Det här är helheten.")
    for one in (table.over, table.rep):
        table.consent(one)
    table.propose(table.rep, after)
    for page in (table.at_theme, f"{table.here}/"):
        for words in (before, after):
            assert words not in client.get(page).text, page
    assert after in table.over.get(table.at_theme).text
