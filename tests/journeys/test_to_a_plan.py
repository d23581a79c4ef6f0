"""From a unit that has written nothing to an operational plan both managers have talked about, each at their own browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from app.clock import today
from tests.journeys.meetings import begin, share
from tests.journeys.people import ABOVE, MY_PICTURE, NOTE, OVER, REP, WHOLE, Visit

Come = Callable[..., Visit]

YEAR = today().year + 1
"""What this year's analysis leads to is done next year."""

MISSION = "Vi finns för barnen, och för att den som lämnar ska kunna gå till jobbet med lugn mage."
LEARNED = "Lämningarna är det svåraste vi gör, och det vi kan ändra på själva."
WANTED = "Lugna lämningar för barn och föräldrar"
NOT_NOW = "En gård till"
DOING = "Göra ett schema där samma två tar emot hela veckan"
NOTICED = "Så känns lämningen"
THIS_YEAR = "Det här året tar vi emot barnen så att alla vet vem som står i dörren."
ABOUT_THE_PLAN = "Planen är Ängens egen. Vi läser den igen efter sommaren."
ABOUT_THE_GOAL = "Vi provar schemat till påsk och frågar familjerna själva."
RAISED = "Lugna lämningar hänger på att vikarien är densamma två dagar i rad."


@pytest.mark.takes(27)
def test_the_whole_way_with_scripts(come: Come) -> None:
    go_the_whole_way(come(OVER), come(REP), come(ABOVE))


@pytest.mark.takes(21)
def test_the_whole_way_without_scripts(come: Come) -> None:
    over, rep, above = [come(name, javascript=False) for name in (OVER, REP, ABOVE)]
    go_the_whole_way(over, rep, above)


def go_the_whole_way(over: Visit, rep: Visit, above: Visit) -> None:
    write_the_core_mission(rep, over)
    write_the_analysis(rep)
    choose(rep)
    goal = establish_the_goal(rep)
    plan = put_the_plan_together(rep)
    begin(over)
    take_up(over, plan, "Vårt grunduppdrag")
    take_up(rep, goal, "Det vi utvecklar")
    prepare(over, rep)
    talk(over, rep)
    establish(over, rep)
    read_what_was_said(over, rep, above, goal, plan)


def write_the_core_mission(rep: Visit, over: Visit) -> None:
    over.go("/analys/?enhet=5")
    over.see("Grunduppdraget är inte beskrivet än.")
    rep.go("/analys/")
    rep.press("Börja skriva", within=rep.page.locator("#core_mission"))
    rep.write("Våra ord om Verksamhetsidé", MISSION)
    over.page.reload()
    over.never_see(MISSION)
    share_and_establish(rep)
    over.page.reload()
    over.see(MISSION)


def share_and_establish(visit: Visit) -> None:
    visit.press("Dela inför dialog")
    visit.see("delad inför dialog")
    visit.go_on("Läs igenom och fastställ")
    visit.press("Fastställ")
    visit.see("Version 1, fastställd")


def write_the_analysis(rep: Visit) -> None:
    rep.go("/analys/")
    rep.press("Börja skriva", within=rep.page.locator("#current_state"))
    rep.write("Våra ord om Slutsatser", LEARNED)
    analysis = rep.page.url
    rep.page.reload()
    rep.go_on("Gör en kandidat av det här")
    rep.page.get_by_label("Vad vill ni utveckla?").fill(WANTED)
    rep.press("Lägg till bland kandidaterna")
    rep.see(WANTED, LEARNED)
    rep.go(analysis)
    share_and_establish(rep)


def choose(rep: Visit) -> None:
    """Prioritise: one more candidate, put aside with its reason, and the first chosen."""
    rep.go(f"/plan/prioritera?ar={YEAR}")
    rep.unfold("Lägg till en kandidat")
    rep.page.get_by_label("Vad behöver utvecklas?").fill(NOT_NOW)
    rep.press("Lägg till", within=rep.page.locator("#new"))
    row = candidate(rep, NOT_NOW)
    rep.unfold("Lägg undan", within=row)
    row.get_by_label("Varför inte nu?").fill("Den löser vi inte själva.")
    rep.press("Lägg undan med skälet", within=row)
    expect(rep.page.locator("#aside")).to_contain_text("Den löser vi inte själva.")
    rep.press("Välj", within=candidate(rep, WANTED))
    rep.follow(WANTED)
    expect(rep.page.get_by_role("heading", level=1)).to_have_text(WANTED)


def candidate(visit: Visit, text: str) -> Locator:
    return visit.page.locator(".ranked > li").filter(has_text=text)


def establish_the_goal(rep: Visit) -> str:
    """Be refused first, then add what is missing; gives the goal's address."""
    page = rep.page
    rep.press("Fastställ")
    expect(page.locator(".summary")).to_contain_text("Det behövs minst en aktivitet.")
    expect(page.locator(".summary")).to_contain_text("Det behövs minst en indikator.")
    rep.unfold("Lägg till en aktivitet")
    page.get_by_label("Vad ska göras?").fill(DOING)
    rep.press("Lägg till", within=page.locator("#new-activity"))
    expect(page.locator("#activities")).to_contain_text(DOING)
    rep.unfold("Lägg till en indikator")
    page.get_by_label("Vad visar att ni är på väg?").fill(NOTICED)
    page.get_by_label(re.compile("^Metod")).fill("Korta samtal vid hämtning")
    page.get_by_label(re.compile("^Rutin")).fill("Alla, två veckor i april")
    rep.press("Lägg till", within=page.locator("#new-indicator"))
    expect(page.locator("#indicators")).to_contain_text(NOTICED)
    rep.press("Fastställ")
    rep.see("Version 1", "Inte samtalad än")
    return page.url.split("#")[0]


def put_the_plan_together(rep: Visit) -> str:
    """The plan brings along what is established; own words, another order, less of it. Gives its address."""
    rep.go(f"/analys/?ar={YEAR}")
    rep.press("Börja skriva", within=rep.page.locator("#operational_plan"))
    rep.see(MISSION, LEARNED, WANTED, DOING)
    rep.write("Våra ord om Det här året", THIS_YEAR)
    arrange(rep, "Pengarna och människorna", "Utelämna")
    arrange(rep, "Det vi utvecklar", "Flytta upp")
    share_and_establish(rep)
    headings = rep.page.locator("main section.block > h2")
    expect(headings).to_contain_text(["Det här året", "Vårt uppdrag", "Det vi utvecklar"])
    expect(headings.filter(has_text="Pengarna")).to_have_count(0)
    rep.see(THIS_YEAR, MISSION, WANTED)
    return rep.page.url.split("#")[0]


def arrange(visit: Visit, part: str, wish: str) -> None:
    section = visit.page.locator(".writing-part").filter(has=visit.page.get_by_role("heading", name=part))
    visit.unfold("Ordna", within=section)
    visit.press(wish, within=section)
    visit.page.wait_for_url(re.compile("#del-"))


def take_up(visit: Visit, address: str, theme: str) -> None:
    visit.go(address)
    visit.press("Ta upp i nästa dialog")
    expect(visit.page.locator("#notices")).to_contain_text(f"temat {theme}")


def prepare(over: Visit, rep: Visit) -> None:
    for visit, words in (
        (rep, "Planen håller om vi är friska."),
        (over, "Jag vill förstå vad ni väljer bort."),
    ):
        visit.go("/dialoger/1/tema/1")
        visit.see("Att ta upp", "Verksamhetsplan, Förskolan Ängen")
        visit.write(MY_PICTURE, words)
        share(visit)
    over.see("Ni har båda delat")


def talk(over: Visit, rep: Visit) -> None:
    over.go("/dialoger/1/")
    over.press("Börja mötet")
    over.see("Hålls mötet i dag?")
    over.press("Ja, vi möts nu")
    expect(over.field(NOTE)).to_be_editable()
    mark(over, "Verksamhetsplan, Förskolan Ängen")
    over.write(NOTE, ABOUT_THE_PLAN)
    rep.go("/dialoger/1/tema/3")
    mark(rep, WANTED)
    rep.write(NOTE, ABOUT_THE_GOAL)
    rep.propose(RAISED)
    over.go("/dialoger/1/tema/3")
    matter = over.page.locator("#matters li").filter(has_text=RAISED).first
    expect(matter).to_contain_text(WANTED)
    over.to_forms("#matters")
    over.press("Släpp uppåt", within=matter)
    expect(matter).to_contain_text("Håll kvar")


def mark(visit: Visit, title: str) -> None:
    """Press what the other or oneself wanted to take up: now it is talked about."""
    chip = visit.page.locator("#about").get_by_role("button", name=title)
    expect(chip).to_have_attribute("aria-pressed", "false")
    expect(chip).to_contain_text("vill ta upp det")
    chip.click()
    expect(chip).to_have_attribute("aria-pressed", "true")


def establish(over: Visit, rep: Visit) -> None:
    over.go("/dialoger/1/")
    over.press("Gå vidare till att fastställa")
    over.press("Börja från anteckningarna")
    expect(over.field(WHOLE)).to_have_value(re.compile(re.escape(ABOUT_THE_GOAL)))
    over.read_through()
    over.press("Fastställ för min del")
    over.see("Du har fastställt.")
    rep.go("/")
    rep.follow("Läs och fastställ")
    rep.see(ABOUT_THE_PLAN, ABOUT_THE_GOAL, RAISED)
    rep.press("Fastställ för min del")
    rep.see("Fastställd av er båda.")


def read_what_was_said(over: Visit, rep: Visit, above: Visit, goal: str, plan: str) -> None:
    """On every page of what was talked about, what was said stands before anything else."""
    for visit in (over, rep):
        visit.go(goal)
        expect(visit.page.locator("main .words").first).to_contain_text(RAISED)
        visit.go(plan)
        expect(visit.page.locator("main .words").first).to_contain_text(ABOUT_THE_PLAN)
        visit.go(f"/plan/?enhet=5&ar={YEAR}")
        expect(visit.page.locator("article.goal .words").first).to_contain_text(RAISED)
    above.go(goal)
    expect(above.page.locator("main .words").first).to_contain_text(RAISED)
    above.go(plan)
    above.see("Samtalad", "Orden läses av de två.", THIS_YEAR)
    above.never_see(ABOUT_THE_PLAN, ABOUT_THE_GOAL)
