"""Everything by keyboard alone: preparing, holding and establishing, with the focus always somewhere one can see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import MY_PICTURE, NOTE, OVER, REP, WHOLE, Visit
from tests.journeys.stages import noted, planned

Come = Callable[..., Visit]
MOST_TABS = 120

# What has the focus: its name as read aloud, roughly, and whether a sighted person sees where it is.
FOCUS = """() => {
    const at = document.activeElement;
    if (!at || at === document.body) return {name: '', lost: true, seen: false};
    const label = at.labels && at.labels.length ? at.labels[0].innerText : '';
    const shown = at.matches('input[type=radio], input[type=checkbox]') ? at.closest('label') || at : at;
    const style = getComputedStyle(shown);
    const own = getComputedStyle(at);
    const box = shown.getBoundingClientRect();
    const ring = [style, own].some(one => one.outlineStyle !== 'none' && parseFloat(one.outlineWidth) >= 2);
    const inView = box.bottom > 0 && box.top < innerHeight && box.width > 0 && box.height > 0;
    return {
        name: (label || at.getAttribute('aria-label') || at.innerText || at.value || '').trim().replace(/\\s+/g, ' '),
        role: at.tagName.toLowerCase(), lost: false, seen: ring && inView,
    };
}"""

# Nothing is asked for or on its way into the page, and what follows a swap in the same breath has been done.
SETTLED = """() => new Promise(tell => setTimeout(() => tell(
    !document.querySelector('.htmx-request, .htmx-swapping, .htmx-settling, .htmx-added')
), 100))"""


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> object:
    return request.param


def tab_to(page: Page, name: str | re.Pattern[str], *, role: str = "") -> None:
    """Press Tab until the focus is on something by that name; every stop on the way must be seen."""
    page.wait_for_load_state()
    passed = []
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        at = page.evaluate(FOCUS)
        if at["lost"]:
            continue  # past the last control the browser's own come
        assert at["seen"], f"the focus cannot be seen on “{at['name']}” ({at['role']}), {page.url}"
        hit = name.search(at["name"]) if isinstance(name, re.Pattern) else at["name"] == name
        if hit and role in ("", at["role"]):
            return
        passed.append(at["name"][:30])
    raise AssertionError(f"Tab does not lead to {name!r} on {page.url}; it leads past {passed[:40]}")


def expect_focus_kept(page: Page) -> None:
    page.wait_for_function(SETTLED)
    assert not page.evaluate(FOCUS)["lost"], f"the focus was lost on {page.url}"


@pytest.mark.takes(11)
@pytest.mark.parametrize("seed", [planned], indirect=True)
def test_preparing_and_sharing(come: Come) -> None:
    eva = come(REP)
    page = eva.go("/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["name"] == "Till innehållet"
    page.keyboard.press("Enter")
    tab_to(page, re.compile("^Skriv"))
    page.keyboard.press("Enter")
    for number in range(1, 6):
        expect(page.locator("nav.themes [aria-current=step]").first).to_be_visible()
        expect(page).to_have_url(re.compile(f"/skriv$|/tema/{number}$"))
        tab_to(page, MY_PICTURE)
        page.keyboard.type(f"Min bild av tema {number}.")
        eva.let_save(MY_PICTURE)
        expect(eva.field(MY_PICTURE)).to_be_focused()
        tab_to(page, re.compile("^Nästa|^Dela min bild"))
        page.keyboard.press("Enter")
    eva.see("Din bild är delad.")


@pytest.mark.parametrize("seed", [noted], indirect=True)
def test_holding_and_establishing(come: Come) -> None:
    over = come(OVER)
    page = over.go("/dialoger/1/tema/1")
    tab_to(page, re.compile("Samma bild|Delvis"), role="input")
    with page.expect_response(re.compile("/omdome$")):
        page.keyboard.press("ArrowRight")
    expect_focus_kept(page)
    tab_to(page, NOTE)
    page.keyboard.press("Control+End")
    page.keyboard.type(" Sven ringer.")
    over.let_save(NOTE)

    tab_to(page, "Lägg till överenskommelse")
    page.keyboard.press("Enter")
    expect(over.field("Vad är ni överens om?")).to_be_visible()
    expect_focus_kept(page)
    if page.evaluate(FOCUS)["name"] != "Vad är ni överens om?":
        tab_to(page, "Vad är ni överens om?")
    page.keyboard.type("Ringa familjerna")
    tab_to(page, "Spara överenskommelsen")
    page.keyboard.press("Enter")
    expect(page.locator("#agreements li").first).to_contain_text("Ringa familjerna")
    expect_focus_kept(page)

    for fold, field, button, place in (
        ("Skriv upp ett beslut", "Vad har ni bestämt?", "Spara beslutet", "#decisions"),
        ("Lyft något uppåt", "Skriv stycket så som det ska läsas ett steg upp", "Föreslå", "#matters"),
    ):
        tab_to(page, fold, role="summary")
        page.keyboard.press("Space")
        tab_to(page, field)
        page.keyboard.type("Frukosten stannar kvar.")
        tab_to(page, button)
        page.keyboard.press("Space")
        expect(page.locator(f"{place} li").first).to_contain_text("Frukosten stannar kvar.")
        expect_focus_kept(page)

    over.go("/dialoger/1/")
    tab_to(page, "Gå vidare till att fastställa")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Gemensam bild")
    tab_to(page, WHOLE)
    page.keyboard.type("Vi ser samma sak om lämningarna.")
    over.let_save(WHOLE)
    tab_to(page, "Lägg till en egen mening", role="summary")
    page.keyboard.press("Enter")
    tab_to(page, "Egen mening")
    page.keyboard.type("Jag minns det annorlunda.")
    tab_to(page, "Fastställ för min del")
    page.keyboard.press("Enter")
    over.see("Du har fastställt. Nu väntar den på Eva Enhetschef.")
