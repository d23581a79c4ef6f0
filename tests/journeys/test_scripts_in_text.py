"""What people write is words: no text runs, loads, leaks or becomes part of a page, whatever it looks like."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Dialog, Page, expect

from tests.journeys.payloads import PAYLOADS
from tests.journeys.people import ABOVE, NOTE, REP, Visit
from tests.journeys.stages import dangerous
from tests.support.world import Seed

Come = Callable[..., Visit]

# Whatever of a text has become a part of the page.
PLANTED = """() => {
    const told = [];
    if (window.ran !== undefined) told.push('a script ran');
    for (const element of document.querySelectorAll('body *')) {
        const tag = element.tagName.toLowerCase();
        const show = () => told.push(element.outerHTML.slice(0, 200));
        if (['script', 'iframe', 'object', 'embed', 'base', 'meta', 'link', 'style', 'img', 'image', 'video', 'audio',
             'marquee', 'foreignobject', 'animate', 'math'].includes(tag)) show();
        for (const {name, value} of element.attributes) {
            if (name.startsWith('on') || name === 'style' || name.includes('hx-on') || name === 'ping') show();
            if (/evil\\.example|window\\.ran/.test(value) && name !== 'value' && name !== 'aria-label') show();
            if (/^[\\s\\u0000-\\u001f]*(javascript|data|vbscript):/i.test(value) && /href|src|action/.test(name)) show();
        }
    }
    if (document.querySelector('main').innerText.includes('1337')) told.push('a template was filled in');
    return told;
}"""


@pytest.fixture
def seed() -> Seed:
    return dangerous


@pytest.fixture
def asked() -> list[str]:
    """What dialogs came up; none may."""
    return []


def assert_only_words(page: Page, asked: list[str]) -> None:
    """Look at the page, opened and pointed at."""
    page.evaluate("() => { for (const one of document.querySelectorAll('details')) one.open = true; }")
    page.mouse.move(300, 400)
    page.keyboard.press("Tab")
    assert page.evaluate(PLANTED) == [], page.url
    assert asked == [], page.url


def watch(visit: Visit, asked: list[str]) -> Page:
    def note(dialog: Dialog) -> None:
        asked.append(dialog.message)
        dialog.dismiss()

    visit.page.on("dialog", note)
    return visit.page


@pytest.mark.takes(11)
@pytest.mark.parametrize(
    ("name", "addresses"),
    [
        (
            REP,
            [
                *(
                    "/",
                    "/dialoger/",
                    "/dialoger/serie/1/",
                    "/lyft/?vy=ur-vara&lage=alla",
                    "/lyft/1",
                    "/dialogmallar/",
                ),
                *("/dialoger/1/", "/dialoger/1/tema/1", "/dialoger/1/storbild", "/dialoger/1/helhet"),
                *("/dialoger/1/lasare", "/dialoger/1/overenskommelser/1", "/dialoger/2/", "/dialoger/3/"),
            ],
        ),
        (ABOVE, ["/", "/lyft/", "/lyft/1", "/organisation/", "/dialogmallar/"]),
    ],
)
def test_pages_show_what_was_written_as_words(
    come: Come, asked: list[str], name: str, addresses: list[str]
) -> None:
    visit = come(name)
    page = watch(visit, asked)
    for address in addresses:
        visit.go(address)
        assert_only_words(page, asked)


@pytest.mark.takes(20)
def test_what_is_typed_answered_and_swapped_in_stays_words(come: Come, asked: list[str]) -> None:
    """The ways text comes to a page without loading it: polled, in conflict, as a fragment, beside a status."""
    one, other = come(REP), come(REP)
    pages = [watch(visit, asked) for visit in (one, other)]
    everything = "\n\n".join(reversed(PAYLOADS))
    for visit in (one, other):
        visit.go("/dialoger/1/tema/2")
    one.write(NOTE, everything)
    expect(other.field(NOTE)).to_have_value(everything)
    # Both change the same sentence: both texts are then shown.
    with other.held_back(re.compile("/anteckning$"), NOTE, everything.replace("7*191", "7*191+0")):
        one.write(NOTE, everything.replace("7*191", "7*191-0"))
    expect(other.page.locator("section.conflict")).to_be_visible()
    for page in pages:
        assert_only_words(page, asked)
    other.press("Foga ihop")
    other.let_save(NOTE)
    for text in PAYLOADS[:40:8]:
        one.promise(text, "Eva Enhetschef")
    one.page.reload()
    one.decide(PAYLOADS[0])
    one.judge("Delvis")
    assert_only_words(one.page, asked)
