"""One-time links, and the administrator's register of accounts."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.matrix import Role
from app.accounts import services
from app.accounts.errors import UnitNotFound, UsernameTaken
from app.accounts.models import Credential, OneTimeLink
from app.organisation.models import Person, Unit
from app.records.models import HistoryContent, HistoryEntry
from tests.factories.accounts import PASSWORD, make_account, sign_in
from tests.factories.organisation import make_appointment, make_person, make_unit
from tests.support.client import SamsynClient

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
NEW = {"password": "en ny ramsa 2", "again": "en ny ramsa 2"}
Clock = Callable[[datetime], None]
Count = Callable[[str], int]


def link_in(page: str) -> str:
    found = re.search(r">(http[^<]*/nytt-losenord/[^<]+)</textarea>", page)
    assert found is not None
    return html.unescape(found[1])


def path_of(link: str) -> str:
    assert link.startswith("http://127.0.0.1:8000/nytt-losenord/"), "always the fixed base address"
    return link.removeprefix("http://127.0.0.1:8000")


def test_a_link_sets_a_password_once_and_ends_every_sign_in(
    chef: SamsynClient, admin: SamsynClient, clients: Callable[[], SamsynClient], person_id: Count
) -> None:
    page = admin.post(f"/konton/{person_id('chef')}/lank", headers={"X-Forwarded-Host": "evil.example"}).text
    path = path_of(link_in(page))
    assert "/nytt-losenord/" not in admin.get(f"/konton/{person_id('chef')}/").text, "shown once"
    visitor = clients()
    for _ in range(3):
        assert visitor.get(path).status_code == 200, "looking does not use it up"
    assert visitor.post(path, data={"password": "kort", "again": "kort"}).status_code == 422
    assert visitor.post(path, data=NEW | {"again": "annat"}).status_code == 422
    assert chef.get("/konto/").status_code == 200
    assert visitor.post(path, data=NEW).location == "/logga-in"
    assert chef.get("/konto/").status_code == 302
    assert visitor.get(path).status_code == 410
    assert visitor.post(path, data=NEW).status_code == 410
    assert sign_in(visitor, "chef").status_code == 401
    assert sign_in(visitor, "chef", NEW["password"]).status_code == 303


def test_a_link_runs_out_after_a_day(
    admin: SamsynClient, client: SamsynClient, clock: Clock, person_id: Count
) -> None:
    clock(NOON)
    sign_in(admin, "admin")
    path = path_of(link_in(admin.post(f"/konton/{person_id('chef')}/lank").text))
    clock(NOON + timedelta(hours=24) - timedelta(seconds=1))
    assert client.get(path).status_code == 200
    clock(NOON + timedelta(hours=24))
    assert client.get(path).status_code == 410
    assert client.post(path, data=NEW).status_code == 410


def test_only_the_latest_link_works(admin: SamsynClient, client: SamsynClient, person_id: Count) -> None:
    first, second = (path_of(link_in(admin.post(f"/konton/{person_id('chef')}/lank").text)) for _ in range(2))
    assert client.get(first).status_code == 410
    assert client.get(second).status_code == 200


@pytest.mark.parametrize("event", ["stang", "losenord"])
def test_a_link_stops_when_the_person_is_closed_or_changes_the_password(
    chef: SamsynClient, admin: SamsynClient, clients: Callable[[], SamsynClient], person_id: Count, event: str
) -> None:
    path = path_of(link_in(admin.post(f"/konton/{person_id('chef')}/lank").text))
    if event == "stang":
        admin.post(f"/konton/{person_id('chef')}/stang")
    else:
        assert chef.post("/konto/losenord", data=NEW | {"present": PASSWORD}).status_code == 303
    assert clients().get(path).status_code == 410


@pytest.mark.parametrize("token", ["x", "å", "a" * 5000, "..", "%00", "' OR 1=1 --"])
def test_an_invented_link_is_refused_kindly(client: SamsynClient, token: str) -> None:
    assert client.get(f"/nytt-losenord/{token}").status_code in {404, 410}
    assert client.post(f"/nytt-losenord/{token}", data=NEW).status_code in {404, 410}


def test_neither_link_nor_password_is_kept_anywhere(
    admin: SamsynClient, client: SamsynClient, person_id: Count, session: Session
) -> None:
    path = path_of(link_in(admin.post(f"/konton/{person_id('chef')}/lank").text))
    client.post(path, data=NEW)
    session.rollback()
    token = path.rsplit("/", 1)[1]
    stored = [
        *session.scalars(select(HistoryContent.content)),
        *session.scalars(select(OneTimeLink.token_hash)),
    ]
    hashes = session.scalars(select(Credential.password_hash)).all()
    for text in stored:
        assert token not in (text or "")
        assert NEW["password"] not in (text or "")
        assert not any(known and known in (text or "") for known in hashes)


def test_a_new_person_gets_an_account_and_comes_in(
    admin: SamsynClient, session: Session, clients: Callable[[], SamsynClient]
) -> None:
    nils = session.scalars(select(Person.id).where(Person.name == "Nils Ny")).one()
    assert 'value="nils.ny"' in admin.get(f"/konton/{nils}/").text
    assert admin.post(f"/konton/{nils}/konto", data={"username": "chef"}).status_code == 422
    assert admin.post(f"/konton/{nils}/konto", data={"username": "två ord"}).status_code == 422
    made = admin.post(f"/konton/{nils}/konto", data={"username": "Nils.Ny"})
    visitor = clients()
    assert visitor.post(path_of(link_in(made.text)), data=NEW).status_code == 303
    assert sign_in(visitor, "nils.ny", NEW["password"]).status_code == 403, "no post yet"
    assert admin.post(f"/konton/{nils}/konto", data={"username": "nils2"}).status_code == 422


def test_who_begins_later_is_told_from_which_day_and_so_is_who_gives_the_account(
    admin: SamsynClient, session: Session, clients: Callable[[], SamsynClient], clock: Clock
) -> None:
    clock(NOON)
    nils = session.scalars(select(Person).where(Person.name == "Nils Ny")).one()
    unit = make_unit(
        session, "Nya skolan", under=session.scalars(select(Unit).where(Unit.name == "Kommunen")).one()
    )
    make_appointment(session, nils, unit, since=date(2027, 1, 1))
    session.commit()
    page = admin.get(f"/konton/{nils.id}/").text
    assert "Det första börjar den 1 januari 2027" in page
    assert "Utan förordnande" not in page
    made = admin.post(f"/konton/{nils.id}/konto", data={"username": "nils"})
    visitor = clients()
    assert visitor.post(path_of(link_in(made.text)), data=NEW).status_code == 303
    refused = sign_in(visitor, "nils", NEW["password"])
    assert refused.status_code == 403
    assert "Ditt förordnande börjar den 1 januari 2027" in refused.text


def test_every_change_stands_in_the_history_with_who_did_it(
    admin: SamsynClient, session: Session, person_id: Count
) -> None:
    chef = person_id("chef")
    for step in ("lank", "avsluta", "tvasteg", "stang", "oppna"):
        admin.post(f"/konton/{chef}/{step}")
    session.rollback()
    rows = session.execute(
        select(HistoryEntry.action, HistoryEntry.actor_id)
        .where(HistoryEntry.object_kind == "account", HistoryEntry.object_id == chef)
        .order_by(HistoryEntry.seq)
    ).all()
    assert [action for action, _by in rows] == [
        "account.created",
        "account.link_made",
        "account.sign_ins_ended",
        "account.second_step_reset",
        "account.closed",
        "account.reopened",
    ]
    assert {by for _action, by in rows[1:]} == {person_id("admin")}


def test_administrators_cannot_close_themselves(admin: SamsynClient, person_id: Count) -> None:
    answer = admin.post(f"/konton/{person_id('admin')}/stang", follow_redirects=True)
    assert "Du kan inte stänga ditt eget konto" in answer.text


def test_administrators_change_their_own_password_and_second_step_with_their_password(
    admin: SamsynClient, person_id: Count, session: Session
) -> None:
    mine = person_id("admin")
    credential = session.scalars(select(Credential).where(Credential.username == "admin")).one()
    credential.totp_secret, credential.totp_confirmed_at = "JBSWY3DPEHPK3PXP", NOON
    session.commit()
    for step in ("lank", "tvasteg"):
        answer = admin.post(f"/konton/{mine}/{step}", follow_redirects=True)
        assert "Ditt eget lösenord och dina två steg ändrar du här" in answer.text
        assert answer.request.path == "/konto/"
    session.expire_all()
    assert credential.totp_secret == "JBSWY3DPEHPK3PXP"
    assert session.scalars(select(OneTimeLink.id)).all() == []
    page = admin.get(f"/konton/{mine}/").text
    assert "Mitt konto</a>" in page.partition("Det du kan göra")[2].partition("</section>")[0]
    assert f"/konton/{mine}/lank" not in page
    assert f"/konton/{mine}/tvasteg" not in page
    assert f"/konton/{mine}/avsluta" in page


def test_closing_can_be_undone_from_the_message(admin: SamsynClient, person_id: Count) -> None:
    answer = admin.post(f"/konton/{person_id('chef')}/stang", follow_redirects=True)
    assert f'action="/konton/{person_id("chef")}/oppna"' in answer.text
    assert admin.post(f"/konton/{person_id('chef')}/lank").status_code == 409


def test_the_register_is_for_administrators(
    chef: SamsynClient, client: SamsynClient, person_id: Count
) -> None:
    for address in ("/konton/", f"/konton/{person_id('annan')}/"):
        assert chef.get(address).status_code == 404
    for step in ("konto", "lank", "stang", "oppna", "tvasteg", "avsluta"):
        assert chef.post(f"/konton/{person_id('annan')}/{step}").status_code == 404
    assert "Allas konton" not in chef.get("/konto/").text


@pytest.mark.parametrize("number", [0, 999_999, 2**31, 2**70])
def test_a_person_who_is_not_there_is_not_found(admin: SamsynClient, number: int) -> None:
    assert admin.get(f"/konton/{number}/").status_code == 404
    assert admin.post(f"/konton/{number}/stang").status_code == 404


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=östen", ["Östen Ål"]),
        ("q=ÅL", ["Östen Ål"]),
        ("q=karin holm", ["Karin Holmberg"]),
        ("q=annan", ["Östen Ål"]),
        ("q=nils.ny@", ["Nils Ny"]),
        ("q=%25", []),
        ("q=_", []),
        ("q=%00karin%00", ["Karin Holmberg"]),
        ("q=%FF%FE", []),
        ("visa=utan", ["Nils Ny"]),
        ("visa=stangda", []),
        ("sida=x", ["Alva Ek", "Karin Holmberg", "Nils Ny", "Ulf Tun", "Östen Ål"]),
        ("sida=-3&visa=konstigt", ["Alva Ek", "Karin Holmberg", "Nils Ny", "Ulf Tun", "Östen Ål"]),
        # No page number can be as large as that: it is as if it were not there.
        ("sida=99999999999999999999", ["Alva Ek", "Karin Holmberg", "Nils Ny", "Ulf Tun", "Östen Ål"]),
        ("sida=9999", []),
    ],
)
def test_the_register_is_searched_and_sorted_as_swedes_do(
    admin: SamsynClient, query: str, found: list[str]
) -> None:
    page = admin.get("/konton/?" + quote(query, safe="=&%"))
    assert page.status_code == 200
    assert re.findall(r'<th scope="row"><a href="[^"]*">([^<]*)</a>', page.text) == found


def test_the_register_takes_as_many_statements_however_many_people(
    admin: SamsynClient, session: Session, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    counts = []
    for people in (0, 60):
        for number in range(people):
            make_account(session, make_person(session, f"Person {number}"), f"p{number}")
        session.commit()
        with statements() as sent:
            page = admin.get("/konton/")
        assert page.status_code == 200
        counts.append(len(sent))
    assert counts[0] == counts[1] <= 4
    assert "sida=2" in page.text
    assert admin.get("/konton/?sida=2").status_code == 200


def test_the_command_makes_a_person_who_can_come_in(
    session: Session, clients: Callable[[], SamsynClient]
) -> None:
    def make(username: str, unit: str | None = None) -> str:
        return services.create_account(
            session,
            username=username,
            name="Ny Administratör",
            email=None,
            role=Role.ADMINISTRATOR,
            unit_external_id=unit,
            base_url="http://127.0.0.1:8000/",
            actor_id=None,
        )

    link = make("ny.admin")
    session.commit()
    visitor = clients()
    visitor.post(path_of(link), data=NEW)
    assert sign_in(visitor, "ny.admin", NEW["password"]).status_code == 303
    assert visitor.get("/konton/").status_code == 200
    with pytest.raises(UsernameTaken):
        make("NY.admin")
    session.rollback()
    with pytest.raises(UnitNotFound):
        make("en.till", unit="finns-inte")


def test_outside_the_demo_nobody_is_listed(
    app: object, client: SamsynClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(
        client.application.extensions, "samsyn_demo_persons", [("chef", "Karin Holmberg", "Chef")]
    )
    assert "Karin Holmberg" not in client.get("/logga-in").text
