"""Who is counted together by the address they come from."""

from __future__ import annotations

import pytest

from app.accounts import rules
from tests.support.client import SamsynClient


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
