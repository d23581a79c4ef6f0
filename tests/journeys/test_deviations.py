"""Something cannot wait: a manager says so from the start page, the level above receives it and says what happens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, REP, Visit

Come = Callable[..., Visit]


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_deviation_goes_up_at_once_and_its_answer_comes_back(come: Come, javascript: bool) -> None:
    eva = come(REP, javascript=javascript)
    eva.go("/")
    eva.page.get_by_role("link", name="Rapportera en avvikelse").click()
    eva.page.get_by_label("Vad har ni gjort?").fill("Vi hämtar mat från Länghem.")
    eva.press("Skicka till")
    # Both pages hold what was typed: it is the refusal that tells the new one is here.
    eva.see("Skriv några ord om vad som har hänt.")
    expect(eva.page.get_by_label("Vad har ni gjort?")).to_have_value("Vi hämtar mat från Länghem.")
    eva.page.get_by_label("Vad har hänt?").fill("Köket är stängt efter en vattenskada.")
    eva.press("Skicka till")
    eva.see("Skickad.", "Inte mottagen än")
    over = come(OVER, javascript=javascript)
    over.go("/")
    over.page.get_by_role("link", name="Läs och svara").first.click()
    over.see("Köket är stängt efter en vattenskada.")
    over.press("Jag har tagit emot den")
    over.page.get_by_label("Vad händer nu, och varför?").fill("Jag ringer försäkringsbolaget.")
    over.press("Den stannar här")
    over.see("Jag ringer försäkringsbolaget.")
    eva.go(eva.page.url)
    eva.see("Jag ringer försäkringsbolaget.", "Stannar här")
