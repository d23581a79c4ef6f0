"""Whoever was in may have copied the calendar's address: it holds no longer once the password is another."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.notifications.feed.models import CalendarFeed
from app.records.models import HistoryEntry
from tests.factories.accounts import PASSWORD
from tests.support.client import SamsynClient

NEW = {"password": "en ny ramsa 2", "again": "en ny ramsa 2"}


@pytest.fixture
def address(chef: SamsynClient) -> str:
    """The path of the manager's calendar."""
    found = re.search(r">http[^<]*(/kalender/[^<]+\.ics)</textarea>", chef.post("/konto/kalender").text)
    assert found is not None
    return html.unescape(found[1])


def test_changing_the_password_ends_it_and_the_page_says_so(
    chef: SamsynClient, clients: Callable[[], SamsynClient], address: str
) -> None:
    told = "Din kalenderadress slutar att fungera; du gör en ny under Kalender."
    assert told in chef.get("/konto/losenord").text
    assert "När du byter lösenord slutar adressen också att fungera." in chef.get("/konto/kalender").text
    assert chef.post("/konto/losenord", data=NEW | {"present": "fel fel fel"}).status_code == 422
    assert clients().get(address).status_code == 200
    done = chef.post("/konto/losenord", data=NEW | {"present": PASSWORD}, follow_redirects=True)
    assert "Din kalenderadress är borttagen." in done.text
    assert clients().get(address).status_code == 404
    assert told not in chef.get("/konto/losenord").text
    assert "kalenderadress" not in chef.post(
        "/konto/losenord",
        data={"password": "en ny ramsa 3", "again": "en ny ramsa 3", "present": NEW["password"]},
        follow_redirects=True,
    ).text.replace("kalenderadress gjordes", ""), "nothing is said of an address one does not have"


def test_a_password_by_link_ends_it_too(
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    person_id: Callable[[str], int],
    address: str,
    session: Session,
) -> None:
    page = admin.post(f"/konton/{person_id('chef')}/lank").text
    path = page.partition("http://127.0.0.1:8000")[2].partition("<")[0]
    visitor = clients()
    assert "Har du en kalenderadress slutar den att fungera" in visitor.get(path).text
    assert visitor.post(path, data=NEW).status_code == 303
    assert visitor.get(address).status_code == 404
    session.rollback()
    assert session.scalars(select(CalendarFeed.person_id)).all() == []
    actions = session.scalars(
        select(HistoryEntry.action)
        .where(HistoryEntry.object_id == person_id("chef"))
        .order_by(HistoryEntry.seq)
    ).all()
    assert "account.calendar_removed" in actions
