"""What is written and not sent is left out of no record unseen, and is the draft of one form alone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlalchemy import select

from app import clock
from app.drafts.models import Draft
from tests.journeys.people import OVER, REP, WHOLE, Visit, sign_in_cookie
from tests.journeys.stages import held
from tests.support.world import World

Come = Callable[..., Visit]

THEME = "/dialoger/1/tema/1"
MATTER = "Skriv stycket så som det ska läsas ett steg upp"
TOLD = "Spara det du har skrivit först, annars kommer det inte med."
SAVED = re.compile("^Utkast sparat")


@pytest.fixture
def seed() -> object:
    return held


def kept_of(words: Locator) -> Locator:
    """Find what stands under a form about what was begun in it."""
    return words.page.locator("form[data-draft]").filter(has=words).locator("[data-saved]")


def test_what_one_has_begun_for_a_year_is_no_draft_of_another_year(come: Come) -> None:
    rep = come(REP)
    year = clock.today().year
    words = rep.page.locator("textarea[name=why]")
    rep.go(f"/plan/mal/nytt?ar={year}")
    words.fill("Det som är bråttom i år.")
    expect(kept_of(words)).to_have_text(SAVED)
    rep.go(f"/plan/mal/nytt?ar={year + 1}")
    expect(kept_of(words)).to_have_text("")
    expect(words).to_have_value("")
    words.fill("Det som kan vänta.")
    expect(kept_of(words)).to_have_text(SAVED)
    rep.go(f"/plan/mal/nytt?ar={year}")
    expect(words).to_have_value("Det som är bråttom i år.")
    # Refused, it stays where it was begun.
    rep.press("Spara som utkast")
    expect(rep.page.locator(".summary")).to_be_visible()
    words.fill("Det som är mest bråttom i år.")
    expect(kept_of(words)).to_have_text(SAVED)
    rep.go(f"/plan/mal/nytt?ar={year + 1}")
    expect(words).to_have_value("Det som kan vänta.")
    rep.go(f"/plan/mal/nytt?ar={year}")
    expect(words).to_have_value("Det som är mest bråttom i år.")


def test_what_is_typed_before_a_draft_has_come_does_not_take_its_place(come: Come) -> None:
    rep = come(REP)
    words = rep.page.get_by_label("Vad kan hända?")
    rep.go("/internkontroll/risker/ny")
    words.fill("Det regnar in, och det är mycket att säga om det.")
    expect(kept_of(words)).to_have_text(SAVED)

    later = come(REP)
    waiting: list[Route] = []

    def hold(route: Route) -> None:
        waiting.append(route)

    later.page.route("**/utkast?*", hold)
    later.go("/internkontroll/risker/ny")
    words = later.page.get_by_label("Vad kan hända?")
    words.press_sequentially("Nytt")
    for route in waiting:
        route.continue_()
    later.see("Du har skrivit i två fönster", "Det regnar in, och det är mycket att säga om det.")
    expect(words).to_have_value("Nytt")


def test_a_factor_is_not_established_without_what_is_written_beside_it(come: Come) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/faktor/ny")
    page.get_by_label("Vad är avgörande för kvaliteten?").fill("Lämningen är lugn")
    eva.press("Spara utkastet")
    eva.write("Varför är det avgörande?", "Morgonen bestämmer dagen.")
    eva.unfold("Lägg till en indikator")
    form = page.locator("#new-indicator")
    form.get_by_label("Vad visar att kvaliteten håller?").fill("Så säger familjerna")
    form.get_by_label(re.compile("^Metod")).fill("Samtal")
    form.get_by_label(re.compile("^Rutin")).fill("Eva ringer")
    eva.press("Fastställ", within=page.locator("#next"))
    expect(page.locator("#next [role=alert]")).to_have_text(TOLD)
    eva.press("Lägg till", within=form)
    expect(page.locator("#indicators h3")).to_have_text("Så säger familjerna")
    eva.follow(re.compile("^Ändra.*Så säger familjerna"))
    page.get_by_label(re.compile("^Metod")).fill("Samtal på telefon")
    eva.press("Fastställ", within=page.locator("#next"))
    expect(page.locator("#next [role=alert]")).to_have_text(TOLD)
    eva.press("Spara", within=page.locator("#indicators"))
    eva.see("Samtal på telefon")
    eva.follow("Ändra rubriken")
    page.get_by_label("Vad är avgörande för kvaliteten?").fill("Lämningen är lugn på morgonen")
    eva.press("Fastställ", within=page.locator("#next"))
    expect(page.locator("#next [role=alert]")).to_have_text(TOLD)
    eva.press("Spara", within=page.locator("#rename"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Lämningen är lugn på morgonen")
    eva.press("Fastställ", within=page.locator("#next"))
    eva.see("Öppna för en ny version")


def test_an_assignment_is_not_given_without_what_is_written_in_it(come: Come) -> None:
    over = come(OVER)
    page = over.go("/uppdrag/nytt")
    page.get_by_label("Till vem?").select_option(index=1)
    page.get_by_label("Vad ska uppnås?").fill("Kortare köer")
    over.press("Spara som utkast")
    over.follow(re.compile("^Ändra ?vad och när"))
    page.locator("textarea[name=what]").fill("Till hösten, och utan nya pengar.")
    over.press("Lämna uppdraget", within=page.locator("#next"))
    expect(page.locator("#next [role=alert]")).to_have_text(TOLD)
    over.press("Spara", within=page.locator("#part-what"))
    over.see("Till hösten, och utan nya pengar.")
    over.press("Lämna uppdraget", within=page.locator("#next"))
    over.see("Ta tillbaka till utkast")


def test_what_is_raised_is_not_released_in_words_one_is_changing(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    rep.go(THEME)
    rep.propose("Poolen räcker inte.")
    over.go(THEME)
    over.unfold("Ändra orden")
    words = over.page.locator("#matter-text-1")
    words.fill("Poolen räcker inte om våren.")
    over.press("Släpp uppåt")
    expect(over.page.locator("#matter-1 [role=alert]")).to_have_text(TOLD)
    over.press("Spara orden")
    expect(over.page.locator("#matters .raised .words").first).to_have_text("Poolen räcker inte om våren.")
    expect(over.page.locator("#matter-1").get_by_role("button", name="Håll kvar")).to_be_visible()


def begun_beside_establishing(come: Come) -> Visit:
    """Give one who is about to establish, and has begun to raise something beside it."""
    over = come(OVER)
    over.go("/dialoger/1/helhet")
    over.write(WHOLE, "Vi ser samma sak.")
    over.press("Gå vidare till att fastställa")
    over.unfold("Lyft något uppåt")
    over.field(MATTER).fill("Poolen räcker inte.")
    return over


def test_nobody_establishes_without_what_they_have_begun_beside_it(come: Come) -> None:
    over = begun_beside_establishing(come)
    over.press("Fastställ för min del")
    expect(over.page.locator("#establish [role=alert]")).to_have_text(TOLD)
    over.page.locator("#establish [role=alert] a").click()
    expect(over.field(MATTER)).to_be_focused()
    over.press("Föreslå")
    expect(over.page.locator("#matters .raised > li")).to_have_count(1)
    over.press("Fastställ för min del")
    over.see("Ta tillbaka mitt fastställande")


def test_going_back_to_what_was_sent_makes_no_draft_of_it(come: Come, live_world: World) -> None:
    rep = come(REP)
    words = rep.page.get_by_label("Vad kan hända?")
    rep.go("/internkontroll/risker/ny")
    rep.field("Risken i en rad").fill("Taket läcker")
    words.fill("Det regnar in.")
    expect(kept_of(words)).to_have_text(SAVED)
    rep.press("Spara")
    rep.see("Risken är sparad.")
    rep.page.go_back()
    expect(words).to_have_value("")
    rep.page.wait_for_timeout(2_000)  # what is dirty is saved after a second
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []
    rep.go("/avvikelser/ny")
    happened = rep.page.get_by_label("Vad har hänt?")
    happened.fill("Köket är stängt.")
    expect(kept_of(happened)).to_have_text(SAVED)
    rep.press("Skicka till")
    expect(rep.page.get_by_role("heading", level=1)).to_contain_text("Avvikelse i")
    rep.page.go_back()
    expect(happened).to_have_value("")
    rep.page.wait_for_timeout(2_000)
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_going_back_shows_the_draft_as_another_window_has_left_it(come: Come) -> None:
    rep = come(REP)
    words = rep.page.get_by_label("Vad kan hända?")
    rep.go("/internkontroll/risker/ny")
    words.fill("Det regnar in.")
    rep.follow("Start")
    expect(rep.page).to_have_url(re.compile("/$"))
    other = come(REP)
    other.go("/internkontroll/risker/ny")
    newer = other.page.get_by_label("Vad kan hända?")
    expect(newer).to_have_value("Det regnar in.")
    newer.fill("Det regnar in, i matsalen.")
    expect(kept_of(newer)).to_have_text(SAVED)
    rep.page.go_back()
    expect(words).to_have_value("Det regnar in, i matsalen.")


def test_what_one_has_written_is_not_sent_in_the_name_of_who_has_signed_in_since(
    come: Come, live_world: World
) -> None:
    rep = come(REP)
    words = rep.page.get_by_label("Vad kan hända?")
    rep.go("/internkontroll/risker/ny")
    rep.field("Risken i en rad").fill("Taket läcker")
    rep.page.context.clear_cookies()
    rep.page.context.add_cookies([sign_in_cookie(live_world, OVER)])
    words.fill("Det regnar in.")
    expect(kept_of(words)).to_contain_text("Någon annan är inloggad")
    rep.press("Spara")
    rep.page.wait_for_timeout(1_000)
    expect(words).to_have_value("Det regnar in.")
    expect(kept_of(words)).to_contain_text("Någon annan är inloggad")
    rep.page.context.clear_cookies()
    rep.page.context.add_cookies([sign_in_cookie(live_world, REP)])
    expect(kept_of(words)).to_have_text(SAVED)
    rep.press("Spara")
    rep.see("Risken är sparad.", "Det regnar in.")


def test_what_was_sent_as_another_was_first_is_kept_as_a_draft(come: Come) -> None:
    rep, other = come(REP), come(REP)
    rep.go("/plan/mal/nytt")
    rep.page.locator("input[name=title]").fill("Lugnare morgnar")
    rep.press("Spara som utkast")
    rep.see("Lugnare morgnar")
    here = re.sub(r".*(/plan/mal/\d+).*", r"\1", rep.page.url)
    rep.go(f"{here}?andra=mal#about")
    other.go(f"{here}?andra=mal#about")
    other.page.locator("textarea[name=why]").fill("För barnens skull.")
    other.press("Spara", within=other.page.locator("#about"))
    other.see("För barnens skull.")
    words = rep.page.locator("textarea[name=why]")
    words.fill("För familjernas skull.")
    rep.press("Spara", within=rep.page.locator("#about"))
    rep.see("Någon annan har ändrat målet medan du skrev.")
    expect(words).to_have_value("För familjernas skull.")
    rep.follow("Start")
    expect(rep.page).to_have_url(re.compile("/$"))
    rep.go(f"{here}?andra=mal#about")
    expect(words).to_have_value("För familjernas skull.")


@pytest.mark.parametrize("wait", [300, 2_500])
def test_one_stays_with_what_does_not_reach_the_server_and_sends_it_when_it_does(
    come: Come, wait: int
) -> None:
    rep = come(REP)
    rep.go("/avvikelser/ny")
    page, happened = rep.page, rep.page.get_by_label("Vad har hänt?")

    def fails(route: Route) -> None:
        if route.request.method == "POST":
            route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")
        else:
            route.continue_()

    page.route("**/*", fails)
    happened.fill("Köket är stängt.")
    page.wait_for_timeout(wait)  # before and after it has tried to keep it
    send = page.get_by_role("button", name="Skicka till")
    send.click()
    expect(kept_of(happened)).to_have_text(re.compile("försöker igen"))
    expect(happened).to_have_value("Köket är stängt.")
    page.unroute("**/*", fails)
    send.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Avvikelse i")
    rep.see("Köket är stängt.")


def test_nothing_is_sent_while_the_line_hangs_and_what_is_typed_stays(come: Come) -> None:
    rep = come(REP)
    rep.go("/avvikelser/ny")
    page, happened = rep.page, rep.page.get_by_label("Vad har hänt?")
    hanging: list[Route] = []

    def hangs(route: Route) -> None:
        hanging.append(route)

    page.route("**/*", hangs)
    happened.fill("Köket är stängt.")
    page.get_by_role("button", name="Skicka till").click()
    page.wait_for_timeout(3_000)  # longer than one waits for what is saved beside
    assert not [route for route in hanging if "/avvikelser" in route.request.url]
    for route in hanging:
        route.abort()
    expect(kept_of(happened)).to_have_text(re.compile("försöker igen"))
    page.unroute("**/*", hangs)
    expect(kept_of(happened)).to_have_text(SAVED)
    page.get_by_role("button", name="Skicka till").click()
    rep.see("Skickad.", "Köket är stängt.")


def test_what_is_kept_and_not_taken_is_there_when_one_goes_back(come: Come) -> None:
    rep = come(REP)
    rep.go("/")
    rep.go("/avvikelser/ny")
    page, happened = rep.page, rep.page.get_by_label("Vad har hänt?")

    def fails(route: Route) -> None:
        if route.request.method == "POST" and "/avvikelser" in route.request.url:
            route.fulfill(status=502, body="<h1>Bad gateway</h1>", content_type="text/html")
        else:
            route.continue_()

    page.route("**/*", fails)
    happened.fill("Köket är stängt.")
    page.get_by_role("button", name="Skicka till").click()
    expect(page.get_by_role("heading", name="Bad gateway")).to_be_visible()
    page.unroute("**/*", fails)
    page.go_back()
    expect(happened).to_have_value("Köket är stängt.")


def test_what_one_began_and_emptied_again_stops_no_establishing(come: Come) -> None:
    over = begun_beside_establishing(come)
    expect(kept_of(over.field(MATTER))).to_have_text(SAVED)
    over.go("/dialoger/1/helhet")
    over.field(MATTER).fill("")
    over.press("Fastställ för min del")
    over.see("Ta tillbaka mitt fastställande")
