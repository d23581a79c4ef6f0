"""A controller lets figures come from Kolada; one of them is taken up, and both managers have it beside their theme."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import expect
from sqlalchemy.orm import Session

from app.dialogues.queries.said import themes_of
from app.quality.indicators.models import Periodicity
from app.quality.kolada import asking
from tests.factories.dialogues import make_dialogue, make_series
from tests.factories.measuring import make_indicator
from tests.factories.quality import establish, make_factor
from tests.journeys.people import OVER, REP, Visit
from tests.journeys.stages import _town
from tests.support.kolada_server import Figures, kolada_server
from tests.support.world import World

Come = Callable[..., Visit]
CONTROLLER = "Sara Stöd"
MEASURE, INDICATOR = "Barn per årsarbetare i förskola, antal", "Barn för varje vuxen"


def to_be_fetched(session: Session) -> None:
    """The preschool has a factor that a figure belongs to; its manager and the section's meet in ten days."""
    town = _town(session)
    factor = make_factor(session, town.unit, town.unit_manager, "Tid för varje barn")
    make_indicator(
        session, factor, town.unit_manager, INDICATOR,
        periodicity=Periodicity.YEAR, decimals=1, unit_of_measure="barn",
    )  # fmt: skip
    establish(session, factor, town.unit_manager)
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    for theme in themes_of(session, dialogue.id):
        theme.backgrounds = []
    themes_of(session, dialogue.id)[1].backgrounds = ["quality_factors"]


@pytest.fixture
def seed() -> object:
    return to_be_fetched


@pytest.fixture
def figures(live_world: World, monkeypatch: pytest.MonkeyPatch) -> Iterator[Figures]:
    with kolada_server() as kept:
        kept.page_size = 1
        kept.measures = [
            {"id": "N11008", "title": MEASURE, "operating_area": "Förskola", "has_ou_data": False}
        ]
        kept.places = [
            {"id": code, "title": name} for code, name in (("1452", "Tranemo"), ("1465", "Svenljunga"))
        ]
        for year, ours, theirs in ((2023, 5.3, 5.0), (2024, None, 4.9), (2025, 5.1, 4.8)):
            kept.keep("N11008", "1452", year, T=ours)
            kept.keep("N11008", "1465", year, T=theirs)
        settings = replace(live_world.app.config["SETTINGS"], kolada_url=kept.url)
        monkeypatch.setitem(live_world.app.config, "SETTINGS", settings)
        monkeypatch.setattr(asking, "_places", asking._Places())
        yield kept


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_figure_from_kolada_is_taken_up_and_stands_beside_the_theme_for_both(
    come: Come, live_world: World, figures: Figures, javascript: bool
) -> None:
    sara = come(CONTROLLER, javascript=javascript)
    page = sara.go("/kvalitet/faktor/1")
    sara.follow(re.compile("^Hämta från Kolada"))
    sara.field("Vad mäter ni?").fill("barn per")
    sara.press("Sök mått")
    sara.see(MEASURE)
    sara.press(re.compile("^Följ för kommunen"))
    # The server fetches beside its pages: whether one still reads that it is on its way depends on who is quicker.
    sara.see("Hämtat ")
    expect(page.get_by_label("Förskolan Ängen")).to_have_value("1452|Tranemo")
    sara.press("Spara")
    sara.see("Så står det hos Kolada", "5,1")
    page.get_by_label("Kommun att jämföra med").select_option("1465|Svenljunga")
    sara.press("Lägg till")
    sara.see("4,8")
    sara.see("Så står det hos Kolada", "5,3", "–", "5,1", "4,8")

    eva = come(REP, javascript=javascript)
    eva.go("/kvalitet/indikator/1/matningar?enhet=5")
    eva.see("Källa: Kolada", "Svenljunga")
    eva.page.locator("table.years").get_by_role("link", name="5,1").click()
    expect(eva.page.get_by_role("heading", level=1)).to_have_text(INDICATOR)
    eva.see("Inte samtalad än", "Källa: Kolada")
    eva.press(re.compile("^Ta upp i nästa dialog"))
    expect(eva.page.locator("#notices")).to_contain_text("tas upp i")

    for who in (OVER, REP):
        manager = come(who, javascript=javascript)
        beside = manager.go("/dialoger/1/tema/2").locator("#background-taken_up")
        expect(beside).to_contain_text(f"{INDICATOR}, 2025")
        expect(beside).to_contain_text("Eva Enhetschef vill ta upp det · inte samtalad än")
        figure = beside.get_by_text("5,1")
        expect(figure).to_be_hidden()
        beside.locator("details.figures-fold > summary").click()
        expect(figure).to_be_visible()
        expect(beside.locator("li").get_by_text("Källa: Kolada")).to_be_visible()
