"""Walks every view by itself: who may come in, what it sends along, and that looking changes nothing.

A new view joins without a word here. One whose arguments nobody knows fails until tests/support/population.py
has values for them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from html import escape
from urllib.parse import quote

import pytest
from flask import Flask
from lxml import etree, html
from sqlalchemy.orm import Session

from app.access.guard import PUBLIC, requirement
from app.access.matrix import May, reach
from app.organisation.reach import holdings
from app.ui.headers import ALWAYS
from tests.support.client import SamsynClient
from tests.support.parts import nowhere
from tests.support.population import people, populated
from tests.support.routes import (
    FEW,
    PLAUSIBLE,
    SAFE,
    Visit,
    Walk,
    addresses,
    at_most,
    difference,
    snapshot,
    views,
    walk,
)
from tests.support.signed_in import sign_in
from tests.support.typed import dropped
from tests.support.world import Seed, World

KNOWN_WRITE = re.compile(r"INSERT INTO reading\b")
ADDRESSES = frozenset({"src", "href", "action", "formaction", "hx-get", "hx-post", "srcset", "poster"})


@pytest.fixture
def seed() -> Seed:
    return populated


@pytest.fixture
def visit(clients: Callable[[], SamsynClient], session: Session) -> Callable[[str], SamsynClient]:
    """Give a client signed in as somebody, by what they are."""
    everybody = people(session)
    return lambda name: sign_in(clients(), session, everybody[name])


def holders_of(session: Session, permission: May) -> list[str]:
    """Name those who hold a permission, by their roles and the matrix."""
    from app.clock import today

    return [
        name
        for name, person in people(session).items()
        if any(reach(held.role, permission) for held in holdings(session, person.id, today()))
    ]


def test_every_view_says_what_it_requires(app: Flask) -> None:
    unclassified = [name for name in app.view_functions if requirement(app, name) is None]
    assert unclassified == []
    public = {name for name in app.view_functions if requirement(app, name) == PUBLIC}
    # What a stranger reaches is listed here once more, so that nothing joins it unnoticed.
    assert public == {
        "accounts.ask_for_link",
        "accounts.choose_language",
        "accounts.forgotten_password",
        "accounts.form_token",
        "accounts.link_asked_for",
        "accounts.new_password",
        "accounts.set_new_password",
        "accounts.sign_in",
        "accounts.sign_in_code",
        "accounts.sign_in_now",
        "accounts.sign_out",
        "attachments.file",
        "calendars.feed",
        "health.healthz",
        "health.readyz",
        "ui.static",
    }


def test_every_view_can_be_visited(app: Flask, session: Session) -> None:
    every = {rule.endpoint for method in ("GET", "POST") for rule in views(app, method)}
    reached = {address.endpoint for method in ("GET", "POST") for address in addresses(app, session, method)}
    assert reached == every


@pytest.mark.one_database
def test_no_address_is_answered_by_two_views(app: Flask) -> None:
    said = Counter(
        (rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    )
    assert [address for address, times in said.items() if times > 1] == []


def test_no_view_answers_other_methods_than_get_and_post(app: Flask) -> None:
    odd = {
        str(rule): rule.methods
        for rule in app.url_map.iter_rules()
        if (rule.methods or set()) - SAFE - {"POST"}
    }
    assert odd == {}


def test_a_signed_out_person_is_asked_to_sign_in_everywhere(
    app: Flask, session: Session, client: SamsynClient, world: World
) -> None:
    before = snapshot(world.engine)
    for method in ("GET", "POST"):
        seen = set()
        for address in addresses(app, session, method):
            if requirement(app, address.endpoint) == PUBLIC or address.endpoint in seen:
                continue
            seen.add(address.endpoint)
            answer = client.open(address.path, method=method, data=PLAUSIBLE if method == "POST" else None)
            place = f"{method} {address.path}"
            if method == "GET":
                assert answer.status_code == 302, place
                assert answer.location.startswith("/logga-in"), place
            else:
                assert answer.status_code in {302, 401}, place
            assert client.htmx(address.path, method=method).status_code == 401, place
    session.rollback()
    assert difference(before, snapshot(world.engine)) == {}


def test_a_change_without_the_forms_key_is_refused_everywhere_and_changes_nothing(
    app: Flask, session: Session, visit: Callable[[str], SamsynClient], world: World
) -> None:
    clients: dict[str, SamsynClient] = {}
    seen, to_try = set(), []
    for address in addresses(app, session, "POST"):
        if address.endpoint in seen:
            continue
        seen.add(address.endpoint)
        needed = requirement(app, address.endpoint)
        who = holders_of(session, needed) if isinstance(needed, May) else ["section_manager"]
        assert who, f"nobody in the population holds {needed}"
        to_try.append((who[0], address))
    for name in {name for name, _ in to_try}:
        clients[name] = visit(name)
        clients[name].sends_csrf = False
    session.commit()
    before = snapshot(world.engine)
    for name, address in to_try:
        answer = clients[name].post(address.path, data=PLAUSIBLE)
        assert answer.status_code == 400, f"{name} at {address.path}"
    session.rollback()
    assert difference(before, snapshot(world.engine)) == {}


def test_looking_changes_nothing_but_the_log_of_readings(walked: Walk) -> None:
    assert walked.changed == {}
    wrong = [
        f"{visit.place}: {statement[:120]}"
        for visit in walked.visits
        for statement in visit.wrote
        if not KNOWN_WRITE.match(statement.strip())
    ]
    assert wrong == [], "\n".join(["", *wrong[:20]])


def test_no_page_fails(walked: Walk) -> None:
    odd = [f"{v.place}: {v.status}" for v in walked.visits if v.status not in {200, 204, 302, 303, 404, 410}]
    assert odd == [], "\n".join(["", *odd[:20]])


@pytest.mark.one_database
def test_every_page_opens_for_somebody(walked: Walk, app: Flask) -> None:
    opened = {visit.address.endpoint for visit in walked.visits if visit.status in {200, 204, 302, 303}}
    never = {visit.address.endpoint for visit in walked.visits} - opened
    # Reached by a secret handed over, by a file that exists, or half-way through a set-up.
    assert never <= {
        "accounts.new_password",
        "ui.static",
        "accounts.own.second_step_picture",
        "attachments.file",
        # Only where the model has them.
        "citizens.new_commitment",
        "citizens.new_heard",
        "citizens.new_dialogue",
        "dialogues.new_personal_goal",
        "economy.judge_deficit",
        "planning.acknowledging",
        "planning.checklist",
        "planning.judge",
        "measuring.judge",
        "reports.follow_up_plan",
    }


def test_the_permission_alone_opens_no_page_for_those_without_it(
    walked: Walk, app: Flask, session: Session
) -> None:
    holders = {permission: set(holders_of(session, permission)) for permission in May}
    open_to_others = [
        visit.place
        for visit in walked.visits
        if isinstance(needed := requirement(app, visit.address.endpoint), May)
        and visit.who not in holders[needed]
        and visit.status != 404
    ]
    assert open_to_others == []


def test_every_answer_carries_the_headers(walked: Walk) -> None:
    wrong = []
    for visit in walked.visits:
        for name, value in ALWAYS.items():
            if visit.header(name) != value:
                wrong.append(f"{visit.place}: {name}: {visit.header(name)}")
        vary = {part.strip() for part in visit.header("Vary").split(",")}
        if not vary >= {"HX-Request", "Cookie"} and visit.address.endpoint != "ui.static":
            wrong.append(f"{visit.place}: Vary: {visit.header('Vary')}")
        # A calendar asks again and again, and is told that nothing has changed.
        kept = "private, no-cache" if visit.address.endpoint == "calendars.feed" else "no-store"
        if visit.header("Cache-Control") not in {kept, "no-store"} and visit.address.endpoint != "ui.static":
            wrong.append(f"{visit.place}: Cache-Control: {visit.header('Cache-Control')}")
    assert wrong == [], "\n".join(["", *wrong[:20]])


def test_the_policy_opens_nothing_beyond_our_own_address() -> None:
    policy = dict(part.strip().split(" ", 1) for part in ALWAYS["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    for name in ("object-src", "base-uri", "frame-ancestors"):
        assert policy[name] == "'none'"
    assert set(policy.values()) == {"'none'", "'self'"}


def test_behind_tls_browsers_are_told_to_stay_there(world: World) -> None:
    app = world.another_app(base_url="https://samsyn.example.se")
    answer = app.test_client().get("/logga-in", base_url="https://samsyn.example.se")
    assert "max-age=" in answer.headers["Strict-Transport-Security"]
    cookies = answer.headers.getlist("Set-Cookie")
    assert cookies
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= {
            part.strip() for part in cookie.split(";")
        }


class Looked:
    """Notes what a strict policy would refuse, and addresses that lead away."""

    def __init__(self, page: str) -> None:
        self.faults: list[str] = []
        self.lang: str | None = None
        if page.strip():
            for one in html.document_fromstring(page).iter(etree.Element):
                self._look_at_tag(str(one.tag), {str(name): str(value) for name, value in one.items()})

    def _look_at_tag(self, tag: str, given: dict[str, str]) -> None:
        if tag == "html":
            self.lang = given.get("lang")
        if tag == "style":
            self.faults.append("<style>")
        if tag == "script" and "src" not in given:
            self.faults.append("<script> without src")
        for name, value in given.items():
            if not self._chosen_by_a_person(tag, name, given):
                self._look_at(tag, name, value)

    def _chosen_by_a_person(self, tag: str, name: str, given: dict[str, str]) -> bool:
        """Tell whether this is the address somebody wrote for where a document is published: only followed when pressed."""
        marked = {"external", "noopener", "noreferrer"} <= set((given.get("rel") or "").split())
        on_the_web = re.match(r"https?://", given.get("href") or "") is not None
        return tag == "a" and name == "href" and marked and on_the_web

    def _look_at(self, tag: str, name: str, value: str) -> None:
        if name == "style" or name.startswith(("on", "hx-on", "data-hx-on")):
            self.faults.append(f"<{tag} {name}>")
        if (
            name in ADDRESSES
            and re.match(r"\s*([a-z][a-z0-9+.-]*:|//)", value, re.IGNORECASE)
            and not value.startswith("mailto:")
        ):
            self.faults.append(f"<{tag} {name}={value!r}>")
        if name.startswith("hx-") and (
            value.startswith(("js:", "javascript:")) or ("[" in value and name == "hx-trigger")
        ):
            self.faults.append(f"<{tag} {name}={value!r}>")
        if tag == "meta" and name == "http-equiv":
            self.faults.append(f"<meta http-equiv={value!r}>")


def is_ours(visit: Visit) -> bool:
    """Tell a page of ours from a fragment, a file, and the words Werkzeug sends along with a redirect."""
    whole = visit.text.lstrip().lower().startswith("<!doctype")
    return whole and visit.status not in {302, 303} and visit.address.endpoint != "ui.static"


def a_few(walked: Walk) -> Iterator[Visit]:
    """Give a few pages of each view for everybody: a template is the same whatever it tells of."""
    looked = Counter[tuple[str, str]]()
    for visit in walked.visits:
        looked[visit.address.endpoint, visit.who] += 1
        if looked[visit.address.endpoint, visit.who] <= FEW:
            yield visit


@pytest.mark.one_database
def test_no_page_holds_script_style_or_an_address_of_another_host(walked: Walk) -> None:
    faults, pages = [], 0
    for visit in a_few(walked):
        if not visit.header("Content-Type").startswith("text/html"):
            continue
        page = Looked(visit.text)
        faults += [f"{visit.place}: {fault}" for fault in page.faults]
        if is_ours(visit):
            pages += 1
            if page.lang != "sv":
                faults.append(f"{visit.place}: lang={page.lang}")
    assert faults == [], "\n".join(["", *sorted(set(faults))[:20]])
    assert pages > 100


@pytest.mark.one_database
def test_without_scripts_no_button_drops_what_stands_unsaved_in_a_text(walked: Walk) -> None:
    faults = {
        f"{visit.address.endpoint}: {button.partition(': ')[0]}"
        for visit in walked.visits
        if is_ours(visit)
        for button in dropped(visit.text)
    }
    assert faults == set(), "\n".join(["", *sorted(faults)])


@pytest.mark.one_database
def test_what_a_page_points_at_on_itself_is_there(walked: Walk) -> None:
    """A form that is to be answered in a part its page does not have is not sent at all, and nobody is told."""
    faults = {
        f"{visit.address.endpoint}: {fault}"
        for visit in a_few(walked)
        if is_ours(visit)
        for fault in nowhere(visit.text)
    }
    assert faults == set(), "\n".join(["", *sorted(faults)])


def test_a_redirect_stays_on_this_host(walked: Walk) -> None:
    away = [
        v.place
        for v in walked.visits
        if v.header("Location") and not re.match(r"/(?![/\\])", v.header("Location"))
    ]
    assert away == []


@pytest.mark.one_database
def test_every_page_speaks_english_to_those_who_want_it(world: World) -> None:
    seen = walk(world, ["section_manager", "administrator"], language="en", fragments=(), most=FEW)
    for visit in seen.visits:
        assert visit.status in {200, 204, 302, 303, 404, 410}, visit.place
        if is_ours(visit):
            assert Looked(visit.text).lang == "en", visit.place


@pytest.mark.parametrize(
    "page",
    [
        "<p style='color: red'>", "<style>p {}</style>", "<script>x()</script>", "<p onclick=x()>", "<p HX-ON::load='x()'>",
        "<p data-hx-on:click='x()'>", "<a href='https://a.example'>", "<img src=//a.example/b>", "<form action='javascript:x()'>",
        "<button formaction=' HTTP://a.example'>", "<p hx-get='https://a.example'>", "<p hx-vals='js:{}'>",
        "<p hx-trigger='click[x()]'>", "<meta http-equiv=refresh>", "<template><img srcset='https://a.example/b 2x'></template>",
    ],
)  # fmt: skip
def test_what_a_strict_policy_would_refuse_is_found_on_a_page(page: str) -> None:
    assert len(Looked(f"<!doctype html><html lang=sv><body><main>{page}</main>").faults) == 1
    assert len(Looked(page).faults) == 1


@pytest.mark.one_database
def test_what_is_out_of_reach_and_what_is_not_there_answer_alike(
    session: Session, visit: Callable[[str], SamsynClient], app: Flask
) -> None:
    client = visit("other_unit_manager")
    for address in at_most(addresses(app, session, "GET"), 3):
        if not re.search(r"\d", address.path) or client.get(address.path).status_code != 404:
            continue
        elsewhere = re.sub(r"\d+", "999999", address.path)
        absent, hidden = client.get(elsewhere), client.get(address.path)
        assert absent.status_code == 404
        assert alike(absent.text, elsewhere) == alike(hidden.text, address.path), address.path


def alike(page: str, path: str) -> str:
    """Take out of a page what differs between any two requests: its own address, the number of the problem, the key."""
    in_addresses = (path.replace("/", "%2F"), path.replace("=", "%3D"), quote(path, safe="/?"))
    for written in (path, escape(path), *in_addresses):
        page = page.replace(written, "HERE")
    return re.sub(r'Nämn \w+|content="[^"]*"|[\w.-]{60,}', "", page)


def test_nothing_of_anothers_dialogue_can_be_changed(
    session: Session, app: Flask, visit: Callable[[str], SamsynClient], world: World
) -> None:
    """The own line's dialogues, tried by everybody who is near it without being one of the two."""
    own = own_addresses(session, app)
    outsiders = {"chief_executive", "sibling_manager", "former", "half_guest", "chair", "administrator"}
    clients = {name: visit(name) for name in sorted(outsiders)}
    session.commit()
    before = snapshot(world.engine, leaving_out=("reading", "sign_in"))
    done = [
        f"{name} at {path}: {status}"
        for name, client in clients.items()
        for path in own
        if (status := client.post(path, data=PLAUSIBLE).status_code) != 404
    ]
    assert done == [], "\n".join(["", *done[:20]])
    session.rollback()
    assert difference(before, snapshot(world.engine, leaving_out=("reading", "sign_in"))) == {}


@pytest.mark.parametrize("name", ["guest", "deputy"])
def test_who_may_read_a_dialogue_without_taking_part_changes_nothing(
    name: str, session: Session, app: Flask, visit: Callable[[str], SamsynClient], world: World
) -> None:
    client = visit(name)
    mine = [path for path in own_addresses(session, app) if not may_act(name, path)]
    session.commit()
    before = snapshot(world.engine, leaving_out=("reading", "sign_in"))
    for path in mine:
        assert client.post(path, data=PLAUSIBLE).status_code in {302, 400, 403, 404, 409, 422}, path
    session.rollback()
    assert difference(before, snapshot(world.engine, leaving_out=("reading", "sign_in"))) == {}


def may_act(name: str, path: str) -> bool:
    """Leave out what a deputy may do as present holder of the post: take over, plan, change the line, close a promise.

    A guest may decline.
    """
    allowed = {"deputy": r"/ta-over$|/serie/\d+/|/overenskommelser/\d+/stang$", "guest": r"/tacka-nej$"}
    return re.search(allowed[name], path) is not None


def own_addresses(session: Session, app: Flask) -> list[str]:
    """Give the POST addresses of the line of the section and the preschool under it, and of three of its meetings."""
    from sqlalchemy import select

    from app.dialogues.models import Agreement, Dialogue
    from tests.support.population import series_named

    series = series_named(session, "own")
    titles = ["Möte blind", "Möte held", "Möte established"]
    dialogues = set(
        session.scalars(
            select(Dialogue.id).where(Dialogue.series_id == series.id, Dialogue.title.in_(titles))
        )
    )
    agreements = set(session.scalars(select(Agreement.id).where(Agreement.series_id == series.id)))
    ours = re.compile(r"/dialoger/(?:(?P<d>\d+)/|serie/(?P<s>\d+)/|overenskommelser/(?P<a>\d+)/)")
    found = []
    for address in addresses(app, session, "POST"):
        match = ours.match(address.path)
        if match and (
            (match["d"] and int(match["d"]) in dialogues)
            or (match["s"] and int(match["s"]) == series.id)
            or (match["a"] and int(match["a"]) in agreements)
        ):
            found.append(address.path)
    return found
