"""An edition of the overview holds what was read and nothing else: what is released while somebody reads is read first."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context

import pytest
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.supervision.counting import rebuild
from app.writing.models import TextState, UnitText
from tests.factories.organisation import Municipality
from tests.support.client import SamsynClient
from tests.support.world import World
from tests.web.supervision.test_overview import GOAL, PROFILE, Visit, begin, lift, words_in


def read_on(page: str) -> dict[str, str]:
    """Give what a page that establishes sends along of what was read on it."""
    sent = {name: re.search(f'name="{name}" value="([^"]*)"', page) for name in ("revision", "read")}
    return {name: found[1] for name, found in sent.items() if found}


def state_of(session: Session, address: str) -> str:
    session.expire_all()
    return session.get_one(UnitText, int(address.rsplit("/", 1)[1])).state


@pytest.fixture
def chief(town: Municipality, visit: Visit) -> SamsynClient:
    return visit(town.chief_executive)


@pytest.fixture
def edition(session: Session, town: Municipality, chief: SamsynClient) -> str:
    lift(session, town, "Målet är nära.", GOAL)
    address = begin(chief, town.administration)
    words_in(chief, session, address)
    return address


@pytest.mark.parametrize("kept", [False, True])
def test_what_is_released_while_one_reads_is_not_established_unread(
    session: Session, town: Municipality, chief: SamsynClient, visit: Visit, edition: str, kept: bool
) -> None:
    if kept:
        rebuild(session, PROFILE)
        session.commit()
    on = f"{edition}/faststall"
    page = chief.get(on).text
    assert "Målet är nära." in page
    session.commit()
    lift(session, town, "Släppt medan chefen läste.", GOAL)
    session.commit()
    refused = chief.post(on, data=read_on(page))
    assert refused.status_code == 409
    assert state_of(session, edition) == TextState.DRAFT
    main = refused.text.split("<main")[1]
    assert "har ändrats sedan du läste det; de egna orden är desamma" in main
    assert "Släppt medan chefen läste." in main
    assert chief.post(on, data=read_on(refused.text)).status_code == 302
    assert state_of(session, edition) == TextState.ESTABLISHED
    read = visit(town.auditor).get(edition).text
    assert "Målet är nära." in read and "Släppt medan chefen läste." in read


def test_what_was_read_is_established_at_once(session: Session, chief: SamsynClient, edition: str) -> None:
    on = f"{edition}/faststall"
    page = chief.get(on).text
    assert read_on(page)["read"]
    assert read_on(chief.get(on).text) == read_on(page), "the same is read as the same"
    assert chief.post(on, data=read_on(page)).status_code == 302
    assert state_of(session, edition) == TextState.ESTABLISHED


def test_the_parts_that_are_another_are_named(
    session: Session, town: Municipality, chief: SamsynClient, edition: str
) -> None:
    on = f"{edition}/faststall"
    read = read_on(chief.get(on).text)
    session.commit()
    lift(session, town, "Något annat.")
    session.commit()
    refused = chief.post(on, data=read).text
    told = re.search(r"Det som står med av sig självt under ([^;]*) har ändrats", refused)
    assert told is not None
    assert "Övrigt som lyfts" in told[1]


def test_what_is_being_released_as_one_presses_is_waited_for(
    session: Session, town: Municipality, world: World, chief: SamsynClient, edition: str
) -> None:
    """Otherwise it would stand in no edition: released before this one was established, and not seen by it."""
    on = f"{edition}/faststall"
    read = read_on(chief.get(on).text)

    def press() -> TestResponse:
        return chief.post(on, data=read)

    with world.app.app_context(), Session(world.engine) as own:
        lift(own, town, "Släppt i samma stund.", GOAL)
        session.rollback()
        with ThreadPoolExecutor(1) as beside:
            pressed = beside.submit(copy_context().run, press)
            time.sleep(1)
            waits = not pressed.done()
            own.commit()
            answer = pressed.result(20)
    assert waits
    assert answer.status_code == 409
    assert "Släppt i samma stund." in answer.text
