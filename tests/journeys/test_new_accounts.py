"""An administrator gives accounts to several at once, and those who get them come in."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.organisation.models import Unit
from tests.factories.accounts import PASSWORD
from tests.factories.organisation import make_appointment, make_person
from tests.journeys.people import Visit
from tests.journeys.stages import small_town
from tests.support.accessibility import assert_accessible
from tests.support.world import Seed

if TYPE_CHECKING:
    from tests.support.browser import Visitors

Come = Callable[..., Visit]


def _with_new_ones(session: Session) -> None:
    """Some who work in a unit have no account yet; two of them are called the same."""
    small_town(session)
    unit = session.scalars(select(Unit).where(Unit.name == "Förskolan Ängen")).one()
    for name in ("Åsa Öberg", "Åsa Öberg", "Nils Ny"):
        make_appointment(session, make_person(session, name), unit, Role.EMPLOYEE)


@pytest.fixture
def seed() -> Seed:
    return _with_new_ones


@pytest.mark.takes(20)
@pytest.mark.parametrize(("javascript", "width"), [(True, 1280), (False, 390)])
def test_several_get_accounts_and_one_comes_in(
    come: Come, visitors: Visitors, javascript: bool, width: int
) -> None:
    adam = come("Adam Administratör", javascript=javascript, width=width)
    adam.go("/konton/?visa=utan")
    adam.press("Ge de valda konto")
    adam.see("Välj först vilka som ska få konto.")
    adam.follow("Välj alla på sidan")
    expect(adam.page.get_by_role("checkbox", checked=True)).to_have_count(3)
    adam.page.get_by_role("checkbox", name=re.compile("Nils Ny$")).uncheck()
    adam.press("Ge de valda konto")
    adam.see("2 personer får konto.", "2 länkar visas för dig på nästa sida")
    adam.never_see("Nils Ny")
    names = adam.page.get_by_label("Användarnamn för Åsa Öberg")
    expect(names.nth(0)).to_have_value("asa.oberg")
    expect(names.nth(1)).to_have_value("asa.oberg2")
    names.nth(1).fill("asa oberg")
    adam.press("Ge 2 konton")
    adam.see("Inga konton är skapade än", "inga mellanslag")
    expect(names.nth(0)).to_have_value("asa.oberg")
    names.nth(1).fill("Åsa.i.Köket")
    if javascript:
        assert_accessible(adam.page)
        # Pressed twice it is sent once: links are shown this once.
        adam.page.get_by_role("button", name="Ge 2 konton").dblclick()
    else:
        adam.press("Ge 2 konton")
    adam.see("2 konton är skapade", "åsa.i.köket")
    if javascript:
        assert_accessible(adam.page)
    row = adam.page.get_by_role("row").filter(has_text="åsa.i.köket")
    link = row.locator("code").inner_text()
    adam.follow("Till dem som inte har konto")
    adam.see("Nils Ny")
    adam.never_see("Åsa Öberg")
    _comes_in(visitors, link)
    _lost_the_page(adam, javascript=javascript)


def _comes_in(visitors: Visitors, link: str) -> None:
    page = visitors()
    page.goto(link)
    page.get_by_label("Nytt lösenord").fill(PASSWORD)
    page.get_by_label("Samma lösenord en gång till").fill(PASSWORD)
    page.get_by_role("button", name="Spara lösenordet").click()
    page.get_by_label("Användarnamn").fill("Åsa.i.Köket")
    page.get_by_label("Lösenord").fill(PASSWORD)
    page.get_by_role("button", name="Logga in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Inget väntar på dig")


def _lost_the_page(adam: Visit, *, javascript: bool) -> None:
    """The other one's link was on the page that is gone: a new one is made from the list of those who wait."""
    adam.go("/konton/?visa=vantar")
    adam.never_see("åsa.i.köket")
    adam.press("Gör nya länkar åt de valda")
    adam.see("Välj först vilka som ska få en ny länk.")
    adam.follow("Välj alla på sidan")
    adam.press("Gör nya länkar åt de valda")
    adam.see("1 person får en ny länk", "slutar fungera")
    if javascript:
        assert_accessible(adam.page)
    adam.press("Gör 1 ny länk")
    adam.see("1 ny länk är gjord", "asa.oberg", "Tidigare länkar fungerar inte längre.")
    expect(adam.page.locator("code.secret")).to_have_count(1)
    if javascript:
        assert_accessible(adam.page)
