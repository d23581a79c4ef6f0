"""A negative forecast is handed in with what is done about it, and the year it becomes is brought home by a plan."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app import clock
from app.drafts.models import Draft
from tests.journeys.people import OVER, REP, Visit
from tests.support.world import World

Come = Callable[..., Visit]


def begin(eva: Visit, year: int, name: str) -> None:
    """Begin to write about a period of a year."""
    eva.go(f"/ekonomi/?ar={year}")
    eva.press(
        "Börja skriva",
        within=eva.page.locator(".deeds > li").filter(has_text=re.compile(name, re.IGNORECASE)),
    )


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_negative_forecast_to_a_recovery_plan(come: Come, javascript: bool) -> None:
    year = clock.today().year
    eva = come(REP, javascript=javascript)
    page = eva.page
    begin(eva, year, "januari–augusti")
    page.get_by_label("Vad säger prognosen?").fill("Vi räknar med att gå hundra över.")
    page.get_by_label("Budget för året").fill("1 000")
    page.get_by_label("Utfall hittills").fill("ungefär 700")
    page.get_by_label("Helårsprognos").fill("1 100,5")
    eva.press("Spara")
    expect(page.locator("#outcome-error")).to_contain_text("Det går inte att läsa som ett belopp")
    expect(page.get_by_label("Helårsprognos")).to_have_value("1 100,5")
    page.get_by_label("Utfall hittills").fill("700")
    eva.press("Spara")
    eva.see("Underskott 100,5")
    eva.press("Lämna", within=page.locator("#next"))
    expect(page.locator(".summary")).to_contain_text("Det behövs minst en åtgärd, med effekt.")
    expect(page.get_by_label("Vad säger prognosen?")).to_have_value("Vi räknar med att gå hundra över.")
    page.get_by_label("Vad gör ni?").fill("Vi väntar med möblerna")
    page.get_by_label("Effekt, tkr").fill("60")
    eva.press("Lägg till", within=page.locator("#new-remedy"))
    expect(page.locator("#remedies")).to_contain_text("40,5\u00a0tkr återstår")
    eva.press("Lämna", within=page.locator("#next"))
    eva.see("Lämnad. Cheferna ovanför kan läsa den.")
    over = come(OVER, javascript=javascript)
    over.go(page.url.split("#")[0])
    over.see("Vi räknar med att gå hundra över.", "Vi väntar med möblerna")
    expect(over.page.get_by_role("button", name="Dra tillbaka")).to_have_count(0)

    begin(eva, year - 1, "helåret")
    page.get_by_label("Vad blev det av året?").fill("Vintern blev dyrare.")
    page.get_by_label("Budget för året").fill("1000")
    page.get_by_label("Årets utfall").fill("1 300")
    eva.press("Spara")
    eva.press("Lämna", within=page.locator("#next"))
    expect(page.get_by_role("heading", level=1)).to_contain_text(f"Återhämtning av underskottet {year - 1}")
    page.get_by_role("textbox", name="Så hämtar vi hem det").fill("I två steg, utan att ta tid från barnen.")
    eva.press(
        "Spara",
        within=page.locator(".block").filter(has=page.get_by_role("textbox", name="Så hämtar vi hem det")),
    )
    for what, effect, when in (("Färre vikarier", "200", year), ("Ny upphandling", "100", year + 1)):
        if not page.locator("#new-step[open]").count():
            eva.unfold("Lägg till ett steg")
        page.get_by_label("Vad gör ni?").fill(what)
        page.get_by_label("År", exact=True).select_option(str(when))
        page.get_by_label("Effekt, tkr").fill(effect)
        eva.press("Lägg till", within=page.locator("#new-step"))
        expect(page.locator("#steps")).to_contain_text(what)
    eva.press("Fastställ planen")
    eva.see("Fastställd. Cheferna ovanför kan läsa planen.")
    over.go(page.url.split("#")[0])
    over.see("I två steg, utan att ta tid från barnen.", "Ny upphandling", "täcker hela underskottet")


def test_what_is_typed_beside_another_form_that_is_refused_is_not_lost(come: Come) -> None:
    """What a form came with is not saved over its draft by a page that answers another form."""
    eva = come(REP)
    page = eva.page
    begin(eva, clock.today().year, "januari–augusti")
    page.get_by_label("Vad säger prognosen?").fill("Vi räknar med att gå hundra över.")
    page.get_by_label("Budget för året").fill("1 000")
    page.get_by_label("Utfall hittills").fill("700")
    page.get_by_label("Helårsprognos").fill("1 100")
    eva.press("Spara")
    eva.see(
        "Underskott 100"
    )  # what one has pressed is answered: what is typed before that belongs to the page of before
    page.get_by_label("Vad säger prognosen?").fill("Vi räknar med att gå tvåhundra över.")
    written = page.locator("form[data-draft]").filter(has=page.get_by_label("Vad säger prognosen?"))
    expect(written.locator("[data-saved]")).to_have_text(re.compile("^Utkast sparat"))
    eva.press("Lägg till", within=page.locator("#new-remedy"))
    expect(page.locator("#new-remedy .summary, #new-remedy .error").first).to_be_visible()
    expect(page.get_by_label("Vad säger prognosen?")).to_have_value("Vi räknar med att gå tvåhundra över.")
    expect(written.locator("[data-saved]")).to_have_text(re.compile("utkast", re.IGNORECASE))
    page.wait_for_timeout(3_000)  # what was not sent must not save what the page came with over the draft
    eva.follow("Start")
    eva.go(f"/ekonomi/?ar={clock.today().year}")
    page.get_by_role("link", name="Januari–augusti").first.click()
    expect(page.get_by_label("Vad säger prognosen?")).to_have_value("Vi räknar med att gå tvåhundra över.")


def test_what_is_written_and_not_saved_is_not_left_out_of_what_is_handed_in(come: Come) -> None:
    eva = come(REP)
    page = eva.page
    begin(eva, clock.today().year - 1, "helåret")
    page.get_by_label("Budget för året").fill("1000")
    page.get_by_label("Årets utfall").fill("900")
    eva.press("Spara")
    eva.see("Överskott 100")
    page.get_by_label("Årets utfall").fill("950")
    page.locator("#next").get_by_role("button", name="Lämna").click()
    expect(page.locator("#next [role=alert]")).to_have_text(
        "Spara det du har skrivit först, annars kommer det inte med."
    )
    expect(page.get_by_label("Årets utfall")).to_have_value("950")
    eva.press("Spara")
    eva.press("Lämna", within=page.locator("#next"))
    eva.see("Lämnad. Cheferna ovanför kan läsa den.", "950")


def test_a_draft_that_arrives_after_its_form_was_sent_is_no_draft(come: Come, live_world: World) -> None:
    """Where the line is slow the draft may come after the form: what it says stands there already, and nobody is asked."""
    eva = come(REP)
    page = eva.page
    begin(eva, clock.today().year - 1, "helåret")
    page.get_by_label("Budget för året").fill("1000")
    page.get_by_label("Årets utfall").fill("900")
    late: list[str] = []
    page.route(lambda url: url.endswith("/utkast"), lambda route: late.append(route.request.post_data or ""))
    page.get_by_label("Vad blev det av året?").fill("Vintern blev mild.")
    eva.press("Spara")
    eva.see("Överskott 100")
    page.unroute_all()
    came = page.request.post(
        "/utkast",
        data=late[-1],
        headers={"Content-Type": "application/x-www-form-urlencoded", "X-Autosave": "1"},
    )
    assert came.ok, came.text()
    with live_world.session() as session:
        assert len(session.scalars(select(Draft.id)).all()) == 1
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.ok):
        eva.go(page.url)
    expect(page.get_by_label("Vad blev det av året?")).to_have_value("Vintern blev mild.")
    expect(
        page.get_by_role("button", name="Släng utkastet").and_(page.locator("[data-throw]"))
    ).to_be_hidden()
    eva.press("Lämna", within=page.locator("#next"))
    eva.see("Lämnad. Cheferna ovanför kan läsa den.", "Vintern blev mild.")
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []
