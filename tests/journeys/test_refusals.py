"""What cannot be done is said where one stands, in words, with what one typed still there."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import MY_PICTURE, NOTE, OVER, REP, WHOLE, Visit
from tests.journeys.stages import held, planned

Come = Callable[..., Visit]


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> object:
    return getattr(request, "param", planned)


@pytest.mark.parametrize("seed", [held], indirect=True)
def test_a_fragment_refused_leaves_the_page_and_the_words_as_they_are(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    rep.go("/dialoger/1/tema/1")
    rep.unfold("Skriv upp ett beslut")
    rep.field("Vad har ni bestämt?").fill("Vi slutar med blanketten.")
    over.go("/dialoger/1/")
    over.unfold("Gå ett steg tillbaka")
    over.press("Gå tillbaka")
    over.see("Ni har båda delat")
    rep.press("Spara beslutet")
    expect(rep.page.locator("#messages .notice")).to_be_visible()
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi slutar med blanketten.")
    expect(rep.page.get_by_role("banner")).to_have_count(1)


@pytest.mark.parametrize("address", ["/dialoger/serie/1/nytt-mote", "/dialoger/1/andra"])
def test_a_heading_of_blanks_is_refused_in_words(come: Come, address: str) -> None:
    over = come(OVER)
    over.go(address)
    over.field("Rubrik").fill("   ")
    over.field("Dag").fill("2027-03-01")
    over.field("Klockslag").fill("09:00")
    over.page.locator("main form.form button[type=submit]").click()
    over.see("Skriv en rubrik.")


def test_without_scripts_a_text_that_cannot_be_saved_is_given_back(come: Come) -> None:
    rep, again = come(REP, javascript=False), come(REP, javascript=False)
    rep.go("/dialoger/1/tema/1")
    rep.field(MY_PICTURE).fill("Det sista jag ville säga.")
    again.go("/dialoger/1/tema/1")
    again.write(MY_PICTURE, "Lämningarna är lugnare nu.")
    again.go("/dialoger/1/")
    again.press("Dela min bild")
    rep.press("Spara nu")
    rep.see("Det gick inte att spara")
    expect(rep.page.locator("#kept")).to_have_value("Det sista jag ville säga.")


@pytest.mark.parametrize("seed", [held], indirect=True)
def test_one_can_establish_right_after_writing_but_not_what_the_other_changed_meanwhile(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    over.go("/dialoger/1/")
    over.press("Gå vidare till att fastställa")
    over.write(WHOLE, "Vi ser samma sak.")
    rep.go("/dialoger/1/tema/1")
    rep.write(NOTE, "Det här har Sven inte läst.")
    over.write(WHOLE, "Vi ser samma sak om lämningarna.")
    over.press("Fastställ för min del")
    over.see("Något här har ändrats sedan du läste det.", "Det här har Sven inte läst.")
    over.write(WHOLE, "Vi ser samma sak om lämningarna och dagarna.")
    over.press("Fastställ för min del")
    over.see("Du har fastställt. Nu väntar den på Eva Enhetschef.")
