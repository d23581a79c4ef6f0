"""One-time codes, and how long a sign-in lives."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.access.matrix import Role
from app.accounts.rules import CODE_SECONDS, Limits, from_epoch, matching_step, second_step_required, still_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
NOW = datetime(2026, 11, 23, 9, 0, 10, tzinfo=UTC)
STEP = int(NOW.timestamp()) // CODE_SECONDS


def code(step: int) -> str:
    return pyotp.TOTP(SECRET).generate_otp(step)


@pytest.mark.parametrize(("drift", "fits"), [(-2, False), (-1, True), (0, True), (1, True), (2, False)])
def test_a_code_fits_one_step_either_way(drift: int, fits: bool) -> None:
    assert matching_step(SECRET, code(STEP + drift), NOW, None) == (STEP + drift if fits else None)


def test_a_code_is_good_once_and_so_are_those_before_it() -> None:
    assert matching_step(SECRET, code(STEP), NOW, STEP) is None
    assert matching_step(SECRET, code(STEP - 1), NOW, STEP) is None
    assert matching_step(SECRET, code(STEP + 1), NOW, STEP) == STEP + 1


def test_a_code_may_be_written_with_blanks() -> None:
    digits = code(STEP)
    assert matching_step(SECRET, f" {digits[:3]} {digits[3:]}\n", NOW, None) == STEP


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６", "²²²²²²", "-12345"])
def test_what_is_no_code_never_fits(typed: str) -> None:
    assert matching_step(SECRET, typed, NOW, None) is None


@given(st.text(max_size=12))
def test_no_text_breaks_the_check(typed: str) -> None:
    matching_step(SECRET, typed, NOW, None)


@pytest.mark.parametrize(
    ("idle", "age", "good"),
    [(0, 0, True), (59, 59, True), (60, 60, False), (1, 719, True), (1, 720, False), (0, 10_000, False)],
)
def test_a_sign_in_ends_when_unused_or_old(idle: int, age: int, good: bool) -> None:
    limits = Limits(timedelta(minutes=60), timedelta(hours=12))
    assert good == still_in(
        began_at=NOW - timedelta(minutes=age),
        seen_at=NOW - timedelta(minutes=idle),
        moment=NOW,
        limits=limits,
    )


@pytest.mark.parametrize("value", [None, "1", 1.5, True, -1, 2**60, [], {}])
def test_a_moment_that_is_no_whole_number_of_seconds_is_none(value: object) -> None:
    assert from_epoch(value) is None


def test_the_second_step_is_required_when_one_of_the_roles_requires_it() -> None:
    assert second_step_required(("manager",), [Role.EMPLOYEE, Role.MANAGER])
    assert not second_step_required(("manager",), [Role.EMPLOYEE])
    assert not second_step_required((), list(Role))
