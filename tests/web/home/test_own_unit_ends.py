"""The start page says when one's own unit is planned to be no more, and who comes after it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.organisation import reorganising, taking_back, units
from app.organisation.models import PlannedChange
from app.organisation.reorganising import SplitPart
from tests.factories.organisation import Municipality, make_appointment, make_municipality
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


def close(session: Session, town: Municipality, days: int) -> None:
    on = clock.today() + timedelta(days=days)
    units.close_unit(session, unit_id=town.unit.id, on=on, actor_id=None, end_appointments=True)
    session.commit()


@pytest.mark.parametrize("who", ["unit", "employee"])
def test_those_of_a_unit_that_is_to_be_closed_read_until_when_it_is_there_and_who_answers_then(
    session: Session, client: SamsynClient, town: Municipality, who: str
) -> None:
    close(session, town, 40)
    page = sign_in(client, session, town.everybody[who]).get("/").text
    assert "Förskolan Ängen finns till och med" in page
    assert "därefter svarar Lärandesektionen." in page
    assert (f'href="/organisation/enhet/{town.unit.id}"' in page) == (who == "unit"), "only a door that opens"


def test_of_a_unit_that_is_split_it_names_those_it_becomes(
    session: Session, client: SamsynClient, town: Municipality
) -> None:
    on = clock.today() + timedelta(days=10)
    parts = [SplitPart("Ängens skola"), SplitPart("Ängens förskola")]
    reorganising.split_unit(session, unit_id=town.unit.id, on=on, into=parts, actor_id=None)
    session.commit()
    page = sign_in(client, session, town.unit_manager).get("/").text
    assert "därefter svarar Ängens förskola och Ängens skola." in page


def test_nothing_is_said_of_what_is_far_ahead_of_another_s_unit_or_taken_back(
    session: Session, clients: Callable[[], SamsynClient], town: Municipality
) -> None:
    close(session, town, 200)
    mine = sign_in(clients(), session, town.unit_manager)
    assert "finns till och med" not in mine.get("/").text
    session.rollback()
    planned = session.scalars(select(PlannedChange.id)).one()
    taking_back.take_back(session, planned_id=planned, actor_id=None)
    close(session, town, 40)
    assert "finns till och med" in mine.get("/").text
    assert "finns till och med" not in sign_in(clients(), session, town.sibling_manager).get("/").text
    session.rollback()
    taking_back.take_back(session, planned_id=session.scalars(select(PlannedChange.id)).one(), actor_id=None)
    session.commit()
    assert "finns till och med" not in mine.get("/").text


def test_it_is_said_once_of_a_unit_one_has_two_posts_at_and_costs_nothing_otherwise(
    session: Session,
    client: SamsynClient,
    town: Municipality,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    make_appointment(session, town.unit_manager, town.unit, Role.SUPPORT)
    session.commit()
    mine = sign_in(client, session, town.unit_manager)
    mine.get("/")
    with statements() as without:
        mine.get("/")
    close(session, town, 200)
    with statements() as far_ahead:
        mine.get("/")
    assert len(far_ahead) == len(without)
    session.rollback()
    planned = session.scalars(select(PlannedChange.id)).one()
    taking_back.take_back(session, planned_id=planned, actor_id=None)
    close(session, town, 40)
    assert mine.get("/").text.count("finns till och med") == 1
