"""An address that only takes what is sent to it leads, when it is asked for, to the page it is sent from."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session
from werkzeug.routing import Rule

from app.ui.above import page_above
from tests.factories.dialogues import hold, make_dialogue, make_series, prepare
from tests.factories.organisation import Municipality, make_municipality
from tests.journeys.pages import NOT_PAGES
from tests.support.client import SamsynClient
from tests.support.signed_in import sign_in

NOWHERE = {"accounts.choose_language", "accounts.sign_out"}
"""What is sent from every page: nothing lies above but the start page."""

LEADS_ON = ("leads ", "not in this model", "a page under ")
VALUES = {"cycle_year": "2026", "year": "2026"}


def without_a_page(app: Flask) -> list[Rule]:
    """Give the rules of addresses that answer nothing but what is sent to them."""
    rules = [*app.url_map.iter_rules()]
    answering = {rule.rule for rule in rules if "GET" in (rule.methods or ())}
    return [rule for rule in rules if rule.rule not in answering]


def written_out(rule: Rule) -> str:
    def value(found: re.Match[str]) -> str:
        kind, name = found[1] or "", found[2]
        if kind.startswith("any("):
            return kind[4:].split(",")[0].strip(' ")')
        return VALUES.get(name, "5" if kind.startswith("int") else "nyckel")

    return re.sub(r"<(?:(.*?):)?(\w+)>", value, rule.rule)


def test_every_address_that_only_takes_what_is_sent_leads_to_a_page(app: Flask) -> None:
    adapter, led = app.url_map.bind("localhost"), {}
    for rule in without_a_page(app):
        with app.test_request_context(written_out(rule)):
            way = page_above()
        if rule.endpoint in NOWHERE:
            assert way is None, rule
            continue
        assert way is not None, rule
        endpoint, _said = adapter.match(way.partition("#")[0], method="GET")
        led[rule.endpoint] = endpoint
        why = NOT_PAGES.get(endpoint, "leads to a page")
        assert why.startswith(LEADS_ON), f"{rule.endpoint} leads to {endpoint}: {why}"
    assert led["dialogues.decide"] == led["dialogues.propose"] == "dialogues.meeting"
    assert led["dialogues.write_picture"] == "dialogues.theme"
    assert led["planning.add_activity"] == "planning.goal"
    assert led["quality.remove_indicator"] == "quality.factor"


@pytest.fixture
def town(session: Session) -> Municipality:
    return make_municipality(session)


@pytest.fixture
def meeting(session: Session, town: Municipality) -> str:
    series = make_series(session, town.section, town.unit)
    dialogue = make_dialogue(session, series, town.section_manager, town.unit_manager)
    hold(session, prepare(session, dialogue, over="Bild", rep="Bild"), note="Ord")
    session.commit()
    return f"/dialoger/{dialogue.id}/"


@pytest.mark.parametrize(
    "part", ["beslut", "lyft", "steg", "dela", "gaster/7/ta-tillbaka", "lyft/9/handlar-om"]
)
def test_a_meeting_is_found_again_from_where_its_forms_are_sent(
    session: Session, town: Municipality, client: SamsynClient, meeting: str, part: str
) -> None:
    here = sign_in(client, session, town.unit_manager)
    answer = here.get(f"{meeting}{part}")
    assert (answer.status_code, answer.location) == (302, meeting)
    assert here.get(answer.location).status_code == 200
    assert here.get(f"{meeting}helhet/faststall").location == f"{meeting}helhet"


def test_whoever_has_no_part_in_it_is_led_to_what_is_not_there_for_them(
    session: Session, town: Municipality, clients: Callable[[], SamsynClient], meeting: str
) -> None:
    stranger = sign_in(clients(), session, town.chief_executive)
    assert stranger.get(f"{meeting}beslut", follow_redirects=True).status_code == 404
    signed_out = clients().get(f"{meeting}beslut", follow_redirects=True)
    assert "Logga in" in signed_out.text


def test_a_script_and_what_changes_something_are_told_that_it_cannot_be_done(
    session: Session, town: Municipality, client: SamsynClient, meeting: str
) -> None:
    here = sign_in(client, session, town.unit_manager)
    assert here.get(f"{meeting}beslut", headers={"X-Autosave": "1"}).status_code == 405
    assert here.get(f"{meeting}beslut", headers={"HX-Request": "true"}).status_code == 405
    assert here.put(f"{meeting}beslut").status_code == 405
    assert here.get("/logga-ut").status_code == 405


@pytest.mark.parametrize(
    "path", ["//evil.example/beslut", "/dialoger//evil.example/beslut", "/dialoger/x/beslut"]
)
def test_nobody_is_led_elsewhere(
    session: Session, town: Municipality, client: SamsynClient, path: str
) -> None:
    session.commit()
    answer = sign_in(client, session, town.unit_manager).get(path)
    assert answer.status_code in {308, 404}
    assert "evil.example" not in (answer.location or "").partition("localhost")[0]


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/dialoger", "/dialoger/"),
        ("/dialoger?a=%C3%A5", "/dialoger/?a=%C3%A5"),
        ("/organisation", "/organisation/"),
        ("/sok/", "/sok"),
        ("/sok/?q=skola", "/sok?q=skola"),
        ("/om-modellen/", "/om-modellen"),
        ("/vem-far-vad/", "/vem-far-vad"),
        ("/logga-in/", "/logga-in"),
        ("/logga-in//", "/logga-in"),
        ("/healthz/", "/healthz"),
    ],
)
def test_an_address_with_a_stroke_at_its_end_and_the_one_without_lead_to_the_one_there_is(
    client: SamsynClient, asked: str, led: str
) -> None:
    answer = client.get(asked, headers={"Host": "evil.example"})
    assert (answer.status_code, answer.headers["Location"]) == (308, led)
    assert "evil" not in answer.text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


@pytest.mark.parametrize("asked", ["/finns-inte/", "/finns-inte", "/%2f%2fevil.example/"])
def test_where_there_is_no_page_under_either_nobody_is_led_anywhere(client: SamsynClient, asked: str) -> None:
    answer = client.get(asked)
    assert answer.status_code == 404
    assert "Location" not in answer.headers
