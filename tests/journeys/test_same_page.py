"""What one of the two does in the meeting is seen at the other's, who has the same page open and does nothing."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import NOTE, OVER, REP, WHOLE, Visit
from tests.journeys.stages import noted

Come = Callable[..., Visit]
THEME = "/dialoger/1/tema/1"
MATTER = "Skriv stycket så som det ska läsas ett steg upp"


@pytest.fixture
def seed() -> object:
    return noted


def test_what_the_other_says_agrees_on_and_raises_comes_by_itself(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    rep.unfold("Skriv upp ett beslut")
    rep.field("Vad har ni bestämt?").fill("Vi prövar")
    over.judge("Olika bilder")
    over.promise("Bjuda in familjerna", REP)
    over.propose("Vikariepoolen räcker inte.")
    expect(rep.page.locator("#verdict")).to_contain_text("Sven Sektionschef säger: olika bilder")
    expect(rep.page.locator("#agreements")).to_contain_text("Bjuda in familjerna")
    expect(rep.page.locator("#matters")).to_contain_text("Vikariepoolen räcker inte.")
    # What one is in the midst of typing stays, and one goes on writing where one was.
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi prövar")
    expect(rep.field("Vad har ni bestämt?")).to_be_focused()
    over.decide("Frukosten stannar")
    expect(rep.page.locator("#decisions")).to_contain_text("Frukosten stannar")
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi prövar")
    rep.press("Spara beslutet")
    expect(over.page.locator("#decisions")).to_contain_text("Vi prövar")


def test_what_is_typed_to_be_raised_stays_when_the_others_passage_comes(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    rep.unfold("Lyft något uppåt")
    rep.field(MATTER).fill("Dokumentationen tar tiden")
    over.propose("Vikariepoolen räcker inte.")
    expect(rep.page.locator("#matters .raised")).to_contain_text("Vikariepoolen räcker inte.")
    expect(rep.field(MATTER)).to_be_visible()
    expect(rep.field(MATTER)).to_have_value("Dokumentationen tar tiden")


def test_both_see_that_one_has_gone_on_to_establish(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    rep.go(THEME)
    rep.write(NOTE, "Vi ses i maj, och frukosten stannar.")
    over.go("/dialoger/1/helhet")
    over.press("Gå vidare till att fastställa")
    rep.see("Ni fastställer nu.")
    expect(rep.field(NOTE)).to_have_value("Vi ses i maj, och frukosten stannar.")


def test_who_writes_on_after_establishing_is_told_at_once_that_it_fell_and_so_is_the_other(
    come: Come,
) -> None:
    over, rep = come(OVER), come(REP)
    over.go("/dialoger/1/helhet")
    over.press("Gå vidare till att fastställa")
    over.write(WHOLE, "Vi ser samma morgnar.")
    over.press("Fastställ för min del")
    over.see("Du har fastställt den här versionen.")
    rep.go("/dialoger/1/helhet")
    rep.see("Sven Sektionschef har fastställt den här versionen.")
    over.write(WHOLE, "Vi ser samma morgnar, men olika kvällar.")
    expect(over.page.get_by_role("button", name="Fastställ för min del")).to_be_visible()
    expect(over.page.locator("main")).not_to_contain_text("Du har fastställt den här versionen.")
    expect(over.field(WHOLE)).to_have_value("Vi ser samma morgnar, men olika kvällar.")
    expect(rep.page.locator("main")).not_to_contain_text("har fastställt den här versionen")
    rep.see("Vi ser samma morgnar, men olika kvällar.")
    # What one establishes is what stands there.
    over.press("Fastställ för min del")
    over.see("Du har fastställt den här versionen.")
    expect(rep.page.locator("main")).to_contain_text(re.compile("har fastställt den här versionen"))
