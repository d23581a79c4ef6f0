"""A unit puts its candidates in order, chooses one, and takes it to an established goal: with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.people import OVER, REP, Visit
from tests.journeys.stages import candidates

Come = Callable[..., Visit]
FIRST, SECOND, THIRD = "Lämningarna stressar", "Gården är för liten", "Vi skriver mer än vi läser"


@pytest.fixture
def seed() -> object:
    return candidates


def expect_order(page: Page, *texts: str) -> None:
    expect(page.locator(".ranked > li .body > .words:first-child")).to_have_text(list(texts))


def test_the_order_is_made_by_keyboard_and_read_aloud(come: Come) -> None:
    eva = come(REP)
    page = eva.go("/plan/prioritera")
    expect_order(page, FIRST, SECOND, THIRD)
    button = page.get_by_role("button", name=f"Flytta upp: {THIRD}")
    button.focus()
    page.keyboard.press("Alt+ArrowUp")
    expect_order(page, FIRST, THIRD, SECOND)
    expect(page.locator("#told")).to_have_text(f"{THIRD}, plats 2 av 3.")
    expect(button).to_be_focused()
    page.keyboard.press("Alt+ArrowUp")
    expect_order(page, THIRD, FIRST, SECOND)
    expect(button).to_be_focused()
    page.keyboard.press("Alt+ArrowDown")
    expect_order(page, FIRST, THIRD, SECOND)
    page.reload()
    expect_order(page, FIRST, THIRD, SECOND)


def test_the_order_is_made_by_pointer_and_what_somebody_else_did_meanwhile_is_shown(come: Come) -> None:
    eva, other = come(REP), come(REP)
    page = eva.go("/plan/prioritera")
    other.go("/plan/prioritera")
    drag(page, THIRD, onto=FIRST)
    expect_order(page, THIRD, FIRST, SECOND)
    expect(page.locator("#told")).to_have_text(f"{THIRD}, plats 1 av 3.")
    other.press(f"Flytta ner: {FIRST}")
    expect(other.page.locator("#order .notice.problem")).to_contain_text("Någon annan har ändrat listan")
    expect_order(other.page, THIRD, FIRST, SECOND)


def drag(page: Page, what: str, *, onto: str) -> None:
    """Drag a row by its grip above another."""
    grip = page.locator(".ranked > li").filter(has_text=what).locator("[data-grip]")
    to = page.locator(".ranked > li").filter(has_text=onto).bounding_box()
    start = grip.bounding_box()
    assert start is not None
    assert to is not None
    page.mouse.move(start["x"] + start["width"] / 2, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(to["x"] + 40, to["y"] + to["height"] / 2, steps=4)
    page.mouse.move(to["x"] + 40, to["y"] + 4, steps=4)
    page.mouse.up()


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_from_a_candidate_to_an_established_goal(come: Come, javascript: bool) -> None:
    eva = come(REP, javascript=javascript)
    page = eva.go("/plan/prioritera")
    eva.press(f"Flytta upp: {SECOND}")
    expect_order(page, SECOND, FIRST, THIRD)
    row = page.locator(".ranked > li").filter(has_text=THIRD)
    eva.unfold("Lägg undan", within=row)
    row.get_by_label("Varför inte nu?").fill("Vi hinner inte i år.")
    eva.press("Lägg undan med skälet", within=row)
    expect(page.locator("#aside")).to_contain_text("Vi hinner inte i år.")
    eva.press("Välj", within=page.locator(".ranked > li").filter(has_text=FIRST))
    eva.follow(FIRST)
    expect(page.get_by_role("heading", level=1)).to_have_text(FIRST)
    eva.press("Fastställ")
    expect(page.locator(".summary")).to_contain_text("Det behövs minst en aktivitet.")
    expect(page.locator(".summary")).to_contain_text("Det behövs minst en indikator.")
    eva.unfold("Lägg till en aktivitet")
    page.get_by_label("Vad ska göras?").fill("Göra ett schema som håller")
    eva.press("Lägg till", within=page.locator("#new-activity"))
    expect(page.locator("#activities")).to_contain_text("Göra ett schema som håller")
    eva.unfold("Lägg till en indikator")
    page.get_by_label("Vad visar att ni är på väg?").fill("Så känns lämningen")
    page.get_by_label(re.compile("^Metod")).fill("Korta samtal vid hämtning")
    page.get_by_label(re.compile("^Rutin")).fill("Alla, två veckor i april")
    eva.press("Lägg till", within=page.locator("#new-indicator"))
    expect(page.locator("#indicators")).to_contain_text("Så känns lämningen")
    eva.press("Dela för dialog")
    over = come(OVER, javascript=javascript)
    over.go(page.url.split("#")[0])
    over.see("Göra ett schema som håller")
    expect(over.page.get_by_role("button", name="Fastställ")).to_have_count(0)
    eva.press("Fastställ")
    eva.see("Version 1")
    eva.unfold("Skriv hur det står till nu")
    page.get_by_label("Hur står det till?").fill("Lugnare redan första veckan.")
    eva.press("Spara", within=page.locator("#say"))
    eva.see("Lugnare redan första veckan.")
    over.go("/plan/?enhet=5")
    over.see("Lugnare redan första veckan.", "Inte samtalad än")
    over.never_see("Vi hinner inte i år.")
