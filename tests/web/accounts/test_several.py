"""Accounts for several people at once: told before it happens, done at once, with the links shown once or mailed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from app import clock as time
from app.access.actor import Scope
from app.access.matrix import MATRIX, May, Reach, Role
from app.accounts import giving, services
from app.accounts.giving import NameFault, NotGiven
from app.accounts.models import Credential, OneTimeLink
from app.accounts.rules import MOST_ACCOUNTS
from app.notifications.delivering import Delivered, deliver
from app.notifications.models import MailState, Outgoing
from app.notifications.transport import Fault, sender_for, transport_for
from app.organisation.models import Person, Unit
from app.records.models import HistoryContent, HistoryEntry
from app.records.verifying import verify
from tests.factories.accounts import make_account, sign_in
from tests.factories.organisation import make_appointment, make_person, make_unit
from tests.support.at_once import second_while_first
from tests.support.client import SamsynClient
from tests.support.mail_server import Post, mail_server
from tests.support.shown import hidden
from tests.support.world import World
from tests.web.attacks.test_at_once import at_once, let_go

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
BASE = "http://127.0.0.1:8000"
NEW = {"password": "en ny ramsa 2", "again": "en ny ramsa 2"}
Clock = Callable[[datetime], None]
Send = Callable[[], Delivered]


@pytest.fixture
def new(session: Session) -> dict[str, int]:
    """Three who are to lead units and have no account: by what they are called here."""
    top = session.scalars(select(Unit).where(Unit.is_top_administration)).one()
    made = {}
    for key, name, email in (
        ("anna", "Anna Berg", "anna.berg@kommunen.example"),
        ("bo", "Bo Öst", None),
        ("chef2", "Cajsa Chef", "chef@skolan.example"),
    ):
        person = make_person(session, name, email=email)
        make_appointment(session, person, make_unit(session, f"Förskolan {name}", under=top))
        made[key] = person.id
    made["nils"] = session.scalars(select(Person.id).where(Person.name == "Nils Ny")).one()
    session.commit()
    return made


@pytest.fixture
def post(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[Post]:
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


def proposed(page: str) -> dict[int, str]:
    """The user names in the fields of a page, by person."""
    found = re.findall(r'name="namn-(\d+)" value="([^"]*)"', page)
    return {int(number): html.unescape(name) for number, name in found}


def shown(page: str) -> dict[str, str]:
    """The paths of the links a page shows, by user name."""
    rows = re.findall(r'<td data-label="Användarnamn">([^<]*)</td><td[^>]*><code[^>]*>([^<]*)</code>', page)
    assert all(link.startswith(f"{BASE}/nytt-losenord/") for _, link in rows), "always the fixed base address"
    return {html.unescape(name): link.removeprefix(BASE) for name, link in rows}


def look(client: SamsynClient, *people: int) -> TestResponse:
    return client.get("/konton/nya", query_string={"p": list(people)})


def give(client: SamsynClient, names: dict[int, str], **more: object) -> TestResponse:
    fields = {f"namn-{number}": name for number, name in names.items()}
    return client.post("/konton/nya", data={"p": list(names), **fields}, **more)


def usernames(session: Session) -> dict[int, str]:
    session.rollback()
    return {
        row.person_id: row.username
        for row in session.execute(select(Credential.person_id, Credential.username))
    }


def test_several_get_accounts_at_once_and_come_in(
    admin: SamsynClient, clients: Callable[[], SamsynClient], new: dict[str, int]
) -> None:
    page = look(admin, new["anna"], new["bo"], new["chef2"])
    names = proposed(page.text)
    assert names == {new["anna"]: "anna.berg", new["bo"]: "bo.ost", new["chef2"]: "chef2"}
    assert "3 personer får konto" in page.text
    assert "3 länkar visas för dig" in page.text
    done = give(admin, names | {new["bo"]: " Bo.ÖST "}, headers={"X-Forwarded-Host": "evil.example"})
    assert done.status_code == 200
    assert done.headers["Cache-Control"] == "no-store"
    links = shown(done.text)
    assert set(links) == {"anna.berg", "bo.öst", "chef2"}
    for username, path in links.items():
        visitor = clients()
        assert visitor.post(path, data=NEW).location == "/logga-in"
        assert sign_in(visitor, username, NEW["password"]).status_code == 303
        assert visitor.get(path).status_code == 410


def test_the_links_are_shown_once_and_run_out_as_single_ones_do(
    admin: SamsynClient, client: SamsynClient, new: dict[str, int], clock: Clock, session: Session
) -> None:
    clock(NOON)
    sign_in(admin, "admin")
    done = give(admin, {new["anna"]: "anna"})
    path = shown(done.text)["anna"]
    for address in ("/konton/", f"/konton/{new['anna']}/", f"/konton/nya?p={new['anna']}", "/utskick"):
        assert "/nytt-losenord/" not in admin.get(address).text
    clock(NOON + timedelta(hours=24) - timedelta(seconds=1))
    assert client.get(path).status_code == 200
    clock(NOON + timedelta(hours=24))
    assert client.get(path).status_code == 410
    token = path.rpartition("/")[2]
    session.rollback()
    with admin.session_transaction() as kept:
        assert token not in str(dict(kept))
    assert not any(token in (text or "") for text in session.scalars(select(HistoryContent.content)))


def test_sent_once_more_it_gives_nothing_and_says_so(admin: SamsynClient, new: dict[str, int]) -> None:
    names = {new["anna"]: "anna", new["bo"]: "bo"}
    assert give(admin, names).status_code == 200
    again = give(admin, names)
    assert again.status_code == 409
    assert "Ingen av dem du har valt kan få ett konto nu" in again.text
    assert "har redan ett konto, anna" in again.text
    assert "/nytt-losenord/" not in again.text


def test_user_names_typed_when_the_sign_in_had_run_out_come_along_through_signing_in(
    admin: SamsynClient, new: dict[str, int], session: Session, clock: Clock
) -> None:
    clock(NOON)
    sign_in(admin, "admin")
    clock(NOON + timedelta(minutes=61))
    ended = give(admin, {new["anna"]: "annas.egna", new["bo"]: "bosse"})
    assert ended.status_code == 401
    fields = {name: hidden(ended.text, name) for name in ("kept", "kept_path", "next")}
    back = sign_in(admin, "admin", **fields)
    assert back.status_code == 200
    form = back.text.split('id="kept"')[1].split("</form>")[0]
    sent = re.findall(r'<input type="hidden" name="(p|namn-\d+)" value="([^"]*)"', form)
    names = {name: value for name, value in sent if name != "p"}
    made = admin.post(
        fields["kept_path"], data={"p": [value for name, value in sent if name == "p"], **names}
    )
    assert made.status_code == 200
    assert set(usernames(session).values()) >= {"annas.egna", "bosse"}


def test_each_has_the_entries_of_a_single_one(
    admin: SamsynClient, new: dict[str, int], session: Session, person_id: Callable[[str], int]
) -> None:
    give(admin, {new["anna"]: "anna", new["bo"]: "bo"})
    session.rollback()
    rows = session.execute(
        select(HistoryEntry.object_id, HistoryEntry.action, HistoryEntry.actor_id)
        .where(HistoryEntry.object_kind == "account", HistoryEntry.object_id.in_([new["anna"], new["bo"]]))
        .order_by(HistoryEntry.seq)
    ).all()
    by = person_id("admin")
    assert [tuple(row) for row in rows] == [
        (person, action, by)
        for person in (new["anna"], new["bo"])
        for action in ("account.created", "account.link_made")
    ]
    assert verify(session).faults == []


def test_faults_are_told_at_their_rows_and_nothing_is_lost_or_done(
    admin: SamsynClient, new: dict[str, int], session: Session
) -> None:
    before = usernames(session)
    typed = {new["anna"]: "två ord", new["bo"]: "CHEF", new["chef2"]: "rätt.namn", new["nils"]: ""}
    page = give(admin, typed)
    assert page.status_code == 422
    assert proposed(page.text) == typed
    for key, words in (
        ("anna", "Använd minst två tecken och inga mellanslag."),
        ("bo", "Någon annan har det användarnamnet."),
        ("nils", "Fältet behöver fyllas i."),
    ):
        assert re.search(rf'id="namn-{new[key]}-error"><span>.*?{re.escape(words)}', page.text)
        assert f'href="#namn-{new[key]}"' in page.text
    assert f'id="namn-{new["chef2"]}-error"' not in page.text
    assert usernames(session) == before
    assert session.scalars(select(OneTimeLink)).all() == []


@pytest.mark.parametrize("name", ["x", "a\x07b", "a" * 121, "en\u2028rad", "<b>&\"'", "%_", "å" * 120])
def test_odd_names_break_nothing(
    admin: SamsynClient, new: dict[str, int], session: Session, name: str
) -> None:
    answer = give(admin, {new["anna"]: name, new["bo"]: "bo"})
    if answer.status_code == 200:
        assert usernames(session)[new["anna"]] == name
        assert html.unescape(answer.text).count(f">{name}</td>") == 1
        assert f">{name}</td>" not in answer.text or "<" not in name
    else:
        assert answer.status_code == 422
        assert new["bo"] not in usernames(session)


def test_two_of_them_cannot_be_called_the_same(
    admin: SamsynClient, new: dict[str, int], session: Session
) -> None:
    page = give(admin, {new["anna"]: "Berg", new["bo"]: " berg", new["nils"]: "nils"})
    assert page.status_code == 422
    assert page.text.count("Två av dem du har valt får samma användarnamn.") == 4, "at both rows, and above"
    assert new["nils"] not in usernames(session)


def test_a_single_one_is_proposed_the_same(admin: SamsynClient, new: dict[str, int]) -> None:
    assert 'value="bo.ost"' in admin.get(f"/konton/{new['bo']}/").text


def test_names_proposed_are_unlike_those_there_are_and_one_another(
    admin: SamsynClient, session: Session
) -> None:
    make_account(session, make_person(session, "Kim Ek"), "kim.ek")
    make_account(session, make_person(session, "Kim Ek"), "kim.ek3")
    people = [make_person(session, name).id for name in ("Kim Ek", "Kim Ek", "Kim Ék")]
    session.commit()
    assert list(proposed(look(admin, *people).text).values()) == ["kim.ek2", "kim.ek4", "kim.ek5"]


def test_who_is_closed_or_got_an_account_meanwhile_is_told_and_left_out(
    admin: SamsynClient, new: dict[str, int], session: Session, person_id: Callable[[str], int]
) -> None:
    names = proposed(look(admin, *new.values()).text)
    services.close(session, person_id=new["anna"], actor_id=person_id("admin"))
    services.add_credential(session, person_id=new["bo"], username="bosse", actor_id=None)
    session.commit()
    done = give(admin, names)
    assert done.status_code == 200
    assert set(shown(done.text)) == {"chef2", "nils.ny"}
    left_out = done.text.partition("Lämnas utanför")[2]
    assert re.search(r"Anna Berg</a>: är stängd", left_out)
    assert re.search(r"Bo Öst</a>: har redan ett konto, bosse", left_out)
    assert new["anna"] not in usernames(session)
    assert usernames(session)[new["bo"]] == "bosse"


def test_nobody_chosen_and_too_many_lead_back_to_where_one_was(admin: SamsynClient) -> None:
    for sent in (
        admin.get("/konton/nya?visa=utan&q=b"),
        admin.post("/konton/nya", data={"visa": "utan", "q": "b"}),
    ):
        assert sent.status_code == 303
        assert sent.location == "/konton/?q=b&visa=utan"
    assert "Välj först vilka som ska få konto" in admin.get("/konton/").text
    many = list(range(1, MOST_ACCOUNTS + 2))
    for send in (lambda: look(admin, *many), lambda: admin.post("/konton/nya", data={"p": many})):
        assert send().status_code == 303
        assert f"Välj högst {MOST_ACCOUNTS} åt gången" in admin.get("/konton/").text


def test_who_is_chosen_twice_gets_one_account(
    admin: SamsynClient, new: dict[str, int], session: Session
) -> None:
    assert list(proposed(look(admin, new["anna"], new["anna"]).text)) == [new["anna"]]
    done = admin.post("/konton/nya", data={"p": [new["anna"]] * 2, f"namn-{new['anna']}": ["anna", "anna"]})
    assert set(shown(done.text)) == {"anna"}
    assert len(session.scalars(select(OneTimeLink)).all()) == 1


@pytest.mark.parametrize("number", ["x", "-1", "0", "99999999999999999999", "1.5", ""])
def test_what_is_nobodys_number_is_as_if_it_were_not_there(
    admin: SamsynClient, new: dict[str, int], number: str
) -> None:
    assert admin.get(f"/konton/nya?p={number}").status_code == 303
    both = admin.get(f"/konton/nya?p={number}&p={new['anna']}")
    assert list(proposed(both.text)) == [new["anna"]]
    assert "finns inte längre bland" not in both.text


def test_who_is_not_there_is_counted_and_nobody_at_all_is_not_found(
    admin: SamsynClient, new: dict[str, int]
) -> None:
    assert look(admin, 999_999).status_code == 404
    assert give(admin, {999_999: "x1"}).status_code == 404
    assert "1 person finns inte längre bland dem" in look(admin, new["anna"], 999_999).text
    assert (
        "2 personer finns inte längre bland dem"
        in give(admin, {new["anna"]: "anna", 999_999: "x1", 999_998: ""}).text
    )


def test_only_administrators_give_accounts(chef: SamsynClient, new: dict[str, int], session: Session) -> None:
    assert look(chef, new["anna"]).status_code == 404
    assert give(chef, {new["anna"]: "anna"}).status_code == 404
    assert new["anna"] not in usernames(session)


def test_who_looks_after_a_part_gives_accounts_there_and_nowhere_else(
    admin: SamsynClient,
    new: dict[str, int],
    session: Session,
    person_id: Callable[[str], int],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    here = session.scalars(select(Unit).where(Unit.name == "Enhet Alva Ek")).one()
    near = make_person(session, "Nära Ek")
    make_appointment(session, near, make_unit(session, "Under", under=here))
    session.commit()
    rule = MATRIX[May.EDIT_ACCOUNTS]
    monkeypatch.setitem(MATRIX, May.EDIT_ACCOUNTS, replace(rule, roles={Role.ADMINISTRATOR: Reach.SUBTREE}))
    page = look(admin, near.id, new["anna"])
    assert list(proposed(page.text)) == [near.id]
    assert "Anna Berg" not in page.text
    done = give(admin, {near.id: "near", new["anna"]: "anna"})
    assert set(shown(done.text)) == {"near"}
    assert "Anna Berg" not in done.text
    assert new["anna"] not in usernames(session)
    assert give(admin, {new["anna"]: "anna"}).status_code == 404
    assert f'value="{new["anna"]}"' not in admin.get("/konton/?visa=utan").text


def test_two_administrators_at_once_give_each_person_one_account(
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    new: dict[str, int],
    session: Session,
) -> None:
    """One in the one order and one in the other, and a third who gives a single one: nobody waits for ever."""
    others = [clients(), clients()]
    for one in others:
        assert sign_in(one, "admin").status_code == 303
    let_go(session, admin, *others)
    order = list(new.values())
    answers = at_once(
        lambda: give(admin, {number: f"a{number}" for number in order}),
        lambda: give(others[0], {number: f"a{number}" for number in reversed(order)}),
        lambda: others[1].post(f"/konton/{order[0]}/konto", data={"username": f"a{order[1]}"}),
    )
    assert set(answers) <= {200, 409, 422}
    assert 200 in answers
    given = usernames(session)
    assert len(set(given.values())) == len(given)
    links = session.scalars(select(OneTimeLink.person_id)).all()
    assert sorted(links) == sorted(set(links)), "one link each"
    assert verify(session).faults == []


def test_the_second_finds_what_the_first_has_done(
    world: World, session: Session, new: dict[str, int], person_id: Callable[[str], int]
) -> None:
    actor_id, everywhere = person_id("admin"), Scope(True, frozenset(), frozenset())

    def giving_to(typed: dict[int, str]) -> Callable[[Session], object]:
        return lambda own: giving.give(
            own, within=everywhere, day=time.today(), typed=typed, mail_is_on=False, base_url=BASE,
            actor_id=actor_id,
        )  # fmt: skip

    session.commit()
    second = {new["anna"]: "anna", new["nils"]: "bo"}
    with pytest.raises(NotGiven) as refused:
        second_while_first(world, giving_to({new["bo"]: "bo", new["anna"]: "a1"}), giving_to(second))
    found = refused.value.plan
    assert [(one.row.person_id, one.fault) for one in found.candidates] == [(new["nils"], NameFault.TAKEN)]
    assert [row.username for row in found.left_out] == ["a1"]


def mailed(post: Post) -> dict[str, str]:
    """The paths of the links that came by mail, by receiver."""
    found = {}
    for mail in post.taken:
        plain = mail.get_body(("plain",))
        assert plain is not None
        link = re.search(r"Välj lösenord: (\S+)", plain.get_content())
        assert link is not None
        assert link[1].startswith(f"{BASE}/nytt-losenord/")
        found[str(mail["To"])] = link[1].removeprefix(BASE)
    return found


def test_who_can_have_the_link_by_mail_gets_it_so_and_nobody_else_sees_it(
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    new: dict[str, int],
    session: Session,
    post: Post,
    send: Send,
) -> None:
    page = look(admin, *new.values()).text
    assert "2 personer får var sitt mejl" in page
    assert "2 länkar visas för dig" in page
    assert "visas för dig: ingen e-postadress" in page
    assert "visas för dig: inget förordnande nu" in page
    done = give(admin, proposed(page))
    assert set(shown(done.text)) == {"bo.ost", "nils.ny"}
    session.rollback()
    assert len(session.scalars(select(OneTimeLink)).all()) == 2, (
        "the others' are made when their mail is sent"
    )
    assert "Länk till ett nytt konto" in admin.get("/utskick?visa=vantar").text
    assert send() == Delivered(sent=2)
    links = mailed(post)
    assert set(links) == {"Anna Berg <anna.berg@kommunen.example>", "Cajsa Chef <chef@skolan.example>"}
    visitor = clients()
    path = links["Cajsa Chef <chef@skolan.example>"]
    assert visitor.post(path, data=NEW).status_code == 303
    assert sign_in(visitor, "chef2", NEW["password"]).status_code == 303


def test_a_mailed_link_is_good_for_a_day_from_when_it_is_sent_however_late(
    admin: SamsynClient, client: SamsynClient, new: dict[str, int], post: Post, send: Send, clock: Clock
) -> None:
    clock(NOON)
    sign_in(admin, "admin")
    post.to["anna.berg@kommunen.example"] = "451 4.7.1 Greylisted"
    give(admin, {new["anna"]: "anna"})
    assert send() == Delivered(later=1)
    post.to.clear()
    clock(NOON + timedelta(hours=5))
    assert send() == Delivered(sent=1)
    (path,) = mailed(post).values()
    clock(NOON + timedelta(hours=29) - timedelta(seconds=1))
    assert client.get(path).status_code == 200
    clock(NOON + timedelta(hours=29))
    assert client.get(path).status_code == 410


def test_what_did_not_get_through_can_be_sent_again(
    admin: SamsynClient, new: dict[str, int], session: Session, post: Post, send: Send
) -> None:
    post.to["anna.berg@kommunen.example"] = "550 unknown"
    give(admin, {new["anna"]: "anna"})
    assert send() == Delivered(given_up=1)
    row = session.scalars(select(Outgoing)).one()
    assert row.fault == Fault.REFUSED
    post.to.clear()
    assert admin.post(f"/utskick/{row.id}/igen").status_code == 303
    assert send() == Delivered(sent=1)


def test_who_has_chosen_a_password_meanwhile_or_is_closed_gets_no_mail(
    admin: SamsynClient,
    client: SamsynClient,
    new: dict[str, int],
    session: Session,
    post: Post,
    send: Send,
) -> None:
    give(admin, {new["anna"]: "anna", new["chef2"]: "cajsa"})
    page = admin.post(f"/konton/{new['anna']}/lank").text
    handed = re.search(r"/nytt-losenord/[\w-]+", page)
    assert handed is not None
    assert client.post(handed[0], data=NEW).status_code == 303
    admin.post(f"/konton/{new['chef2']}/stang")
    assert send() == Delivered(given_up=2)
    assert post.taken == []
    session.expire_all()
    rows = session.scalars(select(Outgoing).order_by(Outgoing.id)).all()
    assert [(row.state, row.fault) for row in rows] == [
        (MailState.GIVEN_UP, Fault.TOO_OLD),
        (MailState.GIVEN_UP, Fault.CLOSED),
    ]


def test_in_the_register_those_without_an_account_are_ticked(
    admin: SamsynClient, new: dict[str, int], session: Session
) -> None:
    def ticks(address: str) -> dict[int, bool]:
        boxes = re.findall(r'name="p" value="(\d+)" autocomplete="off"( checked)?>', admin.get(address).text)
        return {int(number): bool(checked) for number, checked in boxes}

    nobody = dict.fromkeys(new.values(), False)
    for address in ("/konton/", "/konton/?visa=utan"):
        assert ticks(address) == nobody, "nobody else is offered"
    assert ticks("/konton/?visa=utan&alla=1") == dict.fromkeys(new.values(), True)
    assert ticks(f"/konton/?p={new['bo']}&p=x") == nobody | {new["bo"]: True}
    assert "Välj alla på sidan" not in admin.get("/konton/?visa=med").text
    page = admin.get("/konton/?visa=utan").text
    assert "Chef, Förskolan Anna Berg" in page
    chosen = look(admin, new["bo"], new["nils"]).text
    assert f'href="/konton/?p={new["bo"]}&amp;p={new["nils"]}"' in chosen, "and back, ticked as they were"
    assert ticks("/konton/?visa=stangda") == {}


def test_the_register_as_a_file_leaves_the_boxes_out(admin: SamsynClient, new: dict[str, int]) -> None:
    sheet = admin.get("/konton/?visa=utan&tabell=accounts-caption&fil=csv").text
    assert "Anna Berg" in sheet
    assert "Ge konto" not in sheet


def test_the_pages_take_as_many_statements_however_many_people(
    admin: SamsynClient, session: Session, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    unit = session.scalars(select(Unit).where(Unit.name == "Enhet Alva Ek")).one()
    counts = []
    people: list[int] = []
    for more in (2, MOST_ACCOUNTS - 2):
        for number in range(more):
            person = make_person(session, f"Ny Person{number}", email=f"ny{more}.{number}@kommunen.example")
            make_appointment(session, person, unit, Role.EMPLOYEE)
            people.append(person.id)
        session.commit()
        with statements() as sent:
            assert look(admin, *people).status_code == 200
            assert give(admin, dict.fromkeys(people, "samma namn")).status_code == 422
            assert admin.get("/konton/?visa=utan&alla=1").status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1]
    done = give(admin, proposed(look(admin, *people).text))
    assert f"{MOST_ACCOUNTS} konton är skapade" in done.text
    assert len(shown(done.text)) == MOST_ACCOUNTS


def test_the_pages_speak_english(world: World, admin: SamsynClient, new: dict[str, int]) -> None:
    admin.post("/sprak", data={"language": "en"})
    # What was read above was in Swedish; a context of its own speaks its own language.
    with world.app.app_context():
        assert "Give several people accounts" in look(admin, new["anna"]).text
        assert "1 account has been made" in give(admin, {new["anna"]: "anna"}).text


def look_anew(client: SamsynClient, *people: int) -> TestResponse:
    return client.get("/konton/nya-lankar", query_string={"p": list(people)})


def make_anew(client: SamsynClient, *people: int) -> TestResponse:
    return client.post("/konton/nya-lankar", data={"p": list(people)})


def test_where_the_page_with_the_links_was_lost_new_ones_are_made_for_several_at_once(
    admin: SamsynClient, client: SamsynClient, new: dict[str, int], session: Session
) -> None:
    lost = shown(give(admin, {new["anna"]: "anna", new["bo"]: "bo"}).text)
    listed = admin.get("/konton/?visa=vantar&alla=1").text
    assert "Anna Berg" in listed
    assert "Bo Öst" in listed
    assert "Cajsa Chef" not in listed, "has no account"
    assert "Karin Holmberg" not in listed, "has a password"
    page = look_anew(admin, new["anna"], new["bo"], new["nils"]).text
    assert "2 personer får var sin ny länk" in page
    assert "Länkar som de har fått förut slutar fungera" in page
    assert "har inget konto än" in page
    for path in lost.values():
        assert client.get(path).status_code == 200, "looking changes nothing"
    done = make_anew(admin, new["anna"], new["bo"])
    links = shown(done.text)
    assert set(links) == {"anna", "bo"}
    assert "2 nya länkar är gjorda" in done.text
    for username, path in links.items():
        assert client.get(lost[username]).status_code == 410
        assert client.post(path, data=NEW).status_code == 303
    session.rollback()
    assert not verify(session).faults
    again = make_anew(admin, new["anna"], new["bo"])
    assert again.status_code == 409
    assert "har redan valt lösenord" in again.text
    assert "Anna Berg" not in admin.get("/konton/?visa=vantar").text


def test_whoever_can_have_the_new_link_by_mail_gets_it_so_and_the_old_one_stops(
    admin: SamsynClient, client: SamsynClient, new: dict[str, int], post: Post, send: Send
) -> None:
    give(admin, {new["anna"]: "anna", new["bo"]: "bo"})
    assert send() == Delivered(sent=1)
    (first,) = mailed(post).values()
    done = make_anew(admin, new["anna"], new["bo"])
    assert set(shown(done.text)) == {"bo"}
    assert client.get(first).status_code == 410
    assert send() == Delivered(sent=1)
    latest = list(mailed(post).values())[-1]
    assert latest != first
    assert client.get(latest).status_code == 200


def test_new_links_for_nobody_for_those_closed_and_for_who_is_not_there(
    admin: SamsynClient, chef: SamsynClient, new: dict[str, int], session: Session
) -> None:
    give(admin, {new["anna"]: "anna"})
    assert admin.post(f"/konton/{new['anna']}/stang").status_code == 303
    assert "är stängd" in look_anew(admin, new["anna"]).text
    assert make_anew(admin, new["anna"]).status_code == 409
    assert look_anew(admin, 999_999).status_code == 404
    led_back = admin.get("/konton/nya-lankar?visa=vantar")
    assert led_back.status_code == 303
    assert led_back.location == "/konton/?visa=vantar"
    before = len(session.scalars(select(OneTimeLink)).all())
    for answer in (look_anew(chef, new["anna"]), make_anew(chef, new["anna"])):
        assert answer.status_code == 404
    session.rollback()
    assert len(session.scalars(select(OneTimeLink)).all()) == before
