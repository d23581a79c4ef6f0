"""A register shown a page at a time is taken away whole: as filtered and ordered, in as many statements however long it is."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.accounts import people as accounts
from app.cycle import queries as cycle
from app.dialogues.series import reader_routes
from app.disposing import queries as disposing_queries
from app.disposing import routes as disposing
from app.disposing.things import keep_what_is_over
from app.notifications import routes as notifications
from app.planning import unit_page
from app.records.services import note_reading
from tests.factories.accounts import make_account
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_municipality,
    make_person,
    make_unit,
)
from tests.factories.planning import make_candidate
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in
from tests.support.statements import counted_statements
from tests.support.world import World
from tests.web.notifications.conftest import say

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
YEAR = 2026
MANY = 7

Fill = Callable[[int], None]


@pytest.fixture(autouse=True)
def held_clock(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


@pytest.fixture
def town(session: Session, held_clock: None) -> Municipality:
    found = make_municipality(session)
    session.commit()
    return found


@pytest.fixture
def admin(session: Session, town: Municipality, clients: Callable[[], SamsynClient]) -> SamsynClient:
    person = make_person(session, "Adam Administratör")
    make_appointment(session, person, town.administration, Role.ADMINISTRATOR)
    session.commit()
    return sign_in(clients(), session, person)


@pytest.fixture
def chief(session: Session, town: Municipality, clients: Callable[[], SamsynClient]) -> SamsynClient:
    return sign_in(clients(), session, town.chief_executive)


@pytest.fixture(autouse=True)
def short_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    for module, name in (
        (accounts, "PAGE_SIZE"),
        (notifications, "PAGE_SIZE"),
        (disposing, "PAGE_SIZE"),
        (cycle, "PAGE"),
        (unit_page, "PAGE"),
        (reader_routes, "LATELY_READ"),
    ):
        monkeypatch.setattr(module, name, 3)


def rows_of(client: SamsynClient, address: str, label: str) -> list[list[str]]:
    """Give the rows of the file that the page leads to, the head left out; the workbook has the same."""
    page = client.get(address).text
    found = [one.replace("&amp;", "&") for one in re.findall(rf'href="([^"]*tabell={label}[^"]*)"', page)]
    assert len(found) == 2, f"{label} is not on the page"
    plain = client.get(found[1])
    assert plain.mimetype == "text/csv"
    rows = list(csv.reader(io.StringIO(plain.data.decode("utf-8-sig")), delimiter=";"))
    sheet = load_workbook(io.BytesIO(client.get(found[0]).data)).active
    assert sheet is not None
    assert [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)] == rows
    assert f"Ladda ner alla {len(rows) - 1} rader:" in page
    return rows[1:]


def cost(world: World, client: SamsynClient, address: str, label: str) -> int:
    """Count the statements the file takes, once what is read once in a process has been."""
    mark = "&" if "?" in address else "?"
    whole = f"{address}{mark}tabell={label}&fil=csv"
    assert client.get(whole).mimetype == "text/csv"
    with counted_statements(world.engine) as sent:
        client.get(whole)
    return len(sent)


def people_with_accounts(session: Session, town: Municipality) -> Fill:
    def fill(number: int) -> None:
        for one in range(number):
            make_account(session, make_person(session, f"Person {one:02}"), f"person{number}{one:02}")
        session.commit()

    return fill


def mails(session: Session, town: Municipality) -> Fill:
    to = make_person(session, "Mottagare", email="m@exempel.se")

    def fill(number: int) -> None:
        for one in range(number):
            say(session, to, f"occasion {one} of {number}")

    return fill


def things_that_are_over(session: Session, town: Municipality) -> Fill:
    def fill(number: int) -> None:
        for one in range(number):
            make_candidate(session, town.unit, town.unit_manager, f"Kandidat {one}", year=YEAR - 1)
        session.commit()
        keep_what_is_over(session)
        session.commit()

    return fill


def units(session: Session, town: Municipality) -> Fill:
    def fill(number: int) -> None:
        for one in range(number):
            make_unit(session, f"Förskolan {one:02}", under=town.administration, kind="section")
        session.commit()

    return fill


REGISTERS = {
    "accounts": ("admin", "/konton/", "accounts-caption", people_with_accounts),
    "outbox": ("admin", "/utskick?visa=vantar", "outbox-caption", mails),
    "disposing": ("admin", "/gallring/", "kept-caption", things_that_are_over),
    "cycle": ("chief", f"/arshjul/{YEAR}/analysis_round/1/", "where-heading", units),
    "plans": ("chief", "/plan/enheter?ar=2026", "units-caption", units),
}


@pytest.mark.parametrize("register", REGISTERS)
def test_the_file_has_every_row_and_takes_no_more_statements_for_more_rows(
    session: Session,
    town: Municipality,
    admin: SamsynClient,
    chief: SamsynClient,
    world: World,
    register: str,
) -> None:
    who, address, label, made_by = REGISTERS[register]
    client = {"admin": admin, "chief": chief}[who]
    fill = made_by(session, town)
    fill(MANY)
    few = rows_of(client, address, label)
    first = cost(world, client, address, label)
    fill(MANY + 5)
    many = rows_of(client, address, label)
    assert len(few) >= MANY
    assert len(many) >= len(few) + 5
    assert cost(world, client, address, label) == first


def test_the_file_is_filtered_as_the_page_and_holds_what_stands_on_every_page(
    session: Session, town: Municipality, admin: SamsynClient
) -> None:
    people_with_accounts(session, town)(MANY)
    everybody = [row[0] for row in rows_of(admin, "/konton/", "accounts-caption")]
    paged: list[str] = []
    for page in range(1, 10):
        paged += re.findall(
            r'<th scope="row"><a href="[^"]*">([^<]*)</a>', admin.get(f"/konton/?sida={page}").text
        )
    assert everybody == paged
    found = rows_of(admin, "/konton/?q=Person+0&visa=med&sida=2", "accounts-caption")
    assert [row[0] for row in found] == [f"Person {one:02}" for one in range(MANY)]


def test_what_has_been_disposed_of_is_taken_away_whole(
    session: Session,
    town: Municipality,
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """In as many questions as a database takes numbers in one, too."""
    other = make_person(session, "Ragnar Registrator")
    make_appointment(session, other, town.administration, Role.ADMINISTRATOR)
    things_that_are_over(session, town)(5)
    second = sign_in(clients(), session, other)
    named = [row[0] for row in rows_of(admin, "/gallring/", "kept-caption")]
    for edition in re.findall(
        r'/gallring/(\d+)/foresla"', "".join(admin.get(f"/gallring/?sida={n}").text for n in (1, 2))
    ):
        answer = admin.post(f"/gallring/{edition}/foresla", data={"ground": "Planen", "reason": "Tid."})
        second.post(f"{answer.location}/bekrafta")
    monkeypatch.setattr(disposing_queries, "AT_ONCE", 2)
    assert sorted(row[0] for row in rows_of(admin, "/gallring/protokoll", "protocol-caption")) == sorted(
        named
    )


def test_the_readings_of_a_meeting_are_taken_away_whole(
    session: Session,
    town: Municipality,
    clients: Callable[[], SamsynClient],
    clock: Callable[[datetime], None],
) -> None:
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    for hour in range(MANY):
        clock(NOW + timedelta(hours=hour))
        note_reading(
            session, person_id=town.section_manager.id, kind="dialogue", object_id=dialogue.id, what="theme"
        )
    session.commit()
    reader = sign_in(clients(), session, town.unit_manager)
    address = f"/dialoger/{dialogue.id}/lasare"
    assert "De 3 senaste visas här. Alla finns i filen." in reader.get(address).text
    assert len(rows_of(reader, address, "readings")) == MANY


def test_who_asks_for_a_register_with_nothing_in_it_is_shown_its_page(admin: SamsynClient) -> None:
    answer = admin.get("/konton/?q=Finnsinte&tabell=accounts-caption&fil=csv")
    assert answer.status_code == 302
    assert answer.location == "/konton/?q=Finnsinte"


def test_who_may_not_read_a_register_gets_no_file_of_it(
    session: Session, town: Municipality, clients: Callable[[], SamsynClient]
) -> None:
    reader = sign_in(clients(), session, town.unit_manager)
    assert reader.get("/konton/?tabell=accounts-caption&fil=csv").status_code == 404
