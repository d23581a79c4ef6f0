"""The start page of whoever sets up a municipality, until the first two have a line of meetings."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.home.beginning import Beginning, beginning
from tests.factories.accounts import make_account
from tests.factories.dialogues import make_series
from tests.factories.organisation import (
    Municipality,
    make_appointment,
    make_municipality,
    make_person,
    make_unit,
)
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

STEPS = 'id="first-steps"'


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def visit(clients: Callable[[], SamsynClient], session: Session) -> Callable[..., SamsynClient]:
    return lambda person: sign_in(clients(), session, person)


def test_what_is_left_to_do_is_told_with_what_there_is(
    session: Session, town: Municipality, visit: Callable[..., SamsynClient]
) -> None:
    page = visit(town.administrator).get("/").text
    assert "Så kommer ni igång" in page and STEPS in page
    counted = beginning(session, clock.today())
    assert counted is not None and counted.managers and counted.without_account == counted.managers
    assert f"{counted.units} enheter och {counted.managers} chefer finns." in page
    assert f"{counted.managers} chefer har inget konto än." in page


def test_those_who_set_nothing_up_are_not_told(
    town: Municipality, visit: Callable[..., SamsynClient]
) -> None:
    for person in (town.chief_executive, town.unit_manager, town.support, town.politician, town.employee):
        assert STEPS not in visit(person).get("/").text, person.name


def test_it_is_gone_once_two_have_a_line_of_meetings(
    session: Session, town: Municipality, visit: Callable[..., SamsynClient]
) -> None:
    make_series(session, town.section, town.unit)
    session.commit()
    page = visit(town.administrator).get("/").text
    assert STEPS not in page and "En bra dag" in page
    assert beginning(session, clock.today()) is None


def test_only_those_who_lead_today_are_counted_and_each_once(session: Session) -> None:
    top = make_unit(session, kind="council")
    one, former = make_person(session), make_person(session)
    below = make_unit(session, under=top)
    for unit in (top, below):
        make_appointment(session, one, unit, deputy=unit is below)
    make_appointment(session, former, below, until=clock.today())
    make_appointment(session, make_person(session), below, role=Role.EMPLOYEE)
    make_unit(session, under=top, until=clock.today())
    session.commit()
    assert beginning(session, clock.today()) == Beginning(units=2, managers=1, without_account=1)
    make_account(session, one, "en.chef")
    session.commit()
    counted = beginning(session, clock.today())
    assert counted is not None and counted.everybody_has_accounts


def test_nobody_waits_for_an_account_of_one_who_is_closed(session: Session) -> None:
    top = make_unit(session, kind="council")
    gone = make_person(session)
    make_appointment(session, gone, top, Role.MANAGER)
    gone.closed_on = clock.today()
    session.flush()
    assert beginning(session, clock.today()) == Beginning(units=1, managers=0, without_account=0)


def test_where_there_is_no_manager_one_begins_with_them(
    session: Session, visit: Callable[..., SamsynClient]
) -> None:
    top = make_unit(session, kind="council")
    admin = make_person(session)
    make_appointment(session, admin, top, role=Role.ADMINISTRATOR)
    session.commit()
    counted = beginning(session, clock.today())
    assert counted is not None and not counted.everybody_has_accounts
    page = visit(admin).get("/").text
    assert "En enhet finns, men ingen chef än." in page
    assert "Cheferna kommer in med organisationen." in page
