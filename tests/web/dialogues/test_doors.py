"""Doors that lead somewhere, names that tell two apart, and refusals worded after whom they concern."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.dialogues.models import PairKind, State
from app.dialogues.queries.lines import series_of
from app.dialogues.series.choices import anybody_left, choices_for
from app.organisation.models import Person
from tests.factories.dialogues import establish, hold, make_dialogue, make_series, prepare
from tests.factories.organisation import Municipality, make_appointment, make_person
from tests.support.client import SamsynClient
from tests.support.population import people, populated
from tests.support.world import World
from tests.web.dialogues.conftest import Table, words_on
from tests.web.search.conftest import acting_as

Visit = Callable[[Person], SamsynClient]
DOOR = 'href="/dialoger/ny-serie"'


def test_the_door_to_a_new_series_goes_when_nobody_is_left_to_begin_one_with(
    session: Session, table: Table, town: Municipality
) -> None:
    assert DOOR in table.rep.get("/dialoger/").text
    make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    session.commit()
    assert DOOR not in table.rep.get("/dialoger/").text
    assert "Ingen att börja med" in table.rep.get("/dialoger/ny-serie").text


def test_the_door_stands_for_just_those_the_page_behind_it_offers_somebody(world: World) -> None:
    world.reset(populated)
    with world.app.app_context(), world.session() as session:
        opens = set()
        for person in people(session).values():
            actor = acting_as(session, person)
            left = anybody_left(session, actor, series_of(session, actor))
            assert left == bool(choices_for(session, actor)), person.name
            opens.add(left)
        assert opens == {True, False}


def test_who_leads_and_has_nobody_below_is_told_so(town: Municipality, visit: Visit) -> None:
    page = visit(town.other_unit_manager).get("/dialoger/").text
    assert DOOR not in page
    assert "Det finns ingen under dig i organisationen att börja en serie med än." in page


def test_the_big_screen_leads_back_to_the_theme_it_shows(table: Table) -> None:
    table.to(State.HELD)
    link = f'<a href="{table.at_theme}">Lämna storbilden</a>'
    assert link in table.over.get(f"{table.here}/storbild?tema={table.theme.id}").text
    assert link in table.over.get(f"{table.here}/storbild").text


def test_the_big_screen_is_told_what_has_changed_since_and_nothing_more(table: Table) -> None:
    table.to(State.HELD)
    here = f"{table.here}/storbild?tema={table.theme.id}"
    found = re.search(r'id="screen" hx-get="([^"]+)"', table.over.get(here).text)
    assert found is not None
    again, asks = html.unescape(found[1]), {"HX-Request": "true", "X-Autosave": "1"}
    assert table.over.get(again, headers=asks).status_code == 204
    table.rep.post(f"{table.at_theme}/anteckning", data={"text": "Vi frågar familjerna.", "base": ""})
    answer = table.over.get(again, headers=asks)
    assert answer.status_code == 200
    assert "Vi frågar familjerna." in answer.text
    assert "<html" not in answer.text


@pytest.mark.parametrize(("language", "joined"), [("sv", "och"), ("en", "and")])
def test_an_employees_series_names_no_unit_twice(
    session: Session, town: Municipality, visit: Visit, language: str, joined: str
) -> None:
    series = make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    dialogue = make_dialogue(
        session, series, town.unit_manager, town.employee, starts_at=clock.now() - timedelta(days=3)
    )
    establish(session, hold(session, prepare(session, dialogue)))
    town.unit_manager.language = town.employee.language = language
    session.commit()
    unit = town.unit.name
    for person in (town.unit_manager, town.employee):
        client = visit(person)
        assert f"{town.unit_manager.name} {joined} {town.employee.name}" in words_on(client.get("/"))
        for page in ("/", f"/dialoger/serie/{series.id}/", f"/dialoger/serie/{series.id}/andra"):
            assert f"{unit} {joined} {unit}" not in words_on(client.get(page)), page


def test_a_deputy_is_not_told_to_have_moved_what_somebody_else_moved(
    table: Table, session: Session, town: Municipality, visit: Visit
) -> None:
    ahead = make_dialogue(session, table.series, town.section_manager, town.unit_manager)
    deputy = make_person(session, "Tove Tillförordnad")
    make_appointment(session, deputy, town.section, deputy=True)
    session.commit()
    # Not yesterday: the table has a meeting then, at whatever time of the day this runs.
    here, then = f"/dialoger/{ahead.id}", clock.now() - timedelta(days=3)
    moved = {
        "title": "Dialog",
        "day": then.date().isoformat(),
        "time": "08:00",
        "minutes": "90",
        "expected": "0",
    }
    table.over.post(f"{here}/andra", data=moved)
    assert "Du har flyttat mötet" in table.over.get(f"{here}/").text
    stand_in = visit(deputy)
    stand_in.post(f"{here}/ta-over")
    page = stand_in.get(f"{here}/").text
    assert "Du har flyttat mötet" not in page
    assert "Mötet har nyss flyttats till en tidigare tid." in page


def test_an_employee_who_is_to_leave_on_a_day_ahead_is_talked_with_until_then(
    session: Session, town: Municipality
) -> None:
    make_appointment(session, town.employee, town.other_unit, Role.EMPLOYEE)
    leaves = town.employee
    leaves.closed_on = clock.today() + timedelta(days=30)
    session.flush()
    offered = choices_for(session, acting_as(session, town.other_unit_manager))
    assert any(leaves.name in choice.label for choice in offered)


def test_who_can_raise_nothing_has_no_door_to_what_is_raised(
    session: Session, town: Municipality, visit: Visit
) -> None:
    make_series(session, town.unit, town.unit, pair=PairKind.EMPLOYEE, employee=town.employee)
    make_series(session, town.section, town.unit)
    session.commit()
    assert "/lyft/" not in visit(town.employee).get("/dialoger/").text
    assert "/lyft/" in visit(town.unit_manager).get("/dialoger/").text
