"""A manager measures all that is due: by keyboard alone as in a spreadsheet, and without scripts."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import today
from app.drafts.models import Draft
from app.quality.indicators.models import Nature, Periodicity
from app.quality.measuring.models import Measurement
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.measuring import make_indicator, make_measured, measure
from tests.factories.quality import establish, make_factor
from tests.journeys.people import REP, Visit
from tests.journeys.stages import _town
from tests.support.world import World

Come = Callable[..., Visit]
IN_WORDS, IN_FIGURES, BY_SEX = "Så beskriver familjerna lämningen", "Morgnar med samma två", "Frånvaro"


def to_be_measured(session: Session) -> None:
    """Three indicators wait for Eva, one with what stood before; a dialogue with Sven lies ahead."""
    town = _town(session)
    eva = town.unit_manager
    factor = make_factor(session, town.unit, eva, "Lämningen är lugn")
    for name, more in (
        (IN_WORDS, {"nature": Nature.QUALITATIVE}),
        (IN_FIGURES, {"decimals": 1}),
        (BY_SEX, {"by_sex": True}),
    ):
        make_indicator(session, factor, eva, name, periodicity=Periodicity.MONTH, **more)
    establish(session, factor, eva)
    year = make_measured(
        session, town.unit, eva, title="Språk", name="Berättelser", periodicity=Periodicity.YEAR
    )
    for ago, value in ((3, "60"), (2, "66"), (1, "71")):
        period = str(today().year - ago)
        measure(session, year, town.unit, eva, period, value, f"Så var det {period}.")
    make_dialogue(session, make_series(session, town.section, town.unit), town.section_manager, eva)


@pytest.fixture
def seed() -> object:
    return to_be_measured


def kept(world: World) -> dict[tuple[str, str], tuple[str, str]]:
    """Give what is kept, by indicator and sex: the value and the words."""
    with world.session() as session:
        rows = session.scalars(select(Measurement).where(Measurement.period.like("____-__")))
        return {(str(one.indicator_id), one.sex): (f"{one.value}", one.text) for one in rows}


def drafts(world: World) -> list[str]:
    """Give the places of what has been begun and not sent."""
    with world.session() as session:
        return list(session.scalars(select(Draft.place)))


def begun_in(page: Page, name: str) -> Locator:
    """Find what a row says about what was begun in it."""
    return page.locator("[data-row]").filter(has_text=name).locator("[data-saved]")


def saved(page: Page, name: str) -> None:
    row = page.locator("[data-row]").filter(has_text=name)
    expect(row.locator(".state .saved")).to_have_text(re.compile(r"^Sparat \d\d\.\d\d$"))


def test_all_that_is_due_is_measured_by_keyboard_alone(come: Come, live_world: World) -> None:
    eva = come(REP)
    page = eva.go("/")
    expect(page.get_by_role("heading", name="Tre mätningar väntar")).to_be_visible()
    page.get_by_role("link", name="Mät", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/kvalitet/mata"))
    words = page.get_by_label(f"Vad ser ni?: {IN_WORDS}")
    words.focus()
    page.keyboard.type("Det är lugnare i dörren.")
    page.keyboard.press("Tab")  # preliminary
    page.keyboard.press("Tab")  # not to be measured
    page.keyboard.press("Tab")  # on to the talks, and out of the row in the end
    page.get_by_label(f"Värde (%): {IN_FIGURES}").focus()
    saved(page, IN_WORDS)
    page.keyboard.type("abc")
    page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile(f"Vad säger det.*{IN_FIGURES}"))).to_be_focused()
    page.keyboard.type("Fler av dem.")
    page.get_by_label(f"Alla (%): {BY_SEX}").focus()
    wrong = page.locator("[data-row]").filter(has_text=IN_FIGURES)
    expect(wrong.locator(".error")).to_contain_text("”abc” är inget tal.")
    figure = page.get_by_label(f"Värde (%): {IN_FIGURES}")
    expect(figure).to_have_attribute("aria-invalid", "true")
    expect(figure).to_have_value("abc")
    for value in ("12", "11", "13"):
        page.keyboard.type(value)
        page.keyboard.press("Enter")
    expect(page.get_by_label(re.compile(f"Vad säger det.*{BY_SEX}"))).to_be_focused()
    figure.focus()
    saved(page, BY_SEX)
    page.keyboard.press("Control+A")
    page.keyboard.type("1 078,5 %")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Spara alla rader").focus()
    expect(wrong.locator(".asks")).to_contain_text(
        "Stämmer 1\u00a0078,5\u00a0%? Det är mer än hela, 100 procent."
    )
    expect(figure).to_have_value("1 078,5 %")
    expect(begun_in(page, IN_FIGURES)).to_have_text(re.compile("^Utkast sparat"))
    assert len(drafts(live_world)) == 1, "what waits for an answer is kept meanwhile"
    page.get_by_role("checkbox", name="Ja, det stämmer").focus()
    page.keyboard.press("Space")
    saved(page, IN_FIGURES)
    expect(figure).not_to_have_attribute("aria-invalid", "true")
    found = kept(live_world)
    assert sorted(value for value, _ in found.values()) == ["1078.5", "11", "12", "13", "None"]
    assert {text for _, text in found.values() if text} == {"Det är lugnare i dörren.", "Fler av dem."}
    page.get_by_role("button", name="Spara alla rader").press("Enter")
    expect(page.get_by_role("heading", name="Allt är mätt")).to_be_visible()
    assert drafts(live_world) == []


def test_what_is_typed_in_a_row_is_a_draft_before_one_leaves_it_and_outlives_the_browser(
    come: Come, live_world: World
) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/mata")
    page.get_by_label(f"Värde (%): {IN_FIGURES}").fill("12")
    words = page.get_by_label(re.compile(f"Vad säger det.*{IN_FIGURES}"))
    words.press_sequentially("Fler av dem.")
    expect(begun_in(page, IN_FIGURES)).to_have_text(re.compile("^Utkast sparat"))
    assert kept(live_world) == {}, "half a figure is no measurement"
    page.context.close()

    page = come(REP).go("/kvalitet/mata")
    figure = page.get_by_label(f"Värde (%): {IN_FIGURES}")
    words = page.get_by_label(re.compile(f"Vad säger det.*{IN_FIGURES}"))
    expect(figure).to_have_value("12")
    expect(words).to_have_value("Fler av dem.")
    expect(begun_in(page, IN_FIGURES)).to_have_text(re.compile("^Ditt utkast från .* inte skickat än$"))
    assert len(drafts(live_world)) == 1
    words.focus()
    page.get_by_label(f"Vad ser ni?: {IN_WORDS}").focus()
    saved(page, IN_FIGURES)
    expect(begun_in(page, IN_FIGURES)).to_have_text("")
    assert list(kept(live_world).values()) == [("12", "Fler av dem.")]
    assert drafts(live_world) == []


def test_a_row_left_by_a_link_is_kept_before_the_page_is_left(come: Come, live_world: World) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/mata")
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.get_by_label(f"Vad ser ni?: {IN_WORDS}").fill("Det är lugnare.")
    page.get_by_role("link", name="Start", exact=True).first.click()
    expect(page).to_have_url(re.compile("/$"))
    assert asked == []
    assert [text for _, text in kept(live_world).values()] == ["Det är lugnare."]
    assert drafts(live_world) == []


def test_the_draft_of_a_row_stands_on_the_page_of_its_measurement_too(come: Come, live_world: World) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/mata")
    words = page.get_by_label(f"Vad ser ni?: {IN_WORDS}")
    words.press_sequentially("Det är lugnare.")
    expect(begun_in(page, IN_WORDS)).to_have_text(re.compile("^Utkast sparat"))
    (place,) = drafts(live_world)
    indicator, unit, period = place.partition("#")[2].split("-", 2)
    page.context.close()

    page = come(REP).go(f"/kvalitet/indikator/{indicator}/matningar/{unit}/{period}")
    words = page.get_by_label(f"Vad ser ni?: {IN_WORDS}")
    expect(words).to_have_value("Det är lugnare.")
    page.get_by_role("button", name="Spara", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Sparat.")
    assert drafts(live_world) == []


def test_a_draft_of_a_row_is_thrown_away_by_its_button(come: Come, live_world: World) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/mata")
    words = page.get_by_label(f"Vad ser ni?: {IN_WORDS}")
    words.press_sequentially("Det är lugnare.")
    expect(begun_in(page, IN_WORDS)).to_have_text(re.compile("^Utkast sparat"))
    page.get_by_role("button", name="Släng utkastet").click()
    expect(begun_in(page, IN_WORDS)).to_have_text("Utkastet är slängt.")
    expect(words).to_have_value("")
    assert drafts(live_world) == []
    assert kept(live_world) == {}


def test_all_rows_at_once_leave_no_drafts_and_what_waits_for_an_answer_keeps_its_own(
    come: Come, live_world: World
) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/mata")
    page.get_by_label(f"Vad ser ni?: {IN_WORDS}").press_sequentially("Det är lugnare.")
    expect(begun_in(page, IN_WORDS)).to_have_text(re.compile("^Utkast sparat"))
    figure = page.get_by_label(f"Värde (%): {IN_FIGURES}")
    figure.press_sequentially("720")
    expect(begun_in(page, IN_FIGURES)).to_have_text(re.compile("^Utkast sparat"))
    page.get_by_role("button", name="Spara alla rader").click()
    expect(page.get_by_role("alert")).to_contain_text("En rad väntar på ditt svar")
    expect(figure).to_have_value("720")
    expect(begun_in(page, IN_FIGURES)).to_have_text(re.compile("inte skickat än$|^Utkast sparat"))
    assert len(drafts(live_world)) == 1
    page.get_by_role("checkbox", name="Ja, det stämmer").check()
    saved(page, IN_FIGURES)
    assert drafts(live_world) == []
    assert ("720", "") in kept(live_world).values()


def test_without_scripts_all_rows_go_at_once_and_what_is_refused_stands_with_its_text(
    come: Come, live_world: World
) -> None:
    eva = come(REP, javascript=False)
    page = eva.go("/kvalitet/mata")
    page.get_by_label(f"Vad ser ni?: {IN_WORDS}").fill("Det är lugnare i dörren.")
    page.get_by_label(f"Värde (%): {IN_FIGURES}").fill("tolv")
    page.get_by_label(re.compile(f"Vad säger det.*{IN_FIGURES}")).fill("Orden står kvar.")
    page.get_by_role("button", name="Spara alla rader").click()
    expect(page.get_by_role("alert")).to_contain_text("En rad gick inte att spara än")
    expect(page.get_by_label(re.compile(f"Vad säger det.*{IN_FIGURES}"))).to_have_value("Orden står kvar.")
    assert len(kept(live_world)) == 1
    page.get_by_label(f"Värde (%): {IN_FIGURES}").fill("12")
    page.get_by_label(f"Alla (%): {BY_SEX}").fill("9")
    page.get_by_label(f"Kvinnor (%): {BY_SEX}").fill("8")
    page.get_by_role("button", name="Spara alla rader").click()
    expect(page.get_by_role("status").first).to_contain_text("2 mätningar är sparade.")
    assert len(kept(live_world)) == 4


def test_a_measurement_is_read_in_words_and_taken_up_in_the_next_dialogue(come: Come) -> None:
    eva = come(REP)
    page = eva.go("/kvalitet/")
    page.get_by_role("link", name="Språk").first.click()
    page.get_by_text("Diagram och tabell").click()
    expect(page.locator(".series svg.chart")).to_be_visible()
    expect(page.locator(".series table.years")).to_contain_text("71")
    page.get_by_role("link", name=str(today().year - 1), exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Berättelser")
    page.get_by_role("button", name=re.compile("^Ta upp i nästa dialog")).click()
    expect(page.get_by_text(f"Berättelser, {today().year - 1}: 71").first).to_be_visible()
