"""What people write without a space breaks: no page grows wider than a telephone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, Visit
from tests.journeys.stages import held

LONG = "Donaudampfschifffahrtsgesellschaft" * 5


@pytest.fixture
def seed() -> object:
    return held


@pytest.mark.parametrize("width", [320, 390])
def test_long_words_break(come: Callable[..., Visit], width: int) -> None:
    over = come(OVER, width=width)
    over.go("/dialoger/1/")
    over.unfold("Lägg till en fil")
    over.page.locator("input[type=file]").first.set_input_files(
        {"name": f"{LONG}.txt", "mimeType": "text/plain", "buffer": b"hej"}
    )
    over.press("Lägg till")
    expect(over.page.locator(".files")).to_contain_text("Donaudampfschifffahrtsgesellschaft" * 3)
    over.go("/dialoger/1/")
    over.follow("Till temana")
    over.propose(LONG)
    assert over.page.evaluate("document.documentElement.scrollWidth") <= width
    for path in ("/dialoger/1/", "/dialoger/1/helhet", "/"):
        over.go(path)
        assert over.page.evaluate("document.documentElement.scrollWidth") <= width, path


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_header_is_one_line_of_whole_words_at_320(come: Callable[..., Visit], language: str) -> None:
    """Name, news and menu stand beside each other, with as much news as the page ever tells of."""
    over = come(OVER, width=320)
    over.go("/")
    if language == "en":
        over.page.locator(".menu > summary").click()
        over.page.locator(".menu").get_by_role("button", name="English").click()
    menu, bar = over.page.locator(".menu > summary"), over.page.locator(".top .bar")
    expect(menu).to_have_text({"sv": "Meny", "en": "Menu"}[language])
    over.page.evaluate("document.querySelector('.news').innerHTML += '<span class=\"count\">99+</span>'")
    lines = menu.evaluate(
        "one => { const r = document.createRange(); r.selectNodeContents(one); return r.getClientRects().length; }"
    )
    assert lines == 1
    padding = bar.evaluate("one => parseFloat(getComputedStyle(one).paddingRight)")
    inside, around = menu.bounding_box(), bar.bounding_box()
    assert inside and around
    assert inside["x"] + inside["width"] <= around["x"] + around["width"] - padding + 0.5


def test_what_is_said_of_a_goal_keeps_inside_the_page_at_320(come: Callable[..., Visit]) -> None:
    over = come(OVER, width=320)
    over.go("/om-modellen")
    outside = over.page.evaluate(
        """() => {
        const main = document.querySelector("main");
        const edge = main.getBoundingClientRect().right - parseFloat(getComputedStyle(main).paddingRight) + 0.5;
        const all = [...main.querySelectorAll("summary *")];
        return all.filter(one => one.getBoundingClientRect().right > edge).map(one => one.textContent);
        }"""
    )
    assert outside == []
