"""What no browser sends is turned away before anything stumbles over it."""

from __future__ import annotations

import re

import pytest
from flask import Flask
from werkzeug.test import EnvironBuilder

from app.db import db
from bench.municipality import build, sign_in
from tests.support.statements import counted_statements
from tests.support.world import World


def answer(app: Flask, **changes: str) -> tuple[int, bytes]:
    environ = EnvironBuilder(path="/logga-in").get_environ() | changes
    status: list[str] = []
    body = b"".join(app.wsgi_app(environ, lambda line, _headers, _error=None: status.append(line)))
    return int(status[0][:3]), body


@pytest.mark.parametrize(
    "host",
    [
        "",
        "[::1",
        "x y",
        "127.0.0.1:99999",
        "a" * 300,
        "a..b",
        ".",
        "å.se",
        "a/b",
        "-a",
        "[::1]x",
        "a:b",
        "a:",
    ],
)
def test_a_host_that_is_none_is_refused(app: Flask, host: str) -> None:
    assert answer(app, HTTP_HOST=host) == (400, b"400 Bad Request\n")


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:8000", "samsyn.example.se", "samsyn.example.se.", "[::1]:80"]
)
def test_a_host_that_may_be_one_is_let_in(app: Flask, host: str) -> None:
    assert answer(app, HTTP_HOST=host)[0] == 200


@pytest.mark.parametrize("query", ["a=\xff", "a=\x00", "a b", "å=1", "a=\r\nX: y"])
def test_a_query_with_raw_bytes_is_refused(app: Flask, query: str) -> None:
    assert answer(app, QUERY_STRING=query)[0] == 400


@pytest.mark.parametrize("query", ["a=%FF%00", "next=/&next=//x", "%", "a[]={}|^`"])
def test_a_query_that_is_escaped_is_let_in(app: Flask, query: str) -> None:
    assert answer(app, QUERY_STRING=query)[0] == 200


@pytest.mark.parametrize("number", ["2147483648", "9223372036854775808", "9" * 400])
def test_a_number_no_id_can_be_is_no_address(app: Flask, number: str) -> None:
    adapter = app.url_map.bind("127.0.0.1")
    assert not adapter.test(f"/dialoger/{number}/", "GET")
    assert adapter.test("/dialoger/2147483647/", "GET")


def test_no_safe_method_writes_whatever_body_it_carries(world: World) -> None:
    """HEAD reaches the views of GET and passes the CSRF check: it must never be taken for a POST."""
    with world.app.app_context():
        made = build(db.session, pairs=1, themes=2)
        db.session.commit()
    person = sign_in(world.app, made.boss_id)
    meeting = made.meetings[0]
    ids = {"dialogue_id": meeting.dialogue_id, "theme_id": meeting.theme_ids[0], "series_id": 1, "unit_id": 2}
    form = {"text": "skrivet", "base": "", "verdict": "same", "name": "Nytt namn", "what": "x", "who": "rep"}
    client = world.app.test_client(use_cookies=False)
    client.sends_csrf = False  # type: ignore[attr-defined]
    for rule in world.app.url_map.iter_rules():
        if not {"GET", "POST"} <= (rule.methods or set()):
            continue
        path = rule.rule
        for name in rule.arguments:
            path = re.sub(rf"<[^<>]*\b{name}>", str(ids.get(name, 1)), path)
        with counted_statements(world.engine) as sent:
            answered = client.open(path, method="HEAD", data=form, headers={"Cookie": person.cookie})
        assert answered.status_code < 500, path
        writes = [
            one for one in sent if one.startswith(("INSERT", "UPDATE", "DELETE")) and " reading " not in one
        ]
        assert writes == [], path


def test_files_of_every_page_depend_on_nobodys_cookie(world: World) -> None:
    client = world.app.test_client()
    page = client.get("/logga-in").text
    files = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page))
    assert len(files) > 3
    for file in files:
        # Otherwise no cache between may keep them, nor a browser when the cookie is rewritten, which it is every minute.
        assert "Cookie" not in client.get(file).headers.get("Vary", ""), file
    assert "Cookie" in client.get("/logga-in").headers["Vary"]
