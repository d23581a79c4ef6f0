"""What is typed in a form with a button stays until it is sent: pressing something else does not take it away."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlalchemy import select, update

from app import clock
from app.accounts.models import SignIn
from app.deviations.models import DeviationReport
from app.dialogues.models import Consent
from app.drafts.models import Draft
from app.organisation.models import Person, Unit
from app.quality.risks.models import Risk
from tests.factories.control import make_risk
from tests.journeys.people import KEEPER, OVER, REP, WHOLE, Visit, fill_sign_in
from tests.journeys.stages import held
from tests.support.world import World

Come = Callable[..., Visit]

THEME = "/dialoger/1/tema/1"
OPINION = "Egen mening"
MATTER = "Skriv stycket så som det ska läsas ett steg upp"


@pytest.fixture
def seed() -> object:
    return held


def test_what_is_typed_stays_when_something_else_in_the_list_is_pressed(come: Come) -> None:
    rep = come(REP)
    rep.go(THEME)
    rep.promise("Bjuda in familjerna", "Eva Enhetschef")
    rep.propose("Vikariepoolen räcker inte.")
    rep.unfold("Lyft något uppåt")
    rep.field(MATTER).fill("Dokumentationen tar tiden från barnen.")
    rep.press("Håll kvar")
    rep.see("Släpp uppåt")
    expect(rep.field(MATTER)).to_be_visible()
    expect(rep.field(MATTER)).to_have_value("Dokumentationen tar tiden från barnen.")
    rep.press("Föreslå")
    expect(rep.page.locator("#matters .raised > li")).to_have_count(2)
    expect(rep.field(MATTER)).to_have_value("")
    rep.follow("Lägg till överenskommelse")
    rep.field("Vad är ni överens om?").fill("Ringa företagshälsan")
    rep.press("Klar: Bjuda in familjerna")
    expect(rep.page.locator("#agreements li.done")).to_have_count(1)
    expect(rep.field("Vad är ni överens om?")).to_have_value("Ringa företagshälsan")
    rep.press("Spara överenskommelsen")
    expect(rep.page.locator("#agreements .agree > li")).to_have_count(2)


NEW_RISK = "/internkontroll/risker/ny"


def happens(visit: Visit) -> Locator:
    """Find the field where one writes what can happen."""
    return visit.page.get_by_label("Vad kan hända?")


def kept_of(visit: Visit) -> Locator:
    """Find what stands under the form of a risk about what was begun in it."""
    return visit.page.locator("form[data-draft]").filter(has=happens(visit)).locator("[data-saved]")


def test_a_form_with_choices_stands_there_as_one_left_it_and_is_empty_once_it_is_sent(
    come: Come, live_world: World
) -> None:
    rep = come(REP)
    rep.go(NEW_RISK)
    rep.field("Risken i en rad").fill("Taket läcker")
    happens(rep).fill("Det regnar in i matsalen.")
    rep.page.get_by_label("Strategisk", exact=False).first.check()
    rep.page.get_by_label("Hur troligt är det?").select_option("3")
    expect(kept_of(rep)).to_have_text(re.compile("^Utkast sparat"))
    later = come(REP)
    later.go(NEW_RISK)
    expect(kept_of(later)).to_have_text(re.compile("^Ditt utkast från .* inte skickat än$"))
    expect(later.field("Risken i en rad")).to_have_value("Taket läcker")
    expect(happens(later)).to_have_value("Det regnar in i matsalen.")
    expect(later.page.get_by_label("Strategisk", exact=False).first).to_be_checked()
    expect(later.page.get_by_label("Hur troligt är det?")).to_have_value("3")
    # Nobody else is shown it.
    over = come(OVER)
    over.go(NEW_RISK)
    expect(happens(over)).to_have_value("")
    later.page.get_by_label("Hur allvarligt blir det?").select_option("2")
    later.press("Spara")
    later.see("Risken är sparad.", "Det regnar in i matsalen.")
    later.go(NEW_RISK)
    expect(happens(later)).to_have_value("")
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []
        assert session.scalars(select(Risk.title)).all() == ["Taket läcker"]


def test_what_a_form_is_refused_with_is_kept_and_its_draft_is_thrown_away_by_its_button(
    come: Come, live_world: World
) -> None:
    rep = come(REP)
    rep.go(NEW_RISK)
    happens(rep).fill("Det regnar in.")
    rep.press("Spara")
    rep.see("Skriv risken i en rad.")
    expect(kept_of(rep)).to_have_text(re.compile("^Utkast sparat|^Ditt utkast från .* inte skickat än$"))
    happens(rep).fill("Det regnar in i matsalen.")
    expect(kept_of(rep)).to_have_text(re.compile("^Utkast sparat"))
    rep.follow("Start")
    rep.go(NEW_RISK)
    expect(happens(rep)).to_have_value("Det regnar in i matsalen.")
    rep.page.get_by_role("button", name="Släng utkastet").click()
    expect(kept_of(rep)).to_have_text("Utkastet är slängt.")
    expect(happens(rep)).to_have_value("")
    expect(rep.page.get_by_role("button", name="Släng utkastet")).to_be_hidden()
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_leaving_by_the_way_out_beside_the_button_keeps_nothing(come: Come, live_world: World) -> None:
    rep = come(REP)
    rep.go(NEW_RISK)
    happens(rep).fill("Det regnar in.")
    expect(kept_of(rep)).to_have_text(re.compile("^Utkast sparat"))
    rep.follow("Avbryt")
    expect(rep.page).to_have_url(re.compile("/risker/$"))
    # What one leaves by does not wait for the answer: the draft is gone soon after.
    within = time.monotonic() + 10
    while drafts_of(live_world) and time.monotonic() < within:
        time.sleep(0.05)
    assert drafts_of(live_world) == []
    rep.go(NEW_RISK)
    expect(happens(rep)).to_have_value("")


def drafts_of(world: World) -> list[str]:
    """Give what is kept as drafts, of whoever."""
    with world.session() as session:
        return list(session.scalars(select(Draft.fields)))


def test_a_draft_of_what_somebody_else_changed_meanwhile_overwrites_nothing(
    come: Come, live_world: World
) -> None:
    with live_world.session() as session:
        eva = session.scalars(select(Person).where(Person.name == REP)).one()
        unit = session.scalars(select(Unit).where(Unit.name == "Förskolan Ängen")).one()
        number = make_risk(session, eva, unit, happens="Någon får för lite i lön.").id
        session.commit()
    address = f"/internkontroll/risker/{number}/andra"
    rep = come(REP)
    rep.go(address)
    happens(rep).fill("Någon får för mycket i lön.")
    expect(kept_of(rep)).to_have_text(re.compile("^Utkast sparat"))
    rep.follow("Start")
    with live_world.session() as session:
        changed = session.get_one(Risk, number)
        changed.happens, changed.revision = "Någon får ingen lön.", changed.revision + 1
        session.commit()
    rep.go(address)
    expect(happens(rep)).to_have_value("Någon får för mycket i lön.")
    rep.press("Spara")
    rep.see("Någon får ingen lön.")
    expect(happens(rep)).to_have_value("Någon får för mycket i lön.")
    rep.press("Spara")
    rep.see("Risken är sparad.", "Någon får för mycket i lön.")
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []


def test_two_windows_of_one_form_are_told_of_each_other(come: Come) -> None:
    first, second = come(REP), come(REP)
    for one in (first, second):
        one.go(NEW_RISK)
    first.field("Risken i en rad").fill("Taket läcker")
    happens(first).fill("Det regnar in.")
    expect(kept_of(first)).to_have_text(re.compile("^Utkast sparat"))
    happens(second).fill("Det snöar in.")
    expect(second.page.locator("section.conflict")).to_contain_text("Det regnar in.")
    second.press("Ta den andra")
    expect(happens(second)).to_have_value("Det regnar in.")
    expect(second.field("Risken i en rad")).to_have_value("Taket läcker")


def test_a_draft_whose_answer_was_lost_is_no_other_window(come: Come) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    eva = come(REP)
    eva.go(NEW_RISK)
    eva.page.route(re.compile("/utkast$"), lose, times=1)
    happens(eva).fill("Det regnar in.")
    expect(kept_of(eva)).to_have_attribute("data-state", "offline")
    happens(eva).fill("Det snöar in.")
    expect(kept_of(eva)).to_have_text(re.compile("^Utkast sparat"))
    eva.go(NEW_RISK)
    expect(happens(eva)).to_have_value("Det snöar in.")


def test_words_of_a_meeting_whose_answer_was_lost_are_no_other_windows(come: Come) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    eva = come(REP)
    eva.go(THEME)
    eva.unfold("Skriv upp ett beslut")
    eva.page.route(re.compile("/utkast$"), lose, times=1)
    eva.field("Vad har ni bestämt?").fill("Vi prövar till jul.")
    expect(draft_of(eva, "Vad har ni bestämt?")).to_have_attribute("data-state", "offline")
    eva.field("Vad har ni bestämt?").fill("Vi prövar till påsk.")
    expect(draft_of(eva, "Vad har ni bestämt?")).to_have_attribute("data-state", "saved")
    eva.go(THEME)
    expect(eva.field("Vad har ni bestämt?")).to_have_value("Vi prövar till påsk.")


def draft_of(visit: Visit, label: str) -> Locator:
    """Find what stands under a field about what was begun in its form."""
    return visit.page.locator("form[data-draft]").filter(has=visit.field(label)).locator("[data-saved]")


def test_a_deviation_begun_stands_there_when_one_comes_back_and_goes_once_it_is_sent(come: Come) -> None:
    rep = come(REP)
    rep.go("/avvikelser/ny")
    rep.field("Vad har hänt?").fill("Taket läcker.")
    rep.page.get_by_label("Vad behöver ni?").fill("Någon som kan tak.")
    rep.follow("Start")
    expect(rep.page).to_have_url(re.compile("/$"))
    later = come(REP)
    later.go("/avvikelser/ny")
    expect(later.field("Vad har hänt?")).to_have_value("Taket läcker.")
    expect(later.page.get_by_label("Vad behöver ni?")).to_have_value("Någon som kan tak.")
    expect(draft_of(later, "Vad har hänt?")).to_have_text(re.compile("Ditt utkast från .* inte skickat än"))
    later.press("Skicka till")
    later.see("Skickad.", "Någon som kan tak.")
    later.go("/avvikelser/ny")
    expect(later.field("Vad har hänt?")).to_have_value("")


@pytest.mark.parametrize("arrives", [True, False], ids=["the save arrives", "the save is lost"])
def test_sent_while_its_draft_is_being_saved_it_is_sent_once_and_no_draft_is_left(
    come: Come, live_world: World, arrives: bool
) -> None:
    rep = come(REP)
    asked: list[str] = []
    rep.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    rep.go("/avvikelser/ny")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    rep.page.route("**/utkast", hold)
    with rep.page.expect_request("**/utkast"):
        rep.field("Vad har hänt?").fill("Taket läcker.")
    send = rep.page.get_by_role("button", name="Skicka till")
    send.click()
    send.click()
    if arrives:
        held[0].continue_()

    rep.see("Skickad.", "Taket läcker.")
    rep.page.unroute("**/utkast")
    assert asked == []
    with live_world.session() as session:
        assert session.scalars(select(DeviationReport.happened)).all() == ["Taket läcker."]
        assert session.scalars(select(Draft.id)).all() == []


def test_what_is_typed_after_the_press_is_either_not_taken_down_or_kept_as_a_draft(
    come: Come, live_world: World
) -> None:
    """Until the answer is here nothing can be typed that would go with the page; where it takes long, one may go on."""
    rep = come(REP)
    rep.go(NEW_RISK)
    rep.field("Risken i en rad").fill("Taket läcker")
    happens(rep).fill("Det regnar in.")
    rep.page.get_by_label("Strategisk", exact=False).first.check()
    rep.page.get_by_label("Hur troligt är det?").select_option("3")
    rep.page.get_by_label("Hur allvarligt blir det?").select_option("2")
    waiting: list[Route] = []
    rep.page.route(lambda url: url.endswith(NEW_RISK), lambda route: waiting.append(route))  # noqa: PLW0108  a builtin shows no signature
    rep.field("Risken i en rad").press("End")
    rep.field("Risken i en rad").press("Enter", no_wait_after=True)
    # A page that is being left cannot be looked at from here, only typed in.
    rep.page.wait_for_timeout(2_000)
    rep.page.keyboard.type(" borta")
    rep.page.wait_for_timeout(4_500)
    rep.page.keyboard.type(" in")
    within = time.monotonic() + 15
    while not any("Taket läcker in" in text for text in drafts_of(live_world)) and time.monotonic() < within:
        rep.page.wait_for_timeout(100)
    waiting[0].continue_()
    rep.see("Risken är sparad.", "Det regnar in.")
    rep.page.unroute_all()
    rep.go(NEW_RISK)
    expect(rep.field("Risken i en rad")).to_have_value("Taket läcker in")
    with live_world.session() as session:
        assert session.scalars(select(Risk.title)).all() == ["Taket läcker"]


def test_a_draft_sent_in_another_window_is_thrown_away_by_its_button_where_the_page_has_followed(
    come: Come, live_world: World
) -> None:
    rep = come(REP)
    rep.go("/dialoger/1/helhet")
    one, two = rep.page, rep.page.context.new_page()
    rep.unfold("Skriv upp ett beslut")
    one.locator("#decision-text").fill("Vi anställer en vikarie till.")
    words = one.locator("form[data-draft]").filter(has=one.locator("#decision-text")).locator("[data-saved]")
    expect(words).to_have_text(re.compile("^Utkast sparat"))
    two.goto(one.url)
    expect(two.locator("#decision-text")).to_have_value("Vi anställer en vikarie till.")
    one.locator("form").filter(has=one.locator("#decision-text")).get_by_role("button").last.click()
    expect(two.get_by_text("Vi anställer en vikarie till.", exact=True)).to_have_count(2, timeout=15_000)
    two.get_by_role("button", name="Släng utkastet").click()
    expect(two.locator("#decision-text:visible")).to_have_count(0)
    expect(two.locator("#outcome-done, .notice").filter(has_text="Utkastet är slängt.")).to_be_visible()


def test_leaving_by_a_link_keeps_what_is_typed_as_a_draft(come: Come) -> None:
    rep = come(REP)
    rep.go(THEME)
    rep.unfold("Skriv upp ett beslut")
    rep.field("Vad har ni bestämt?").fill("Vi prövar till jul.")
    rep.follow("Start")
    expect(rep.page).to_have_url(re.compile("/$"))
    rep.go(THEME)
    expect(rep.field("Vad har ni bestämt?")).to_have_value("Vi prövar till jul.")
    expect(draft_of(rep, "Vad har ni bestämt?")).to_have_text(
        re.compile(r"^Ditt utkast från \d\d[.:]\d\d, inte skickat än$")
    )
    # What else is pressed in the page leaves it, and what is sent with the pen still warm leaves no draft behind.
    rep.propose("Vikariepoolen räcker inte.")
    rep.field("Vad har ni bestämt?").fill("Vi prövar till påsk.")
    rep.press("Spara beslutet")
    expect(rep.page.locator("#decisions li")).to_have_text(re.compile("Vi prövar till påsk."))
    rep.go(THEME)
    expect(rep.page.get_by_text("inte skickat än")).to_have_count(0)


def test_an_own_opinion_outlives_the_browser_and_the_sign_in_until_it_is_sent(
    come: Come, live_world: World
) -> None:
    over, rep = come(OVER), come(REP)
    over.go("/dialoger/1/")
    over.press("Gå vidare till att fastställa")
    over.write(WHOLE, "Vi ser samma sak om lämningarna.")
    rep.go("/dialoger/1/helhet")
    rep.unfold("Lägg till en egen mening")
    rep.field(OPINION).fill("Jag ser det allvarligare.")
    expect(draft_of(rep, OPINION)).to_have_text(re.compile(r"^Utkast sparat \d\d[.:]\d\d$"))
    with live_world.session() as session:
        session.execute(update(SignIn).values(ended_at=clock.now(), ended_because="test"))
    rep.field(OPINION).fill("Jag ser det allvarligare om fredagarna.")
    expect(draft_of(rep, OPINION)).to_have_attribute("data-state", "signed_out")
    with rep.page.context.expect_page() as opened:
        draft_of(rep, OPINION).get_by_role("link").click()
    fill_sign_in(opened.value, REP)
    expect(draft_of(rep, OPINION)).to_have_attribute("data-state", "saved")
    rep.page.context.close()

    later = come(REP)
    later.go("/dialoger/1/helhet")
    expect(later.field(OPINION)).to_be_visible()
    expect(later.field(OPINION)).to_have_value("Jag ser det allvarligare om fredagarna.")
    later.see("inte skickat än")
    later.press("Fastställ för min del")
    later.see("Du har fastställt. Nu väntar den på Sven Sektionschef.")
    with live_world.session() as session:
        assert session.scalars(select(Consent.own_opinion)).all() == [
            "Jag ser det allvarligare om fredagarna."
        ]
        assert session.scalars(select(Draft.id)).all() == []


def test_two_windows_of_one_person_show_both_texts(come: Come) -> None:
    one = come(REP)
    other = Visit(one.page.context.new_page(), REP)
    for window in (one, other):
        window.go(THEME)
        window.unfold("Skriv upp ett beslut")
    one.field("Vad har ni bestämt?").fill("Vi prövar till jul.")
    expect(draft_of(one, "Vad har ni bestämt?")).to_have_attribute("data-state", "saved")
    other.field("Vad har ni bestämt?").fill("Vi väntar.")
    expect(draft_of(other, "Vad har ni bestämt?")).to_have_attribute("data-state", "conflict")
    other.see("Du har skrivit i två fönster", "Vi prövar till jul.")
    other.press("Ta den andra")
    expect(other.field("Vad har ni bestämt?")).to_have_value("Vi prövar till jul.")
    expect(draft_of(other, "Vad har ni bestämt?")).to_have_attribute("data-state", "saved")


def test_words_that_are_changed_outlive_the_browser_and_stand_on_those_they_were_begun_on(come: Come) -> None:
    over, rep = come(OVER), come(REP)
    rep.go(THEME)
    rep.propose("Vikariepoolen räcker inte.")
    rep.unfold("Ändra orden")
    words = rep.page.locator("#matter-text-1")
    status = rep.page.locator("#matter-text-1-saved")
    words.fill("Vikariepoolen räcker inte om våren.")
    expect(status).to_have_text(re.compile(r"^Utkast sparat \d\d[.:]\d\d$"))
    # Another press in the list leaves what is typed where it is.
    rep.press("Håll kvar")
    rep.see("Släpp uppåt")
    expect(words).to_have_value("Vikariepoolen räcker inte om våren.")
    rep.page.context.close()

    over.go(THEME)
    over.unfold("Ändra orden")
    over.page.locator("#matter-text-1").fill("Poolen räcker inte.")
    over.press("Spara orden")
    expect(over.page.locator("#matters .raised")).to_contain_text("Poolen räcker inte.")

    later = come(REP)
    later.go(THEME)
    later.see("Poolen räcker inte.", "Orden har ändrats sedan du började skriva.")
    words = later.page.locator("#matter-text-1")
    expect(words).to_have_value("Vikariepoolen räcker inte om våren.")
    later.press("Spara orden")
    expect(later.page.locator("#matters .notice")).to_be_visible()
    expect(words).to_have_value("Vikariepoolen räcker inte om våren.")
    expect(later.page.locator("#matters .raised .words").first).to_have_text("Poolen räcker inte.")
    later.press("Spara orden")
    expect(later.page.locator("#matters .raised .words").first).to_have_text(
        "Vikariepoolen räcker inte om våren."
    )


def test_a_draft_of_a_part_of_a_model_stands_on_what_it_was_begun_on(come: Come) -> None:
    """What was changed of the same part since is read before the draft is saved over it."""
    desk, elsewhere = come(KEEPER), come(KEEPER, javascript=False)
    desk.go("/modellen/kopiera")
    desk.page.get_by_label("Vad ska kopian heta?").fill("Vår egen")
    desk.press("Kopiera")
    desk.page.wait_for_url(re.compile(r"/modellen/\d+"))
    part = re.sub(r"[?#].*", "", desk.page.url) + "/del/glossary/0"
    words = "textarea[name='explanation.sv']"
    desk.go(part)
    desk.page.locator(words).fill("Skrivet här.")
    expect(desk.page.locator("form.model-form [data-saved]")).to_have_text(re.compile("^Utkast sparat"))
    desk.go("/")
    elsewhere.go(part)
    elsewhere.page.locator(words).fill("Skrivet där.")
    elsewhere.press("Spara i utkastet")
    desk.go(part)
    expect(desk.page.locator(words)).to_have_value("Skrivet här.")
    desk.press("Spara i utkastet")
    expect(desk.page.locator("#conflict")).to_contain_text("Skrivet där.")
    expect(desk.page.locator(words)).to_have_value("Skrivet här.")
