"""Which user names and passwords will do."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.accounts import passwords
from app.accounts.rules import (
    COMMON,
    PasswordProblem,
    normalised_username,
    password_problems,
    username_fits,
)


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("", PasswordProblem.TOO_SHORT),
        ("elva tecken", PasswordProblem.TOO_SHORT),
        ("tolv tecken!", None),
        ("ÅÄÖ åäö ☃ 你好吗", None),
        ("x" * 12, PasswordProblem.TOO_SIMPLE),
        ("abababababab", PasswordProblem.TOO_SIMPLE),
        ("Lösenord1234", PasswordProblem.COMMON),
        ("SOMMAREN2026", PasswordProblem.COMMON),
        ("karin.holmberg", PasswordProblem.IS_NAME),
        ("KarinHolmberg1974!", PasswordProblem.IS_NAME),
        ("holmbergkarin", PasswordProblem.IS_NAME),
        ("karin cyklar till jobbet", None),
        ("lång ramsa " * 18, None),
        ("lång ramsa " * 19, PasswordProblem.TOO_LONG),
    ],
)
def test_the_rule_for_passwords(password: str, problem: PasswordProblem | None) -> None:
    found = password_problems(password, username="karin.holmberg", name="Karin Holmberg")
    assert found == (() if problem is None else (problem,))


def test_every_common_password_is_long_enough_to_need_listing() -> None:
    assert [word for word in COMMON if len(word) < 12 or word != word.casefold()] == []


@pytest.mark.parametrize("typed", ["Åsa.Öberg", "  åsa.öberg ", "A\u030asa.O\u0308berg", "ÅSA.ÖBERG"])
def test_a_user_name_is_the_same_however_it_is_typed(typed: str) -> None:
    assert normalised_username(typed) == "åsa.öberg"


@given(st.text(max_size=60))
def test_normalising_a_user_name_twice_changes_nothing(typed: str) -> None:
    once = normalised_username(typed)
    assert normalised_username(once) == once
    assert unicodedata.is_normalized("NFC", once)


@pytest.mark.parametrize("name", ["", "a", "a b", "a\tb", "a\u200bb", "a\x00b", "a" * 121, "a\u2028b"])
def test_user_names_with_blanks_or_hidden_signs_are_refused(name: str) -> None:
    assert not username_fits(name)


def test_only_the_right_password_fits() -> None:
    hashing = passwords.hasher(cheap=True)
    stored = hashing.hash("tolv tecken!")
    assert passwords.fits(hashing, stored, "tolv tecken!")
    assert not passwords.fits(hashing, stored, "tolv tecken?")
    assert not passwords.fits(hashing, "inte en hash", "tolv tecken!")


@given(st.text(min_size=1, max_size=20))
def test_the_same_letters_fit_however_a_keyboard_sends_them(password: str) -> None:
    hashing = passwords.hasher(cheap=True)
    ways = {unicodedata.normalize(form, password) for form in ("NFC", "NFD")} | {password}
    for kept in ways:
        stored = passwords.hashed(hashing, kept)
        assert all(passwords.fits(hashing, stored, typed) for typed in ways)
    assert passwords.fits(hashing, hashing.hash(password), password), (
        "also where it was hashed as it was sent"
    )


def test_an_unknown_user_takes_the_same_path_as_a_wrong_password(monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []

    class Watched:
        def hash(self, password: str) -> str:
            return passwords.hasher(cheap=True).hash(password)

        def verify(self, stored: str, password: str) -> bool:
            verified.append(stored)
            return passwords.hasher(cheap=True).verify(stored, password)

    hashing = Watched()
    assert not passwords.fits(hashing, None, "tolv tecken!")  # type: ignore[arg-type]
    assert not passwords.fits(hashing, passwords.hasher(cheap=True).hash("annat"), "tolv tecken!")  # type: ignore[arg-type]
    assert len(verified) == 2
    assert verified[0].split("$")[:4] == verified[1].split("$")[:4], "the same work for both"


def test_a_token_is_long_and_its_hash_does_not_give_it_away() -> None:
    tokens = {passwords.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 and passwords.token_hash(token) != token for token in tokens)
