"""Who makes a field larger by its corner leaves a style on it; no script of ours may write one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, Visit
from tests.journeys.stages import held
from tests.support.browser import Visitors


@pytest.fixture
def seed() -> object:
    return held


def test_what_stands_in_a_field_made_larger_is_saved_without_a_breach(
    come: Callable[..., Visit], visitors: Visitors
) -> None:
    over = come(OVER)
    over.go("/dialoger/1/")
    over.follow("Till temana")
    over.propose("Vikariepoolen räcker inte.")
    over.unfold("Ändra orden")
    field = over.page.locator("#matters li textarea")
    field.scroll_into_view_if_needed()
    box = field.bounding_box()
    assert box is not None
    over.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] - 4)
    over.page.mouse.down()
    over.page.mouse.move(box["x"] + box["width"] - 4, box["y"] + box["height"] + 60, steps=4)
    over.page.mouse.up()
    assert "height" in (field.get_attribute("style") or "")
    field.fill("Vikariepoolen räcker inte på fredagarna.")
    over.press("Spara orden", within=over.page.locator("#matters"))
    expect(over.page.locator("#matters li").first).to_contain_text("på fredagarna")
    over.page.wait_for_timeout(200)
    assert visitors.faults == []
