"""Whatever happens between a word and its being saved, the word stays on the page and is saved when it can be."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Dialog, Page, Route, expect
from sqlalchemy import select, update

from app import clock
from app.accounts.models import SignIn
from app.dialogues.models import Picture
from bench.serving import Server
from tests.journeys.people import MY_PICTURE, OVER, REP, Visit, fill_sign_in, sign_in_cookie
from tests.journeys.stages import planned
from tests.support.browser import Visitors
from tests.support.world import Seed, World

THEME = "/dialoger/1/tema/1"
SAVING = re.compile("/min-bild$")
FIRST = "Lämningarna är lugnare nu."
THEN = " Det är bara fredagarna som"
BOTH = FIRST + THEN

# What a page could leave behind in the browser, all of it; the session's cookie is not for scripts.
LEFT_BEHIND = """async () => ({
    local: localStorage.length, session: sessionStorage.length,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    workers: (await navigator.serviceWorker.getRegistrations()).length, cookie: document.cookie,
})"""
NOTHING = {"local": 0, "session": 0, "databases": 0, "caches": 0, "workers": 0, "cookie": ""}


@pytest.fixture
def seed() -> Seed:
    return planned


@pytest.fixture
def eva(come: Callable[..., Visit]) -> Iterator[Visit]:
    """Eva has begun to write; nothing may be left in her browser afterwards."""
    visit = come(REP)
    visit.go(THEME)
    visit.write(MY_PICTURE, FIRST)
    yield visit
    assert visit.page.evaluate(LEFT_BEHIND) == NOTHING


def saved(world: World) -> str | None:
    """Give what the database has of the first theme's picture."""
    with world.session() as session:
        return session.scalars(select(Picture.text).where(Picture.theme_id == 1)).one_or_none()


def end_sign_ins(world: World) -> None:
    """End everybody's sign-in, as a password change or an administrator does."""
    with world.session() as session:
        session.execute(update(SignIn).values(ended_at=clock.now(), ended_because="test"))


def write_on(visit: Visit, words: str = THEN) -> None:
    visit.field(MY_PICTURE).press("Control+End")
    visit.field(MY_PICTURE).press_sequentially(words)


def hold_the_clock(visit: Visit) -> None:
    """Let the page's time stand, from now on moved by the test alone: how busy this machine is does not matter."""
    visit.page.clock.install(time=clock.now())
    visit.page.clock.pause_at(clock.now() + timedelta(hours=1))


def expect_state(visit: Visit, state: str) -> None:
    expect(visit.status(MY_PICTURE)).to_have_attribute("data-state", state)


def sign_in_link(visit: Visit) -> Page:
    with visit.page.context.expect_page() as opened:
        visit.status(MY_PICTURE).get_by_role("link", name="Logga in i en ny flik").click()
    return opened.value


def test_a_text_is_on_its_way_within_two_seconds(eva: Visit, live_world: World) -> None:
    hold_the_clock(eva)
    write_on(eva)
    expect_state(eva, "unsaved")
    with eva.page.expect_request(SAVING) as on_its_way:
        eva.page.clock.run_for(2_000)
    assert parse_qs(on_its_way.value.post_data)["text"] == [BOTH]
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH
    expect(eva.status(MY_PICTURE)).to_have_text(re.compile(r"^Sparat \d\d[.:]\d\d"))


def test_the_sign_in_ends_mid_sentence_and_the_text_saves_itself_after(eva: Visit, live_world: World) -> None:
    end_sign_ins(live_world)
    write_on(eva)
    expect_state(eva, "signed_out")
    expect(eva.field(MY_PICTURE)).to_have_value(BOTH)
    assert saved(live_world) == FIRST

    tab = sign_in_link(eva)
    fill_sign_in(tab, REP)
    expect(tab).to_have_url(re.compile(r"/tema/1$"))
    write_on(eva, " är svåra.")
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH + " är svåra."
    assert tab.evaluate(LEFT_BEHIND) == NOTHING


def test_the_cookie_is_gone(eva: Visit, live_world: World) -> None:
    eva.page.context.clear_cookies()
    write_on(eva)
    expect_state(eva, "signed_out")
    fill_sign_in(sign_in_link(eva), REP)
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH


@pytest.mark.takes(13)
def test_somebody_else_signs_in_and_nothing_is_saved_in_their_name(eva: Visit, live_world: World) -> None:
    end_sign_ins(live_world)
    write_on(eva)
    tab = sign_in_link(eva)
    fill_sign_in(tab, OVER)
    expect(tab).to_have_url(re.compile(r"/tema/1$"))
    expect_state(eva, "someone_else")
    expect(eva.status(MY_PICTURE)).to_contain_text("Någon annan är inloggad")
    expect(eva.field(MY_PICTURE)).to_have_value(BOTH)
    expect(tab.get_by_label(MY_PICTURE, exact=True)).to_have_value("")
    assert saved(live_world) == FIRST

    tab.context.clear_cookies()
    tab.goto("/logga-in")
    fill_sign_in(tab, REP)
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH


def test_the_network_goes_away_and_comes_back(eva: Visit, live_world: World) -> None:
    eva.page.context.set_offline(True)
    write_on(eva)
    expect_state(eva, "offline")
    expect(eva.status(MY_PICTURE)).to_have_text("Inte sparat än, försöker igen. Texten står kvar här.")
    write_on(eva, " är svåra.")
    eva.page.context.set_offline(False)
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH + " är svåra."


@pytest.mark.parametrize("status", [500, 503, 429])
def test_the_server_answers_that_something_is_wrong(eva: Visit, live_world: World, status: int) -> None:
    eva.page.route(SAVING, lambda route: route.fulfill(status=status, body="<h1>Bad gateway</h1>"))
    write_on(eva)
    expect_state(eva, "offline")
    expect(eva.field(MY_PICTURE)).to_have_value(BOTH)
    eva.page.unroute(SAVING)
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH


@pytest.mark.takes(20)
def test_who_writes_on_after_the_answer_to_a_save_was_lost_is_told_of_no_other_window(
    eva: Visit, live_world: World
) -> None:
    def lose(route: Route) -> None:
        route.fetch()
        route.abort()

    eva.page.route(SAVING, lose, times=1)
    write_on(eva, " Det är bara onsdagarna.")
    expect_state(eva, "offline")
    eva.write(MY_PICTURE, BOTH)
    assert saved(live_world) == BOTH
    expect(eva.page.locator("section.conflict")).to_have_count(0)


def test_the_server_is_killed_and_started_again(browser: Browser, live_world: World, tmp_path: Any) -> None:
    server = Server.of(
        live_world.database.url,
        log=tmp_path / "log",
        SAMSYN_SECRET_KEY=live_world.settings.secret_key,
        SAMSYN_WORKERS="1",
    )
    address = f"http://127.0.0.1:{server.port}"
    people = Visitors(browser, address)
    server.start()
    try:
        page = people()
        page.context.add_cookies([sign_in_cookie(live_world, REP) | {"url": address}])
        visit = Visit(page, REP)
        visit.go(THEME)
        visit.write(MY_PICTURE, FIRST)
        server.kill()
        write_on(visit)
        expect_state(visit, "offline")
        expect(visit.field(MY_PICTURE)).to_have_value(BOTH)
        server.start()
        visit.let_save(MY_PICTURE)
        assert saved(live_world) == BOTH
    finally:
        people.leave()
        server.stop()
    assert not people.faults


def test_leaving_with_something_unsaved_warns(eva: Visit, live_world: World) -> None:
    asked: list[str] = []

    def stay(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.dismiss()

    eva.page.on("dialog", stay)
    eva.page.route(SAVING, lambda route: route.abort())
    write_on(eva)
    with eva.page.expect_event("dialog"):
        eva.follow("Start")
    expect_state(eva, "offline")
    assert asked == ["beforeunload"]
    expect(eva.page).to_have_url(re.compile(THEME + "$"))
    expect(eva.field(MY_PICTURE)).to_have_value(BOTH)
    eva.page.unroute(SAVING)
    eva.let_save(MY_PICTURE)
    assert saved(live_world) == BOTH


def test_leaving_by_a_link_saves_first(eva: Visit, live_world: World) -> None:
    # With the page's clock standing it neither saves by itself nor leaves after waiting in vain.
    hold_the_clock(eva)
    write_on(eva)
    eva.follow("Start")
    expect(eva.page).to_have_url(re.compile("/$"))
    assert saved(live_world) == BOTH


def test_a_text_too_long_is_refused_and_stays(eva: Visit, live_world: World) -> None:
    long = "Ett ord till. " * 3_000
    eva.field(MY_PICTURE).fill(long)
    expect_state(eva, "refused")
    expect(eva.field(MY_PICTURE)).to_have_value(long)
    assert saved(live_world) == FIRST
    eva.write(MY_PICTURE, BOTH)
    assert saved(live_world) == BOTH


def test_without_scripts_the_text_is_shown_at_sign_in_and_saved_after(
    come: Callable[..., Visit], live_world: World
) -> None:
    eva = come(REP, javascript=False)
    eva.go(THEME)
    eva.field(MY_PICTURE).fill(BOTH)
    end_sign_ins(live_world)
    eva.press("Spara nu")
    eva.see("Det du skrev finns kvar", BOTH)
    assert saved(live_world) is None
    fill_sign_in(eva.page, REP)
    expect(eva.page.get_by_role("heading", level=1)).to_have_text("Det du skrev")
    expect(eva.page.locator("#kept textarea")).to_have_value(BOTH)
    eva.press("Spara det du skrev")
    expect(eva.field(MY_PICTURE)).to_have_value(BOTH)
    assert saved(live_world) == BOTH


def test_without_scripts_nothing_is_saved_in_somebody_elses_name(
    come: Callable[..., Visit], live_world: World
) -> None:
    eva = come(REP, javascript=False)
    eva.go(THEME)
    eva.field(MY_PICTURE).fill(BOTH)
    end_sign_ins(live_world)
    eva.press("Spara nu")
    eva.see(BOTH)
    fill_sign_in(eva.page, "Siv Syskonchef")
    expect(eva.page.locator("#kept textarea")).to_have_value(BOTH)
    eva.press("Spara det du skrev")
    expect(eva.page.locator("#kept textarea")).to_have_count(0)
    assert saved(live_world) is None
