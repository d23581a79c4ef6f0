"""What of assignments, the golden zone and the annual cycle stands on one's start page, and waits in one statement."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from sqlalchemy.orm import Session

from app import clock
from app.assignments.models import Side
from app.assignments.rules import Step
from app.cycle.models import CycleMove
from app.home.waiting import waiting_by_day
from app.steering.loader import load_profile
from tests.factories.assignments import ask, give, picture, step, write_shared
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient

Visit = Callable[[str], SamsynClient]


def test_an_assignment_waits_on_the_start_page_of_the_one_whose_word_it_waits_for(
    session: Session, town: Municipality, visit: Visit
) -> None:
    far = clock.today() + timedelta(days=200)
    one = give(session, town.section_manager, town.section, town.unit, "Kortare kö", due_on=far)
    session.commit()
    taker, giver = visit("unit"), visit("section")
    assert "Läs och kvittera" in taker.get("/").text
    assert "Kortare kö" not in giver.get("/").text
    one = step(session, one, town.unit_manager, Step.OBJECT, "Inte i år.")
    session.commit()
    assert "har en invändning mot uppdraget" in giver.get("/").text
    assert "Kortare kö" not in taker.get("/").text
    one = step(session, one, town.section_manager, Step.HOLD_TO, "Börja litet.")
    one = step(session, one, town.unit_manager, Step.ACKNOWLEDGE, "Då så.")
    session.commit()
    assert "Kortare kö" not in taker.get("/").text + giver.get("/").text
    step(session, one, town.unit_manager, Step.REPORT, "Kortare nu.")
    session.commit()
    assert "Räcker det?" in giver.get("/").text


def test_what_is_taken_stands_there_when_its_day_is_near_and_many_stand_in_one_row(
    session: Session, town: Municipality, visit: Visit
) -> None:
    near = clock.today() + timedelta(days=9)
    one = give(session, town.section_manager, town.section, town.unit, "Snart klart", due_on=near)
    step(session, one, town.unit_manager, Step.ACKNOWLEDGE)
    session.commit()
    taker = visit("unit")
    assert "Skriv hur det går" in taker.get("/").text
    for number in range(4):
        give(session, town.section_manager, town.section, town.unit, f"Nytt {number}")
    session.commit()
    page = taker.get("/").text
    assert "4 uppdrag till väntar på dig" in page
    assert page.count("Läs och kvittera") == 1


def test_a_question_waits_for_ones_picture_then_for_the_shared_one_and_then_for_ones_consent(
    session: Session, town: Municipality, visit: Visit
) -> None:
    one = give(session, town.section_manager, town.section, town.unit)
    asked = ask(session, town.unit_manager, one, "Vem väljer dag?")
    session.commit()
    taker, giver = visit("unit"), visit("section")
    assert "skriv din egen bild" in giver.get("/").text
    asked = picture(session, asked, town.unit_manager, Side.TAKER, "Vi.")
    session.commit()
    assert "Vem väljer dag?" not in taker.get("/").text
    asked = picture(session, asked, town.section_manager, Side.GIVER, "Ni.")
    session.commit()
    for client in (taker, giver):
        assert "Skriv ner det ni kommer fram till." in client.get("/").text
    write_shared(session, asked, town.unit_manager, Side.TAKER, "Vi väljer.", consents=True)
    session.commit()
    assert "säg om du står bakom den" in giver.get("/").text
    assert "Vem väljer dag?" not in taker.get("/").text


def test_what_was_moved_in_the_cycle_comes_along_for_everybody_and_for_ones_own_unit_alone(
    session: Session, town: Municipality
) -> None:
    today = clock.today()
    for number, unit_id in enumerate((None, town.unit.id, town.sibling.id)):
        session.add(
            CycleMove(
                year=today.year,
                event_key="analysis_round",
                number=1,
                unit_id=unit_id,
                starts_on=date(today.year, 3, 1 + number),
                ends_on=date(today.year, 4, 9),
                moved_by_id=town.chief_executive.id,
                moved_at=clock.now(),
            )
        )
    session.commit()
    actor = acting_as(session, town.unit_manager)
    found = waiting_by_day(
        session, actor, today, load_profile("tranemo"), within=timedelta(30), limit=10, of_cycle=True
    ).moved
    assert [(one.unit_id, one.starts_on) for one in found] == [
        (None, date(today.year, 3, 1)),
        (town.unit.id, date(today.year, 3, 2)),
    ]
    assert (
        waiting_by_day(session, actor, today, load_profile("tranemo"), within=timedelta(30), limit=10).moved
        == []
    )
    assert not session.new
