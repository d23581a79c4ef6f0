"""Two find a time: an invitation answered, another time proposed and taken, a year planned, the calendar given its address."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from playwright.sync_api import expect

from app.clock import today
from app.dialogues.planning.days import day_off
from tests.journeys.people import OVER, REP, Visit
from tests.journeys.stages import planned
from tests.support.world import Seed

Come = Callable[..., Visit]
WORDS = "Den dagen är vi två kort."


@pytest.fixture
def seed() -> Seed:
    """Dialogue 1 is planned, and the reporting side has not answered."""
    return planned


@pytest.mark.both_databases
def test_when_to_meet_with_scripts(come: Come) -> None:
    find_a_time(come(OVER), come(REP))


def test_when_to_meet_without_scripts(come: Come) -> None:
    find_a_time(come(OVER, javascript=False), come(REP, javascript=False))


def test_day_and_time_stand_together_on_a_telephone(come: Come) -> None:
    over = come(OVER, width=390)
    over.go("/dialoger/serie/1/foresla-tider")
    day, hour = (over.page.get_by_label(name).first.bounding_box() for name in ("Dag", "Klockslag"))
    assert day is not None
    assert hour is not None
    assert hour["x"] > day["x"]
    assert abs(hour["y"] - day["y"]) < 2, "the time has not fallen below the day"


def find_a_time(over: Visit, rep: Visit) -> None:
    answer_on_the_start_page(over, rep)
    propose_another(rep)
    take_it(over, rep)
    plan_a_year(over, rep)
    take_the_calendar_home(rep)


def answer_on_the_start_page(over: Visit, rep: Visit) -> None:
    rep.go("/")
    rep.press("Jag kommer")
    rep.see("Du har svarat")
    expect(rep.page.get_by_role("button", name="Jag kommer")).to_have_count(0)
    over.go("/dialoger/1/")
    over.see("Ni kommer båda")


def propose_another(rep: Visit) -> None:
    rep.go("/dialoger/1/")
    rep.unfold("Får du förhinder?")
    rep.follow("Föreslå en annan tid")
    rep.see("Veckorna omkring")
    rep.field("Dag").fill((today() + timedelta(days=17)).isoformat())
    rep.field("Klockslag").fill("13:15")
    rep.page.locator("#words").fill(WORDS)
    rep.press("Föreslå tiden")
    rep.see("Du har föreslagit", WORDS)


def take_it(over: Visit, rep: Visit) -> None:
    over.go("/dialoger/1/")
    over.see("Eva Enhetschef föreslår en annan tid", WORDS)
    over.press("Ta den tiden")
    over.see("Mötet är flyttat", "Ni kommer båda", "13.15")
    rep.page.reload()
    rep.see("Ni kommer båda", "13.15")
    rep.never_see(WORDS)


def plan_a_year(over: Visit, rep: Visit) -> None:
    over.go("/dialoger/serie/1/foresla-tider")
    over.see("Planera hela året")
    rows = over.page.locator(".times > li")
    number = rows.count()
    assert number >= 2
    over.page.locator("#r0-day").fill(christmas().isoformat())
    over.page.locator(f"#r{number - 1}-take").uncheck()
    over.press("Boka de valda")
    over.see("Inget är bokat än", "Julafton")
    over.press("Boka de valda")
    expect(over.page.locator("#notices")).to_contain_text("Eva Enhetschef får en inbjudan")
    rep.go("/nytt")
    rep.see("bjuder in dig till Dialog")


def christmas() -> date:
    """Give a Christmas Eve within the year that comes, on a working day or not."""
    eve = date(today().year, 12, 24)
    eve = eve if eve > today() + timedelta(days=20) else date(today().year + 1, 12, 24)
    assert day_off(eve, "sv") is not None
    return eve


def take_the_calendar_home(rep: Visit) -> None:
    rep.go("/konto/kalender")
    rep.press("Gör en adress")
    address = rep.page.get_by_label("Adress till kalendern").input_value()
    assert address.endswith(".ics")
    answer = rep.page.context.request.get(address)
    assert answer.status == 200
    assert "BEGIN:VEVENT" in answer.text()
    rep.unfold("Byt eller ta bort adressen")
    rep.press("Ta bort adressen")
    rep.see("Du har ingen adress än")
    assert rep.page.context.request.get(address).status == 404


def test_a_day_off_is_told_of_as_the_day_is_chosen(come: Come) -> None:
    over = come(OVER)
    over.go("/dialoger/serie/1/nytt-mote")
    said = over.page.locator("#that-day")
    over.field("Dag").fill(christmas().isoformat())
    over.field("Klockslag").fill("09:00")
    over.field("Klockslag").blur()
    expect(said).to_contain_text("Julafton")
    over.field("Dag").fill(working_day().isoformat())
    over.field("Dag").blur()
    expect(said).not_to_contain_text("Julafton")


def working_day() -> date:
    day = today() + timedelta(days=40)
    while day_off(day, "sv") is not None:
        day += timedelta(days=1)
    return day
