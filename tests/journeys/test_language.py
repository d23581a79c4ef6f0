"""A person with English as their language meets no Swedish but people's own words."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Page, expect
from sqlalchemy import String, Text, select, update

import app
from app.db import Base
from app.organisation.models import Person
from tests.journeys.people import REP, Visit
from tests.journeys.stages import established
from tests.support.world import Seed, World

CATALOGUE = Path(app.__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]")
SHORTEST = 8
"""Letters of a piece of a sentence that is looked for inside others; shorter ones must be a whole text."""

# Every text one sees or has read aloud, each with nothing around it.
SHOWN = """() => {
    const told = [];
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const skip = element => element.closest('[lang=sv], textarea, script, style, template');
    while (walk.nextNode()) if (!skip(walk.currentNode.parentElement)) told.push(walk.currentNode.data);
    for (const element of document.querySelectorAll('*')) {
        if (element.closest('[lang=sv]')) continue;
        for (const name of ['aria-label', 'title', 'placeholder', 'alt', 'data-label']) {
            if (element.hasAttribute(name)) told.push(element.getAttribute(name));
        }
        for (const {name, value} of element.attributes)
            if (/^data-.*(message|label|failed|offline|signed-out|refused|gone)$/.test(name)) told.push(value);
    }
    told.push(document.title);
    return told.map(text => text.replace(/\\s+/g, ' ').trim()).filter(Boolean);
}"""

ADDRESSES = (
    *("/", "/dialoger/", "/dialoger/serie/1/", "/dialoger/serie/1/andra", "/dialoger/serie/1/nytt-mote"),
    *("/dialoger/1/", "/dialoger/1/tema/1", "/dialoger/1/lasare", "/dialoger/1/storbild"),
    *("/lyft/", "/lyft/1", "/konto/", "/konto/losenord", "/konto/tvasteg", "/vem-far-vad", "/om-modellen"),
    *(
        "/organisation/",
        "/organisation/enhet/5",
        "/dialogmallar/",
        "/dialogmallar/1",
        "/dialogmallar/1/versioner",
    ),
)


@pytest.fixture
def seed() -> Seed:
    return established


@pytest.fixture(scope="module")
def swedish() -> tuple[set[str], list[str]]:
    """Give what no English page may show: whole texts, and pieces of sentences with names left out."""
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file, locale="en")
    whole, pieces, english = set(), set(), []
    for message in catalogue:
        if not message.id:
            continue
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        given = message.string if isinstance(message.string, tuple) else (message.string,)
        english += [one for one in given if one]
        for text in ids:
            if text in given:
                continue
            whole.add(text)
            pieces |= {piece.strip() for piece in PLACEHOLDER.split(text) if len(piece.strip()) >= SHORTEST}
    both = "\n".join(english)
    return whole - set(english), sorted(piece for piece in pieces if piece not in both)


def own_words(world: World) -> list[str]:
    """Give every text in the database, longest first: names, themes and what people wrote stay as they are."""
    found = set()
    with world.session() as session:
        for table in Base.metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, (String, Text)):
                    found |= {str(text) for text in session.scalars(select(column).distinct()) if text}
    lines = {line.strip() for text in found for line in text.splitlines()}
    return sorted((line for line in lines if len(line) > 2), key=len, reverse=True)


def swedish_left(page: Page, swedish: tuple[set[str], list[str]], own: list[str]) -> list[str]:
    whole, pieces = swedish
    told = []
    for text in page.evaluate(SHOWN):
        rest = text
        for words in own:
            rest = rest.replace(words, " ")
        if text in own or not rest.strip(" ·,.:–()"):
            continue
        if rest.strip() in whole or any(piece in rest and _as_words(piece, rest) for piece in pieces):
            told.append(text[:120])
    return told


def _as_words(piece: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(piece)}(?!\w)", text) is not None


def test_a_dialogue_in_english(
    come: Callable[..., Visit], live_world: World, swedish: tuple[set[str], list[str]]
) -> None:
    with live_world.session() as session:
        session.execute(update(Person).where(Person.name == REP).values(language="en"))
    visit, own, told = come(REP), own_words(live_world), []
    for address in ADDRESSES:
        page = visit.go(address)
        expect(page.locator("html")).to_have_attribute("lang", "en")
        told += [f"{address}: {text}" for text in swedish_left(page, swedish, own)]
    assert not told, f"{len(told)} texts left in Swedish:\n" + "\n".join(told)


def test_the_language_is_chosen_on_the_page(come: Callable[..., Visit]) -> None:
    visit = come(REP)
    page = visit.go("/dialoger/1/")
    visit.unfold(REP)
    visit.press("English")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page).to_have_url(re.compile("/dialoger/1/$"))
    visit.go("/")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_new_line_of_meetings_is_begun_and_prepared_in_english(
    come: Callable[..., Visit], live_world: World, swedish: tuple[set[str], list[str]]
) -> None:
    """Forms, their faults, and the words that come with scripts."""
    with live_world.session() as session:
        session.execute(update(Person).where(Person.name == "Karin Kommunchef").values(language="en"))
    visit = come("Karin Kommunchef")
    told: list[str] = []
    own = own_words(live_world)

    def look() -> None:
        told.extend(f"{visit.page.url}: {text}" for text in swedish_left(visit.page, swedish, own))

    visit.go("/dialoger/ny-serie")
    look()
    visit.page.locator("#pair").select_option(label="Sven Sektionschef, Lärandesektionen")
    visit.page.locator("main form.form button[type=submit]").click()
    expect(visit.page.locator("#day")).to_be_visible()
    look()
    form = visit.page.locator("main form.form")
    form.evaluate("form => { form.noValidate = true; }")
    form.locator("button[type=submit]").click()
    expect(visit.page.locator(".summary")).to_be_visible()
    look()
    visit.page.locator("#day").fill("2027-03-01")
    visit.page.locator("#time").fill("09:00")
    form.locator("button[type=submit]").click()
    expect(visit.page.locator(".steps")).to_be_visible()
    look()
    visit.page.locator("main a.btn").first.click()
    visit.page.locator("textarea[name=text]").fill("My own words.")
    expect(visit.page.locator("[data-saved]")).to_have_attribute("data-state", "saved")
    look()
    assert not told, f"{len(told)} texts left in Swedish:\n" + "\n".join(told)
