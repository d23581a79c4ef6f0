"""Both managers go the whole way, each at their own browser: from a new line of meetings to the answer from above."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from app.clock import today
from tests.journeys.meetings import begin, share
from tests.journeys.people import ABOVE, MY_PICTURE, NOTE, OVER, REP, WHOLE, Visit

OVER_SEES = "Jag hör att familjer fortfarande är oroliga vid lämning."
REP_SEES = "Lämningarna är lugnare sedan vi bytte dagar."
FROM_OVER = "Sven ringer familjerna i maj."
FROM_REP = "Eva provar fasta hämttider."
RAISED = "Vikariepoolen räcker inte till på fredagarna."
KEPT = "Ett utkast som stannar hos oss."
PROMISE = "Ringa de tre familjerna"
ON_SCREEN = "Det här kom till medan det visades."
DECISION = "Frukosten stannar kvar till juni"
OPINION = "Jag minns våren annorlunda än så."
ADDENDUM = "Det gällde fyra familjer, inte tre."
ANSWER = "Vi utökar poolen med två tjänster från augusti."

Come = Callable[..., Visit]


@pytest.mark.takes(30)
@pytest.mark.both_databases
def test_the_whole_way_with_scripts(come: Come) -> None:
    go_the_whole_way(come(OVER), come(REP), come(ABOVE))


@pytest.mark.takes(25)
def test_the_whole_way_without_scripts(come: Come) -> None:
    over, rep, above = [come(name, javascript=False) for name in (OVER, REP, ABOVE)]
    go_the_whole_way(over, rep, above)


def go_the_whole_way(over: Visit, rep: Visit, above: Visit) -> None:
    begin(over)
    prepare(over, rep)
    meet(over, rep)
    show_on_the_big_screen(over, rep)
    establish(over, rep)
    add(over, rep)
    answer(above, over, rep)


def prepare(over: Visit, rep: Visit) -> None:
    rep.go("/")
    rep.see("Förbered dialogen med Sven Sektionschef")
    rep.follow(re.compile("^Skriv"))
    rep.see("Sven Sektionschef har inte delat än")
    rep.write(MY_PICTURE, REP_SEES)
    rep.page.reload()
    expect(rep.field(MY_PICTURE)).to_have_value(REP_SEES)

    over.follow("Börja skriva")
    over.write(MY_PICTURE, OVER_SEES)
    over.never_see(REP_SEES)

    share(rep)
    rep.see("Din bild är delad")
    over.page.reload()
    over.see("Eva Enhetschef har delat sin bild")
    over.never_see(REP_SEES)
    rep.page.reload()
    rep.never_see(OVER_SEES)

    share(over)
    over.see("Ni har båda delat")
    over.follow("Läs bilderna")
    over.see(REP_SEES, OVER_SEES)
    rep.page.reload()
    rep.follow("Läs bilderna")
    rep.see(REP_SEES, OVER_SEES)


def meet(over: Visit, rep: Visit) -> None:
    over.go(re.sub(r"tema/.*", "", over.page.url))
    over.press("Börja mötet")
    over.see("Hålls mötet i dag?")
    over.press("Ja, vi möts nu")
    expect(over.field(NOTE)).to_be_editable()
    rep.page.reload()
    for visit in (over, rep):
        expect(visit.field(NOTE)).to_be_editable()
    write_at_once(over, rep)

    over.judge("Samma bild")
    rep.judge("Delvis")
    over.page.reload()
    expect(over.page.locator("#verdict")).to_contain_text("Eva Enhetschef säger: delvis samma bild.")
    expect(over.page.get_by_role("radio", name="Samma bild")).to_be_checked()
    expect(over.page.locator(".themes").first.get_by_role("img", name="olika bilder")).to_be_visible()

    rep.promise(PROMISE, "Eva Enhetschef", (today() + timedelta(days=60)).isoformat())
    rep.decide(DECISION)
    rep.propose(RAISED)
    rep.propose(KEPT)
    over.page.reload()
    over.see(PROMISE, DECISION, RAISED)
    over.to_forms("#matters")
    over.press("Släpp uppåt", within=over.page.locator("#matters li").filter(has_text=RAISED))
    expect(over.page.locator("#matters li").filter(has_text=RAISED)).to_contain_text("Håll kvar")


def write_at_once(over: Visit, rep: Visit) -> None:
    """Both have the same empty note open; what each writes ends on both screens."""
    over.field(NOTE).fill(FROM_OVER)
    rep.field(NOTE).fill(FROM_REP)
    over.let_save(NOTE)
    if not rep.javascript:
        rep.let_save(NOTE)
        over.page.reload()
    for visit in (over, rep):
        expect(visit.field(NOTE)).to_have_value(re.compile(re.escape(FROM_OVER)))
        expect(visit.field(NOTE)).to_have_value(re.compile(re.escape(FROM_REP)))


def show_on_the_big_screen(over: Visit, rep: Visit) -> None:
    over.follow("Visa på storbild")
    over.see(FROM_OVER, FROM_REP, PROMISE)
    rep.back_to_writing()
    rep.write(NOTE, f"{rep.field(NOTE).input_value()}\n\n{ON_SCREEN}")
    if not over.javascript:
        over.page.reload()
    over.see(ON_SCREEN)
    over.never_see(OVER_SEES, REP_SEES, KEPT)
    over.follow("Lämna storbilden")
    over.page.locator(".crumbs a").last.click()


def establish(over: Visit, rep: Visit) -> None:
    over.press("Gå vidare till att fastställa")
    over.press("Börja från anteckningarna")
    expect(over.field(WHOLE)).to_have_value(re.compile(re.escape(FROM_REP)))
    over.read_through()
    over.press("Fastställ för min del")
    over.see("Du har fastställt. Nu väntar den på Eva Enhetschef.")

    rep.follow("Dialoger")
    rep.follow(re.compile("^Fastställ"))
    rep.follow("Läs och fastställ")
    rep.see("Sven Sektionschef har fastställt den här versionen.", FROM_OVER, PROMISE, DECISION, RAISED)
    change_the_note(rep)

    over.page.reload()
    over.see("Fastställ för min del")
    over.go("/")
    over.see("Fastställ dialogen med Eva Enhetschef")
    over.follow("Läs och fastställ")
    over.read_through()
    over.press("Fastställ för min del")
    over.see("Du har fastställt. Nu väntar den på Eva Enhetschef.")

    rep.go("/")
    rep.follow("Läs och fastställ")
    rep.unfold("Lägg till en egen mening")
    rep.field("Egen mening").fill(OPINION)
    rep.press("Fastställ för min del")
    rep.see("Fastställd av er båda.")
    over.page.reload()
    for visit in (rep, over):
        visit.see(FROM_OVER, FROM_REP, PROMISE, DECISION, OPINION, RAISED, "olika bilder")
        expect(visit.page.locator("article.record")).not_to_contain_text(KEPT)


def change_the_note(rep: Visit) -> None:
    fold = rep.page.locator("main details.folded").first
    fold.locator("summary").click()
    fold.get_by_role("link", name="Ändra i temat").click()
    note = rep.field(NOTE).input_value()
    rep.write(NOTE, note + "\nVi ses igen i juni.")


def add(over: Visit, rep: Visit) -> None:
    rep.unfold("Skriv ett tillägg")
    rep.field("Tillägg").fill(ADDENDUM)
    rep.press("Föreslå tillägget")
    rep.press("Fastställ tillägget")
    rep.see("Du har fastställt det.")
    over.go("/")
    over.see("Ett tillägg väntar på dig")
    over.page.locator("li").filter(has_text="Ett tillägg väntar").get_by_role("link").click()
    over.see(ADDENDUM)
    over.press("Fastställ tillägget")
    over.see("Fastställt av båda")


def answer(above: Visit, over: Visit, rep: Visit) -> None:
    above.go("/")
    above.see("Svara på det som Förskolan Ängen lyfte")
    above.never_see(KEPT, OVER_SEES, REP_SEES, FROM_REP)
    above.follow("Läs och svara")
    above.see(RAISED)
    above.field("Ditt svar").fill(ANSWER)
    above.press("Lämna svaret")
    above.see(ANSWER)
    for visit in (over, rep):
        visit.go("/")
        visit.see("Svar på det ni lyfte", "Karin Kommunchef har svarat.")
        visit.follow("Läs svaret")
        visit.see(ANSWER)
