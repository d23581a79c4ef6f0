"""An assignment goes from the executive board to a unit and back: given, delegated, acknowledged, reported and closed."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person, Unit
from tests.factories import assignments
from tests.journeys.people import ABOVE, OVER, REP, Visit
from tests.journeys.stages import candidates

Come = Callable[..., Visit]
CHAIR = "Per Politik"


@pytest.fixture
def seed() -> object:
    return candidates


def give(visit: Visit, to: str, title: str) -> None:
    visit.page.get_by_label("Till vem?").select_option(label=to)
    visit.page.get_by_label("Vad ska uppnås?").fill(title)
    visit.press("Lämna uppdraget")
    expect(visit.page.get_by_role("heading", level=1)).to_have_text(title)


def acknowledge(visit: Visit, title: str, words: str) -> None:
    visit.go("/?visa=allt")
    visit.follow(re.compile(rf"Läs och kvittera ?: {title}"))
    visit.page.locator("#words-acknowledge").fill(words)
    visit.press("Kvittera")
    visit.see("Kvitterat", words)


def report(visit: Visit, title: str, words: str) -> None:
    visit.go("/uppdrag/?mina=tagna")
    visit.follow(title)
    visit.unfold("Rapportera")
    visit.page.locator("#words-report").fill(words)
    visit.press("Lämna rapporten")
    visit.see("Rapporterat", words)


def close(visit: Visit, title: str) -> None:
    visit.go("/?visa=allt")
    visit.follow(re.compile(rf"Läs rapporten ?: {title}"))
    visit.press("Kvittera rapporten")
    visit.see("Rapporten är kvitterad. Uppdraget är klart.")


@pytest.mark.takes(11)
@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_an_assignment_from_the_board_to_a_unit_and_back(come: Come, javascript: bool) -> None:
    per, karin = come(CHAIR, javascript=javascript), come(ABOVE, javascript=javascript)
    sven, eva = come(OVER, javascript=javascript), come(REP, javascript=javascript)
    per.go("/uppdrag/")
    per.follow("Ge det första")
    give(per, "Förvaltningen (Karin Kommunchef)", "Lugnare morgnar för barnen")
    acknowledge(karin, "Lugnare morgnar för barnen", "Mottaget.")
    karin.follow("Ge en del vidare")
    give(karin, "Lärandesektionen (Sven Sektionschef)", "Lugnare lämningar i förskolan")
    acknowledge(sven, "Lugnare lämningar i förskolan", "Vi börjar på Ängen.")
    sven.follow("Ge en del vidare")
    give(sven, "Förskolan Ängen (Eva Enhetschef)", "En form för lämning på Ängen")
    acknowledge(eva, "En form för lämning på Ängen", "Förstått.")
    eva.see("Lugnare morgnar för barnen")
    eva.follow("Skriv hur och vem")
    eva.page.get_by_label("Hur gör ni?").fill("Vi provar på en avdelning i taget.")
    eva.press("Spara")
    eva.see("Vi provar på en avdelning i taget.")
    expect(eva.page.locator("#part-what").get_by_role("link", name="Ändra")).to_have_count(0)
    report(eva, "En form för lämning på Ängen", "Det blev lugnt på tre veckor.")
    close(sven, "En form för lämning på Ängen")
    report(sven, "Lugnare lämningar i förskolan", "Ängen har hittat en form som sprids.")
    close(karin, "Lugnare lämningar i förskolan")
    report(karin, "Lugnare morgnar för barnen", "Formen finns, och två förskolor till har börjat.")
    close(per, "Lugnare morgnar för barnen")
    per.see("En form för lämning på Ängen")
    per.never_see("Vi provar på en avdelning i taget.")


def a_question(session: Session) -> None:
    """The unit's manager has asked in the golden zone about an assignment from the section."""
    candidates(session)
    sven, eva = (session.scalars(select(Person).where(Person.name == name)).one() for name in (OVER, REP))
    section, unit = (
        session.scalars(select(Unit).where(Unit.name == name)).one()
        for name in ("Lärandesektionen", "Förskolan Ängen")
    )
    assignments.ask(session, eva, assignments.give(session, sven, section, unit))


@pytest.mark.parametrize("seed", [a_question])
def test_a_draft_of_ones_picture_does_not_hide_what_one_wrote_elsewhere(come: Come) -> None:
    """A draft begun at the desk stands on what was there then: what one saved on the telephone since is shown first."""
    page = "/uppdrag/gyllene-zonen/1/"
    desk, telephone = come(REP), come(REP, javascript=False, width=390)
    desk.go(page)
    desk.page.get_by_label("Hur tänker du?").fill("Kort.")
    expect(desk.page.locator("[data-saved]")).to_have_text(re.compile("^Utkast sparat"))
    desk.go("/")
    telephone.go(page)
    telephone.page.get_by_label("Hur tänker du?").fill("Allt jag kom på.")
    telephone.press("Spara, utan att dela")
    telephone.see("Sparat. Bara du läser det.")
    desk.go(page)
    expect(desk.page.get_by_label("Hur tänker du?")).to_have_value("Kort.")
    desk.press("Spara, utan att dela")
    desk.see("Du har skrivit på ett annat ställe", "Allt jag kom på.")
    expect(desk.page.get_by_label("Hur tänker du?")).to_have_value("Kort.")
    desk.press("Spara, utan att dela")
    desk.see("Sparat. Bara du läser det.")
    expect(desk.page.get_by_label("Hur tänker du?")).to_have_value("Kort.")
    expect(desk.page.locator("[data-saved]")).to_have_text("")
