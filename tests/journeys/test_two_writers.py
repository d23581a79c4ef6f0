"""Two people write in the same note: what both wrote stays, and where both changed the same sentence one chooses."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import zip_longest

import pytest
from playwright.sync_api import Locator, Route, expect
from sqlalchemy import select

from app.dialogues.queries.said import themes_of
from app.drafts.models import Draft
from tests.journeys.people import NOTE, OVER, REP, WHOLE, Visit, sign_in_cookie
from tests.journeys.stages import noted
from tests.support.world import Seed, World

Come = Callable[..., Visit]
BEGAN = "Vi frågar familjerna. Vi ses i maj. Frukosten stannar."
MINE = "Vi frågar familjerna. Vi ses den 4 maj. Frukosten stannar."
THEIRS = "Vi frågar familjerna. Vi ses den 18 maj. Frukosten stannar."


@pytest.fixture
def seed() -> Seed:
    return noted


@pytest.fixture
def writers(come: Come) -> tuple[Visit, Visit]:
    """Both have the note of the first theme open."""
    both = come(OVER), come(REP)
    for visit in both:
        visit.go("/dialoger/1/tema/1")
        expect(visit.field(NOTE)).to_have_value(BEGAN)
    return both


def note_in_the_database(world: World) -> str:
    with world.session() as session:
        note = themes_of(session, 1)[0].note
        assert note is not None
        return note.text


def conflict(visit: Visit) -> Locator:
    return visit.page.locator("section.conflict")


def caret(visit: Visit) -> int:
    return int(visit.field(NOTE).evaluate("area => area.selectionStart"))


def put_caret(visit: Visit, before: str) -> None:
    """Put the caret in front of some words, as with a click."""
    visit.field(NOTE).evaluate(
        "(area, before) => { area.focus(); const at = area.value.indexOf(before); area.setSelectionRange(at, at); }",
        before,
    )


@pytest.mark.takes(14)
def test_they_take_turns(writers: tuple[Visit, Visit]) -> None:
    over, rep = writers
    said = BEGAN
    for number, visit in enumerate([over, rep, over], start=1):
        expect(visit.field(NOTE)).to_have_value(said)
        visit.field(NOTE).press("Control+End")
        visit.field(NOTE).press_sequentially(f" Mening {number}.")
        said += f" Mening {number}."
        visit.let_save(NOTE)
    for visit in writers:
        expect(visit.field(NOTE)).to_have_value(said)
        expect(conflict(visit)).to_have_count(0)


def test_they_write_at_the_same_time_and_each_keeps_the_caret(
    writers: tuple[Visit, Visit], live_world: World
) -> None:
    over, rep = writers
    from_over, from_rep = " Sven ringer dem i morgon bitti.", "Eva börjar med de nya. "
    put_caret(rep, "Vi frågar")
    put_caret(over, " Frukosten")
    for one, other in zip_longest(from_over, from_rep, fillvalue=""):
        over.page.keyboard.insert_text(one)
        rep.page.keyboard.insert_text(other)
    whole = "Eva börjar med de nya. Vi frågar familjerna. Vi ses i maj. Sven ringer dem i morgon bitti. Frukosten stannar."
    for visit, own in ((over, from_over), (rep, from_rep)):
        expect(visit.field(NOTE)).to_have_value(whole)
        expect(visit.field(NOTE)).to_be_focused()
        assert caret(visit) == whole.index(own) + len(own)
        expect(conflict(visit)).to_have_count(0)
    assert note_in_the_database(live_world) == whole


@pytest.fixture
def in_conflict(writers: tuple[Visit, Visit], live_world: World) -> tuple[Visit, Visit]:
    """Both changed the same sentence, Sven first: both texts stand on Eva's screen and only Sven's is saved."""
    over, rep = writers
    with rep.held_back(re.compile("/anteckning$"), NOTE, MINE):
        over.write(NOTE, THEIRS)
    expect(conflict(rep)).to_be_visible()
    expect(rep.status(NOTE)).to_have_attribute("data-state", "conflict")
    expect(conflict(rep).locator("[data-mine]")).to_have_text(MINE)
    expect(conflict(rep).locator("[data-theirs]")).to_have_text(THEIRS)
    expect(conflict(rep)).to_contain_text("Sven Sektionschef")
    expect(rep.field(NOTE)).to_have_value(MINE)
    assert note_in_the_database(live_world) == THEIRS
    return writers


@pytest.mark.parametrize(
    ("button", "outcome"),
    [
        ("Behåll min", MINE),
        ("Ta den andras", THEIRS),
        ("Foga ihop", f"{MINE}\n\n{THEIRS}"),
    ],
)
def test_one_chooses_between_both_texts(
    in_conflict: tuple[Visit, Visit], live_world: World, button: str, outcome: str
) -> None:
    over, rep = in_conflict
    rep.press(button, within=conflict(rep))
    expect(conflict(rep)).to_have_count(0)
    expect(rep.field(NOTE)).to_be_focused()
    expect(rep.field(NOTE)).to_have_value(outcome)
    rep.let_save(NOTE)
    expect(over.field(NOTE)).to_have_value(outcome)
    assert note_in_the_database(live_world) == outcome


def test_one_writes_on_while_both_texts_stand_there(
    in_conflict: tuple[Visit, Visit], live_world: World
) -> None:
    _over, rep = in_conflict
    rep.field(NOTE).press("Control+End")
    rep.field(NOTE).press_sequentially(" Och mer.")
    expect(conflict(rep).locator("[data-mine]")).to_have_text(MINE + " Och mer.")
    rep.page.wait_for_timeout(1_500)
    assert note_in_the_database(live_world) == THEIRS
    rep.press("Behåll min", within=conflict(rep))
    rep.let_save(NOTE)
    assert note_in_the_database(live_world) == MINE + " Och mer."


def left_without_choosing(visit: Visit) -> Locator:
    """Leave the page, with yes to the browser's question, and come back to it."""
    visit.page.once("dialog", lambda dialog: dialog.accept())
    visit.page.reload()
    expect(kept_aside(visit)).to_be_visible()
    return kept_aside(visit)


def kept_aside(visit: Visit) -> Locator:
    return visit.page.locator("section.conflict.aside")


@pytest.mark.parametrize(
    ("button", "outcome"),
    [
        ("Byt ut texten mot den", MINE + " Och mer."),
        ("Lägg den efter texten", f"{THEIRS}\n\n{MINE} Och mer."),
        ("Släng den", THEIRS),
    ],
)
def test_one_leaves_without_choosing_and_finds_ones_own_text_again(
    in_conflict: tuple[Visit, Visit], live_world: World, button: str, outcome: str
) -> None:
    over, rep = in_conflict
    rep.field(NOTE).press("Control+End")
    with rep.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        rep.field(NOTE).press_sequentially(" Och mer.")
    kept = left_without_choosing(rep)
    expect(kept.locator("[data-mine]")).to_have_text(MINE + " Och mer.")
    expect(rep.field(NOTE)).to_have_value(THEIRS)
    over.page.reload()
    over.never_see(MINE)
    kept.get_by_role("button", name=button).click()
    expect(kept).to_have_count(0)
    expect(rep.field(NOTE)).to_have_value(outcome)
    expect(over.field(NOTE)).to_have_value(outcome)
    assert note_in_the_database(live_world) == outcome
    with live_world.session() as session:
        assert session.scalars(select(Draft.id)).all() == []
    rep.go("/dialoger/1/tema/1")
    expect(rep.field(NOTE)).to_have_value(outcome)
    expect(rep.page.locator("section.conflict")).to_have_count(0)


def test_what_one_left_stays_when_both_write_at_once_again(
    in_conflict: tuple[Visit, Visit], live_world: World
) -> None:
    over, rep = in_conflict
    with rep.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        rep.field(NOTE).press("End")
        rep.field(NOTE).press_sequentially(" ")
    kept = left_without_choosing(rep)
    with rep.held_back(re.compile("/anteckning$"), NOTE, "Vi frågar alla i juni. Frukosten stannar."):
        over.write(NOTE, "Vi frågar alla i juli. Frukosten stannar.")
    both = rep.page.locator("section.conflict:not(.aside)")
    expect(both).to_be_visible()
    with rep.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        rep.press("Ta den andras", within=both)
    expect(both).to_have_count(0)
    kept = left_without_choosing(rep)
    expect(kept.locator("[data-mine]")).to_have_text(MINE)
    assert note_in_the_database(live_world) == "Vi frågar alla i juli. Frukosten stannar."


def test_what_another_window_of_ones_own_left_stays_when_one_has_chosen_here(
    come: Come, in_conflict: tuple[Visit, Visit], live_world: World
) -> None:
    over, rep = in_conflict
    second = come(REP)
    second.go("/dialoger/1/tema/1")
    expect(kept_aside(second)).to_be_visible()
    kept_aside(second).get_by_role("button", name="Släng den").click()
    expect(kept_aside(second)).to_have_count(0)
    rep.field(NOTE).press("Control+End")
    with rep.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        rep.field(NOTE).press_sequentially(" Och mer.")
    rep.page.close(run_before_unload=False)
    with second.held_back(re.compile("/anteckning$"), NOTE, "Vi frågar alla i juni. Frukosten stannar."):
        over.write(NOTE, "Vi frågar alla i juli. Frukosten stannar.")
    expect(conflict(second)).to_be_visible()
    second.press("Ta den andras", within=conflict(second))
    expect(conflict(second)).to_have_count(0)
    second.page.wait_for_timeout(1_000)
    second.go("/dialoger/1/tema/1")
    expect(kept_aside(second).locator("[data-mine]")).to_have_text(MINE + " Och mer.")
    with live_world.session() as session:
        assert len(session.scalars(select(Draft.id)).all()) == 1


def test_two_windows_of_ones_own_keep_what_each_has_not_chosen_about(
    come: Come, in_conflict: tuple[Visit, Visit]
) -> None:
    over, rep = in_conflict
    second = come(REP)
    second.go("/dialoger/1/tema/1")
    expect(kept_aside(second)).to_be_visible()
    with second.held_back(re.compile("/anteckning$"), NOTE, "Vi frågar alla i juni. Frukosten stannar."):
        over.write(NOTE, "Vi frågar alla i juli. Frukosten stannar.")
    expect(second.page.locator("section.conflict:not(.aside)")).to_be_visible()
    rep.field(NOTE).press("Control+End")
    for visit, words in ((rep, " Här."), (second, " Där."), (rep, " Här igen.")):
        visit.field(NOTE).press("Control+End")
        with visit.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
            visit.field(NOTE).press_sequentially(words)
    second.page.close(run_before_unload=False)
    kept = left_without_choosing(rep)
    expect(kept).to_contain_text(MINE + " Här. Här igen.")
    expect(kept).to_contain_text("Vi frågar alla i juni. Frukosten stannar. Där.")
    assert kept.text_content().count("Frukosten stannar.") == 2


def test_what_one_writes_before_choosing_is_kept_after_signing_in_again(
    in_conflict: tuple[Visit, Visit], live_world: World
) -> None:
    _over, rep = in_conflict
    rep.page.context.clear_cookies()
    with rep.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.status == 401):
        rep.field(NOTE).press("Control+End")
        rep.field(NOTE).press_sequentially(" Och mer.")
    rep.page.context.add_cookies([sign_in_cookie(live_world, REP)])
    with rep.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        rep.field(NOTE).press_sequentially(" Och ännu mer.")
    kept = left_without_choosing(rep)
    expect(kept.locator("[data-mine]")).to_have_text(MINE + " Och mer. Och ännu mer.")


def test_what_is_taken_into_the_text_is_kept_beside_it_until_it_is_saved_there(
    in_conflict: tuple[Visit, Visit], live_world: World
) -> None:
    _over, rep = in_conflict
    kept = left_without_choosing(rep)
    saving: list[Route] = []

    def hold_the_first_and_drop_the_rest(route: Route) -> None:
        if saving:
            route.abort()
        saving.append(route)

    rep.page.route(re.compile("/anteckning$"), hold_the_first_and_drop_the_rest)
    rep.field(NOTE).press("Control+End")
    with rep.page.expect_request(re.compile("/anteckning$")):
        rep.field(NOTE).press_sequentially(" Nytt.")
    kept.get_by_role("button", name="Lägg den efter texten").click()
    saving[0].continue_()
    expect(rep.status(NOTE)).to_have_attribute("data-state", "offline")
    assert note_in_the_database(live_world) == THEIRS + " Nytt."
    kept = left_without_choosing(rep)
    expect(kept.locator("[data-mine]")).to_have_text(MINE)


def test_what_one_has_not_chosen_about_is_told_before_one_establishes(come: Come) -> None:
    one, other = come(OVER), come(OVER)
    one.go("/dialoger/1/helhet")
    one.press("Gå vidare till att fastställa")
    one.write(WHOLE, "Vi ses i maj.")
    other.go("/dialoger/1/helhet")
    with one.held_back(re.compile("/helhet/text$"), WHOLE, "Vi ses den 4 maj."):
        other.write(WHOLE, "Vi ses den 18 maj.")
    expect(conflict(one)).to_be_visible()
    with one.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        one.field(WHOLE).press("End")
        one.field(WHOLE).press_sequentially(" Ja.")
    kept = left_without_choosing(one)
    one.press("Fastställ för min del")
    expect(one.page.locator("#establish [role=alert]")).to_be_visible()
    kept.get_by_role("button", name="Släng den").click()
    one.press("Fastställ för min del")
    one.see("Du har fastställt. Nu väntar den på Eva Enhetschef.")


@pytest.mark.parametrize("choice", ["Behåll min", "Ta den andras", "Spara den sammanfogade texten"])
def test_without_scripts_a_page_shows_both_texts(come: Come, live_world: World, choice: str) -> None:
    over, rep = come(OVER, javascript=False), come(REP, javascript=False)
    for visit in (over, rep):
        visit.go("/dialoger/1/tema/1")
    over.write(NOTE, THEIRS)
    rep.field(NOTE).fill(MINE)
    rep.press("Spara nu")
    rep.see("Två texter, båda kvar", MINE, THEIRS, "Text av Sven Sektionschef")
    assert note_in_the_database(live_world) == THEIRS
    if choice == "Ta den andras":
        rep.follow(choice)
    else:
        rep.press(choice)
    outcome = {"Behåll min": MINE, "Ta den andras": THEIRS}.get(choice, f"{MINE}\n\n{THEIRS}")
    expect(rep.field(NOTE)).to_have_value(outcome)
    assert note_in_the_database(live_world) == outcome


def test_what_one_corrects_after_the_answer_to_a_save_was_lost_stands_there_once(
    writers: tuple[Visit, Visit], live_world: World
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    over, rep = writers
    over.page.route(re.compile("/anteckning$"), lose, times=1)
    over.field(NOTE).press("Control+End")
    over.field(NOTE).press_sequentially("\nFredagarna är sovåra.")
    expect(over.status(NOTE)).to_have_attribute("data-state", "offline")
    corrected = f"{BEGAN}\nFredagarna är svåra."
    over.write(NOTE, corrected)
    expect(over.field(NOTE)).to_have_value(corrected)
    expect(over.status(NOTE)).not_to_contain_text("tillsammans med")
    expect(rep.field(NOTE)).to_have_value(corrected)
    assert note_in_the_database(live_world) == corrected


def test_what_one_takes_back_after_the_answer_to_a_save_was_lost_is_taken_back(
    writers: tuple[Visit, Visit], live_world: World
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    over, _ = writers
    over.page.route(re.compile("/anteckning$"), lose, times=1)
    over.field(NOTE).fill(f"{BEGAN}\nFel ord.")
    expect(over.status(NOTE)).to_have_attribute("data-state", "offline")
    over.write(NOTE, BEGAN)
    assert note_in_the_database(live_world) == BEGAN
