"""Who is counted together by the address they come from, and who is kept out by what others try."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.accounts import rules
from tests.factories.accounts import PASSWORD
from tests.support.client import SamsynClient
from tests.support.world import Seed
from tests.web.accounts.conftest import four_accounts


@pytest.fixture
def seed() -> Seed | None:
    return four_accounts


def wrong(client: SamsynClient, name: str, address: str) -> int:
    data = {"username": name, "password": "fel lösenord här"}
    return client.post("/logga-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code


def fill(client: SamsynClient, address: str) -> None:
    for number in range(rules.FREE_PER_ADDRESS):
        assert wrong(client, f"namn{number}", address) == 401


@pytest.mark.parametrize(
    ("attacker", "other", "status"),
    [
        ("::ffff:192.0.2.1", "::ffff:192.0.2.1", 429),
        ("::ffff:192.0.2.1", "192.0.2.1", 429),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", 401),
        ("2001:db8::1", "2001:db8::2", 429),
        ("192.0.2.1:4711", "192.0.2.1:4712", 429),
        ("192.0.2.1:4711", "192.0.2.2:4711", 401),
        ("[2001:db8::1]:4711", "2001:db8::2", 429),
        ("[2001:db8::1]:4711", "[2001:db8:0:1::1]:4711", 401),
        ("2001:db8::1", "2001:db8:0:1::1", 401),
    ],
)
def test_one_who_guesses_locks_out_no_other_network(
    client: SamsynClient, attacker: str, other: str, status: int
) -> None:
    fill(client, attacker)
    assert wrong(client, "någon annan", other) == status


def test_an_address_a_visitor_writes_into_a_header_counts_for_nothing_without_a_proxy_before_us(
    client: SamsynClient,
) -> None:
    fill(client, "192.0.2.1")
    data = {"username": "någon", "password": "fel lösenord här"}
    for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP"):
        answer = client.post(
            "/logga-in", data=data, headers={header: "203.0.113.9"}, environ_base={"REMOTE_ADDR": "192.0.2.1"}
        )
        assert answer.status_code == 429, header


STRANGER, TOWN_HALL = "198.51.100.9", "192.0.2.1"


def comes_in(client: SamsynClient, name: str = "chef", address: str = TOWN_HALL) -> bool:
    data = {"username": name, "password": PASSWORD}
    return client.post("/logga-in", data=data, environ_base={"REMOTE_ADDR": address}).status_code == 303


def sign_out(client: SamsynClient) -> None:
    assert client.post("/logga-ut").status_code == 303


def test_a_stranger_who_guesses_keeps_nobody_out_of_a_browser_they_have_come_in_by(
    client: SamsynClient, clients: Callable[[], SamsynClient]
) -> None:
    assert comes_in(client)
    sign_out(client)
    stranger = clients()
    assert [wrong(stranger, "chef", STRANGER) for _ in range(7)] == [401] * 5 + [429] * 2
    assert comes_in(client)
    assert not comes_in(stranger, address=STRANGER), "whoever guessed still waits"


def test_one_who_tries_many_names_keeps_nobody_at_the_same_address_out_either(
    client: SamsynClient, clients: Callable[[], SamsynClient]
) -> None:
    assert comes_in(client)
    sign_out(client)
    fill(clients(), TOWN_HALL)
    assert comes_in(client)
    assert not comes_in(clients(), "annan")


def test_a_browser_one_has_come_in_by_has_no_more_guesses_than_others(client: SamsynClient) -> None:
    assert comes_in(client)
    for _ in range(2):
        sign_out(client)
        assert [wrong(client, "chef", TOWN_HALL) for _ in range(4)] == [401] * 4
        assert comes_in(client), "a right password clears the failures"
    sign_out(client)
    assert [wrong(client, "chef", TOWN_HALL) for _ in range(6)] == [401] * 5 + [429]
    assert not comes_in(client)


def test_what_a_browser_remembers_of_one_counts_for_no_other_and_cannot_be_made_up(
    client: SamsynClient, clients: Callable[[], SamsynClient]
) -> None:
    assert comes_in(client, "annan")
    sign_out(client)
    for _ in range(5):
        assert wrong(clients(), "chef", STRANGER) == 401
    assert wrong(client, "chef", TOWN_HALL) == 429
    for invented in ("x", "W1sxLCJ4Il1d.aaaa.bbbb", "å" * 20):
        client.set_cookie("samsyn-known", invented)
        assert wrong(client, "chef", TOWN_HALL) == 429


def test_what_a_browser_remembers_is_for_no_script_and_goes_with_signing_out_no_more_than_a_language(
    client: SamsynClient,
) -> None:
    answer = client.post("/logga-in", data={"username": "chef", "password": PASSWORD})
    cookie = next(one for one in answer.headers.getlist("Set-Cookie") if one.startswith("samsyn-known="))
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "chef" not in cookie
    sign_out(client)
    assert client.get_cookie("samsyn-known") is not None
    assert client.get("/konto/").status_code == 302, "it opens nothing"
