"""At 400 % a laptop shows 320 × 256 CSS pixels: by keyboard alone nothing hides what has the focus."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import OVER, Visit
from tests.journeys.stages import noted

WIDTH, HEIGHT = 320, 256
MOST_TABS = 80
SETTLING_STEPS = 50

# How much of what has the focus lies outside the window, under something else, or beside the page.
HIDDEN = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return 'end';
    const shown = at.matches('input[type=radio], input[type=checkbox]') ? at.closest('label') || at : at;
    const box = shown.getBoundingClientRect();
    const name = (at.innerText || at.getAttribute('aria-label') || at.name || '').trim().slice(0, 40);
    if (document.documentElement.scrollWidth > innerWidth) return `wider than the page: ${name}`;
    if (box.height >= innerHeight) return '';
    const top = document.elementFromPoint(box.left + Math.min(box.width / 2, 20), box.top + Math.min(box.height / 2, 20));
    if (!top || !(shown.contains(top) || top.contains(shown))) return `under something: ${name}`;
    if (box.top < 0 || box.bottom > innerHeight) return `cut off: ${name}`;
    return '';
}"""


@pytest.fixture
def seed() -> object:
    return noted


def hidden_on(page: Page) -> list[str]:
    """Walk a page with Tab and tell what could not be seen on the way."""
    page.evaluate("() => document.activeElement.blur()")
    told = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        found = _after_settling(page)
        if found == "end":
            break
        if found:
            told.append(found)
    return told


def _after_settling(page: Page) -> str:
    """Tell what hides the focus once scrolling and a word's note have come to rest, however busy the machine is."""
    found = ""
    for _ in range(SETTLING_STEPS):
        page.wait_for_timeout(40)
        found = str(page.evaluate(HIDDEN))
        if not found or found == "end":
            break
    return found


def test_whatever_has_the_focus_is_seen(come: Callable[..., Visit]) -> None:
    over = come(OVER, width=WIDTH)
    over.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    for path in (
        "/",
        "/dialoger/",
        "/dialoger/1/",
        "/dialoger/1/tema/1",
        "/dialoger/1/helhet",
        "/vem-far-vad",
    ):
        over.go(path)
        assert hidden_on(over.page) == [], path


def test_a_words_note_keeps_off_the_word(come: Callable[..., Visit]) -> None:
    over = come(OVER, width=WIDTH)
    over.page.set_viewport_size({"width": WIDTH, "height": HEIGHT})
    over.go("/dialoger/1/helhet")
    for term in over.page.locator("main .gloss-term").all():
        term.focus()
        note = over.page.locator(f"#{term.get_attribute('aria-describedby')}")
        expect(note).to_be_visible()
        over.page.wait_for_timeout(100)
        word, said = term.bounding_box(), note.bounding_box()
        assert word is not None
        assert said is not None
        assert said["y"] + said["height"] <= word["y"] + 1 or said["y"] >= word["y"] + word["height"] - 1
