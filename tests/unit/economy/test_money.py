"""Amounts as people write them: read without a float anywhere, refused with the reason, added exactly."""

from __future__ import annotations

import random
from decimal import Decimal

import pytest

from app.economy import money
from app.economy.money import NotAnAmount, Unread


@pytest.mark.parametrize(
    ("text", "kronor"),
    [
        ("1 234", 1_234_000),
        ("1\u00a0234", 1_234_000),
        ("1\u202f234 567", 1_234_567_000),
        ("1234", 1_234_000),
        ("-5,5", -5_500),
        ("−5,5", -5_500),
        ("– 5,5", -5_500),
        ("+12", 12_000),
        ("0", 0),
        ("-0", 0),
        ("0,001", 1),
        ("1,234", 1_234),
        ("12.5", 12_500),
        ("1 234,5 tkr", 1_234_500),
        ("120tkr", 120_000),
        ("0,0005", 1),
        ("-0,0005", -1),
        ("0,0004", 0),
        ("999 999 999,999", 999_999_999_999),
    ],
)
def test_amounts_are_read_as_people_write_them(text: str, kronor: int) -> None:
    assert money.read(text) == kronor


@pytest.mark.parametrize("text", ["", "   ", "\u00a0"])
def test_nothing_is_not_zero(text: str) -> None:
    assert money.read(text) is None
    assert money.exact(None) == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("ungefär 12", Unread.NO_NUMBER),
        ("12-", Unread.NO_NUMBER),
        ("--5", Unread.NO_NUMBER),
        ("5,", Unread.NO_NUMBER),
        (",5", Unread.NO_NUMBER),
        ("1e3", Unread.NO_NUMBER),
        ("nan", Unread.NO_NUMBER),
        ("١٢", Unread.NO_NUMBER),
        ("=1+1", Unread.NO_NUMBER),
        ("1,2,3", Unread.NO_NUMBER),
        ("12 34", Unread.GROUPS),
        ("1 2345", Unread.GROUPS),
        ("1.234", Unread.AMBIGUOUS),
        ("1.234,5", Unread.AMBIGUOUS),
        ("1 234 000 kr", Unread.IN_KRONOR),
        ("5 kr.", Unread.IN_KRONOR),
        ("1 000 000 000", Unread.TOO_LARGE),
        ("9" * 60, Unread.TOO_LARGE),
    ],
)
def test_what_cannot_be_read_is_refused_with_the_reason(text: str, why: Unread) -> None:
    with pytest.raises(NotAnAmount) as refused:
        money.read(text)
    assert refused.value.reason is why


@pytest.mark.parametrize(
    ("cell", "kronor"),
    [
        ("1234.5", 1_234_500),
        ("1234.5678", 1_234_568),
        ("-0.1", -100),
        ("1.5E+3", 1_500_000),
        ("12 000,5", 12_000_500),
    ],
)
def test_cells_of_numbers_are_read_as_spreadsheets_write_them(cell: str, kronor: int) -> None:
    assert money.read_cell(cell) == kronor


def test_a_cell_that_means_two_things_is_as_ambiguous_as_when_typed() -> None:
    with pytest.raises(NotAnAmount):
        money.read_cell("1.234")


def test_every_amount_comes_back_as_it_was_kept() -> None:
    chance = random.Random(20261128)
    for _ in range(5_000):
        kronor = chance.randrange(-(10**12) + 1, 10**12)
        assert money.read(money.exact(kronor)) == kronor
        shown = money.shown(kronor, "sv")
        assert abs((money.read(shown) or 0) - kronor) <= 50
        assert abs(
            Decimal(shown.replace("\u00a0", "").replace("−", "-").replace(",", ".")) - money.thousands(kronor)
        ) <= Decimal("0.05")


def test_sums_are_exact_whatever_the_order() -> None:
    chance = random.Random(7)
    for _ in range(500):
        written = [f"{chance.randrange(-99999, 99999)},{chance.randrange(1000):03d}" for _ in range(40)]
        amounts = [money.read(one) for one in written]
        exact = sum(Decimal(one.replace(",", ".")) for one in written)
        assert money.thousands(money.total(amounts) or 0) == exact
        chance.shuffle(amounts)
        assert money.thousands(money.total(amounts) or 0) == exact


def test_what_is_missing_is_left_out_of_a_sum_and_nothing_but_missing_is_no_sum() -> None:
    assert money.total([1, None, 2]) == 3
    assert money.total([None, None]) is None
    assert money.total([]) is None
    assert money.total([0, None]) == 0


@pytest.mark.parametrize(
    ("kronor", "swedish", "english"),
    [
        (1_234_500, "1\u00a0234,5", "1,234.5"),
        (-120_000, "−120", "−120"),
        (49, "0", "0"),
        (50, "0,1", "0.1"),
        (-50, "−0,1", "−0.1"),
        (-49, "0", "0"),
        (0, "0", "0"),
    ],
)
def test_amounts_are_shown_to_a_tenth_of_a_thousand(kronor: int, swedish: str, english: str) -> None:
    assert money.shown(kronor, "sv") == swedish
    assert money.shown(kronor, "en") == english


def test_a_surplus_is_shown_with_its_sign_where_signs_are_asked_for() -> None:
    assert money.shown(5_000, "sv", signed=True) == "+5"
    assert money.shown(0, "sv", signed=True) == "0"
    assert money.shown(-5_000, "sv", signed=True) == "−5"
