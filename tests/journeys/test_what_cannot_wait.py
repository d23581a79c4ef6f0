"""What other models than the first have for what cannot wait: a large deficit and its plan, an employee's report at once."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from app import clock
from tests.journeys.test_years_of_models import Come, come, press
from tests.support.demo_walk import year_lived

__all__ = ["come"]


def add_remedy(page: Page, what: str, effect: str, day: str) -> None:
    page.get_by_label("Vad gör ni?").fill(what)
    page.get_by_label("Effekt, tkr").fill(effect)
    page.locator("#new-step").get_by_label("Klart").fill(day)
    page.get_by_role("button", name="Lägg till en åtgärd").click()
    expect(page.locator("#steps")).to_contain_text(what)


@pytest.mark.takes(20)
@pytest.mark.parametrize("come", ["perstorp"], indirect=True)
def test_perstorps_deficit_is_judged_large_and_its_plan_handed_in_and_received(come: Come) -> None:
    year, soon = year_lived() - 1, (clock.today() + timedelta(days=40)).isoformat()
    head = come("enhetschef")
    head.goto(f"/ekonomi/?ar={year}")
    head.get_by_role("link", name="Underskottet är stort: skriv en åtgärdsplan").click()
    head.get_by_label("Varför är underskottet stort?").fill("Resursen behövs i vår också.")
    press(head, "Börja skriva planen")
    press(head, "Lämna till Kommunstyrelsen")
    expect(head.get_by_role("alert")).to_contain_text("Planen kan inte lämnas än")
    head.get_by_label("Vad vi ändrar, och vad det betyder").fill("Två avdelningar delar på resursen.")
    head.get_by_label("Vem ansvarar för planen?").select_option(label="Hassan Aziz")
    head.get_by_label("Ska vara genomförd").fill(soon)
    press(head, "Spara", exact=True)
    add_remedy(head, "En resurs för två avdelningar", "110", soon)
    head.get_by_role("button", name="Lämna till Kommunstyrelsen").click()
    expect(head.get_by_text("Lämnad till Kommunstyrelsen")).to_be_visible()

    board = come("ks")
    board.goto("/?visa=allt")
    board.get_by_role("link", name=re.compile("^Läs ?: Förskolan Boken")).click()
    expect(board.get_by_text("Två avdelningar delar på resursen.")).to_be_visible()
    board.get_by_label("Med egna ord").fill("Vi läser den i mars.")
    press(board, "Jag har tagit emot den")
    head.reload()
    expect(head.get_by_text("Vi läser den i mars.")).to_be_visible()


@pytest.mark.takes(13)
@pytest.mark.parametrize("come", ["lerum"], indirect=True)
def test_lerums_employee_reports_at_once_and_reads_what_became_of_it(come: Come) -> None:
    employee, manager = come("medarbetare"), come("enhetschef")
    employee.get_by_role("link", name="Rapportera en avvikelse").click()
    employee.get_by_label("Vad har hänt?").fill("Brandlarmet gick inte av vid övningen.")
    employee.get_by_role("button", name="Skicka till Malin Ovesson").click()
    expect(employee.get_by_text("Inte mottagen än")).to_be_visible()
    manager.goto("/")
    manager.locator("li, article, section", has_text="Brandlarmet").get_by_role(
        "link", name="Läs och svara"
    ).first.click()
    press(manager, "Jag har tagit emot den")
    manager.get_by_label("Vad händer nu, och varför?").fill("Larmfirman kommer i eftermiddag.")
    press(manager, "Den stannar här")
    employee.reload()
    expect(employee.get_by_text("Larmfirman kommer i eftermiddag.")).to_be_visible()
