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
