"""Signing in in two steps."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts.models import Credential, SignIn
from app.records.models import HistoryContent
from tests.factories.accounts import PASSWORD, sign_in
from tests.support.client import SamsynClient

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
HALF_A_MINUTE = timedelta(seconds=30)
Clock = Callable[[datetime], None]


@pytest.fixture
def secret_of(session: Session) -> Callable[[str], str]:
    def find(username: str) -> str:
        session.rollback()
        secret = session.scalars(select(Credential.totp_secret).where(Credential.username == username)).one()
        assert secret is not None
        return secret

    return find


@pytest.fixture
def required_for_managers(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    profile = app.extensions["samsyn_profile"]
    strict = profile.model_copy(update={"totp_required_roles": ("manager",)})
    monkeypatch.setitem(app.extensions, "samsyn_profile", strict)


def set_up(client: SamsynClient, secret_of: Callable[[str], str], username: str, moment: datetime) -> str:
    assert client.post("/konto/tvasteg", data={"present": PASSWORD}).status_code == 303
    secret = secret_of(username)
    code = pyotp.TOTP(secret).at(moment)
    assert client.post("/konto/tvasteg/bekrafta", data={"code": code}).status_code == 303
    return secret


def test_a_person_sets_up_the_second_step_and_signs_in_with_it(
    client: SamsynClient, clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    assert client.get("/konto/tvasteg/bild.svg").status_code == 404
    client.post("/konto/tvasteg", data={"present": PASSWORD})
    picture = client.get("/konto/tvasteg/bild.svg")
    assert (picture.status_code, picture.mimetype) == (200, "image/svg+xml")
    assert "style=" not in picture.text
    secret = set_up(client, secret_of, "chef", NOON)
    assert secret not in client.get("/konto/tvasteg").text.replace(" ", "")
    assert client.get("/konto/tvasteg/bild.svg").status_code == 404, "never shown again once it is on"
    client.post("/logga-ut")

    asked = sign_in(client, "chef", next="/konto/losenord")
    assert asked.status_code == 200
    assert "Logga in, steg två" in asked.text
    assert client.get("/konto/").status_code == 302, "the password alone is not enough"
    code = {"code": pyotp.TOTP(secret).at(NOON), "next": "/konto/losenord"}
    assert client.post("/logga-in/kod", data=code).status_code == 401, "the code that set it up is spent"
    clock(NOON + HALF_A_MINUTE)
    code["code"] = pyotp.TOTP(secret).at(NOON + HALF_A_MINUTE)
    came = client.post("/logga-in/kod", data=code)
    assert (came.status_code, came.location) == (303, "/konto/losenord")
    assert client.get("/konto/").status_code == 200


def test_a_code_is_refused_the_second_time(
    client: SamsynClient, clients: Callable[[], SamsynClient], clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    secret = set_up(client, secret_of, "chef", NOON)
    later = NOON + 2 * HALF_A_MINUTE
    clock(later)
    code = {"code": pyotp.TOTP(secret).at(later)}
    first, second = clients(), clients()
    sign_in(first, "chef")
    sign_in(second, "chef")
    assert first.post("/logga-in/kod", data=code).status_code == 303
    assert second.post("/logga-in/kod", data=code).status_code == 401


def test_who_signs_in_over_another_ends_that_sign_in_though_the_second_step_is_ahead(
    client: SamsynClient, clock: Clock, secret_of: Callable[[str], str], session: Session
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    set_up(client, secret_of, "chef", NOON)
    client.post("/logga-ut")
    sign_in(client, "annan")
    assert client.get("/konto/").status_code == 200
    sign_in(client, "chef")
    session.rollback()
    ended = session.scalars(select(SignIn.ended_because).order_by(SignIn.id)).all()
    assert list(ended) == ["signed_out", "replaced"]


def test_guessing_codes_waits(client: SamsynClient, clock: Clock, secret_of: Callable[[str], str]) -> None:
    clock(NOON)
    sign_in(client, "chef")
    secret = set_up(client, secret_of, "chef", NOON)
    later = NOON + 2 * HALF_A_MINUTE
    clock(later)
    right = pyotp.TOTP(secret).at(later)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    for _ in range(5):
        # The right password in between gives no new tries.
        sign_in(client, "chef")
        assert client.post("/logga-in/kod", data={"code": wrong}).status_code == 401
    assert client.post("/logga-in/kod", data={"code": right}).status_code == 429


def test_half_way_in_does_not_last(
    client: SamsynClient, clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    secret = set_up(client, secret_of, "chef", NOON)
    later = NOON + timedelta(minutes=2)
    clock(later)
    sign_in(client, "chef")
    clock(later + timedelta(minutes=5))
    answer = client.post("/logga-in/kod", data={"code": pyotp.TOTP(secret).at(later + timedelta(minutes=5))})
    assert answer.status_code == 401
    assert "Börja om" in answer.text
    assert client.get("/konto/").status_code == 302


def test_a_code_without_the_password_leads_nowhere(client: SamsynClient) -> None:
    assert client.post("/logga-in/kod", data={"code": "123456"}).status_code == 401
    assert client.get("/konto/").status_code == 302


def test_what_was_typed_is_carried_past_the_code_too(
    client: SamsynClient, clock: Clock, secret_of: Callable[[str], str], form_address: str
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    secret = set_up(client, secret_of, "chef", NOON)
    later = NOON + timedelta(hours=2)
    clock(later)
    fields = {"kept": '[["text", "en mening till"]]', "kept_path": form_address}
    asked = sign_in(client, "chef", **fields)
    assert "en mening till" in asked.text
    back = client.post("/logga-in/kod", data={"code": pyotp.TOTP(secret).at(later), **fields})
    assert back.status_code == 200
    assert "Spara det du skrev" in back.text


def test_turning_it_on_needs_the_password(chef: SamsynClient, session: Session) -> None:
    for present in ("", "fel fel fel"):
        refused = chef.post("/konto/tvasteg", data={"present": present})
        assert refused.status_code == 422
        assert "Ditt lösenord" in refused.text
    assert session.scalars(select(Credential.totp_secret)).all() == [None] * 4


def test_every_beginning_makes_a_new_secret(chef: SamsynClient, secret_of: Callable[[str], str]) -> None:
    seen = set()
    for _ in range(3):
        chef.post("/konto/tvasteg", data={"present": PASSWORD})
        seen.add(secret_of("chef"))
    assert len(seen) == 3


def test_a_secret_counts_only_in_the_sign_in_it_was_begun_in(
    chef: SamsynClient, clients: Callable[[], SamsynClient], clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(chef, "chef")
    chef.post("/konto/tvasteg", data={"present": PASSWORD})
    secret, other = secret_of("chef"), clients()
    sign_in(other, "chef")
    assert secret not in other.get("/konto/tvasteg").text.replace(" ", "")
    assert other.get("/konto/tvasteg/bild.svg").status_code == 404
    code = {"code": pyotp.TOTP(secret).at(NOON)}
    refused = other.post("/konto/tvasteg/bekrafta", data=code)
    assert refused.status_code == 422
    assert "Nyckeln gäller inte längre. Börja om" in refused.text
    assert "Av." in other.get("/konto/").text
    assert chef.post("/konto/tvasteg/bekrafta", data=code).status_code == 303


def test_a_secret_counts_for_a_quarter_of_an_hour(
    chef: SamsynClient, clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(chef, "chef")
    chef.post("/konto/tvasteg", data={"present": PASSWORD})
    secret, late = secret_of("chef"), NOON + timedelta(minutes=15)
    clock(late - timedelta(seconds=1))
    assert chef.get("/konto/tvasteg/bild.svg").status_code == 200
    clock(late)
    assert chef.get("/konto/tvasteg/bild.svg").status_code == 404
    refused = chef.post("/konto/tvasteg/bekrafta", data={"code": pyotp.TOTP(secret).at(late)})
    assert refused.status_code == 422
    assert "Börja om" in refused.text


@pytest.mark.parametrize("event", ["losenord", "lank", "utloggning", "andra"])
def test_a_secret_that_is_not_confirmed_goes_with_its_sign_in(
    chef: SamsynClient,
    admin: SamsynClient,
    clients: Callable[[], SamsynClient],
    person_id: Callable[[str], int],
    session: Session,
    event: str,
) -> None:
    chef.post("/konto/tvasteg", data={"present": PASSWORD})
    new = {"password": "en ny ramsa 2", "again": "en ny ramsa 2"}
    if event == "losenord":
        assert chef.post("/konto/losenord", data=new | {"present": PASSWORD}).status_code == 303
    elif event == "lank":
        page = admin.post(f"/konton/{person_id('chef')}/lank").text
        path = page.partition("http://127.0.0.1:8000")[2].partition("<")[0]
        assert clients().post(path, data=new).status_code == 303
    elif event == "utloggning":
        chef.post("/logga-ut")
    else:
        other = clients()
        sign_in(other, "chef")
        other.post("/konto/avsluta-andra")
    session.rollback()
    chosen = select(Credential.totp_secret).where(Credential.username == "chef")
    assert session.scalars(chosen).one() is None


def test_signing_out_leaves_a_second_step_that_is_on(
    chef: SamsynClient, clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(chef, "chef")
    secret = set_up(chef, secret_of, "chef", NOON)
    chef.post("/logga-ut")
    assert secret_of("chef") == secret
    assert "Logga in, steg två" in sign_in(chef, "chef").text


def test_taking_it_away_needs_the_password(
    chef: SamsynClient, clock: Clock, secret_of: Callable[[str], str]
) -> None:
    clock(NOON)
    sign_in(chef, "chef")
    set_up(chef, secret_of, "chef", NOON)
    assert chef.post("/konto/tvasteg/av", data={"present": "fel fel fel"}).status_code == 422
    assert "På sedan" in chef.get("/konto/").text
    assert chef.post("/konto/tvasteg/av", data={"present": PASSWORD}).status_code == 303
    assert sign_in(chef, "chef").status_code == 303


def test_an_administrator_resets_it_for_one_who_lost_the_phone(
    client: SamsynClient,
    admin: SamsynClient,
    clock: Clock,
    secret_of: Callable[[str], str],
    person_id: Callable[[str], int],
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    sign_in(admin, "admin")
    set_up(client, secret_of, "chef", NOON)
    assert admin.post(f"/konton/{person_id('chef')}/tvasteg").status_code == 303
    assert client.get("/konto/").status_code == 302, "the sign-ins of before end"
    assert sign_in(client, "chef").status_code == 303
    assert "återställdes" in client.get("/konto/").text, "and the person sees who did it"
    assert "Alva Ek" in client.get("/konto/").text


@pytest.mark.usefixtures("required_for_managers")
def test_a_role_that_requires_it_leads_there_before_anything_else(
    client: SamsynClient, clock: Clock, secret_of: Callable[[str], str], form_address: str
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    assert client.get("/").location == "/konto/tvasteg"
    assert client.get("/konto/tvasteg").status_code == 200
    refused = client.post(form_address, data={"text": "några egna ord"})
    assert refused.status_code == 403
    assert "några egna ord" in refused.text, "kept on the page"
    told = client.post(form_address, data={"text": "ord"}, headers={"X-Autosave": "1"})
    assert (told.status_code, told.json and told.json["state"]) == (403, "refused")
    set_up(client, secret_of, "chef", NOON)
    assert client.get("/").status_code == 200
    assert client.post(form_address, data={"text": "ord"}).text == "sparat: ord"
    assert client.post("/konto/tvasteg/av", data={"present": PASSWORD}).status_code == 422
    assert "På sedan" in client.get("/konto/tvasteg").text


@pytest.mark.usefixtures("required_for_managers")
def test_other_roles_go_on_without_it(admin: SamsynClient) -> None:
    assert admin.get("/").status_code == 200


def test_the_secret_is_never_in_the_history(
    client: SamsynClient, clock: Clock, secret_of: Callable[[str], str], session: Session
) -> None:
    clock(NOON)
    sign_in(client, "chef")
    secret = set_up(client, secret_of, "chef", NOON)
    session.rollback()
    assert not any(secret in (text or "") for text in session.scalars(select(HistoryContent.content)))
