"""What a page must be for everybody: no finding by axe in light or dark, nothing cut off on a phone."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PHONE = {"width": 320, "height": 640}


def assert_accessible(page: Page, *, schemes: tuple[str, ...] = ("light", "dark")) -> None:
    """Fail with every WCAG 2.2 AA finding on the page as it stands, in each colour scheme."""
    found = []
    for scheme in schemes:
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        found += [f"{scheme}: {_told(violation)}" for violation in _violations(page)]
    assert not found, f"{len(found)} findings on {page.url}:\n" + "\n".join(found)


def assert_fits_a_phone(page: Page) -> None:
    """Fail when the page must be scrolled sideways at 320 px; tables may scroll in a box of their own."""
    before = page.viewport_size
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    width = page.evaluate("document.documentElement.scrollWidth")
    wide = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(element => element.getBoundingClientRect().right > innerWidth + 1)
            .slice(0, 5).map(element => element.outerHTML.slice(0, 120))"""
    )
    if before is not None:
        page.set_viewport_size(before)
    assert width <= PHONE["width"], f"{page.url} is {width} px wide on a phone; reaching out: {wide}"


def _violations(page: Page) -> list[dict[str, Any]]:
    # Put in through the debugger, which a content security policy does not concern: pages keep theirs.
    page.evaluate(_axe())
    result = page.evaluate(
        "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}, resultTypes: ['violations']})",
        WCAG_22_AA,
    )
    return list(result["violations"])


@cache
def _axe() -> str:
    # The file's last value is an object the debugger cannot hand over.
    return AXE.read_text(encoding="utf-8") + "\n;undefined"


def _told(violation: dict[str, Any]) -> str:
    places = "; ".join(
        f"{node['html'][:160]} ({node.get('failureSummary', '').splitlines()[-1].strip()})"
        for node in violation["nodes"][:3]
    )
    return f"{violation['id']} [{violation['impact']}] {violation['help']}: {places}"
