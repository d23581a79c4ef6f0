"""Where no script saves what one types, the buttons that lead on do: nothing typed is dropped on the way."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from app.dialogues.models import Picture
from tests.journeys.people import MY_PICTURE, NOTE, OVER, REP, WHOLE, Visit, fill_sign_in
from tests.journeys.stages import held, noted, planned
from tests.journeys.test_writing_is_never_lost import end_sign_ins
from tests.support.world import Seed, World

Come = Callable[..., Visit]
THEME = "/dialoger/1/tema/1"
FIRST = "Lämningarna är lugnare."
SECOND = "Fredagarna är svåra."
LAST = "Det sista jag skrev."
FROM_THE_OTHER = "Sven skrev det här under tiden."


def pictures(world: World) -> list[str]:
    """Give the texts the database has, theme by theme."""
    with world.session() as session:
        return list(session.scalars(select(Picture.text).order_by(Picture.theme_id)))


def to_the_last_theme(visit: Visit) -> None:
    """Go on from theme to theme until there is no next."""
    while visit.page.get_by_text("Nästa: ").count():
        number = int(visit.page.url.rpartition("/")[2])
        visit.go_on(re.compile("^Nästa"))
        expect(visit.page).to_have_url(re.compile(f"/tema/{number + 1}$"))


class TestBeforeTheMeeting:
    @pytest.fixture
    def seed(self) -> Seed:
        return planned

    @pytest.mark.parametrize("javascript", [True, False])
    def test_one_writes_theme_by_theme_and_shares(
        self, come: Come, live_world: World, javascript: bool
    ) -> None:
        eva = come(REP, javascript=javascript)
        eva.go(THEME)
        written = []
        while True:
            number = len(written) + 1
            expect(eva.page).to_have_url(re.compile(f"/tema/{number}$"))
            written.append(f"Tema {number}.")
            eva.field(MY_PICTURE).fill(written[-1])
            if eva.page.get_by_text("Nästa: ").count() == 0:
                break
            eva.go_on(re.compile("^Nästa"))
        eva.go_on("Föregående")
        expect(eva.field(MY_PICTURE)).to_have_value(written[-2])
        eva.go_on(re.compile("^Nästa"))
        expect(eva.field(MY_PICTURE)).to_have_value(written[-1])
        eva.field(MY_PICTURE).fill(LAST)
        eva.press("Dela min bild")
        eva.see("Din bild är delad")
        assert pictures(live_world) == [*written[:-1], LAST]

    def test_two_windows_stop_one_and_show_both(self, come: Come, live_world: World) -> None:
        eva, again = come(REP, javascript=False), come(REP, javascript=False)
        eva.go(THEME)
        again.go(THEME)
        eva.write(MY_PICTURE, FIRST)
        again.field(MY_PICTURE).fill(SECOND)
        again.go_on(re.compile("^Nästa"))
        again.see("Två texter, båda kvar", FIRST, SECOND)
        again.press("Behåll min")
        expect(again.field(MY_PICTURE)).to_have_value(SECOND)
        assert pictures(live_world) == [SECOND]

    def test_who_signs_in_again_saves_and_has_shared_nothing(self, come: Come, live_world: World) -> None:
        eva = come(REP, javascript=False)
        eva.go(THEME)
        to_the_last_theme(eva)
        eva.field(MY_PICTURE).fill(FIRST)
        end_sign_ins(live_world)
        eva.press("Dela min bild")
        eva.see("Det du skrev finns kvar", FIRST)
        fill_sign_in(eva.page, REP)
        eva.press("Spara det du skrev")
        expect(eva.field(MY_PICTURE)).to_have_value(FIRST)
        expect(eva.page.get_by_role("button", name="Dela min bild")).to_be_visible()

    def test_with_scripts_nothing_is_shared_before_the_text_has_arrived(
        self, come: Come, live_world: World
    ) -> None:
        eva = come(REP)
        eva.go(THEME)
        to_the_last_theme(eva)
        saving = re.compile("/min-bild$")
        eva.page.route(saving, lambda route: route.abort())
        eva.field(MY_PICTURE).fill(FIRST)
        eva.press("Dela min bild")
        expect(eva.status(MY_PICTURE)).to_have_attribute("data-state", "offline")
        expect(eva.field(MY_PICTURE)).to_have_value(FIRST)
        eva.page.unroute(saving)
        eva.let_save(MY_PICTURE)
        eva.press("Dela min bild")
        eva.see("Din bild är delad")
        assert pictures(live_world) == [FIRST]


class TestInTheMeeting:
    @pytest.fixture
    def seed(self) -> Seed:
        return held

    def test_whatever_leads_on_saves_the_note(self, come: Come) -> None:
        sven = come(OVER, javascript=False)
        sven.go(THEME)
        sven.field(NOTE).fill(FIRST)
        sven.judge("Delvis")
        expect(sven.field(NOTE)).to_have_value(FIRST)

        sven.field(NOTE).fill(SECOND)
        sven.page.locator("#verdict").get_by_role("radio", name="Olika bilder").check()
        sven.promise("Ringa familjerna", "Eva")
        expect(sven.field(NOTE)).to_have_value(SECOND)
        expect(sven.page.locator("#verdict").get_by_role("radio", name="Olika bilder")).to_be_checked()

        sven.field(NOTE).fill(LAST)
        sven.go_on(re.compile("^Nästa"))
        expect(sven.page).to_have_url(re.compile("/tema/2$"))
        sven.go_on("Föregående")
        expect(sven.field(NOTE)).to_have_value(LAST)
        to_the_last_theme(sven)
        sven.field(NOTE).fill(FIRST)
        sven.go_on("Till helheten")
        expect(sven.field(WHOLE)).to_be_visible()
        sven.see(FIRST)

    def test_what_has_a_form_of_its_own_is_sent_from_where_the_note_is_read(self, come: Come) -> None:
        sven = come(OVER, javascript=False)
        sven.go(THEME)
        sven.promise("Ringa familjerna", "Eva")
        for typed, part in ((FIRST, "#agreements"), (SECOND, "#decisions"), (LAST, "#matters")):
            sven.back_to_writing()
            sven.field(NOTE).fill(typed)
            sven.to_forms(part)
            expect(sven.page.locator("#note")).to_contain_text(typed)
            if part == "#agreements":
                sven.press("Klar: Ringa familjerna")
                sven.see("Klart. Överenskommelsen är avslutad.")
            elif part == "#decisions":
                sven.decide("Vi byter dag.")
            else:
                sven.propose("Vikarier behövs.")
            expect(sven.page.locator("#note")).to_contain_text(typed)

        sven.back_to_writing()
        sven.field(NOTE).fill(FIRST)
        with sven.page.expect_navigation():
            sven.page.get_by_role("navigation", name="Teman").get_by_role("button").nth(1).click()
        expect(sven.page).to_have_url(re.compile("/tema/2$"))
        sven.go_on("Föregående")
        expect(sven.field(NOTE)).to_have_value(FIRST)

    def test_what_the_other_wrote_meanwhile_stops_one_and_both_are_shown(self, come: Come) -> None:
        sven, eva = come(OVER, javascript=False), come(REP, javascript=False)
        sven.go(THEME)
        sven.write(NOTE, FIRST)
        eva.go(THEME)
        sven.write(NOTE, FROM_THE_OTHER)
        eva.field(NOTE).fill(SECOND)
        eva.go_on(re.compile("^Nästa"))
        eva.see("Två texter, båda kvar", FROM_THE_OTHER, SECOND)


class TestTextsOfUnits:
    def test_any_button_saves_all_parts_of_a_text(self, come: Come) -> None:
        eva = come(REP, javascript=False)
        eva.go("/analys/")
        eva.press("Börja skriva", within=eva.page.locator("#core_mission"))
        parts = eva.page.get_by_role("textbox", name="Våra ord om")
        idea, vision = parts.nth(0), parts.nth(2)
        idea.fill(FIRST)
        vision.fill(SECOND)
        eva.press("Dela inför dialog")
        eva.see("delad inför dialog")
        expect(idea).to_have_value(FIRST)
        expect(vision).to_have_value(SECOND)
        vision.fill(LAST)
        eva.go_on("Läs igenom och fastställ")
        eva.see(FIRST, LAST)
        eva.press("Fastställ")
        eva.see("Version 1, fastställd", FIRST, LAST)


class TestReports:
    def test_what_is_done_beside_the_words_of_a_report_saves_them(self, come: Come) -> None:
        eva = come(REP, javascript=False)
        eva.go("/rapporter/")
        eva.press("Börja", within=eva.page.locator("li", has_text="Prognosrapport januari–mars"))
        analysis, others = (
            eva.page.get_by_role("textbox", name="Vår analys"),
            eva.page.get_by_label("Egna ord om"),
        )
        analysis.fill(FIRST)
        eva.go_on("Lägg till en avvikelse")
        expect(eva.page.get_by_role("textbox", name="Vår analys")).to_have_count(0)
        eva.page.get_by_label("Vad gör ni åt det?").fill("Vi annonserar igen.")
        eva.press("Lägg till")
        eva.see("Skriv något här.")
        eva.page.get_by_label("Vad blev inte som ni tänkt?").fill("En tjänst står tom.")
        eva.press("Lägg till")
        eva.see("Vi annonserar igen.")
        expect(analysis).to_have_value(FIRST)

        analysis.fill(SECOND)
        others.first.fill(LAST)
        expect(eva.page.get_by_role("link", name=re.compile("^Ändra"))).to_have_count(0)
        eva.go_on(re.compile("^Ändra"))
        eva.page.get_by_label("Vad blev inte som ni tänkt?").fill("Två tjänster står tomma.")
        eva.press("Spara", within=eva.page.locator("main"))
        eva.see("Två tjänster står tomma.")
        expect(analysis).to_have_value(SECOND)
        expect(others.first).to_have_value(LAST)

        analysis.fill(LAST)
        eva.press("Ta bort")
        eva.see("Inga avvikelser än.")
        expect(analysis).to_have_value(LAST)
        analysis.fill(FIRST)
        eva.press("Ångra")
        eva.see("Två tjänster står tomma.")
        expect(analysis).to_have_value(FIRST)


class TestFactors:
    def test_what_is_changed_beside_the_words_of_a_factor_saves_them(self, come: Come) -> None:
        eva = come(REP, javascript=False)
        eva.go("/kvalitet/")
        eva.follow("Skriv den första")
        eva.page.get_by_label("Vad är avgörande för kvaliteten?").fill("Lämningen är lugn")
        eva.press("Spara utkastet")
        why = eva.field("Varför är det avgörande?")
        why.fill(FIRST)
        eva.press("Spara och lägg till en indikator")
        eva.see(FIRST)
        eva.unfold("Lägg till en indikator")
        eva.page.get_by_label("Vad visar att kvaliteten håller?").fill("Så beskriver familjerna det")
        eva.press("Lägg till", within=eva.page.locator("#new-indicator"))
        eva.see(FIRST, "Så beskriver familjerna det")
        eva.follow("Ändra texten")
        expect(why).to_have_value(FIRST)
        why.fill(SECOND)
        eva.press("Spara och ändra rubriken")
        eva.page.get_by_label("Vad är avgörande för kvaliteten?").fill("Morgonen är lugn")
        eva.press("Spara", within=eva.page.locator("#rename"))
        eva.see("Morgonen är lugn", SECOND)


class TestEstablishing:
    @pytest.fixture
    def seed(self) -> Seed:
        return noted

    def test_what_is_typed_last_is_saved_and_read_before_it_is_established(self, come: Come) -> None:
        over = come(OVER, javascript=False)
        over.go("/dialoger/1/helhet")
        expect(over.page.get_by_role("button", name="Gå vidare till att fastställa")).to_have_count(0)
        over.field(WHOLE).fill("Vi ser samma morgnar.")
        over.read_through()
        over.see("Vi ser samma morgnar.")
        over.press("Gå vidare till att fastställa")
        over.see("Nu fastställer ni.")
        over.see("Vi ser samma morgnar.")
        over.follow("Ändra texten")
        over.field(WHOLE).fill("Vi ser samma morgnar, men olika kvällar.")
        over.read_through()
        over.see("Vi ser samma morgnar, men olika kvällar.")
        over.follow("Ändra texten")
        expect(over.field(WHOLE)).to_have_value("Vi ser samma morgnar, men olika kvällar.")
        over.read_through()
        over.unfold("Lägg till en egen mening")
        over.field("Egen mening").fill("Jag hade velat gå längre.")
        over.press("Fastställ för min del")
        over.see("Du har fastställt den här versionen.")
        over.see("Vi ser samma morgnar, men olika kvällar.")
