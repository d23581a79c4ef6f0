"""The page on rights tells everybody the same, and each what they may themselves."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager

from flask import Flask
from flask_babel import force_locale
from sqlalchemy.orm import Session

from app.access.document import FILE, document
from app.access.matrix import Role
from tests.factories.organisation import make_municipality
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in


def test_everyone_with_an_appointment_can_read_it(
    session: Session,
    clients: Callable[[], SamsynClient],
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    town = make_municipality(session)
    for person in (town.employee, town.auditor, town.administrator, town.politician, town.unit_manager):
        client = sign_in(clients(), session, person)
        with statements() as sent:
            page = client.get("/vem-far-vad")
        assert page.status_code == 200
        assert "Vem läser och skriver vad" in page.text
        assert len(sent) <= 2


def test_it_tells_what_one_may_and_through_what(
    session: Session, clients: Callable[[], SamsynClient]
) -> None:
    town = make_municipality(session)
    manager = sign_in(clients(), session, town.unit_manager).get("/vem-far-vad").text
    mine = manager.split('id="things"')[0]
    assert "Förskolan Ängen" in mine
    assert "Planera dialoger" in mine
    assert "Ändra organisationen" not in mine
    administrator = sign_in(clients(), session, town.administrator).get("/vem-far-vad").text
    assert "Ändra organisationen" in administrator.split('id="things"')[0]


def test_every_role_is_told_once_and_ones_own_first(
    session: Session, clients: Callable[[], SamsynClient]
) -> None:
    town = make_municipality(session)
    page = sign_in(clients(), session, town.support).get("/vem-far-vad").text
    mine, _others = page.split('id="things"')
    assert "Genom ditt förordnande" in mine
    for role in Role:
        assert page.count(f'id="may-{role}"') == 1
        assert (f'id="may-{role}"' in mine) == (role is Role.SUPPORT)
    # What each permission means stands in the role's own table, and in no table of all roles beside it.
    assert page.count("<table") == len(Role) + 1


def test_signed_out_it_asks_to_sign_in(client: SamsynClient) -> None:
    answer = client.get("/vem-far-vad")
    assert answer.status_code == 302
    assert "/logga-in" in answer.location


def test_the_document_is_in_swedish_whatever_language_is_in_force(app: Flask) -> None:
    with app.app_context(), force_locale("en"):
        assert document() == FILE.read_text(encoding="utf-8")
