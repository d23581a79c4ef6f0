"""Signing in and out, and what ends a sign-in."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.accounts import passwords
from app.accounts.models import Attempt, Credential, SignIn
from app.organisation.models import Appointment, Person
from tests.factories.accounts import PASSWORD, sign_in
from tests.support.client import SamsynClient

NOON = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
Clock = Callable[[datetime], None]
Count = Callable[[str], int]


def is_in(client: SamsynClient) -> bool:
    return client.get("/konto/").status_code == 200


def test_a_person_signs_in_and_lands_where_they_were_going(client: SamsynClient) -> None:
    asked = client.get("/konto/losenord?a=1")
    assert asked.status_code == 302
    assert asked.location == "/logga-in?next=/konto/losenord?a%3D1"
    page = client.get(asked.location)
    assert 'name="next" value="/konto/losenord?a=1"' in page.text
    came = sign_in(client, "Chef ", next="/konto/losenord?a=1")
    assert (came.status_code, came.location) == (303, "/konto/losenord?a=1")
    assert is_in(client)


@pytest.mark.parametrize(
    "username",
    ["chef", "finns.inte", "finns.inte\x00", "chef\x00", "😀", "utan konto alls", "x" * 300, "å" * 300],
)
def test_a_wrong_password_and_an_unknown_name_are_answered_alike(client: SamsynClient, username: str) -> None:
    answer = sign_in(client, username or "x", "helt fel lösenord")
    assert answer.status_code == 401
    assert "Användarnamnet eller lösenordet stämmer inte." in answer.text
    assert "helt fel lösenord" not in answer.text
    assert not is_in(client)


def test_a_name_of_nothing_but_what_no_keyboard_types_is_no_name(client: SamsynClient) -> None:
    assert sign_in(client, "\x00", "helt fel lösenord").status_code == 422
    assert not is_in(client)


def test_the_password_is_checked_once_whether_the_name_is_known_or_not(
    client: SamsynClient,
    monkeypatch: pytest.MonkeyPatch,
    statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:
    checked: list[bool] = []
    real = passwords.fits

    def watched(hashing: object, stored: str | None, password: str) -> bool:
        checked.append(stored is not None)
        return real(hashing, stored, password)  # type: ignore[arg-type]

    monkeypatch.setattr(passwords, "fits", watched)
    counts = []
    for username in ("chef", "finns.inte"):
        with statements() as sent:
            sign_in(client, username, "helt fel lösenord")
        counts.append(len(sent))
    assert checked == [True, False]
    assert counts[0] == counts[1]


def test_an_empty_form_is_asked_for_again(client: SamsynClient) -> None:
    assert client.post("/logga-in", data={}).status_code == 422


def test_a_person_without_any_post_is_told_so_and_not_let_in(client: SamsynClient) -> None:
    answer = sign_in(client, "utan")
    assert answer.status_code == 403
    assert "inget förordnande" in answer.text
    assert not is_in(client)


def test_the_token_is_new_at_every_sign_in_and_nothing_of_before_remains(client: SamsynClient) -> None:
    with client.session_transaction() as stored:
        stored.update(
            _user_id="planted", csrf_token="planted", half=[1, 2, ""], other="planted", language="en"
        )
    assert sign_in(client, "chef").status_code == 303
    with client.session_transaction() as stored:
        first = stored["_user_id"]
        assert "planted" not in stored.values()
        assert stored["language"] == "en"
        assert "half" not in stored
    assert sign_in(client, "chef").status_code == 303
    with client.session_transaction() as stored:
        assert stored["_user_id"] != first


def test_the_token_of_before_is_worth_nothing_after_a_new_sign_in(
    client: SamsynClient, clients: Callable[[], SamsynClient], open_for: Count
) -> None:
    sign_in(client, "chef")
    stolen = clients()
    with client.session_transaction() as mine, stolen.session_transaction() as theirs:
        theirs.update(mine)
    assert is_in(stolen)
    sign_in(client, "chef")
    assert is_in(client)
    assert not is_in(stolen)
    assert open_for("chef") == 1


def test_only_the_hash_of_the_token_is_in_the_database(client: SamsynClient, session: Session) -> None:
    sign_in(client, "chef")
    with client.session_transaction() as stored:
        token = stored["_user_id"]
    kept = session.scalars(select(SignIn.token_hash)).all()
    assert kept == [passwords.token_hash(token)]
    assert token not in kept


def test_loading_the_person_takes_one_statement(
    chef: SamsynClient, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as sent:
        assert chef.get("/formularnyckel").status_code == 200
    assert len(sent) == 1


def test_reading_never_writes_however_long_one_reads(
    chef: SamsynClient, clock: Clock, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    with statements() as sent:
        assert is_in(chef)
    assert [text for text in sent if not text.lstrip().upper().startswith("SELECT")] == []


def test_signing_out_ends_the_sign_in_and_has_the_browser_forget(
    chef: SamsynClient, clients: Callable[[], SamsynClient], open_for: Count
) -> None:
    copy = clients()
    with chef.session_transaction() as mine, copy.session_transaction() as theirs:
        theirs.update(mine)
    left = chef.post("/logga-ut")
    assert left.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert left.location == "/logga-in"
    assert not is_in(chef)
    assert not is_in(copy)
    assert open_for("chef") == 0
    assert "Du är utloggad." in chef.get("/logga-in").text


def test_signing_out_twice_is_no_error(client: SamsynClient) -> None:
    assert client.post("/logga-ut").status_code == 303


# --- time-outs -------------------------------------------------------------------------------------------------


def test_a_sign_in_left_alone_for_an_hour_ends(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    sign_in(client, "chef")
    clock(NOON + timedelta(minutes=59))
    assert is_in(client)
    clock(NOON + timedelta(minutes=118))
    assert is_in(client)
    clock(NOON + timedelta(minutes=179))
    assert not is_in(client)
    assert "Din inloggning har tagit slut" in client.get("/logga-in").text


def test_a_sign_in_in_use_ends_after_twelve_hours(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    sign_in(client, "chef")
    for minutes in range(50, 720, 50):
        clock(NOON + timedelta(minutes=minutes))
        assert is_in(client)
    clock(NOON + timedelta(minutes=720))
    assert not is_in(client)


def test_a_page_that_asks_by_itself_does_not_keep_a_sign_in_alive(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    sign_in(client, "chef")
    for minutes in (20, 40, 59):
        clock(NOON + timedelta(minutes=minutes))
        answer = client.get("/formularnyckel", headers={"Accept": "application/json"})
        assert answer.status_code == 200
    clock(NOON + timedelta(minutes=60))
    assert not is_in(client)


def test_being_there_is_noted_at_most_once_a_minute(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    sign_in(client, "chef")
    client.get("/konto/")  # the first page puts a form key into the cookie
    clock(NOON + timedelta(seconds=59))
    assert "Set-Cookie" not in client.get("/konto/").headers
    clock(NOON + timedelta(seconds=60))
    assert "Set-Cookie" in client.get("/konto/").headers


@pytest.mark.parametrize("seen", [None, "x", -5, 2**60, True])
def test_a_cookie_without_a_sensible_time_is_signed_out(client: SamsynClient, seen: object) -> None:
    sign_in(client, "chef")
    with client.session_transaction() as stored:
        stored["seen"] = seen
    assert not is_in(client)


def test_a_forged_cookie_is_signed_out(client: SamsynClient, app: Flask) -> None:
    for value in ("", "x", "a.b.c", "eyJhIjoxfQ.aaaa.bbbb", "\x00", "å" * 50):
        client.set_cookie(app.config["SESSION_COOKIE_NAME"], value)
        assert client.get("/konto/").status_code == 302


# --- whatever ends a sign-in -----------------------------------------------------------------------------------


def test_a_person_closed_today_is_out_at_the_next_request(
    chef: SamsynClient, session: Session, clock: Clock
) -> None:
    clock(NOON)
    sign_in(chef, "chef")
    session.execute(
        update(Person).where(Person.name == "Karin Holmberg").values(closed_on=date(2026, 11, 24))
    )
    assert is_in(chef)
    session.execute(
        update(Person).where(Person.name == "Karin Holmberg").values(closed_on=date(2026, 11, 23))
    )
    assert not is_in(chef)
    assert sign_in(chef, "chef").status_code == 403
    assert not is_in(chef)


def test_a_person_whose_last_post_ends_is_out(chef: SamsynClient, session: Session, person_id: Count) -> None:
    assert is_in(chef)
    session.execute(
        update(Appointment)
        .where(Appointment.person_id == person_id("chef"))
        .values(valid_to=datetime.now(UTC).date() - timedelta(days=1))
    )
    assert not is_in(chef)


def test_closing_a_person_ends_every_sign_in(
    chef: SamsynClient,
    clients: Callable[[], SamsynClient],
    admin: SamsynClient,
    person_id: Count,
    open_for: Count,
) -> None:
    second = clients()
    sign_in(second, "chef")
    assert open_for("chef") == 2
    closed = admin.post(f"/konton/{person_id('chef')}/stang", follow_redirects=True)
    assert "utloggad överallt" in closed.text
    assert open_for("chef") == 0
    assert not is_in(chef)
    assert not is_in(second)
    assert admin.post(f"/konton/{person_id('chef')}/oppna").status_code == 303
    assert not is_in(chef), "what has ended stays ended"
    assert sign_in(chef, "chef").status_code == 303


def test_an_administrator_signs_a_person_out_everywhere(
    chef: SamsynClient, admin: SamsynClient, person_id: Count
) -> None:
    assert admin.post(f"/konton/{person_id('chef')}/avsluta").status_code == 303
    assert not is_in(chef)
    assert is_in(admin)


def test_changing_the_password_ends_the_others_and_renews_this_one(
    chef: SamsynClient, clients: Callable[[], SamsynClient], open_for: Count
) -> None:
    other = clients()
    sign_in(other, "chef")
    copy = clients()
    with chef.session_transaction() as mine, copy.session_transaction() as theirs:
        theirs.update(mine)
    changed = chef.post(
        "/konto/losenord", data={"present": PASSWORD, "password": "en ny ramsa 2", "again": "en ny ramsa 2"}
    )
    assert changed.status_code == 303
    assert is_in(chef)
    assert not is_in(other)
    assert not is_in(copy), "the token of before the change"
    assert open_for("chef") == 1
    assert sign_in(other, "chef").status_code == 401
    assert sign_in(other, "chef", "en ny ramsa 2").status_code == 303


def test_a_person_ends_their_other_sign_ins(chef: SamsynClient, clients: Callable[[], SamsynClient]) -> None:
    other = clients()
    sign_in(other, "chef")
    assert chef.get("/konto/").text.count("Inloggad <time") == 2
    assert chef.post("/konto/avsluta-andra").status_code == 303
    assert is_in(chef)
    assert not is_in(other)


@pytest.mark.parametrize(
    "fields",
    [
        {"present": "inte rätt ord", "password": "en ny ramsa 2", "again": "en ny ramsa 2"},
        {"present": PASSWORD, "password": "en ny ramsa 2", "again": "en annan ramsa"},
        {"present": PASSWORD, "password": "kort", "again": "kort"},
        {"present": PASSWORD, "password": "karinholmberg1", "again": "karinholmberg1"},
        {"present": PASSWORD, "password": "lösenord1234", "again": "lösenord1234"},
        {"present": "", "password": "", "again": ""},
        {},
    ],
)
def test_a_password_is_not_changed_to_just_anything(
    chef: SamsynClient, session: Session, fields: dict[str, str]
) -> None:
    before = session.scalars(select(Credential.password_hash).order_by(Credential.person_id)).all()
    assert chef.post("/konto/losenord", data=fields).status_code == 422
    session.rollback()
    assert session.scalars(select(Credential.password_hash).order_by(Credential.person_id)).all() == before
    assert is_in(chef)


def test_a_hash_of_older_parameters_is_renewed_at_sign_in(client: SamsynClient, session: Session) -> None:
    from argon2 import PasswordHasher

    older = PasswordHasher(time_cost=2, memory_cost=16, parallelism=1).hash(PASSWORD)
    session.execute(update(Credential).where(Credential.username == "chef").values(password_hash=older))
    assert sign_in(client, "chef").status_code == 303
    session.rollback()
    kept = session.scalars(select(Credential.password_hash).where(Credential.username == "chef")).one()
    assert kept != older
    assert not passwords.hasher(cheap=True).check_needs_rehash(str(kept))
    assert sign_in(client, "chef").status_code == 303


# --- too many attempts ---


def test_after_five_failures_even_the_right_password_waits(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    for _ in range(5):
        assert sign_in(client, "chef", "fel fel fel").status_code == 401
    refused = sign_in(client, "CHEF")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "30"
    assert "Vänta 30 sekunder" in refused.text
    assert sign_in(client, "annan").status_code == 303, "others behind the same address are let in"
    clock(NOON + timedelta(seconds=30))
    assert sign_in(client, "chef").status_code == 303


def test_an_unknown_name_waits_like_a_known_one(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    answers = [sign_in(client, "finns.inte", "fel fel fel").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]


def test_a_right_password_clears_the_failures_of_that_name(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    for _ in range(3):
        for _ in range(4):
            assert sign_in(client, "chef", "fel fel fel").status_code == 401
        assert sign_in(client, "chef").status_code == 303


def test_one_address_trying_many_names_waits(client: SamsynClient, clock: Clock) -> None:
    clock(NOON)
    answers = [sign_in(client, f"namn{number}", "fel fel fel").status_code for number in range(41)]
    assert answers == [401] * 40 + [429]
    away = {"environ_base": {"REMOTE_ADDR": "192.0.2.7"}}
    answer = client.post("/logga-in", data={"username": "chef", "password": PASSWORD}, **away)
    assert answer.status_code == 303, "another address is let in"


def test_old_attempts_are_swept_away(client: SamsynClient, session: Session, clock: Clock) -> None:
    clock(NOON)
    for _ in range(5):
        sign_in(client, "chef", "fel fel fel")
    clock(NOON + timedelta(minutes=16))
    sign_in(client, "annan", "fel fel fel")
    kept = session.scalars(select(Attempt.key)).all()
    assert len(kept) == 2
    assert not any("annan" in key or "127.0.0.1" in key for key in kept)


def test_guessing_the_present_password_from_an_open_sign_in_waits_too(chef: SamsynClient) -> None:
    fields = {"password": "en ny ramsa 2", "again": "en ny ramsa 2"}
    for _ in range(5):
        assert chef.post("/konto/losenord", data={"present": "fel fel fel", **fields}).status_code == 422
    answer = chef.post("/konto/losenord", data={"present": PASSWORD, **fields})
    assert answer.status_code == 422
    assert "för många gånger" in answer.text


def test_many_guesses_at_once_do_not_slip_past_the_count(app: Flask) -> None:
    def guess(_number: int) -> int:
        with app.test_client() as client:
            return sign_in(client, "chef", "fel fel fel").status_code  # type: ignore[arg-type]

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(guess, range(16)))
    assert sorted(answers) == [401] * 5 + [429] * 11
