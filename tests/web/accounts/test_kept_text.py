"""What was typed outlives the sign-in it was typed under, and forms are only taken from pages of ours."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app.accounts.models import Credential
from app.records.models import HistoryEntry
from tests.factories.accounts import PASSWORD, sign_in
from tests.support.client import SamsynClient

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
TYPED = 'Vi ser olika på <bemanningen> & "schemat".\r\nAndra raden, åäö.'
Clock = Callable[[datetime], None]


def hidden(page: str, name: str) -> str:
    """Read the value of a hidden field as a browser does."""
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no hidden field {name}"
    return html.unescape(found[1])


def textareas(page: str) -> list[str]:
    return [html.unescape(text) for text in re.findall(r"<textarea[^>]*>\n(.*?)</textarea>", page, re.DOTALL)]


@pytest.fixture
def timed_out(client: SamsynClient, clock: Clock) -> SamsynClient:
    """A client of the manager whose sign-in has just run out."""
    clock(NOON)
    sign_in(client, "chef")
    clock(NOON + timedelta(minutes=61))
    return client


def test_a_text_sent_after_the_sign_in_ended_is_saved_after_signing_in(
    timed_out: SamsynClient, form_address: str
) -> None:
    answer = timed_out.post(
        form_address,
        data={"csrf_token": "old", "text": TYPED, "base": "12"},
        headers={"Origin": "http://localhost"},
    )
    assert answer.status_code == 401
    assert html.escape("<bemanningen>") in answer.text
    fields = {name: hidden(answer.text, name) for name in ("kept", "kept_path", "next")}
    assert fields["kept_path"] == form_address
    assert json.loads(fields["kept"]) == [["text", TYPED], ["base", "12"]]

    wrong = sign_in(timed_out, "chef", "fel fel fel", **fields)
    assert wrong.status_code == 401
    assert hidden(wrong.text, "kept") == fields["kept"], "a slip of the password loses nothing"

    back = sign_in(timed_out, "chef", **fields)
    assert back.status_code == 200
    assert textareas(back.text)[0] == TYPED
    assert "Spara det du skrev" in back.text
    form = re.search(r'<form class="form" id="kept" data-no-draft method="post" action="([^"]*)">', back.text)
    assert form is not None
    timed_out.sends_csrf = False
    token = hidden(back.text, "csrf_token")
    saved = timed_out.post(
        html.unescape(form[1]),
        data={"csrf_token": token, "text": textareas(back.text)[0], "base": hidden(back.text, "base")},
    )
    assert saved.text == f"sparat: {TYPED}"


def test_the_text_is_shown_even_when_somebody_else_signs_in(
    timed_out: SamsynClient, form_address: str
) -> None:
    page = timed_out.post(form_address, data={"text": TYPED}).text
    back = sign_in(timed_out, "annan", kept=hidden(page, "kept"), kept_path=hidden(page, "kept_path"))
    assert textareas(back.text)[0] == TYPED


def test_autosave_is_told_in_json_and_gets_on_with_a_new_token(
    timed_out: SamsynClient, form_address: str, person_id: Callable[[str], int]
) -> None:
    headers = {
        "X-Autosave": "1",
        "X-Person": str(person_id("chef")),
        "Accept": "application/json",
        "Referer": "http://localhost/dialoger/4",
    }
    told = timed_out.post(form_address, data={"text": TYPED}, headers=headers)
    assert told.status_code == 401
    assert told.json is not None
    assert (told.json["state"], told.json["sign_in"]) == ("signed_out", "/logga-in?next=/dialoger/4")
    assert timed_out.get("/formularnyckel").status_code == 401
    sign_in(timed_out, "chef")
    timed_out.sends_csrf = False
    stale = timed_out.post(form_address, data={"text": TYPED, "csrf_token": "old"}, headers=headers)
    assert (stale.status_code, stale.json and stale.json["state"]) == (401, "signed_out")
    key = timed_out.get("/formularnyckel").json
    assert key is not None
    assert key["person"] == str(person_id("chef"))
    saved = timed_out.post(
        form_address, data={"text": TYPED, "csrf_token": key["csrf_token"]}, headers=headers
    )
    assert saved.text == f"sparat: {TYPED}"


def test_what_one_person_typed_is_not_saved_by_another(
    chef: SamsynClient, form_address: str, person_id: Callable[[str], int]
) -> None:
    headers = {"X-Autosave": "1", "X-Person": str(person_id("chef"))}
    assert chef.post(form_address, data={"text": "min"}, headers=headers).status_code == 200
    sign_in(chef, "annan")
    refused = chef.post(form_address, data={"text": "min"}, headers=headers)
    assert refused.status_code == 403
    assert refused.json is not None
    assert refused.json["state"] == "someone_else"


def test_a_fragment_is_answered_with_a_message_and_not_swapped(
    client: SamsynClient, form_address: str
) -> None:
    answer = client.htmx(form_address, method="POST", data={"text": TYPED})
    assert answer.status_code == 401
    assert answer.headers["HX-Reswap"] == "none"
    assert "<html" not in answer.text
    assert 'target="_blank"' in answer.text


def test_a_fragment_with_a_stale_token_has_the_script_fetch_a_new_one(
    chef: SamsynClient, form_address: str
) -> None:
    chef.sends_csrf = False
    answer = chef.htmx(form_address, method="POST", data={"text": TYPED})
    assert (answer.status_code, answer.json and answer.json["state"]) == (401, "signed_out")


def test_a_stale_form_shows_what_was_typed_and_saves_it_on_one_press(
    chef: SamsynClient, form_address: str
) -> None:
    chef.sends_csrf = False
    answer = chef.post(form_address, data={"csrf_token": "old", "text": TYPED})
    assert answer.status_code == 400
    assert textareas(answer.text)[0] == TYPED
    saved = chef.post(form_address, data={"csrf_token": hidden(answer.text, "csrf_token"), "text": TYPED})
    assert saved.text == f"sparat: {TYPED}"


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Origin": "http://localhost"},
    ],
)
def test_a_form_of_another_site_is_neither_saved_nor_offered_for_saving(
    clients: Callable[[], SamsynClient], form_address: str, headers: dict[str, str]
) -> None:
    outside, inside = clients(), clients()
    sign_in(inside, "chef")
    inside.sends_csrf = False
    for client, status in ((outside, 401), (inside, 400)):
        answer = client.post(form_address, data={"text": "planterad text"}, headers=headers)
        assert answer.status_code == status
        assert "planterad text" not in answer.text


@pytest.mark.parametrize(
    ("kept", "path"),
    [
        ('[["text", "planterad text"]]', "https://evil.example/"),
        ('[["text", "planterad text"]]', "//evil.example/"),
        ('[["text", "planterad text"]]', "/finns-inte"),
        ('[["text", "planterad text"]]', "/logga-in"),
        ('[["text", "planterad text"]]', "/konto/losenord"),
        ('[["text", "planterad text"]]', "/konton/1/stang"),
        ('[["text", "planterad text"]]', ""),
        ('{"text": "planterad text"}', None),
        ('[["text"]]', None),
        ('[["text", 1]]', None),
        ("[" * 100_000, None),
        ("inte json", None),
        ("null", None),
        ('[["text", "' + "x" * 600_000 + '"]]', None),
    ],
)
def test_only_what_was_on_its_way_to_a_form_of_ours_is_carried(
    client: SamsynClient, form_address: str, kept: str, path: str | None
) -> None:
    answer = sign_in(client, "chef", kept=kept, kept_path=form_address if path is None else path)
    assert answer.status_code == 303


def test_passwords_and_tokens_are_never_carried(client: SamsynClient, form_address: str) -> None:
    page = client.post(form_address, data={"csrf_token": "hemlig nyckel", "text": TYPED}).text
    assert "hemlig nyckel" not in page
    page = client.post("/konto/losenord", data={"present": "hemligt ord här", "password": "p q r"}).text
    assert "hemligt ord" not in page


@pytest.mark.parametrize(
    "target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"]
)
def test_no_page_sends_a_person_to_another_site(client: SamsynClient, target: str) -> None:
    page = client.get("/logga-in", query_string={"next": target}).text
    assert re.findall(r'<input type="hidden" name="next" value="([^"]*)">\n', page) == ["/"]
    for answer in (
        sign_in(client, "chef", next=target),
        client.get("/logga-in", query_string={"next": target}),
        client.post("/sprak", data={"language": "en", "next": target}),
    ):
        assert (answer.status_code // 100, answer.location) == (3, "/")


def test_every_form_is_refused_without_its_token_and_changes_nothing(
    app: Flask, admin: SamsynClient, session: Session
) -> None:
    admin.sends_csrf = False
    before = session.scalar(select(func.count()).select_from(HistoryEntry))
    tried = 0
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()) and rule.endpoint.startswith("accounts."):
            with app.test_request_context():
                address = app.url_map.bind("").build(
                    rule.endpoint, dict.fromkeys(rule.arguments, 1), method="POST"
                )
            answer = admin.post(address, data={"username": "chef", "password": PASSWORD, "language": "en"})
            assert answer.status_code == 400, rule.rule
            tried += 1
    assert tried >= 15
    session.rollback()
    assert session.scalar(select(func.count()).select_from(HistoryEntry)) == before
    assert admin.get("/konto/").status_code == 200


def test_an_old_sign_in_page_asks_once_more(client: SamsynClient) -> None:
    client.sends_csrf = False
    answer = client.post("/logga-in", data={"username": "chef", "password": PASSWORD, "csrf_token": "old"})
    assert answer.status_code == 400
    assert "Försök en gång till" in answer.text
    token = hidden(answer.text, "csrf_token")
    again = client.post("/logga-in", data={"username": "chef", "password": PASSWORD, "csrf_token": token})
    assert again.status_code == 303


def test_the_language_follows_the_person_or_else_the_browser(client: SamsynClient) -> None:
    assert client.post("/sprak", data={"language": "en", "next": "/logga-in"}).location == "/logga-in"
    assert '<html lang="en">' in client.get("/logga-in").text
    sign_in(client, "chef")
    assert '<html lang="sv">' in client.get("/konto/").text, "the person's own choice comes first"
    client.post("/sprak", data={"language": "en", "next": "/konto/"})
    assert '<html lang="en">' in client.get("/konto/").text
    assert client.post("/sprak", data={"language": "xx"}).status_code == 400


def test_a_form_of_one_who_was_signed_in_before_is_shown_and_not_offered_for_sending_in_anothers_name(
    clients: Callable[[], SamsynClient], form_address: str
) -> None:
    chef, admin = clients(), clients()
    sign_in(chef, "chef")
    sign_in(admin, "admin")
    page_of_before = hidden(chef.get("/mitt-konto/").text, "csrf_token")
    admin.sends_csrf = False
    answer = admin.post(form_address, data={"csrf_token": page_of_before, "text": TYPED})
    assert answer.status_code == 400
    assert textareas(answer.text)[0] == TYPED
    assert "Någon annan är inloggad" in answer.text
    assert "Spara det du skrev" not in answer.text
    # One who signs in anew oneself sends it with one press, as before.
    again = clients()
    sign_in(again, "chef")
    again.sends_csrf = False
    stale = again.post(form_address, data={"csrf_token": page_of_before, "text": TYPED})
    assert "Spara det du skrev" in stale.text


@pytest.mark.parametrize("wrong_first", [False, True], ids=["at once", "after a wrong password"])
def test_what_one_typed_before_an_ended_sign_in_is_not_offered_for_sending_by_who_signs_in_as_another(
    clients: Callable[[], SamsynClient], form_address: str, wrong_first: bool
) -> None:
    left, come = clients(), clients()
    sign_in(left, "chef")
    page_of_before = hidden(left.get("/mitt-konto/").text, "csrf_token")
    come.sends_csrf = False
    page = come.post(form_address, data={"csrf_token": page_of_before, "text": TYPED})
    assert (page.status_code, "Andra raden, åäö." in page.text) == (401, True)
    if wrong_first:
        page = signs_in_from(come, page.text, "admin", "fel lösenord")
        assert page.status_code == 401
    anothers = signs_in_from(come, page.text, "admin")
    assert TYPED in textareas(anothers.text)
    assert "Någon annan är inloggad" in anothers.text
    assert "Spara det du skrev" not in anothers.text
    # Oneself one sends it with one press, as before.
    own = clients()
    own.sends_csrf = False
    page = own.post(form_address, data={"csrf_token": page_of_before, "text": TYPED})
    assert "Spara det du skrev" in signs_in_from(own, page.text, "chef").text


def test_with_a_second_step_between_it_is_still_known_who_typed(
    clients: Callable[[], SamsynClient], form_address: str, clock: Clock, session: Session
) -> None:
    clock(NOON)
    left, guarded, come = clients(), clients(), clients()
    sign_in(left, "chef")
    page_of_before = hidden(left.get("/mitt-konto/").text, "csrf_token")
    sign_in(guarded, "admin")
    guarded.post("/konto/tvasteg", data={"present": PASSWORD})
    secret = session.scalars(select(Credential.totp_secret).where(Credential.username == "admin")).one()
    assert secret is not None
    guarded.post("/konto/tvasteg/bekrafta", data={"code": pyotp.TOTP(secret).at(NOON)})
    clock(NOON + timedelta(seconds=30))
    come.sends_csrf = False
    page = come.post(form_address, data={"csrf_token": page_of_before, "text": TYPED})
    asked = signs_in_from(come, page.text, "admin")
    assert "Logga in, steg två" in asked.text
    code = {name: hidden(asked.text, name) for name in ("csrf_token", "next", "kept", "kept_path", "kept_of")}
    code["code"] = pyotp.TOTP(secret).at(NOON + timedelta(seconds=30))
    anothers = come.post("/logga-in/kod", data=code)
    assert TYPED in textareas(anothers.text)
    assert "Någon annan är inloggad" in anothers.text
    assert "Spara det du skrev" not in anothers.text


def signs_in_from(client: SamsynClient, page: str, username: str, password: str = PASSWORD) -> TestResponse:
    """Sign in on a page that carries what was typed."""
    fields = {name: hidden(page, name) for name in ("csrf_token", "next", "kept", "kept_path", "kept_of")}
    return client.post("/logga-in", data={**fields, "username": username, "password": password})


def test_the_signs_a_page_knows_its_versions_by_are_not_shown_as_something_somebody_wrote(
    timed_out: SamsynClient, form_address: str
) -> None:
    page = timed_out.post(form_address, data={"text": TYPED, "called": "0123456789abcdef" * 4})
    carried = {name: hidden(page.text, name) for name in ("kept", "kept_path", "kept_of")}
    back = sign_in(timed_out, "chef", **carried)
    assert textareas(back.text) == [TYPED]
    assert hidden(back.text, "called") == "0123456789abcdef" * 4
