"""Two managers say what they talk about: at once, by keyboard, without scripts; and take something up in the next meeting."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.dialogues.about import services as about
from app.dialogues.about.models import ThemeSubject
from app.dialogues.models import Dialogue, Theme
from app.dialogues.queries.said import themes_of
from app.organisation.models import Unit
from tests.factories.dialogues import loaded, seats
from tests.journeys.people import NOTE, OVER, REP, Visit
from tests.journeys.stages import noted
from tests.support.accessibility import assert_accessible
from tests.support.subjects import KIND, goal_of, register_goals, title_of
from tests.support.world import Seed, World

register_goals()

Come = Callable[..., Visit]
HERE = "/dialoger/1/tema/1"


def _reporting(session: Session) -> Unit:
    return session.scalars(select(Unit).where(Unit.name == "Förskolan Ängen")).one()


def to_take_up(session: Session) -> None:
    """As `noted`, with the reporting unit's goal to be taken up on the first theme."""
    noted(session)
    dialogue = loaded(session, session.get_one(Dialogue, 1))
    theme = themes_of(session, 1)[0]
    goal = goal_of(_reporting(session))
    about.take_up(session, seat=seats(dialogue)[1], dialogue=dialogue, theme=theme, ref=goal)


@pytest.fixture
def seed() -> Seed:
    return to_take_up


@pytest.fixture
def title(live_world: World) -> str:
    with live_world.session() as session:
        return title_of(_reporting(session).id)


def chip(visit: Visit, title: str) -> Locator:
    return visit.page.locator("#about").get_by_role("button", name=title)


def marks(world: World) -> int:
    with world.session() as session:
        return len(session.scalars(select(ThemeSubject)).all())


@pytest.mark.takes(13)
def test_what_one_marks_the_other_sees_while_both_write(come: Come, live_world: World, title: str) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(HERE)
        expect(chip(visit, title)).to_have_attribute("aria-pressed", "false")
    chip(over, title).click()
    for visit in (over, rep):
        expect(chip(visit, title)).to_have_attribute("aria-pressed", "true")
    expect(chip(over, title)).to_be_focused()
    rep.write(NOTE, "Vi frågar familjerna i maj.")
    expect(over.field(NOTE)).to_have_value("Vi frågar familjerna i maj.")
    chip(rep, title).click()
    expect(chip(over, title)).to_have_attribute("aria-pressed", "false")
    assert marks(live_world) == 0


def test_both_press_at_once_and_it_is_marked_once(come: Come, live_world: World, title: str) -> None:
    over, rep = come(OVER), come(REP)
    for visit in (over, rep):
        visit.go(HERE)
        expect(chip(visit, title)).to_be_visible()
    for visit in (over, rep):
        chip(visit, title).click(no_wait_after=True)
    for visit in (over, rep):
        expect(chip(visit, title)).to_have_attribute("aria-pressed", "true")
    assert marks(live_world) == 1


def test_by_the_keyboard_alone(come: Come, live_world: World, title: str) -> None:
    visit = come(REP)
    visit.go(HERE)
    visit.field(NOTE).focus()
    visit.page.keyboard.press("Alt+KeyT")
    field = visit.page.locator("#about-words")
    expect(field).to_be_focused()
    assert_accessible(visit.page)
    field.fill("finns inte")
    field.press("Enter")
    expect(visit.page.locator("#about-error")).to_be_visible()
    expect(field).to_have_value("finns inte")
    assert_accessible(visit.page)
    field.fill(title)
    field.press("Enter")
    expect(chip(visit, title)).to_have_attribute("aria-pressed", "true")
    assert marks(live_world) == 1
    assert_accessible(visit.page)


def test_without_scripts(come: Come, live_world: World, title: str) -> None:
    visit = come(REP, javascript=False)
    visit.go(HERE)
    # What is typed in the note and not saved yet goes along with whatever one presses.
    visit.field(NOTE).fill("Vi talade om målet.")
    visit.press(title)
    expect(chip(visit, title)).to_have_attribute("aria-pressed", "true")
    expect(visit.field(NOTE)).to_have_value("Vi talade om målet.")
    visit.press(title)
    expect(chip(visit, title)).to_have_attribute("aria-pressed", "false")
    visit.field(NOTE).fill("Vi talade om målet. Det håller.")
    visit.page.locator("#about-more").click()
    expect(visit.page.locator("#about-words")).to_be_visible()
    visit.page.locator("#about-words").fill(title)
    visit.press("Märk")
    expect(chip(visit, title)).to_have_attribute("aria-pressed", "true")
    expect(visit.field(NOTE)).to_have_value("Vi talade om målet. Det håller.")
    assert marks(live_world) == 1


def test_one_takes_it_up_from_the_page_of_the_subject(come: Come, live_world: World) -> None:
    with live_world.session() as session:
        unit = _reporting(session).id
        second = session.scalars(select(Theme.title).where(Theme.dialogue_id == 1, Theme.position == 2)).one()
    visit = come(OVER)
    visit.go(f"/samtal-om/{KIND}/{unit}")
    visit.see("Inte samtalad än")
    assert_accessible(visit.page)
    visit.page.get_by_role("link", name="Välj möte").click()
    assert_accessible(visit.page)
    visit.page.get_by_role("button", name=second).click()
    visit.see("tas upp i")
    visit.go("/dialoger/1/tema/2")
    visit.see("Sven Sektionschef vill ta upp det")
