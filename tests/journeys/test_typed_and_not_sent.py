"""What is typed in a form with a button stays until it is sent: pressing something else does not take it away."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, expect

from tests.journeys.people import REP, Visit
from tests.journeys.stages import held

Come = Callable[..., Visit]

THEME = "/dialoger/1/tema/1"
MATTER = "Skriv stycket så som det ska läsas ett steg upp"


@pytest.fixture
def seed() -> object:
    return held


def test_what_is_typed_stays_when_something_else_in_the_list_is_pressed(come: Come) -> None:
    rep = come(REP)
    rep.go(THEME)
    rep.promise("Bjuda in familjerna", "Eva Enhetschef")
    rep.propose("Vikariepoolen räcker inte.")
    rep.unfold("Lyft något uppåt")
    rep.field(MATTER).fill("Dokumentationen tar tiden från barnen.")
    rep.press("Håll kvar")
    rep.see("Släpp uppåt")
    expect(rep.field(MATTER)).to_be_visible()
    expect(rep.field(MATTER)).to_have_value("Dokumentationen tar tiden från barnen.")
    rep.press("Föreslå")
    expect(rep.page.locator("#matters .raised > li")).to_have_count(2)
    expect(rep.field(MATTER)).to_have_value("")
    rep.follow("Lägg till överenskommelse")
    rep.field("Vad är ni överens om?").fill("Ringa företagshälsan")
    rep.press("Klar: Bjuda in familjerna")
    expect(rep.page.locator("#agreements li.done")).to_have_count(1)
    expect(rep.field("Vad är ni överens om?")).to_have_value("Ringa företagshälsan")
    rep.press("Spara överenskommelsen")
    expect(rep.page.locator("#agreements .agree > li")).to_have_count(2)


def test_leaving_with_something_typed_and_not_sent_warns(come: Come) -> None:
    rep = come(REP)
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    rep.page.on("dialog", stay)
    rep.go(THEME)
    rep.unfold("Skriv upp ett beslut")
    rep.field("Vad har ni bestämt?").fill("Vi prövar till jul.")
    with rep.page.expect_event("dialog"):
        rep.page.get_by_role("link", name="Start", exact=True).click()
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi prövar till jul.")
    rep.press("Spara beslutet")
    rep.see("Vi prövar till jul.")
    rep.follow("Start")
    assert asked == ["beforeunload"]
