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
from tests.support.demo_walk import year_lived
from tests.support.demos import Folder, served

if TYPE_CHECKING:
    from playwright.sync_api import Browser

Come = Callable[[str], Page]


@pytest.fixture
def come(
    browser: Browser, tmp_path: Path, request: pytest.FixtureRequest, loaded_demo: Folder
) -> Iterator[Come]:
    """Let somebody of the demo of a model sign in: `come("enhetschef")`."""
    key = request.param
    with served(key, loaded_demo(key), tmp_path) as address:
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


def press(page: Page, name: str | re.Pattern[str], *, exact: bool = False) -> None:
    """Press a button that leads to a page, and wait until that page is there.

    What is typed, or looked for by another, before it has come is typed in the page of before or looked for too early.
    """
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=exact).click()


def through_a_door(page: Page, name: str) -> None:
    """Open a door that stands in the head of every page; the start page may lead there too."""
    page.get_by_role("navigation", name="Huvudmeny").get_by_role("link", name=name).click()


def through_the_menu(page: Page, name: str) -> None:
    """Open a door that stands under “Mer”."""
    menu = page.get_by_role("navigation", name="Huvudmeny")
    menu.get_by_text("Mer", exact=True).click()
    menu.get_by_role("link", name=name, exact=True).click()


@pytest.mark.takes(17)
@pytest.mark.parametrize("come", ["karlskoga"], indirect=True)
def test_karlskoga_from_what_users_say_to_what_is_promised_in_december(come: Come) -> None:
    chief = come("enhetschef")
    # What users say stands beside the analysis, and is taken in with one press.
    through_a_door(chief, "Analys & plan")
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


@pytest.mark.takes(10)
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


def give(page: Page, to: str, title: str) -> None:
    page.get_by_label("Till vem?").select_option(label=to)
    page.get_by_label("Vad ska uppnås?").fill(title)
    page.get_by_role("button", name="Lämna uppdraget").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def acknowledge(page: Page, title: str, words: str) -> None:
    page.goto("/?visa=allt")
    page.get_by_role("link", name=re.compile(rf"Läs och kvittera ?: {title}")).click()
    page.locator("#words-acknowledge").fill(words)
    page.get_by_role("button", name="Kvittera", exact=True).click()
    expect(page.get_by_text(words)).to_be_visible()


@pytest.mark.takes(20)
@pytest.mark.parametrize("come", ["lerum"], indirect=True)
def test_lerums_assignments_go_from_giver_to_taker_and_its_yearly_plan_says_what_is_reported(
    come: Come,
) -> None:
    year = year_lived()
    director, sector, unit = come("kommundirektor"), come("sektorschef"), come("enhetschef")
    # From one who gives to one who takes, each step acknowledged.
    through_the_menu(director, "Uppdrag")
    director.get_by_role("link", name="Ge ett uppdrag").click()
    give(director, "Sektor lärande (Ulrika Sand)", "Barnen vet vem som möter dem")
    acknowledge(sector, "Barnen vet vem som möter dem", "Mottaget. Vi börjar på morgnarna.")
    sector.get_by_role("link", name="Ge en del vidare").click()
    give(sector, "Förskolan Kastanjen (Malin Ovesson)", "Samma vuxen vid grinden")
    acknowledge(unit, "Samma vuxen vid grinden", "Ja, Oskar vill.")
    expect(unit.locator("#chain")).to_contain_text("Barnen vet vem som möter dem")
    # The director decides which areas come when.
    director.goto(f"/rapporter/?ar={year}")
    director.get_by_role("link", name=f"Planen för {year}").click()
    row = director.get_by_role("row", name=re.compile("^Januari–maj"))
    expect(row).to_contain_text("Hur verksamheten löper")
    expect(row).not_to_contain_text("Kvalitetsmålen")
    press(director, "Öppna planen igen")
    director.locator("#period-may").get_by_label("Kvalitetsmålen").check()
    director.get_by_role("button", name="Spara och fastställ").click()
    expect(row).to_contain_text("Hur verksamheten löper, Kvalitetsmålen")
    # A report asks for exactly those: not for the economy that time.
    for asked, has, has_not in (
        ("januari–februari", ("Ekonomin", "Uppdrag"), ("Kvaliteten",)),
        ("januari–april", ("Ekonomin", "Kvaliteten"), ("Uppdrag",)),
    ):
        sector.goto(f"/rapporter/?ar={year}")
        sector.get_by_role("button", name=f"Börja : Sektorsuppföljning {asked}").click()
        for heading in has:
            expect(sector.get_by_role("heading", level=2, name=heading)).to_have_count(1)
        for heading in has_not:
            expect(sector.get_by_role("heading", level=2, name=heading)).to_have_count(0)
    # What cannot wait goes up at once, and further to whom it concerns.
    unit.goto("/")
    unit.get_by_role("link", name="Rapportera en avvikelse").click()
    unit.get_by_label("Vad har hänt?").fill("Vattnet är brunt i hela huset.")
    unit.get_by_role("button", name="Skicka till Sektor lärande").click()
    expect(unit.get_by_text("Skickad.")).to_be_visible()
    sector.goto("/")
    sector.locator("li, article, section", has_text="Vattnet är brunt").get_by_role(
        "link", name="Läs och svara"
    ).first.click()
    press(sector, "Jag har tagit emot den")
    sector.get_by_label("Vad händer nu, och varför?").fill("Det här rör fler hus än ditt.")
    press(sector, "Skicka vidare till Kommunförvaltningen")
    director.goto("/")
    director.get_by_role("link", name="Läs och svara").first.click()
    director.get_by_text("Ge besked direkt").click()
    director.get_by_label("Vad händer nu, och varför?").fill("Jag har ringt Vatten och avlopp.")
    press(director, "Den stannar här")
    unit.reload()
    expect(unit.get_by_text("Jag har ringt Vatten och avlopp.")).to_be_visible()


FIRST_JUDGED = 8
"""The month after which a year's goals are judged for the first time."""


def judge_with_the_year_weighed_in(controller: Page, board: Page) -> None:
    # The figures propose; whoever judges weighs in what the year has been like, and says why when it becomes another level.
    expect(controller.get_by_text(re.compile("Väg in hur året har varit"))).to_be_visible()
    expect(controller.get_by_text(re.compile("Förslag ur siffrorna"))).to_be_visible()
    controller.get_by_label("Grön").check()
    controller.get_by_label("Varför?").fill("")
    press(controller, "Spara bedömningen")
    expect(controller.get_by_role("alert").first).to_be_visible()
    controller.get_by_label("Varför?").fill("Var femte elev är ny, och alla har kommit vidare.")
    press(controller, "Spara bedömningen")
    board.reload()
    judged = board.locator("#judged figure").first
    expect(judged).to_contain_text("Var femte elev är ny, och alla har kommit vidare.")
    expect(judged).to_contain_text("Bedömningen är en annan.")


@pytest.mark.takes(21)
@pytest.mark.parametrize("come", ["perstorp"], indirect=True)
def test_perstorps_board_is_judged_with_the_year_weighed_in_and_a_deficit_comes_with_remedies(
    come: Come,
) -> None:
    year = year_lived()
    board, controller = come("namnd"), come("controller")
    through_a_door(board, "Analys & plan")
    board.get_by_role("link", name="Mål och aktiviteter").first.click()
    board.get_by_role("link", name="Läsningen når målvärdena år för år").click()
    controller.goto(board.url)
    controller.get_by_role("link", name="Bedöm målet").click()
    if clock.today().month > FIRST_JUDGED:
        judge_with_the_year_weighed_in(controller, board)
    else:
        expect(controller.get_by_text("Det är för tidigt.")).to_be_visible()
    # A deficit is met with remedies as it is told, and the tertial report brings them along.
    head = come("forvaltningschef2")
    head.goto(f"/ekonomi/?ar={year}")
    press(head, re.compile("Börja skriva.*januari–april"))
    head.get_by_label("Vad säger prognosen?").fill("Fyra miljoner över. Tre placeringar.")
    head.get_by_label("Budget för året").fill("204 500")
    head.get_by_label("Utfall hittills").fill("69 000")
    head.get_by_label("Prognos", exact=True).fill("208 500")
    press(head, "Spara", exact=True)
    remedy = head.locator("#new-remedy")
    if remedy.get_attribute("open") is None:
        remedy.locator("summary").click()
    head.get_by_label("Vad gör ni?").fill("Familjehem i bygden")
    head.get_by_label("Effekt, tkr").fill("3 000")
    head.get_by_role("button", name="Lägg till en åtgärd").click()
    expect(head.locator("#remedies")).to_contain_text("Ger 3 000 tkr")
    press(head, "Lämna", exact=True)
    head.goto(f"/rapporter/?ar={year}")
    head.get_by_role("button", name=f"Börja : Tertialrapport ett {year}").click()
    expect(head.get_by_text("Familjehem i bygden").first).to_be_visible()
    head.get_by_role("textbox", name="Vår analys").fill(
        "Tre placeringar kostar mer än vi har. Barnen behöver dem."
    )
    head.get_by_role("button", name="Spara nu").first.click()
    expect(head.get_by_text("Sparat").first).to_be_visible()
    head.get_by_role("button", name="Ta upp det som avvikelse").click()
    head.get_by_role("link", name="Läs igenom och lämna").click()
    head.get_by_role("button", name="Lämna rapporten").click()
    expect(head.get_by_text("Lämnad till")).to_be_visible()
    executive = come("ks")
    through_the_menu(executive, "Rapporter")
    executive.get_by_role("link", name=f"Tertialrapport ett {year}, Socialförvaltningen").click()
    expect(executive.get_by_text("Familjehem i bygden").first).to_be_visible()
    press(executive, "Jag har tagit emot den")
    head.reload()
    expect(head.get_by_text("Mottagen").first).to_be_visible()
