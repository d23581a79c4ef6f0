"""A remedy is followed up like an agreement: by whoever is to do it, from the start page, with reminders."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.economy.models import EconomicRemedy, RemedyNote
from app.economy.telling import remind_of_forecasts, remind_of_remedies
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.organisation.appointing import end_appointment
from app.organisation.models import Appointment, Person
from tests.factories.economy import add_remedy, make_forecast, make_overspend, make_submitted, submit
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.news import unread
from tests.web.economy.conftest import YEAR
from tests.web.planning.conftest import NOW

Visit = Callable[[str], SamsynClient]
WHAT = "Vi väntar med möblerna"


@pytest.fixture
def remedy(session: Session, town: Municipality) -> EconomicRemedy:
    """A remedy of the unit's that its section manager is to do."""
    forecast = make_forecast(session, town.unit, town.unit_manager, expected=10_100, says="Hundra över.")
    made = add_remedy(
        session,
        forecast,
        town.unit_manager,
        WHAT,
        effect=60,
        person_id=town.section_manager.id,
        due_on=date(YEAR, 12, 4),
    )
    submit(session, forecast, town.unit_manager)
    session.commit()
    return made


def test_whoever_is_to_do_it_says_how_it_goes_also_from_above(
    session: Session, visit: Visit, remedy: EconomicRemedy
) -> None:
    client, here = visit("section"), f"/ekonomi/atgard/{remedy.id}"
    assert "Skriv hur det går" in client.get(here).text
    assert client.post(f"{here}/lage", data={"state": "done", "words": "Avbeställt."}).status_code == 302
    assert session.scalars(select(RemedyNote)).one().text == "Avbeställt."
    assert client.post(f"{here}/ta-bort").status_code == 404
    for who in ("chief", "chair", "sibling", "employee"):
        assert visit(who).post(f"{here}/lage", data={"state": "done", "words": "x"}).status_code == 404, who
    assert "Skriv hur det går" not in visit("chief").get(here).text


def test_only_those_who_read_the_economy_of_the_unit_are_offered(
    session: Session, town: Municipality, people: dict[str, Person], visit: Visit
) -> None:
    forecast = make_forecast(session, town.unit, town.unit_manager, expected=10_100, says="Hundra över.")
    session.commit()
    page = visit("unit").get(f"/ekonomi/prognos/{forecast.id}").text
    for who, offered in (("unit", True), ("section", True), ("support", True), ("employee", False)):
        assert (f'<option value="{people[who].id}"' in page) is offered, who


def test_it_stands_on_the_start_page_of_whoever_is_to_do_it(visit: Visit, remedy: EconomicRemedy) -> None:
    assert WHAT in visit("section").get("/").text
    for who in ("unit", "chief", "sibling"):
        assert WHAT not in visit(who).get("/").text, who


def test_an_overspend_to_plan_for_stands_on_the_start_page_of_the_manager(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_overspend(session, town.unit, town.unit_manager)
    session.commit()
    said = f"Underskottet {YEAR - 1} ska hämtas hem"
    assert said in visit("unit").get("/").text
    for who in ("section", "chief", "support", "sibling"):
        assert said not in visit(who).get("/").text, who


def test_one_is_reminded_once_before_the_day_and_once_after(
    session: Session, town: Municipality, visit: Visit, remedy: EconomicRemedy
) -> None:
    assert remind_of_remedies(session, NOW) == 1
    assert remind_of_remedies(session, NOW) == 0
    told = session.scalars(select(Notice)).one()
    assert (told.person_id, told.kind) == (town.section_manager.id, Kind.REMEDY_DUE)
    assert remind_of_remedies(session, datetime(YEAR, 12, 6, 9, tzinfo=UTC)) == 1
    assert [one.rpartition("/")[2] for one in unread(session, Kind.REMEDY_DUE)] == ["late"]
    session.commit()
    visit("section").post(f"/ekonomi/atgard/{remedy.id}/lage", data={"state": "done", "words": ""})
    session.rollback()
    assert unread(session, Kind.REMEDY_DUE) == []


def test_managers_who_have_not_submitted_are_reminded_of_the_day(
    session: Session, town: Municipality, people: dict[str, Person]
) -> None:
    make_submitted(session, town.unit, town.unit_manager, month=10)
    session.commit()
    remind_of_forecasts(session, datetime(YEAR, 11, 16, 9, tzinfo=UTC))
    told = set(session.scalars(select(Notice.person_id).where(Notice.kind == Kind.FORECAST_DUE)))
    assert people["section"].id in told or people["sibling"].id in told
    assert people["unit"].id not in told
    news = unread(session, Kind.FORECAST_DUE)
    make_submitted(session, town.section, town.section_manager, month=10)
    gone = set(news) - set(unread(session, Kind.FORECAST_DUE))
    assert gone == {f"forecast/{town.section.id}/{YEAR}/10"}


def test_who_comes_from_a_board_comes_to_the_economy_of_the_administration(
    session: Session, town: Municipality, visit: Visit
) -> None:
    top = town.administration
    for who in ("secretary", "auditor"):
        page = visit(who).get("/ekonomi/").text
        assert f"<h1>{top.name}</h1>" in page, who
    assert f"<h1>{town.unit.name}</h1>" in visit("unit").get("/ekonomi/").text
    board = visit("secretary").get(f"/ekonomi/?enhet={town.council.id}").text
    assert "lämnar ingen egen prognos" in board
    assert "Börja skriva" not in board


def test_a_reminder_is_let_go_when_one_leaves_the_post(
    session: Session, town: Municipality, remedy: EconomicRemedy
) -> None:
    remind_of_remedies(session, NOW)
    assert leaving.let_go(session, NOW.date()) == 0
    appointment = session.scalars(
        select(Appointment).where(Appointment.person_id == town.section_manager.id)
    ).one()
    end_appointment(session, appointment_id=appointment.id, on=NOW.date(), actor_id=None)
    session.commit()
    assert leaving.let_go(session, NOW.date()) == 1
