"""A municipality with two years of content takes other models into use, one after another: nothing is lost or hidden."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.exceptions import HTTPException

from app import clock
from app.accounts.models import Credential
from app.modelling import services
from app.modelling.uses import leftovers, uses
from app.organisation.models import Person
from app.planning.models import Goal
from app.records.verifying import verify
from app.steering.in_force import profile_in_force
from app.steering.loader import SHIPPED
from tests.support.client import SamsynClient
from tests.support.demo import demo_municipality
from tests.support.shown import hidden
from tests.support.signed_in import sign_in
from tests.support.world import Seed

READERS = ("kommunchef", "enhetschef", "ks", "admin")
OTHERS = ("kungalv", "lerum", "karlskoga", "perstorp")
WORDS = ("barn", "läsning", "risk")
FEW = 1
NOT_WALKED = re.compile(r"\.\b(pdf|docx|xlsx|csv)\b|prova|/filer/|/bilagor/|/fil\b")
BEGINS = re.compile(r"^/avvikelser/ny|^/plan/mal/nytt\?.*slag=")
"""What begins something new of a kind: only the kinds of the model in force are begun."""
LINK = re.compile(r'<a [^>]*href="(/[^"#]*)')


@pytest.fixture
def seed() -> Seed:
    return demo_municipality


def found_by(client: SamsynClient, app: Flask, session: Session) -> list[str]:
    """Walk from the start page; give what answered 200, a few addresses of each view."""
    known: Counter[str] = Counter()
    waiting, seen, answered = ["/"], set[str](), []
    address = app.url_map.bind("localhost")
    while waiting:
        path = waiting.pop(0)
        if path in seen:
            continue
        seen.add(path)
        try:
            endpoint = address.match(path.partition("?")[0])[0]
        except HTTPException:
            continue
        if (
            known[endpoint] >= FEW
            or endpoint.endswith("static")
            or NOT_WALKED.search(path)
            or BEGINS.search(path)
        ):
            continue
        page = client.get(path)
        if page.status_code == 200:
            known[endpoint] += 1
        if page.status_code == 200 and page.mimetype == "text/html":
            answered.append(path)
            waiting += [unescape(one) for one in LINK.findall(page.text)]
    return answered


@pytest.mark.one_database
def test_other_models_come_into_force_and_nobody_misses_anything(
    app: Flask, clients: Callable[[], SamsynClient], session: Session, database_kind: str
) -> None:
    if database_kind != "sqlite":
        pytest.skip("what pages show under another model is the same on every database")
    readers: dict[str, SamsynClient] = {}
    for username in READERS:
        person = session.scalars(
            select(Person)
            .join(Credential, Credential.person_id == Person.id)
            .where(Credential.username == username)
        ).one()
        readers[username] = sign_in(clients(), session, person)
    before = {name: found_by(client, app, session) for name, client in readers.items()}
    hits = {name: {word: _hits(client, word) for word in WORDS} for name, client in readers.items()}
    names = {goal.id: goal.kind for goal in session.scalars(select(Goal))}
    assert sum(map(len, before.values())) > 120
    lost_all: list[tuple[str, str, str]] = []
    for key in OTHERS:
        text = (SHIPPED / f"{key}.toml").read_text(encoding="utf-8")
        readers["admin"].post("/modellen/las-in", data={"text": text})
        draft_id = max(one.id for one in session.scalars(select(services.ModelDraft)))
        page = readers["admin"].get(f"/modellen/{draft_id}/ta-i-bruk").text
        read = {name: hidden(page, name) for name in ("expected", "in_force")}
        answer = readers["admin"].post(
            f"/modellen/{draft_id}/ta-i-bruk",
            data=read | {"from_day": clock.today().isoformat(), "why": key},
        )
        assert answer.status_code == 302
        # In between one of them looks; at the first change and after them all everybody does.
        for name, client in (
            readers.items() if key in {OTHERS[0], OTHERS[-1]} else [("kommunchef", readers["kommunchef"])]
        ):
            lost = [path for path in before[name] if client.get(path).status_code != 200]
            lost_all.extend((name, key, one) for one in lost)
            assert {word: _hits(client, word) for word in WORDS} == hits[name], f"{name} under {key}"
    assert lost_all == []
    session.expire_all()
    stands = profile_in_force()
    left = {one.use.key: one for one in leftovers(session, stands, stands.earlier)}
    assert {line.key for line in left["units"].lines} >= {"section"}
    assert all(line.name is not None for one in left.values() for line in one.lines)
    goals = left["goals"]
    assert {goal.id: goal.kind for goal in session.scalars(select(Goal))} == names
    for one in left.values():
        for line in one.lines:
            if one.use.carries is not None and one.choices:
                data = {"use": one.use.key, "old": line.key, "new": next(iter(one.choices))}
                assert readers["admin"].post("/modellen/for-over", data=data).status_code == 302
    session.expire_all()
    again = {one.use.key: one for one in leftovers(session, stands, stands.earlier)}
    assert not {key for key in again if uses.get(key).carries is not None and again[key].choices}  # type: ignore[union-attr]
    assert goals.count > 0
    assert verify(session).faults == []


def _hits(client: SamsynClient, word: str) -> set[str]:
    page = client.get("/sok", query_string={"q": word})
    main = page.text.split('id="content"', 1)[1]
    # The drafts of the models that are tried here are found too, one after another.
    return {one for one in LINK.findall(main) if not one.startswith(("/sok", "/modellen/"))}
