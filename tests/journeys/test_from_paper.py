"""Typing in what was written by hand: every theme on one page, in the order of the sheet, with scripts and without."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect

from tests.journeys.people import OVER, REP, Visit
from tests.journeys.stages import held, planned
from tests.support.world import Seed

PAGE = "/dialoger/1/fran-papper"


class TestBeforeTheMeeting:
    @pytest.fixture
    def seed(self) -> Seed:
        return planned

    def test_each_theme_saves_itself_and_the_other_sees_nothing(self, come: Callable[..., Visit]) -> None:
        eva = come(REP)
        eva.go("/dialoger/1/")
        eva.follow("Skriv in från papper")
        eva.write("Min bild av tema 1", "Först på bladet.")
        eva.write("Min bild av tema 3", "Sedan det tredje.")
        eva.go(PAGE)
        expect(eva.field("Min bild av tema 1")).to_have_value("Först på bladet.")
        expect(eva.field("Min bild av tema 3")).to_have_value("Sedan det tredje.")
        sven = come(OVER)
        sven.go(PAGE)
        sven.never_see("Först på bladet.", "Sedan det tredje.")

    def test_without_scripts_one_goes_on_to_the_next_theme(self, come: Callable[..., Visit]) -> None:
        eva = come(REP, javascript=False)
        eva.go(PAGE)
        eva.field("Min bild av tema 2").fill("Andra temat.")
        eva.press("Spara nu", within=eva.page.locator("#tema-2"))
        expect(eva.page).to_have_url(re.compile(r"/fran-papper#tema-3$"))
        expect(eva.page.locator("#notices")).to_contain_text("Sparat")
        expect(eva.field("Min bild av tema 2")).to_have_value("Andra temat.")

    def test_without_scripts_any_button_saves_every_field(self, come: Callable[..., Visit]) -> None:
        eva = come(REP, javascript=False)
        eva.go(PAGE)
        eva.field("Min bild av tema 1").fill("Först.")
        eva.field("Min bild av tema 2").fill("Andra.")
        eva.press("Spara nu", within=eva.page.locator("#tema-1"))
        eva.field("Min bild av tema 3").fill("Tredje.")
        eva.go_on("Till mötet")
        expect(eva.page).to_have_url(re.compile("/dialoger/1/$"))
        eva.go(PAGE)
        for number, text in enumerate(("Först.", "Andra.", "Tredje."), 1):
            expect(eva.field(f"Min bild av tema {number}")).to_have_value(text)

    def test_without_scripts_a_field_changed_in_another_window_is_shown_with_both_texts(
        self, come: Callable[..., Visit]
    ) -> None:
        eva, again = come(REP, javascript=False), come(REP, javascript=False)
        again.go(PAGE)
        eva.go(PAGE)
        eva.field("Min bild av tema 1").fill("Skrivet i ena fönstret.")
        eva.press("Spara nu", within=eva.page.locator("#tema-1"))
        again.field("Min bild av tema 1").fill("Skrivet i andra fönstret.")
        again.field("Min bild av tema 2").fill("Det andra temat.")
        again.go_on("Till mötet")
        again.see("Inte sparat än", "Skrivet i ena fönstret.", "Skrivet i andra fönstret.")
        again.field("Din text").fill("Båda.")
        again.press("Spara")
        expect(again.field("Min bild av tema 1")).to_have_value("Båda.")
        expect(again.field("Min bild av tema 2")).to_have_value("Det andra temat.")

    def test_with_scripts_one_leaves_without_a_question_when_all_is_saved(
        self, come: Callable[..., Visit]
    ) -> None:
        eva = come(REP)
        eva.go(PAGE)
        asked: list[str] = []
        eva.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
        eva.write("Min bild av tema 1", "Först på bladet.")
        eva.field("Min bild av tema 2").fill("Sedan det andra.")
        eva.go_on("Till mötet")
        expect(eva.page).to_have_url(re.compile("/dialoger/1/$"))
        eva.go(PAGE)
        expect(eva.field("Min bild av tema 2")).to_have_value("Sedan det andra.")
        assert not asked


class TestAfterTheMeeting:
    @pytest.fixture
    def seed(self) -> Seed:
        return held

    @pytest.mark.parametrize("javascript", [True, False])
    def test_all_that_was_noted_on_the_sheet_of_the_meeting_has_its_place(
        self, come: Callable[..., Visit], javascript: bool
    ) -> None:
        sven = come(OVER, javascript=javascript)
        sven.go(PAGE)
        second = sven.page.locator("#tema-2")
        sven.field("Det vi säger tillsammans om tema 2").fill("Vi frågar familjerna.")
        if javascript:
            sven.let_save("Det vi säger tillsammans om tema 2")
            with sven.page.expect_response(re.compile("/omdome$")):
                second.get_by_role("radio", name="Delvis").check()
        else:
            second.get_by_role("radio", name="Delvis").check()
            sven.press("Spara mitt omdöme", within=second)
        expect(second.get_by_role("radio", name="Delvis")).to_be_checked()
        expect(sven.page.locator("#tema-1").get_by_role("radio", name="Delvis")).not_to_be_checked()
        sven.promise("Ringa familjerna", "Eva")
        sven.go(PAGE)
        sven.see("Ringa familjerna")
        expect(sven.field("Det vi säger tillsammans om tema 2")).to_have_value("Vi frågar familjerna.")
        expect(second.get_by_role("radio", name="Delvis")).to_be_checked()
