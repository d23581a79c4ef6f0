"""What a page must be for everybody: no finding by axe in light or dark, wide or on a phone; nothing cut off there."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from playwright.sync_api import Page

AXE = Path(__file__).resolve().parents[2] / "node_modules" / "axe-core" / "axe.min.js"
WCAG_22_AA = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
STRUCTURE = [
    *("heading-order", "page-has-heading-one", "empty-heading"),
    *("landmark-one-main", "landmark-unique", "landmark-no-duplicate-main", "region", "skip-link"),
    *("target-size", "label-title-only"),
]
"""What axe counts as good practice, or leaves off unless asked, and the product promises all the same."""
COLOURS = ["color-contrast", "link-in-text-block"]
"""The rules whose outcome depends on the colour scheme."""
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
SMALLEST_TARGET = 24


def assert_accessible(page: Page) -> None:
    """Fail with every finding on the page as it stands."""
    found = findings(page)
    assert not found, f"{len(found)} findings:\n" + "\n".join(found)


def findings(page: Page, *, widths: tuple[dict[str, int], ...] = (DESK, PHONE)) -> list[str]:
    """Tell every WCAG 2.2 AA finding at each width, light and dark, and what does not fit a phone."""
    looks = [(size, scheme) for size in widths for scheme in ("dark", "light")]
    return findings_as(page, looks, only_colours_in="dark")


def findings_as(
    page: Page, looks: Sequence[tuple[dict[str, int], str]], *, only_colours_in: str = ""
) -> list[str]:
    """Tell every finding in some looks, each a size and a scheme; of one scheme only what depends on colours, if asked."""
    found = []
    before = page.viewport_size
    if not page.evaluate("typeof axe === 'object'"):
        # Put in through the debugger, which a content security policy does not concern: pages keep theirs. From
        # now on it is there from the start, which costs a fraction.
        page.evaluate(_axe())
        page.add_init_script(_axe())
    for size, scheme in looks:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        only = COLOURS if scheme == only_colours_in else None
        where = f"{page.url} at {size['width']} px, {scheme}"
        found += [f"{where}: {_told(one)}" for one in _violations(page, only)]
        if only is None:
            found += [f"{where}: {told}" for told in _does_not_fit(page)]
    if before is not None:
        page.set_viewport_size(before)
    return found


def _does_not_fit(page: Page) -> list[str]:
    """Tell what makes the page wider than its window, and controls smaller than a fingertip.

    Tables may scroll in a box of their own; a link within a line of text is as high as the line.
    """
    return list(
        page.evaluate(
            """smallest => {
                const told = [];
                const width = document.documentElement.clientWidth;
                if (document.documentElement.scrollWidth > width) {
                    const wide = [...document.querySelectorAll('body *')]
                        .filter(element => element.getBoundingClientRect().right > width + 1 && !element.closest('.wide'))
                        .slice(0, 3).map(element => element.outerHTML.slice(0, 120));
                    told.push(`is ${document.documentElement.scrollWidth} px wide: ${wide.join(' | ')}`);
                }
                for (const element of document.querySelectorAll('button, summary, a.btn, input, select, textarea')) {
                    if (!element.checkVisibility({visibilityProperty: true}) || element.closest('.sr')) continue;
                    const target = ['radio', 'checkbox'].includes(element.type) ? element.closest('label') || element : element;
                    const {width: w, height: h} = target.getBoundingClientRect();
                    if (w && h && (w < smallest || h < smallest) && element.type !== 'hidden')
                        told.push(`target of ${Math.round(w)} × ${Math.round(h)} px: ${element.outerHTML.slice(0, 160)}`);
                }
                return told;
            }""",
            SMALLEST_TARGET,
        )
    )


def _violations(page: Page, only: list[str] | None) -> list[dict[str, Any]]:
    # What axe fetches beforehand is for rules about sound, of which there is none, and turning the screen, which is not asked.
    options: dict[str, Any] = {"resultTypes": ["violations"], "preload": False}
    if only is not None:
        options["runOnly"] = {"type": "rule", "values": only}
    else:
        options["runOnly"] = {"type": "tag", "values": WCAG_22_AA}
        options["rules"] = {name: {"enabled": True} for name in STRUCTURE}
    # What is right is told of as well, at length: it stays in the browser.
    found = page.evaluate("options => axe.run(document, options).then(result => result.violations)", options)
    return list(found)


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
