"""What is written and sent where the line hangs or is down is neither gone nor there twice."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import Route, expect
from sqlalchemy import select

from app.deviations.models import DeviationReport
from app.drafts.models import Draft
from tests.journeys.people import KEEPER, REP, Visit
from tests.journeys.stages import held
from tests.support.world import World

Come = Callable[..., Visit]


@pytest.fixture
def seed() -> object:
    return held


def test_a_save_that_comes_late_makes_no_draft_of_what_is_sent(come: Come, live_world: World) -> None:
    """Where the line has hung, the save and what we ask it with get through at the same moment, in no order."""
    rep = come(REP)
    rep.go("/avvikelser/ny")
    waiting: list[Route] = []
    rep.page.route("**/utkast", lambda route: waiting.append(route))  # noqa: PLW0108  a builtin shows no signature
    with rep.page.expect_request("**/utkast"):
        rep.field("Vad har hänt?").fill("Taket läcker.")
    with rep.page.expect_response("**/formularnyckel"):
        rep.page.get_by_role("button", name="Skicka till").click()
    rep.page.wait_for_timeout(500)
    answer = waiting[0].fetch()
    with contextlib.suppress(PlaywrightError):
        waiting[0].fulfill(response=answer)
    rep.see("Skickad.", "Taket läcker.")
    with live_world.session() as session:
        assert session.scalars(select(DeviationReport.happened)).all() == ["Taket läcker."]
        assert session.scalars(select(Draft.id)).all() == []


def test_one_stays_with_what_is_written_where_the_line_is_down_also_when_the_form_has_got_more_fields(
    come: Come,
) -> None:
    keeper = come(KEEPER)
    keeper.go("/dialogmallar/ny?par=managers")
    keeper.field("Mallens namn").fill("Vår mall")
    keeper.press("Lägg till ett tema")
    expect(keeper.page.get_by_label("Rubrik")).to_have_count(2)
    asked = keeper.page.get_by_label("Frågor att samtala kring").first
    asked.fill("Vad går bra?")
    kept = keeper.page.locator("form[data-draft] [data-saved]")
    expect(kept).to_have_text(re.compile("^Utkast sparat"))
    keeper.page.context.set_offline(True)
    asked.fill("Vad går bra, och för vem?")
    expect(kept).to_have_attribute("data-state", "offline")
    keeper.page.get_by_role("button", name="Spara mallen").last.click(no_wait_after=True)
    keeper.page.wait_for_timeout(2_500)
    keeper.page.context.set_offline(False)
    expect(asked).to_have_value("Vad går bra, och för vem?")
    expect(kept).to_have_text(re.compile("^Utkast sparat"))
