"""A forgotten password: whoever asks is answered alike, and only the right mailbox gets a way in."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock as time
from app.accounts.models import Attempt, OneTimeLink
from app.notifications.delivering import Delivered, deliver
from app.notifications.models import MailState, Outgoing
from app.notifications.transport import Fault, sender_for, transport_for
from app.organisation.models import Person
from app.records.models import HistoryContent, HistoryEntry
from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.factories.organisation import make_person
from tests.support.client import SamsynClient
from tests.support.mail_server import Post, mail_server
from tests.support.statements import counted_statements
from tests.support.world import World

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NEW = {"password": "en ny ramsa 2", "again": "en ny ramsa 2"}
BASE = "http://127.0.0.1:8000"
Clock = Callable[[datetime], None]
Send = Callable[[], Delivered]


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Post:
    with mail_server() as running:
        settings = replace(app.config["SETTINGS"], mail_url=f"smtp://127.0.0.1:{running.port}")
        monkeypatch.setitem(app.config, "SETTINGS", settings)
        yield running


@pytest.fixture
def send(session: Session, post: Post) -> Send:
    def now() -> Delivered:
        session.rollback()
        transport = transport_for(f"smtp://127.0.0.1:{post.port}")
        assert transport is not None
        return deliver(session, transport=transport, sender=sender_for("", BASE), base_url=BASE)

    return now


def ask(client: SamsynClient, who: str, **more: object) -> int:
    return client.post("/glomt-losenord", data={"who": who}, **more).status_code


def path_in(mail: EmailMessage) -> str:
    plain = mail.get_body(("plain",))
    assert plain is not None
    found = re.search(r"Välj lösenord: (\S+)", plain.get_content())
    assert found is not None
    assert found[1].startswith(f"{BASE}/nytt-losenord/"), "always the fixed base address"
    return found[1].removeprefix(BASE)


def outbox(session: Session) -> list[Outgoing]:
    session.rollback()
    session.expire_all()
    return list(session.scalars(select(Outgoing).order_by(Outgoing.id)))


def test_where_mail_is_not_set_up_the_page_says_whom_to_turn_to(
    client: SamsynClient, session: Session
) -> None:
    assert 'href="/glomt-losenord"' in client.get("/logga-in").text
    page = client.get("/glomt-losenord").text
    assert "den som sköter konton" in page
    assert "<input" not in page.partition("<h1>")[2].partition("</main>")[0]
    assert client.get("/glomt-losenord/skickat").location == "/glomt-losenord"
    assert ask(client, "chef") == 422
    assert outbox(session) == []


@pytest.mark.parametrize("who", ["chef", " CHEF ", "chef@kommunen.example", "Chef@Kommunen.Example"])
def test_a_link_by_mail_sets_a_password_once_and_ends_every_sign_in(
    clients: Callable[[], SamsynClient], chef: SamsynClient, post: Post, send: Send, who: str
) -> None:
    visitor = clients()
    asked = visitor.post("/glomt-losenord", data={"who": who}, headers={"X-Forwarded-Host": "evil.example"})
    assert asked.status_code == 303
    assert visitor.get("/glomt-losenord/skickat").status_code == 200
    assert send() == Delivered(sent=1)
    (mail,) = post.taken
    assert mail["To"] == "Karin Holmberg <chef@kommunen.example>"
    path = path_in(mail)
    assert visitor.get(path).status_code == 200
    assert chef.get("/konto/").status_code == 200
    assert visitor.post(path, data=NEW).location == "/logga-in"
    assert chef.get("/konto/").status_code == 302
    assert visitor.post(path, data=NEW).status_code == 410
    assert sign_in(visitor, "chef", PASSWORD).status_code == 401
    assert sign_in(visitor, "chef", NEW["password"]).status_code == 303


def test_the_way_in_is_kept_nowhere_but_in_the_mail(
    client: SamsynClient, session: Session, post: Post, send: Send, person_id: Callable[[str], int]
) -> None:
    ask(client, "chef")
    (waiting,) = outbox(session)
    assert session.scalars(select(OneTimeLink)).all() == [], "made when the mail is sent"
    send()
    token = path_in(post.taken[0]).rpartition("/")[2]
    session.rollback()
    kept = [
        *session.scalars(select(HistoryContent.content)),
        *session.scalars(select(OneTimeLink.token_hash)),
        *(str(value) for value in vars(session.get_one(Outgoing, waiting.id)).values()),
    ]
    assert not any(token in (text or "") for text in kept)
    events = session.execute(
        select(HistoryEntry.action, HistoryEntry.actor_id).where(
            HistoryEntry.object_kind == "account", HistoryEntry.object_id == person_id("chef")
        )
    ).all()
    assert ("account.link_mailed", None) in [tuple(event) for event in events]


WHOEVER = (
    "chef",
    "utan",
    "stangd",
    "ingen",
    "utan@kommunen.example",
    "delad@kommunen.example",
    "två ord",
    "a\x00b",
)


@pytest.fixture
def people(session: Session) -> None:
    """Beside the four: one who is closed, one without an address, two who share one, from before that was refused."""
    for username, email in (
        ("stangd", "stangd@kommunen.example"),
        ("adresslos", None),
        ("delar", "delad@kommunen.example"),
        ("delar2", "delad@kommunen.example"),
    ):
        person = make_person(session, username)
        person.email = email
        make_account(session, person, username)
        if username == "stangd":
            person.closed_on = time.today()
    session.commit()


def test_whoever_asks_is_answered_by_the_same_work(
    client: SamsynClient, world: World, session: Session, people: None, post: Post, send: Send
) -> None:
    answers, work = set(), set()
    for who in WHOEVER:
        with counted_statements(world.engine) as sent:
            answer = client.post("/glomt-losenord", data={"who": who})
        answers.add((answer.status_code, answer.location, answer.text))
        work.add(tuple(sent))
    assert len(answers) == 1, [(status, location) for status, location, _ in answers]
    assert len(work) == 1, "the same statements, in the same order"
    assert [row.person.name for row in map(with_person(session), outbox(session))] == ["Karin Holmberg"]


def with_person(session: Session) -> Callable[[Outgoing], Outgoing]:
    def loaded(row: Outgoing) -> Outgoing:
        row.person = session.get_one(Person, row.person_id)
        return row

    return loaded


def test_who_is_closed_after_asking_gets_nothing(
    client: SamsynClient,
    session: Session,
    post: Post,
    send: Send,
    admin: SamsynClient,
    person_id: Callable[[str], int],
) -> None:
    ask(client, "chef")
    admin.post(f"/konton/{person_id('chef')}/stang")
    assert send() == Delivered(given_up=1)
    assert post.taken == []
    assert outbox(session)[0].fault == Fault.CLOSED
    assert session.scalars(select(OneTimeLink)).all() == []


def test_who_has_the_address_of_one_who_has_left_asks_by_it(
    client: SamsynClient,
    session: Session,
    post: Post,
    send: Send,
    admin: SamsynClient,
    person_id: Callable[[str], int],
) -> None:
    """A common mailbox of a unit goes on to whoever comes after; nobody else is called by it any more."""
    admin.post(f"/konton/{person_id('annan')}/stang")
    session.get_one(Person, person_id("chef")).email = "annan@kommunen.example"
    session.commit()
    assert ask(client, "annan@kommunen.example") == 303
    assert send() == Delivered(sent=1)
    assert post.taken[0]["To"] == "Karin Holmberg <annan@kommunen.example>"


@pytest.mark.parametrize("who", ["chef", "ingen"])
def test_asking_over_and_over_has_to_wait(
    client: SamsynClient, session: Session, post: Post, clock: Clock, who: str
) -> None:
    clock(NOON)
    assert [ask(client, who) for _ in range(4)] == [303, 303, 303, 429]
    refused = client.post("/glomt-losenord", data={"who": who.upper()})
    assert int(refused.headers["Retry-After"]) <= 30
    assert "Vänta 1 minut" in refused.text
    assert ask(client, "annan") == 303, "others are not held up"
    clock(NOON + timedelta(seconds=31))
    assert ask(client, who) == 303
    assert not any(who in key for key in session.scalars(select(Attempt.key)))


def test_one_address_cannot_ask_for_everybody(client: SamsynClient, post: Post, clock: Clock) -> None:
    clock(NOON)
    answers = [ask(client, f"person{number}") for number in range(41)]
    assert answers == [303] * 40 + [429]


def test_a_waiting_mail_is_not_doubled(
    client: SamsynClient, session: Session, post: Post, clock: Clock
) -> None:
    clock(NOON)
    ask(client, "chef")
    ask(client, "chef@kommunen.example")
    assert len(outbox(session)) == 1
    clock(NOON + timedelta(minutes=6))
    ask(client, "chef")
    assert len(outbox(session)) == 2


def test_a_link_by_mail_runs_out_after_an_hour(
    client: SamsynClient, post: Post, send: Send, clock: Clock
) -> None:
    clock(NOON)
    ask(client, "chef")
    clock(NOON + timedelta(minutes=50))
    send()
    path = path_in(post.taken[0])
    clock(NOON + timedelta(minutes=110) - timedelta(seconds=1))
    assert client.get(path).status_code == 200, "counted from when it was sent"
    clock(NOON + timedelta(minutes=110))
    assert client.get(path).status_code == 410
    assert 'href="/glomt-losenord"' in client.get(path).text


def test_asking_in_somebodys_name_spoils_no_link_of_theirs_and_using_one_ends_them_all(
    clients: Callable[[], SamsynClient],
    admin: SamsynClient,
    post: Post,
    send: Send,
    person_id: Callable[[str], int],
) -> None:
    shown = admin.post(f"/konton/{person_id('chef')}/lank").text
    handed = re.search(r"/nytt-losenord/[\w-]+", shown)
    assert handed is not None
    visitor = clients()
    for _ in range(2):
        ask(visitor, "chef")
        send()
    first, second = (path_in(mail) for mail in post.taken)
    assert [visitor.get(path).status_code for path in (handed[0], first, second)] == [200, 200, 200]
    assert visitor.post(first, data=NEW).status_code == 303
    assert [visitor.get(path).status_code for path in (handed[0], first, second)] == [410, 410, 410]


def test_a_mail_tried_again_has_a_link_that_works_and_one_too_old_is_not_sent(
    client: SamsynClient, session: Session, admin: SamsynClient, post: Post, send: Send, clock: Clock
) -> None:
    clock(NOON)
    sign_in(admin, "admin")
    post.to["chef@kommunen.example"] = "451 4.7.1 Greylisted"
    ask(client, "chef")
    assert send() == Delivered(later=1)
    post.to.clear()
    clock(NOON + timedelta(minutes=2))
    assert send() == Delivered(sent=1)
    assert client.get(path_in(post.taken[0])).status_code == 200
    post.to["chef@kommunen.example"] = "451 4.7.1 Greylisted"
    ask(client, "chef")
    assert send() == Delivered(later=1)
    clock(NOON + timedelta(hours=3))
    assert send() == Delivered(given_up=1)
    row = outbox(session)[1]
    assert (row.state, row.fault) == (MailState.GIVEN_UP, Fault.TOO_OLD)
    sign_in(admin, "admin")
    page = admin.get("/utskick").text
    assert "Länk för nytt lösenord" in page
    assert f"/utskick/{row.id}/igen" not in page
    assert admin.post(f"/utskick/{row.id}/igen").status_code == 404
    admin.post("/utskick/igen")
    assert outbox(session)[1].state == MailState.GIVEN_UP
