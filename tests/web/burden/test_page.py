"""What is asked and what nobody used: counted for those whose units they are, without anybody being pointed at."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.analysis.mission import KIND as CORE_MISSION
from app.dialogues.models import PairKind, State
from app.organisation.models import Person, Unit
from app.passages.models import Talk
from app.writing.kinds import kinds
from app.writing.models import TakenIn, TextState
from tests.factories.dialogues import hold, loaded, make_dialogue, make_series
from tests.factories.measuring import make_measured, measure
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_manager,
    make_municipality,
    make_person,
    make_unit,
)
from tests.factories.unit_texts import make_text
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

NOW = datetime(2026, 11, 28, 9, 0, tzinfo=UTC)
PROPOSED, NOTHING = "Förslag: sluta fråga", "Inget att föreslå"


@pytest.fixture(autouse=True)
def held_clock(clock: Callable[[datetime], None]) -> None:
    clock(NOW)


@pytest.fixture
def town(session: Session, held_clock: None) -> Municipality:
    town = make_municipality(session)
    session.commit()
    return town


@pytest.fixture
def page(clients: Callable[[], SamsynClient], session: Session) -> Callable[..., str]:
    """Give the words of the page for a person, or of the answer's code where it did not open."""

    def words(person: Person, query: str = "", *, code: int = 200) -> str:
        session.commit()
        answer = sign_in(clients(), session, person).get(f"/begart/{query}")
        assert answer.status_code == code
        main = answer.text.partition("<main")[2].partition("</main")[0]
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", main)).split())

    return words


def test_everybody_sees_what_is_asked_of_their_own_units_and_nobody_elses(
    town: Municipality, page: Callable[..., str]
) -> None:
    assert town.unit.name in page(town.unit_manager)
    page(town.unit_manager, f"?enhet={town.sibling.id}", code=404)
    page(town.unit_manager, f"?enhet={town.section.id}", code=404)
    assert town.unit.name in page(town.section_manager, f"?enhet={town.unit.id}")
    page(town.section_manager, f"?enhet={town.other_unit.id}", code=404)
    assert town.other_unit.name in page(town.chief_executive, f"?enhet={town.other_unit.id}")
    assert town.section.name in page(town.support)
    for person in (town.politician, town.auditor, town.employee, town.administrator):
        page(person, code=404)


@pytest.mark.parametrize(
    "query", ["?enhet=x", "?enhet=999999999", "?ar=banan", "?ar=1", "?ar=99999999999&enhet="]
)
def test_what_is_no_unit_or_year_of_ours_is_no_fault(
    query: str, town: Municipality, clients: Callable[[], SamsynClient], session: Session
) -> None:
    assert sign_in(clients(), session, town.chief_executive).get(f"/begart/{query}").status_code in {200, 404}


def test_a_unit_of_which_nothing_is_asked_is_told_so(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    # Of this kind the model asks no reports.
    town.unit.kind = "committee"
    session.commit()
    words = page(town.unit_manager)
    assert "Ingenting begärs av enheten det här året än." in words
    assert NOTHING in words


def units_with_managers(session: Session, under: Unit, number: int) -> list[tuple[Unit, Person]]:
    made = [make_unit(session, under=under) for _ in range(number)]
    return [(unit, make_manager(session, unit)) for unit in made]


def meet(session: Session, town: Municipality, rep: Unit, manager: Person, *, note: str = "") -> None:
    series = make_series(session, town.section, rep)
    dialogue = make_dialogue(
        session, series, town.section_manager, manager, starts_at=clock.now() - timedelta(hours=1)
    )
    hold(session, loaded(session, dialogue), note=note)


def test_themes_nothing_came_of_are_proposed_and_those_something_came_of_are_not(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    for number, (unit, manager) in enumerate(units_with_managers(session, town.section, 5)):
        meet(session, town, unit, manager, note="Vi ser lugnare morgnar." if number == 0 else "")
    words = page(town.section_manager)
    proposed = words.partition(PROPOSED)[2].partition("Det som har använts")[0]
    used = words.partition("Det som har använts")[2]
    assert "Fanns med på 5 möten. Inget antecknades, avtalades eller lyftes." in proposed
    assert "Frågas 5 gånger i år, på 5 enheter" in used
    assert "Vi ser lugnare morgnar" not in words


def test_of_so_few_meetings_that_one_could_tell_whose_nothing_is_said(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    for unit, manager in units_with_managers(session, town.section, 4):
        meet(session, town, unit, manager)
    words = page(town.section_manager)
    assert "4 dialogmöten" in words
    assert NOTHING in words


def test_of_talks_with_employees_only_their_number_is_told(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    for unit, manager in units_with_managers(session, town.section, 6):
        employee = make_person(session)
        make_appointment(session, employee, unit, Role.EMPLOYEE)
        series = make_series(session, unit, unit, pair=PairKind.EMPLOYEE, employee=employee)
        dialogue = make_dialogue(
            session, series, manager, employee, starts_at=clock.now() - timedelta(hours=1)
        )
        hold(session, loaded(session, dialogue))
    words = page(town.section_manager)
    assert "1 dialogmöte" in words
    assert NOTHING in words


def test_a_meeting_that_was_called_off_asks_nothing(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    assert "1 dialogmöte" in page(town.unit_manager)
    dialogue.state = State.CANCELLED
    assert "dialogmöte" not in page(town.unit_manager).partition("Så räknas")[0].partition("Förslag")[0]


def test_a_heading_is_used_once_its_text_is_quoted_above_or_talked_about(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    below = make_text(session, town.unit, town.unit_manager, state=TextState.ESTABLISHED)
    assert "Skrevs i 1 fastställd text" in page(town.unit_manager).partition(PROPOSED)[2]
    above = make_text(session, town.section, town.section_manager)
    session.add(
        TakenIn(
            part_id=above.parts[0].id,
            source_kind="unit_text",
            source_id=below.id,
            words="Vi finns för barnen.",
            taken_at=clock.now(),
            taken_by_id=town.section_manager.id,
        )
    )
    assert "Skrevs i 1 fastställd text" not in page(town.unit_manager)


def test_a_title_of_a_draft_reaches_nobody_above(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    text = make_text(session, town.unit, town.unit_manager)
    text.parts[0].title = "Egen rubrik i utkast"
    words = page(town.section_manager)
    assert "rubrik" in words
    assert "Egen rubrik i utkast" not in words


@pytest.mark.parametrize("subject", ["indicator", "quality_factor", "goal"])
def test_an_indicator_is_used_once_a_dialogue_was_about_it_or_its_factor(
    subject: str, session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    indicator = make_measured(session, town.unit, town.unit_manager, name="Lugn vid lämning")
    assert "Lugn vid lämning" not in page(town.unit_manager), "not measured yet: nothing can be said of it"
    measure(session, indicator, town.unit, town.unit_manager, "2026-H1", "80")
    words = page(town.unit_manager)
    assert "2 mätningar" in words
    assert "Mättes 1 gång. Ingen dialog har handlat om den." in words
    session.add(
        Talk(
            subject_kind=subject,
            subject_id=indicator.id if subject == "indicator" else indicator.factor_id,
            source_kind="dialogue",
            source_id=1,
            place=1,
            theme="Kvalitet",
            said_on=clock.now(),
            over_unit_id=town.section.id,
            rep_unit_id=town.unit.id,
        )
    )
    assert ("Mättes 1 gång" in page(town.unit_manager)) is (subject == "goal")


def test_units_of_a_kind_are_counted_together_and_what_one_gets_is_the_average(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    for unit, manager in ((town.unit, town.unit_manager), (town.sibling, town.sibling_manager)):
        make_text(session, unit, manager, kind=CORE_MISSION)
    one = re.search(r"(\d+) rubrik", page(town.unit_manager))
    both = re.search(r"Enhet\w* 2 enheter (\d+) rubrik", page(town.section_manager))
    assert one is not None
    assert both is not None
    assert one[1] == both[1]


def test_what_the_top_alone_writes_is_asked_of_no_unit(
    session: Session, town: Municipality, page: Callable[..., str]
) -> None:
    overview = kinds.get("supervision_overview")
    assert overview is not None
    assert overview.top_only
    make_text(session, town.administration, town.chief_executive, kind=overview)
    assert "rubrik att skriva" not in page(town.chief_executive)
    make_text(session, town.administration, town.chief_executive)
    assert "rubrik" in page(town.chief_executive).partition(PROPOSED)[0].partition("Förvaltning")[2]
