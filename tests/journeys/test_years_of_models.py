"""Parts of the years of further models, in their own words and in their own demo municipalities."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, expect

from app import clock
from tests.support.browser import Visitors
from tests.support.demos import demo_of

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Come = Callable[[str], Page]


@pytest.fixture
def come(browser: Browser, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Come]:
    """Let somebody of the demo of a model sign in: `come("enhetschef")`."""
    with demo_of(request.param, tmp_path) as address:
        visitors = Visitors(browser, address)

        def arrive(username: str) -> Page:
            page = visitors()
            page.goto("/logga-in")
            page.get_by_label("Användarnamn").fill(username)
            page.get_by_label("Lösenord").fill("samsyn-demo")
            page.get_by_role("button", name="Logga in", exact=True).click()
            page.wait_for_url(re.compile(r"/(start)?$"))
            return page

        yield arrive
        visitors.leave()
        assert not visitors.faults, "\n".join(visitors.faults)


def through_the_menu(page: Page, name: str) -> None:
    """Open a door that stands under “Mer”."""
    menu = page.get_by_role("navigation", name="Huvudmeny")
    menu.get_by_text("Mer", exact=True).click()
    menu.get_by_role("link", name=name, exact=True).click()


@pytest.mark.parametrize("come", ["karlskoga"], indirect=True)
def test_karlskoga_from_what_users_say_to_what_is_promised_in_december(come: Come) -> None:
    chief = come("enhetschef")
    # What users say stands beside the analysis, and is taken in with one press.
    chief.get_by_role("link", name="Analys & plan").click()
    chief.get_by_role("region", name="Resultatanalys").get_by_role("link", name="Skriv vidare").click()
    chief.wait_for_url("**/analys/text/*")
    chief.get_by_text(re.compile("Det ni har hört")).click()
    chief.get_by_role("button", name=re.compile("Ta in som citat.*Grinden")).click()
    expect(chief.locator("blockquote", has_text="Grinden mot parkeringen")).to_be_visible()
    through_the_menu(chief, "Invånare")
    expect(chief.get_by_role("heading", level=1)).to_have_text("Kvalitetsåtaganden")
    chief.get_by_role("link", name="Du får svar samma dag").click()
    expect(chief.locator("blockquote", has_text="En rad är ett svar")).to_be_visible()
    chief.get_by_label("Vi har inte hållit det").check()
    chief.get_by_label("Hur har det gått?").fill("Två familjer fick vänta.")
    chief.get_by_role("button", name="Spara").click()
    expect(chief.get_by_role("alert")).to_contain_text("Skriv vad ni har gjort")
    chief.get_by_label("Vad har ni gjort när det inte hölls?").fill("Vi ringde båda.")
    chief.get_by_role("button", name="Spara").click()
    expect(chief.get_by_text("Två familjer fick vänta.")).to_be_visible()

    # In December the board decides which commitments hold.
    board = come("namnd")
    through_the_menu(board, "Planeringsprocess")
    board.get_by_role("link", name=re.compile("^Kvalitetsåtaganden och intern kontroll")).first.click()
    board.get_by_role("link", name="Öppna de kvalitetsåtaganden som väntar på beslut").click()
    board.get_by_role("link", name="Varje barn har en vuxen på skolgården").click()
    expect(board.get_by_label("Vem beslutade?")).to_have_value("Barn- och utbildningsnämnden")
    board.get_by_label("Beslutat den").fill(clock.today().isoformat())
    board.get_by_role("button", name="För in beslutet").click()
    expect(board.get_by_role("list", name="Hur långt det har kommit").locator("[aria-current]")).to_have_text(
        "Beslutat"
    )
    # A citizen dialogue tells what was not met, and what nobody has answered.
    board.goto("/invanare/medborgardialoger")
    board.get_by_role("link", name="Skolvägen över Bofors bro").click()
    expect(board.get_by_text("Följdes inte").first).to_be_visible()
    expect(board.get_by_text("Ingen har skrivit hur den följdes.")).to_be_visible()


@pytest.mark.parametrize("come", ["kungalv"], indirect=True)
def test_kungalvs_guarantees_say_when_they_were_not_kept_and_the_council_decides_new_ones(come: Come) -> None:
    controller = come("controller")
    through_the_menu(controller, "Invånare")
    expect(controller.get_by_role("heading", level=1)).to_have_text("Tjänstegarantier")
    controller.get_by_label("Senast sagt").select_option("inte")
    controller.get_by_role("button", name="Visa").click()
    controller.get_by_role("link", name="Maten är varm när den kommer.").click()
    expect(controller.get_by_text("Varje kall låda har bytts samma dag.")).to_be_visible()
    # The council decides on guarantees; its support records it.
    controller.goto("/invanare/loften?lage=utkast")
    controller.get_by_role("link", name="Hål i gatan lagas").click()
    expect(controller.get_by_label("Vem beslutade?")).to_have_value("Kommunfullmäktige")
    controller.get_by_label("Beslutat den").fill(clock.today().isoformat())
    controller.get_by_role("button", name="För in beslutet").click()
    expect(controller.get_by_role("button", name="Ta tillbaka beslutet")).to_be_visible()
