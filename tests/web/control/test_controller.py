"""A controller: the doors open on what they work with, and the start page says which plans, controls and risks wait for them."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation.models import Person
from app.quality.risks.models import Risk
from tests.factories.control import begin_plan, decided_plan, make_risk, tell
from tests.factories.organisation import Municipality, make_appointment, make_person, make_unit
from tests.factories.quality import make_factor
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

Visit = Callable[[str], SamsynClient]
JUNE = datetime(2026, 6, 15, 9, 0, tzinfo=UTC)


@pytest.fixture
def of_council(
    session: Session, town: Municipality, people: dict[str, Person], clients: Callable[[], SamsynClient]
) -> SamsynClient:
    """The controller of the whole municipality, appointed at the council."""
    person = make_person(session, "Kim Kommuncontroller")
    make_appointment(session, person, town.council, Role.SUPPORT, title="Controller")
    session.commit()
    return sign_in(clients(), session, person)


def rows(page: str) -> list[str]:
    """Give the headlines of the start page."""
    return [" ".join(one.split()) for one in re.findall(r"<h2>(.*?)</h2>", page, re.S)]


@pytest.mark.parametrize("door", ["/analys/", "/kvalitet/", "/plan/", "/ekonomi/", "/rapporter/", "/begart/"])
def test_doors_open_on_the_administration_that_works_for_the_body_one_supports(
    of_council: SamsynClient, town: Municipality, door: str
) -> None:
    page = of_council.get(door).text
    assert f"{town.administration.name}, 2026" in page, "that is where one stands"
    assert f"{town.council.name}</a>" in page, "the body itself is one press away"
    assert f"enhet={town.council.id}" in page


def test_where_the_administration_has_no_factors_those_of_the_units_below_are_shown(
    session: Session, town: Municipality, of_council: SamsynClient
) -> None:
    make_factor(session, town.unit, town.unit_manager, "Lämningen är lugn")
    session.commit()
    assert of_council.get("/kvalitet/").location == "/kvalitet/faktorer"
    assert "Lämningen är lugn" in of_council.get("/kvalitet/faktorer").text
    asked = of_council.get(f"/kvalitet/?enhet={town.administration.id}")
    assert asked.status_code == 200, "who asks for a unit comes there"


def test_who_supports_a_board_with_an_administration_of_its_own_comes_there(
    session: Session, town: Municipality, clients: Callable[[], SamsynClient]
) -> None:
    board = make_unit(session, "Socialnämnden", kind="board", under=town.council)
    office = make_unit(session, "Socialförvaltningen", kind="administration", under=board)
    person = make_person(session)
    make_appointment(session, person, board, Role.SUPPORT)
    session.commit()
    assert f"{office.name}, 2026" in sign_in(clients(), session, person).get("/kvalitet/").text


def test_who_leads_or_sits_on_a_body_comes_where_they_came(visit: Visit, town: Municipality) -> None:
    assert f"{town.unit.name}, 2026" in visit("unit").get("/kvalitet/").text
    assert f"{town.board.name}, 2026" in visit("chair").get("/analys/").text


def test_plans_that_are_not_decided_wait_for_who_writes_them(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    company = "Internkontrollplan 2026 för " + town.company.name
    found = rows(visit("controller").get("/").text)
    assert {f"Internkontrollplan {year} för {town.board.name}" for year in (2026, 2027)} <= set(found)
    assert company not in found, "a company puts its own together"
    begun = begin_plan(session, people["chief"], town.board)
    session.commit()
    page = visit("controller").get("/").text
    assert "Planen är påbörjad men inte beslutad." in page
    assert f"/internkontroll/plan/{begun.id}/" in page


def test_a_decided_plan_waits_no_longer_and_next_years_only_from_october(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    visit: Visit,
    clock: Callable[[datetime], None],
) -> None:
    decided_plan(session, people["chief"], town.board, make_risk(session, town.unit_manager, town.unit))
    session.commit()
    plans = [one for one in rows(visit("controller").get("/").text) if "kontrollplan" in one]
    assert plans == [f"Internkontrollplan 2027 för {town.board.name}"]
    clock(JUNE)
    assert not [one for one in rows(visit("controller").get("/").text) if "kontrollplan" in one]


def test_many_plans_stand_in_one_row(session: Session, town: Municipality, of_council: SamsynClient) -> None:
    for number in range(3):
        make_unit(session, f"Nämnd {number}", kind="board", under=town.council)
    session.commit()
    found = rows(of_council.get("/").text)
    assert "Fem internkontrollplaner att skriva för 2027" in found
    assert "/internkontroll/?ar=2027" in of_council.get("/").text


def test_controls_of_many_plans_whose_day_has_passed_stand_in_one_row(
    session: Session, town: Municipality, people: dict[str, Person], of_council: SamsynClient
) -> None:
    for number in range(3):
        board = make_unit(session, f"Nämnd {number}", kind="board", under=town.council)
        decided_plan(session, people["chief"], board, make_risk(session, people["chief"], board))
    session.commit()
    page = of_council.get("/").text
    assert "Nio kontroller har passerat sin dag" in rows(page)
    assert "har passerat sin dag</h2>" in page and page.count("har passerat sin dag") == 1


def test_controls_whose_day_has_passed_and_the_report_wait_for_who_put_the_plan_together(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    visit: Visit,
    clock: Callable[[datetime], None],
) -> None:
    risk = make_risk(session, town.unit_manager, town.unit)
    plan = decided_plan(session, people["chief"], town.board, risk, person=people["unit"])
    session.commit()
    late = f"Tre kontroller för {town.board.name} har passerat sin dag"
    page = visit("controller").get("/").text
    assert late in rows(page)
    assert f"/internkontroll/plan/{plan.id}/kalender" in page
    assert late not in rows(visit("unit").get("/").text), "who carries them out has a row for each"
    tell(session, people["unit"], plan)
    session.commit()
    assert f"Två kontroller för {town.board.name} har passerat sin dag" in rows(
        visit("controller").get("/").text
    )
    clock(datetime(2027, 1, 20, 9, 0, tzinfo=UTC))
    assert f"Årsrapport om intern kontroll 2026 för {town.board.name}" in rows(
        visit("controller").get("/").text
    )


def test_the_boards_own_risks_are_looked_over_by_who_writes_them(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    make_risk(session, people["chief"], town.board, "Jäv vid upphandling", review_on=date(2026, 12, 5))
    make_risk(session, town.unit_manager, town.unit, "Halka på gården", review_on=date(2026, 12, 5))
    session.commit()
    found = rows(visit("controller").get("/").text)
    assert "Se över risken: Jäv vid upphandling" in found
    assert "Se över risken: Halka på gården" not in found, "that one is the manager's"


def test_where_nothing_waits_it_is_said_what_would(
    session: Session, town: Municipality, clients: Callable[[], SamsynClient]
) -> None:
    person = make_person(session)
    make_appointment(session, person, town.unit, Role.SUPPORT)
    session.commit()
    page = sign_in(clients(), session, person).get("/").text
    assert "planer och rapporter att skriva, kontroller och risker vars dag har kommit" in page


def test_statements_do_not_grow_with_what_waits(
    session: Session,
    town: Municipality,
    people: dict[str, Person],
    of_council: SamsynClient,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    def sent() -> int:
        of_council.get("/")
        with statements() as found:
            assert of_council.get("/").status_code == 200
        return len(found)

    few = sent()
    for number in range(6):
        board = make_unit(session, f"Nämnd {number}", kind="board", under=town.council)
        risk = make_risk(session, people["chief"], board, f"Risk {number}", review_on=date(2026, 12, 5))
        assert isinstance(risk, Risk)
        if number % 2:
            begin_plan(session, people["chief"], board)
    session.commit()
    assert sent() == few
    assert few <= 9, "who has signed in, and eight"
