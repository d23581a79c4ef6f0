"""A document is entered, found still valid, and decided about with the child-rights test; with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, Visit

SUPPORT = "Sara Stöd"
TITLE = "Plan mot kränkande behandling"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_document_from_entered_to_decided_about(come: Callable[..., Visit], javascript: bool) -> None:
    sara = come(SUPPORT, javascript=javascript)
    sara.go("/styrdokument/")
    sara.see("Här samlas det som styr kommunen")
    sara.follow("För in det första")
    sara.field("Rubrik").fill(TITLE)
    sara.page.get_by_label(re.compile("^Typ")).select_option("plan")
    sara.page.get_by_label(re.compile("^Vem beslutade")).fill("Kommunstyrelsen")
    sara.page.get_by_label(re.compile("^Beslutat den")).fill("2026-01-12")
    # The units are out of the way until some are to be chosen; what hides them is the style sheet.
    units = sara.page.get_by_label("Förskolan Ängen")
    expect(units).to_be_hidden()
    sara.page.get_by_role("radio", name="Vissa enheter").check()
    expect(units).to_be_visible()
    units.check()
    sara.press("Spara")
    expect(sara.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    sara.see("Förskolan Ängen", "Ses över senast")

    sven = come(OVER, javascript=javascript)
    sven.go("/styrdokument/")
    sven.follow(TITLE)
    sven.unfold("Granskat, fortfarande giltigt")
    sven.field("Ses över nästa gång senast").fill("2029-05-02")
    sven.press("Granskat, fortfarande giltigt")
    sven.see("2 maj 2029", "Sven Sektionschef fann det giltigt")
    expect(sven.page.locator("#notices").get_by_role("button", name="Ångra")).to_be_visible()

    sven.follow("För in ett beslut om dokumentet")
    sven.field("Vad beslutades, i en rad").fill("Planen antas")
    considerations = sven.page.get_by_label("Hur har barnets bästa vägts in?")
    expect(considerations).to_be_hidden()
    sven.page.locator("#concerns_children").get_by_role("radio", name="Ja").check()
    expect(considerations).to_be_visible()
    sven.press("Spara")
    expect(sven.page.locator(".summary")).to_contain_text("Skriv hur barnets bästa har vägts in.")
    expect(sven.field("Vad beslutades, i en rad")).to_have_value("Planen antas")
    considerations.fill("Vi har frågat elevrådet.")
    sven.press("Spara")
    sven.see("Beslutet rör barn.", "Vi har frågat elevrådet.", TITLE)

    sara.go("/styrdokument/barnets-basta?barn=ror-barn")
    sara.see("Planen antas", "Vi har frågat elevrådet.")


def test_the_register_reflows_at_320_pixels(come: Callable[..., Visit]) -> None:
    sara = come(SUPPORT, width=320)
    sara.go("/styrdokument/nytt")
    sara.field("Rubrik").fill("Riktlinje för informationssäkerhetsklassificeringsarbetet i förvaltningen")
    sara.press("Spara")
    for path in ("/styrdokument/", "/styrdokument/1/", "/styrdokument/beslut/nytt"):
        sara.go(path)
        assert sara.page.evaluate("document.documentElement.scrollWidth") <= 320, path
