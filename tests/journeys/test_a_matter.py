"""A matter goes from a unit manager's dialogue over two levels to an established edition, and its answer comes back down."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.journeys.people import ABOVE, OVER, REP, WHOLE, Visit, sign_in
from tests.journeys.stages import two_levels

if TYPE_CHECKING:
    from tests.support.browser import Visitors

CHAIR = "Per Politik"
FROM_EVA = "Vikariepoolen räcker inte till på fredagarna."
FROM_SVEN = "Tre förskolor saknar vikarier på fredagar; vi behöver en gemensam pool."
OPENING = "Bemanningen är det som kommer igen i alla samtal."
FROM_THE_BOARD = "Styrelsen avsätter medel till en gemensam pool från augusti."
DOWN_AGAIN = "Det blir en gemensam pool från augusti, och ni är med och formar den."


@pytest.fixture
def seed() -> object:
    return two_levels


@pytest.mark.takes(15)
def test_a_matter_reaches_the_board_in_an_edition_and_its_answer_comes_back(visitors: Visitors) -> None:
    eva, sven, karin, per = (signed_in(visitors, name) for name in (REP, OVER, ABOVE, CHAIR))
    raise_it(eva, sven, "/dialoger/1/", FROM_EVA)
    the_board_has_not_read_it(per)
    raise_it(sven, karin, "/dialoger/2/", FROM_SVEN)
    edition = write_an_edition(karin)
    read_it(per, edition)
    answer(per, FROM_SVEN, FROM_THE_BOARD)
    for visit in (karin, sven):
        visit.go("/")
        visit.see("Svar på det ni lyfte", "Per Politik har svarat.")
    answer(karin, FROM_EVA, DOWN_AGAIN)
    eva.go("/")
    eva.see("Svar på det ni lyfte", "Karin Kommunchef har svarat.")
    eva.follow("Läs svaret")
    eva.see(FROM_EVA, DOWN_AGAIN)
    eva.never_see(FROM_SVEN, FROM_THE_BOARD)
    karin.go("/uppsikt/?tid=allt")
    karin.see(FROM_EVA, "besvarad av Karin Kommunchef", "besvarad av Per Politik")


def signed_in(visitors: Visitors, name: str) -> Visit:
    page = visitors()
    sign_in(page, name)
    return Visit(page, name)


def raise_it(rep: Visit, over: Visit, dialogue: str, text: str) -> None:
    """Propose a passage in a meeting, release it from the other side, and let both establish the record."""
    rep.go(dialogue)
    rep.follow("Till temana")
    rep.propose(text)
    over.go(re.sub(r"#.*", "", rep.page.url))
    over.press("Släpp uppåt", within=over.page.locator("#matters li").filter(has_text=text))
    expect(over.page.locator("#matters li").filter(has_text=text)).to_contain_text("Håll kvar")
    over.go(dialogue)
    over.press("Gå vidare till att fastställa")
    over.press("Börja från anteckningarna")
    expect(over.field(WHOLE)).not_to_have_value("")
    over.press("Fastställ för min del")
    over.see("Du har fastställt.")
    rep.go("/")
    rep.follow("Läs och fastställ")
    rep.press("Fastställ för min del")
    rep.see("Fastställd av er båda.")


def the_board_has_not_read_it(per: Visit) -> None:
    """What was raised to the level above has not come further."""
    per.go("/")
    per.never_see(FROM_EVA)


def write_an_edition(karin: Visit) -> str:
    """Find what was released in the overview, write the edition and hand it over; gives its address."""
    karin.go("/uppsikt/")
    karin.see(FROM_EVA, FROM_SVEN)
    karin.press("Skriv utgåva till kommunstyrelsen")
    karin.see(FROM_SVEN)
    karin.write("Våra ord om Till kommunstyrelsen", OPENING)
    karin.go_on("Läs igenom och fastställ")
    karin.see(OPENING, FROM_SVEN)
    karin.press("Fastställ")
    karin.see(OPENING)
    return karin.page.url


def read_it(per: Visit, edition: str) -> None:
    """Read exactly what was handed over, from the list of editions."""
    per.go("/uppsikt/")
    per.follow(re.compile("Utgåva 1"))
    per.see(OPENING, FROM_SVEN, "Sven Sektionschef")
    assert per.page.url.partition("#")[0] == edition.partition("?")[0].partition("#")[0]


def answer(visit: Visit, text: str, words: str) -> None:
    """Answer what was raised to one's level, from the start page."""
    visit.go("/")
    visit.follow("Läs och svara")
    visit.see(text)
    visit.field("Ditt svar").fill(words)
    visit.press("Lämna svaret")
    visit.see(words)
