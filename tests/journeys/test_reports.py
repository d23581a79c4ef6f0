"""A report from the unit's own words to the level above, which receives it and takes a passage of it into its own."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, REP, Visit

Come = Callable[..., Visit]
ANALYSIS = "Vi håller budgeten. Det som oroar är att två av oss är borta länge."


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_report_is_written_handed_in_received_and_quoted_above(come: Come, javascript: bool) -> None:
    eva = come(REP, javascript=javascript)
    eva.go("/rapporter/")
    eva.press("Börja", within=eva.page.locator("li", has_text="Prognosrapport januari–mars"))
    eva.see("Er egen analys är inte skriven än.")
    eva.page.get_by_role("textbox", name="Vår analys").fill(ANALYSIS)
    eva.press("Spara nu")
    expect(eva.page.get_by_text("Sparat").first).to_be_visible()
    if javascript:
        eva.unfold("Lägg till en avvikelse")
    else:
        eva.go_on("Lägg till en avvikelse")
    eva.page.get_by_label("Vad blev inte som ni tänkt?").fill("En tjänst står tom.")
    eva.press("Lägg till")
    eva.see("Ingen åtgärd än.")
    eva.go_on(re.compile("^Ändra.*En tjänst"))
    eva.page.get_by_label("Vad gör ni åt det?").fill("Vi annonserar igen.")
    eva.press("Spara", within=eva.page.locator("form[action*='/rapporter/avvikelse/']"))
    eva.see("Vi annonserar igen.")
    eva.go_on("Läs igenom och lämna")
    eva.press("Lämna rapporten")
    eva.see("Lämnad till", ANALYSIS)
    over = come(OVER, javascript=javascript)
    over.go("/rapporter/")
    over.follow("Prognosrapport januari–mars")
    over.page.get_by_label("Dina ord till dem som har skrivit").fill("Tack, det tar jag med mig.")
    over.press("Jag har tagit emot den")
    over.see("Mottagen. De som lämnade den ser det.")
    eva.go(eva.page.url)
    eva.see("Tack, det tar jag med mig.")
    over.go("/rapporter/")
    over.press("Börja", within=over.page.locator("li", has_text="Prognosrapport januari–mars"))
    over.go_on("läs och citera")
    over.press("Ta in som citat")
    over.see("Citatet står nu i er rapport", ANALYSIS)
