"""A manager writes what is decisive for quality and how it is noticed, is refused, mends it, establishes it and takes it up."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, REP, Visit
from tests.journeys.stages import planned

Come = Callable[..., Visit]
TITLE = "Lämningen på morgonen är lugn"
SIGN = "Så beskriver familjerna lämningen"
WHY = "Varför är det avgörande?"


@pytest.fixture
def seed() -> object:
    return planned


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_an_empty_page_to_a_factor_that_is_taken_up_in_the_next_dialogue(
    come: Come, javascript: bool
) -> None:
    eva = come(REP, javascript=javascript)
    page = eva.go("/kvalitet/")
    eva.see("Vad är avgörande för kvaliteten?")
    eva.follow("Skriv den första")
    eva.press("Spara utkastet")
    expect(page.locator(".summary")).to_contain_text("Skriv något här.")
    page.get_by_label("Vad är avgörande för kvaliteten?").fill(TITLE)
    eva.press("Spara utkastet")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    eva.write(WHY, "Morgonen bestämmer dagen.")
    eva.press("Fastställ")
    expect(page.locator(".summary")).to_contain_text("Det behövs minst en indikator")
    if not javascript:
        eva.press("Spara och lägg till en indikator")
    eva.unfold("Lägg till en indikator")
    page.get_by_label("Vad visar att kvaliteten håller?").fill(SIGN)
    eva.press("Lägg till", within=page.locator("#new-indicator"))
    expect(page.locator("#indicators")).to_contain_text(SIGN)
    eva.press("Fastställ")
    expect(page.locator(".summary")).to_contain_text(f"Indikatorn ”{SIGN}” saknar metod")
    expect(page.locator(".summary")).to_contain_text(f"Indikatorn ”{SIGN}” saknar rutin")

    above = come(OVER, javascript=javascript)
    above.go("/kvalitet/?enhet=5")
    above.never_see(TITLE)

    eva.follow(re.compile(f"^Ändra.*{SIGN}"))
    page.get_by_label(re.compile("^Metod")).first.fill("Korta samtal på telefon")
    page.get_by_label(re.compile("^Rutin")).first.fill("Eva ringer i april och oktober")
    eva.press("Spara", within=page.locator("#indicators"))
    eva.see("Korta samtal på telefon")
    if not javascript:
        eva.follow("Ändra texten")
    # What is typed and not saved yet goes along with the button that establishes.
    eva.field(WHY).fill("Morgonen bestämmer hela dagen.")
    eva.press("Fastställ")
    eva.see("Version 1", "Inte samtalad än", "Morgonen bestämmer hela dagen.")

    above.go("/kvalitet/?enhet=5")
    above.see(TITLE, "Inte samtalad än", SIGN)

    eva.press("Ta upp i nästa dialog", within=page.locator("#said"))
    expect(page.locator("#notices")).to_contain_text(f"{TITLE} tas upp i")
    above.go("/dialoger/1/tema/2")
    above.see(f"{TITLE}")
