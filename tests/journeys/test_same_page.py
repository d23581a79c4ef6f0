"""What one of the two does in the meeting is seen at the other's, who has the same page open and does nothing."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import APIResponse, Response, Route, expect

from tests.journeys.people import NOTE, OVER, REP, WHOLE, Visit
from tests.journeys.stages import noted

Come = Callable[..., Visit]
THEME = "/dialoger/1/tema/1"
MATTER = "Skriv stycket så som det ska läsas ett steg upp"
ESTABLISH, OPINION = "Fastställ för min del", "Egen mening"


@pytest.fixture
def seed() -> object:
    return noted


def test_one_sees_that_a_press_was_heard_until_its_answer_is_here(come: Come) -> None:
    rep = come(REP)
    rep.go(THEME)
    rep.unfold("Skriv upp ett beslut")
    words = rep.field("Vad har ni bestämt?")
    words.fill("Frukosten stannar")
    waiting: list[Route] = []
    rep.page.route(lambda url: url.endswith("/beslut"), lambda route: waiting.append(route))  # noqa: PLW0108  a builtin shows no signature
    rep.page.get_by_role("button", name="Spara beslutet").click()
    expect(rep.page.locator("form[aria-busy=true]").filter(has=words)).to_be_visible()
    expect(words).not_to_be_editable()
    while not waiting:
        rep.page.wait_for_timeout(50)
    waiting[0].continue_()
    expect(rep.page.locator("#decisions")).to_contain_text("Frukosten stannar")
    expect(rep.page.locator("[aria-busy]")).to_have_count(0)
    expect(words).to_be_editable()


def test_what_the_other_says_agrees_on_and_raises_comes_by_itself(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    rep.unfold("Skriv upp ett beslut")
    rep.field("Vad har ni bestämt?").fill("Vi prövar")
    over.judge("Olika bilder")
    over.promise("Bjuda in familjerna", REP)
    over.propose("Vikariepoolen räcker inte.")
    expect(rep.page.locator("#verdict")).to_contain_text("Sven Sektionschef säger: olika bilder")
    expect(rep.page.locator("#agreements")).to_contain_text("Bjuda in familjerna")
    expect(rep.page.locator("#matters")).to_contain_text("Vikariepoolen räcker inte.")
    # What one is in the midst of typing stays, and one goes on writing where one was.
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi prövar")
    expect(rep.field("Vad har ni bestämt?")).to_be_focused()
    over.decide("Frukosten stannar")
    expect(rep.page.locator("#decisions")).to_contain_text("Frukosten stannar")
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi prövar")
    rep.press("Spara beslutet")
    expect(over.page.locator("#decisions")).to_contain_text("Vi prövar")


def test_what_is_on_its_way_is_not_taken_for_typed_when_the_page_is_shown_anew(come: Come) -> None:
    over = come(OVER)
    over.go(THEME)
    over.go_on("Lägg till överenskommelse")
    over.field("Vad är ni överens om?").fill("Bjuda in familjerna")
    over.page.get_by_role("radio", name="Eva").check()
    sent: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if route.request.method == "POST":
            sent.append((route, route.fetch()))
        else:
            route.continue_()

    def page_anew(answer: Response) -> bool:
        return answer.url.endswith(THEME) and "x-autosave" in answer.request.headers

    over.page.route(re.compile("/overenskommelser/ny$"), hold)
    # It is saved, and the page asked for anew, before the answer comes.
    with over.page.expect_response(page_anew):
        over.press("Spara överenskommelsen")
    over.page.wait_for_timeout(500)
    for route, answer in sent:
        route.fulfill(response=answer)
    expect(over.page.locator("p#new-agreement")).to_be_visible()
    expect(over.page.locator("#agreements li").filter(has_text="Bjuda in familjerna")).to_have_count(1)


def test_what_is_pressed_while_something_is_being_saved_is_done_also_where_the_other_does_something(
    come: Come,
) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    over.promise("Bjuda in familjerna", REP)
    agreements = rep.page.locator("#agreements .agree > li")
    expect(agreements).to_have_count(1)
    shown: list[Route] = []

    def hold(route: Route) -> None:
        if "x-autosave" in route.request.headers and not shown:
            shown.append(route)
        else:
            route.continue_()

    rep.page.route(re.compile(THEME + "$"), hold)
    rep.page.route(re.compile("/anteckning$"), lambda _: None)
    over.promise("Ringa företagshälsan", REP)
    within = time.monotonic() + 15
    while not shown and time.monotonic() < within:
        rep.page.wait_for_timeout(100)
    rep.field(NOTE).press("Control+End")
    rep.field(NOTE).press_sequentially(" Och mer.")
    rep.page.get_by_role("button", name="Klar: Bjuda in familjerna").click(no_wait_after=True)
    shown[0].continue_()
    expect(rep.page.locator("#agreements li.done")).to_have_count(1)
    expect(agreements).to_have_count(2)


def test_what_is_typed_to_be_raised_stays_when_the_others_passage_comes(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    rep.unfold("Lyft något uppåt")
    rep.field(MATTER).fill("Dokumentationen tar tiden")
    over.propose("Vikariepoolen räcker inte.")
    expect(rep.page.locator("#matters .raised")).to_contain_text("Vikariepoolen räcker inte.")
    expect(rep.field(MATTER)).to_be_visible()
    expect(rep.field(MATTER)).to_have_value("Dokumentationen tar tiden")


def test_both_see_that_one_has_gone_on_to_establish(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    rep.go(THEME)
    rep.write(NOTE, "Vi ses i maj, och frukosten stannar.")
    over.go("/dialoger/1/helhet")
    over.press("Gå vidare till att fastställa")
    rep.see("Ni fastställer nu.")
    expect(rep.field(NOTE)).to_have_value("Vi ses i maj, och frukosten stannar.")


def test_who_writes_on_after_establishing_is_told_at_once_that_it_fell_and_so_is_the_other(
    come: Come,
) -> None:
    over, rep = come(OVER), come(REP)
    over.go("/dialoger/1/helhet")
    over.press("Gå vidare till att fastställa")
    over.write(WHOLE, "Vi ser samma morgnar.")
    over.press("Fastställ för min del")
    over.see("Du har fastställt den här versionen.")
    rep.go("/dialoger/1/helhet")
    rep.see("Sven Sektionschef har fastställt den här versionen.")
    over.write(WHOLE, "Vi ser samma morgnar, men olika kvällar.")
    expect(over.page.get_by_role("button", name="Fastställ för min del")).to_be_visible()
    expect(over.page.locator("main")).not_to_contain_text("Du har fastställt den här versionen.")
    expect(over.field(WHOLE)).to_have_value("Vi ser samma morgnar, men olika kvällar.")
    expect(rep.page.locator("main")).not_to_contain_text("har fastställt den här versionen")
    rep.see("Vi ser samma morgnar, men olika kvällar.")
    # What one establishes is what stands there.
    over.press("Fastställ för min del")
    over.see("Du har fastställt den här versionen.")
    expect(rep.page.locator("main")).to_contain_text(re.compile("har fastställt den här versionen"))


def establishing(over: Visit, text: str = "Vi ser samma morgnar.") -> None:
    """Go on to establish, with a shared picture written."""
    over.go("/dialoger/1/helhet")
    over.press("Gå vidare till att fastställa")
    over.see("Det här betyder att fastställa")
    if text:
        over.write(WHOLE, text)


def test_who_waits_for_the_shared_picture_is_told_so_and_may_establish_when_it_is_there(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    establishing(over, "")
    rep.go("/dialoger/1/helhet")
    rep.see(f"Du fastställer när {OVER} har skrivit den gemensamma bilden.")
    expect(rep.page.get_by_role("button", name=ESTABLISH)).to_have_count(0)
    over.write(WHOLE, "Vi ser samma morgnar.")
    expect(rep.page.get_by_role("button", name=ESTABLISH)).to_be_visible()
    rep.see("Vi ser samma morgnar.")


def test_an_own_opinion_is_there_again_by_itself_when_the_other_changes_the_whole(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    establishing(over)
    rep.go("/dialoger/1/helhet")
    rep.unfold("Lägg till en egen mening")
    rep.field(OPINION).fill("Jag minns våren annorlunda.")
    rep.press(ESTABLISH)
    rep.see("Du har fastställt den här versionen.", "Jag minns våren annorlunda.")
    over.see(f"{REP} har fastställt den här versionen.")
    over.never_see("Jag minns våren annorlunda.")
    over.write(WHOLE, "Vi ser samma morgnar, men olika kvällar.")
    rep.see(f"{OVER} ändrade den gemensamma bilden kl")
    expect(rep.field(OPINION)).to_be_visible()
    expect(rep.field(OPINION)).to_have_value("Jag minns våren annorlunda.")
    over.never_see("Jag minns våren annorlunda.")
    # One reads it anew and establishes it anew; nothing is written again.
    rep.go("/dialoger/1/helhet")
    rep.press(ESTABLISH)
    rep.see("Du har fastställt den här versionen.")
    expect(rep.page.locator("main")).not_to_contain_text("gäller inte längre")
    over.go("/dialoger/1/helhet")
    over.press(ESTABLISH)
    for visit in (over, rep):
        visit.go("/dialoger/1/")
        visit.see("Jag minns våren annorlunda.")


def test_a_page_that_answers_a_refusal_follows_the_other_too_and_can_be_opened_anew(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    establishing(over)
    rep.go("/dialoger/1/helhet")
    over.write(WHOLE, "Vi ser samma morgnar, men olika kvällar.")
    rep.see("men olika kvällar")
    # What came by itself is not read yet: establishing it is refused, on a page of its own.
    rep.press(ESTABLISH)
    rep.see("Något här har ändrats sedan du läste det.")
    assert rep.page.url.endswith("/helhet/faststall")
    over.write(WHOLE, "Vi ser samma morgnar och samma kvällar.")
    rep.see("samma kvällar")
    rep.go("/dialoger/1/helhet/faststall")
    assert rep.page.url.endswith("/helhet")
    # That the two have gone back is seen on such a page as well.
    over.write(WHOLE, "Vi ser samma morgnar.")
    rep.see("Vi ser samma morgnar.")
    rep.press(ESTABLISH)
    rep.see("Något här har ändrats sedan du läste det.")
    over.go("/dialoger/1/")
    over.unfold("Gå ett steg tillbaka")
    over.press("Gå tillbaka")
    expect(rep.page.get_by_role("button", name="Gå vidare till att fastställa")).to_be_visible()
    assert rep.page.url.endswith("/helhet")


@pytest.mark.parametrize("page", [THEME, "/dialoger/1/helhet"])
def test_the_way_back_to_what_one_took_out_stays_while_the_page_follows_the_other(
    come: Come, page: str
) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(page)
    over.decide("Frukosten stannar")
    decisions = over.page.locator("#decisions")
    decisions.get_by_role("button", name="Ta bort").click()
    expect(decisions).to_contain_text("Beslutet är borttaget.")
    expect(rep.page.locator("#decisions")).not_to_contain_text("Frukosten stannar")
    # The other's words come by themselves meanwhile.
    rep.decide("Lunchen flyttas")
    expect(decisions).to_contain_text("Lunchen flyttas")
    expect(decisions).to_contain_text("Beslutet är borttaget.")
    decisions.get_by_role("button", name="Ångra").click()
    expect(over.page.locator("#decisions")).to_contain_text("Frukosten stannar")


def test_who_adds_an_agreement_is_in_the_field_at_once_and_keeps_the_place_when_it_is_saved(
    come: Come,
) -> None:
    over = come(OVER)
    over.go(THEME)
    over.go_on("Lägg till överenskommelse")
    expect(over.field("Vad är ni överens om?")).to_be_focused()
    over.page.keyboard.type("Bjuda in familjerna")
    over.press("Spara överenskommelsen")
    added = over.page.locator("#agreements li").filter(has_text="Bjuda in familjerna")
    expect(added).to_have_count(1)
    expect(over.page.locator("#agreements")).to_be_focused()
    # What comes by itself afterwards puts the list anew, and one stays in it.
    come(REP).go(THEME)
    over.page.wait_for_timeout(3000)
    expect(over.page.locator("#agreements")).to_be_focused()


def test_a_form_one_has_opened_stays_while_what_the_other_does_comes_in(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    rep.go_on("Lägg till överenskommelse")
    expect(rep.field("Vad är ni överens om?")).to_be_focused()
    over.promise("Bjuda in familjerna", REP)
    expect(rep.page.locator("#agreements")).to_contain_text("Bjuda in familjerna")
    expect(rep.field("Vad är ni överens om?")).to_be_focused()


def test_who_was_there_stays_ticked_as_one_has_ticked_it_while_what_the_other_does_comes_in(
    come: Come,
) -> None:
    over, rep = come(OVER), come(REP)
    establishing(over)
    rep.go("/dialoger/1/helhet")
    was_there = rep.page.locator("#attendance").get_by_label(OVER)
    was_there.uncheck()
    over.page.locator("#attendance").get_by_role("button", name="Spara närvaron").click()
    expect(rep.page.locator("#attendance")).not_to_contain_text("Närvaron är inte sparad än")
    expect(was_there).not_to_be_checked()


def test_a_page_asked_for_before_ones_own_answer_came_does_not_take_its_place(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(THEME)
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.headers.get("x-autosave") and not held:
            held.append(route)
        else:
            route.continue_()

    over.page.route(re.compile(f"{THEME}$"), hold)
    rep.judge("Olika bilder")
    for _ in range(200):
        over.page.wait_for_timeout(50)
        if held:
            break
    before = over.page.request.get(held[0].request.url, headers={"X-Autosave": "1"})
    over.promise("Bjuda in familjerna", REP)
    over.go_on("Lägg till överenskommelse")
    held[0].fulfill(response=before)
    expect(over.page.locator("#verdict")).to_contain_text("Eva Enhetschef säger: olika bilder")
    expect(over.page.locator("#agreements")).to_contain_text("Bjuda in familjerna")
    expect(over.field("Vad är ni överens om?")).to_be_visible()


def test_who_adds_an_agreement_beside_the_whole_has_read_it_and_establishes(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    establishing(over)
    over.go("/dialoger/1/helhet")
    over.promise("Bjuda in familjerna", REP)
    over.decide("Frukosten stannar")
    over.press(ESTABLISH)
    over.see("Du har fastställt. Nu väntar den på")
    # What the other adds comes by itself, and is not read by that.
    over.go("/dialoger/1/helhet")
    over.press("Ta tillbaka mitt fastställande")
    rep.go("/dialoger/1/helhet")
    rep.promise("Ringa familjerna", REP)
    expect(over.page.locator("#agreements")).to_contain_text("Ringa familjerna")
    over.press(ESTABLISH)
    over.see("Något här har ändrats sedan du läste det.")
