"""Every page and what can be opened on it: WCAG 2.2 AA by axe, light and dark, on a desk and on a phone."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import Page, Route, expect
from sqlalchemy import update

from app import clock
from app.accounts.models import SignIn
from app.ui.problems import shown
from tests.journeys.pages import Found, pages_of, views
from tests.journeys.people import (
    ABOVE,
    KEEPER,
    MY_PICTURE,
    NOTE,
    OVER,
    REP,
    Visit,
    fill_sign_in,
    sign_in_cookie,
)
from tests.journeys.stages import established, inhabited, noted, planned, small_town
from tests.support.accessibility import DESK, PHONE, assert_accessible, findings, findings_as
from tests.support.population import PEOPLE
from tests.support.world import World, _aside

if TYPE_CHECKING:
    from tests.support.browser import Visitors

Come = Callable[..., Visit]
Once = Callable[[str, Callable[[], list[Found]]], list[Found]]
PARTS = 6
"""So many tests share the pages; more than there are cores, so that the cores end together."""
SHARES = 3
"""In so many shares they are found, by as many workers at a time."""
THEME = "/dialoger/1/tema/1"


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> object:
    return getattr(request, "param", inhabited)


def stage(begin: object) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("seed", [begin], indirect=True, ids=[getattr(begin, "__name__", "")])


@pytest.mark.takes(60)
@pytest.mark.parametrize("part", range(PARTS))
def test_pages(visitors: Visitors, live_world: World, part: int, once: Once, worker_id: str) -> None:
    """Every view has a page, and no page has a finding; each part looks at some of the pages."""
    wanted = views(live_world.app)
    # Each worker begins with a share of its own: together they find all.
    mine = int(worker_id.removeprefix("gw")) if worker_id != "master" else 0
    shares = {
        share: once(f"pages-{share}", partial(pages_of, live_world, wanted[share::SHARES]))
        for share in ((mine + place) % SHARES for place in range(SHARES))
    }
    pages = [one for share in range(SHARES) for one in shares[share]]
    assert {one.endpoint for one in pages} == set(wanted), "no page found for it, and not in pages.NOT_PAGES"
    told: list[str] = []
    open_pages: dict[str, Page] = {}
    for one in pages[part::PARTS]:
        if one.who not in open_pages:
            open_pages[one.who] = visitors()
            if one.who:
                open_pages[one.who].context.add_cookies([sign_in_cookie(live_world, PEOPLE[one.who])])
        page = open_pages[one.who]
        page.goto(one.path)
        # As it comes on a desk, and with all that can be unfolded on a phone, light and dark.
        told += findings_as(page, [(DESK, "light")])
        _open_everything(page)
        told += findings(page, widths=(PHONE,))
    assert not told, f"{len(told)} findings:\n" + "\n".join(told)


def _open_everything(page: Page) -> None:
    """Unfold what is folded, but menus that lie above one another."""
    page.evaluate(
        """() => {
            for (const one of document.querySelectorAll('details:not([open]):not([data-fold])')) one.open = true;
        }"""
    )


def test_menus(come: Come) -> None:
    visit = come(OVER)
    visit.go("/")
    visit.unfold(OVER)
    assert_accessible_at(visit.page, DESK)
    for door in visit.page.locator(".doors summary").all():
        door.click()
        assert_accessible_at(visit.page, DESK)
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visit.page.reload()
    visit.unfold("Meny")
    assert_accessible_at(visit.page, PHONE)


def assert_accessible_at(page: Page, size: dict[str, int]) -> None:
    told = findings(page, widths=(size,))
    assert not told, "\n".join(told)


@stage(noted)
def test_a_meeting_with_its_parts_opened(come: Come) -> None:
    visit = come(OVER)
    visit.go(THEME)
    visit.page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    visit.page.locator("nav.themes summary").click()
    assert_accessible_at(visit.page, PHONE)
    visit.page.set_viewport_size(DESK)  # type: ignore[arg-type]
    visit.page.reload()
    visit.follow("Lägg till överenskommelse")
    expect(visit.field("Vad är ni överens om?")).to_be_visible()
    assert_accessible(visit.page)
    # The browser asks for required fields before the server does; this is what the server says.
    visit.page.locator("form#new-agreement").evaluate("form => { form.noValidate = true; }")
    visit.press("Spara överenskommelsen")
    expect(visit.page.locator("#new-agreement .error").first).to_be_visible()
    assert_accessible(visit.page)
    visit.field("Vad är ni överens om?").fill("Ringa dem")
    visit.press("Spara överenskommelsen")
    visit.see("Ringa dem")
    visit.decide("Frukosten stannar")
    visit.propose("Vikariepoolen räcker inte")
    _open_everything(visit.page)
    assert_accessible(visit.page)


@stage(noted)
def test_both_texts_side_by_side(come: Come) -> None:
    visit = come(REP)
    visit.go(THEME)
    answer = {
        "state": "conflict",
        "base": "2",
        "theirs": "Vi ses den 18 maj.",
        "theirs_by": OVER,
        "message": "Inget är överskrivet.",
    }
    visit.page.route(
        re.compile("/anteckning$"),
        lambda route: route.fulfill(status=409, body=json.dumps(answer), content_type="application/json"),
    )
    with visit.page.expect_response(lambda answer: answer.url.endswith("/utkast") and answer.ok):
        visit.field(NOTE).fill("Vi ses den 4 maj.")
    expect(visit.page.locator("section.conflict")).to_be_visible()
    assert_accessible(visit.page)
    visit.page.once("dialog", lambda dialog: dialog.accept())
    visit.page.reload()
    expect(visit.page.locator("section.conflict.aside")).to_be_visible()
    assert_accessible(visit.page)


@stage(planned)
@pytest.mark.parametrize("status", [401, 422, 500])
def test_what_stands_beside_a_text_that_is_not_saved(come: Come, status: int) -> None:
    visit = come(REP)
    visit.go(THEME)
    answer = {
        "state": "signed_out" if status == 401 else "refused",
        "sign_in": "/logga-in",
        "message": "Texten står kvar här.",
    }
    visit.page.route(
        re.compile("/min-bild$"),
        lambda route: route.fulfill(status=status, body=json.dumps(answer), content_type="application/json"),
    )
    visit.field(MY_PICTURE).fill("Lämningarna är lugnare.")
    expect(visit.status(MY_PICTURE)).to_have_attribute("data-state", re.compile("signed_out|refused|offline"))
    assert_accessible(visit.page)


@stage(noted)
def test_pages_without_scripts_when_something_is_wrong(
    come: Come, visitors: Visitors, live_world: World
) -> None:
    """Both texts on a page of their own, what was typed at sign-in, and the page that gives it back."""
    over, rep, told = come(OVER, javascript=False), come(REP, javascript=False), []

    def look() -> None:
        # axe needs scripts: the page as it was sent, in a browser that has them.
        page = visitors()
        page.route(rep.page.url, partial(_fulfil, rep.page.content()))
        page.goto(rep.page.url)
        told.extend(findings(page))

    for visit in (over, rep):
        visit.go(THEME)
    over.write(NOTE, "Vi frågar familjerna. Vi ses den 18 maj. Frukosten stannar.")
    rep.field(NOTE).fill("Vi frågar familjerna. Vi ses den 4 maj. Frukosten stannar.")
    rep.press("Spara nu")
    rep.see("Två texter, båda kvar")
    look()
    rep.go(THEME)
    rep.field(NOTE).fill("Det sista jag ville säga.")
    with live_world.session() as session:
        session.execute(update(SignIn).values(ended_at=clock.now(), ended_because="test"))
    rep.press("Spara nu")
    rep.see("Det sista jag ville säga.")
    look()
    fill_sign_in(rep.page, REP)
    expect(rep.page.locator("#kept")).to_be_visible()
    look()
    assert not told, "\n".join(told)


@pytest.mark.takes(10)
@stage(planned)
def test_error_pages(come: Come, visitors: Visitors, live_world: World) -> None:
    told = []
    employee = come("Mia Medarbetare")
    for status, path in ((404, "/finns-inte"), (405, "/logga-ut")):
        answer = employee.page.goto(path)
        assert answer is not None and answer.status == status
        told += findings(employee.page)
    for status in (400, 401, 403, 409, 413, 429, 500, 503):
        page = visitors()
        body = _aside(partial(_error_page, live_world, status))
        page.route("**/trasig", partial(_fulfil, body))
        page.goto("/trasig")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        told += findings(page)
    assert not told, "\n".join(told)


def _fulfil(body: str, route: Route) -> None:
    route.fulfill(body=body, content_type="text/html; charset=utf-8")


def _error_page(world: World, status: int) -> str:
    with world.app.test_request_context("/trasig", method="POST", data={"text": "Det jag hade skrivit."}):
        return shown(status, status).get_data(as_text=True)


@stage(planned)
def test_forms_with_errors_and_notices_with_a_way_back(come: Come) -> None:
    over, told = come(OVER), []
    for path in ("/dialoger/serie/1/nytt-mote", "/dialoger/1/stall-in", "/dialoger/1/andra"):
        over.go(path)
        form = over.page.locator("main form.form")
        form.evaluate(
            "form => { form.noValidate = true; for (const f of form.querySelectorAll('input.input, textarea')) f.value = ''; }"
        )
        form.locator("button[type=submit]").click()
        expect(over.page.locator(".summary")).to_be_focused()
        told += findings(over.page)
    over.go(THEME)
    over.write(MY_PICTURE, "Jag hör oro.")
    over.go("/dialoger/1/")
    over.press("Dela min bild")
    expect(over.page.locator("#notices").get_by_role("button")).to_be_visible()
    told += findings(over.page)
    assert not told, "\n".join(told)


@stage(small_town)
@pytest.mark.parametrize("name", [OVER, ABOVE, KEEPER])
def test_pages_where_nothing_is_yet(come: Come, name: str) -> None:
    """Behind every door of a municipality that has just begun, and what is left to do before anybody can meet."""
    visit, told = come(name), []
    visit.go("/")
    doors = visit.page.locator("nav.doors a").evaluate_all("links => links.map(link => link.pathname)")
    assert len(doors) > 5
    raised = [] if name == KEEPER else ["/lyft/?vy=ur-vara"]
    for path in dict.fromkeys([*doors, *raised]):
        visit.go(path)
        told += findings(visit.page)
    assert not told, "\n".join(told)


@stage(established)
def test_a_record_opened_and_on_paper(come: Come) -> None:
    visit = come(REP)
    visit.go("/dialoger/1/")
    _open_everything(visit.page)
    assert_accessible(visit.page)
    visit.page.emulate_media(media="print")
    expect(visit.page.locator("article.record")).to_be_visible()
    expect(visit.page.locator("header.top")).to_be_hidden()
