"""Figures as people type them, and as they are written for reading."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.quality.measuring.numbers import NotANumber, Wrong, number_words, read_number, typed_words, with_unit


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"),
        (" 12 ", "12"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234\u202f567", "1234567"),
        ("1234.5", "1234.5"),
        ("0,50", "0.5"),
        ("-3", "-3"),
        ("\u22123,2", "-3.2"),
        ("+4", "4"),
        ("007", "7"),
        ("12,000", "12"),
    ],
)
def test_what_is_typed_is_read(typed: str, value: str) -> None:
    assert read_number(typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0"])
def test_nothing_typed_is_nothing_and_not_zero(typed: str) -> None:
    assert read_number(typed) is None


@pytest.mark.parametrize(
    ("typed", "unit"),
    [("12 %", "%"), ("12%", "procent"), ("12 procent", "%"), ("3,5 dagar", "dagar"), ("90 kr", "kronor")],
)
def test_the_unit_of_the_indicator_may_stand_after_the_figure(typed: str, unit: str) -> None:
    assert read_number(typed, unit=unit) is not None


@pytest.mark.parametrize(
    ("typed", "unit", "wrong"),
    [
        ("abc", "%", Wrong.NOT_A_NUMBER),
        ("12 %", "antal", Wrong.OTHER_UNIT),
        ("12 dagar", "", Wrong.OTHER_UNIT),
        ("12 34", "", Wrong.NOT_A_NUMBER),
        ("1,2,3", "", Wrong.NOT_A_NUMBER),
        ("1.234,5", "", Wrong.NOT_A_NUMBER),
        ("1e5", "", Wrong.NOT_A_NUMBER),
        ("NaN", "", Wrong.NOT_A_NUMBER),
        ("Infinity", "", Wrong.NOT_A_NUMBER),
        ("%", "%", None),
        ("--1", "", Wrong.NOT_A_NUMBER),
        ("1" * 13, "", Wrong.TOO_LARGE),
        ("=1+1", "", Wrong.NOT_A_NUMBER),
        ("٣", "", Wrong.NOT_A_NUMBER),
    ],
)
def test_what_is_no_figure_says_why(typed: str, unit: str, wrong: Wrong | None) -> None:
    with pytest.raises(NotANumber) as caught:
        read_number(typed, unit=unit)
    assert caught.value.wrong is (wrong or Wrong.NOT_A_NUMBER)


def test_more_decimals_than_the_indicator_has_are_not_rounded_away_in_silence() -> None:
    assert read_number("1,50", decimals=1) == Decimal("1.5")
    with pytest.raises(NotANumber) as caught:
        read_number("1.234", decimals=1)
    assert caught.value.wrong is Wrong.TOO_MANY_DECIMALS


@given(st.text(max_size=30), st.sampled_from(["", "%", "dagar"]))
def test_whatever_is_typed_is_a_figure_or_refused(typed: str, unit: str) -> None:
    try:
        value = read_number(typed, unit=unit)
    except NotANumber:
        return
    assert value is None or value.is_finite()


@given(st.decimals(-(10**11), 10**11, places=4), st.sampled_from(["sv", "en"]), st.booleans())
def test_what_is_written_is_read_back_as_it_was(value: Decimal, locale: str, for_field: bool) -> None:
    written = typed_words(value, locale) if for_field else number_words(value, "sv")
    assert read_number(written) == value


@pytest.mark.parametrize(
    ("value", "decimals", "swedish", "english"),
    [
        ("1234.5", 1, "1\u00a0234,5", "1,234.5"),
        ("78", 0, "78", "78"),
        ("78.0", 1, "78,0", "78.0"),
        ("78.25", 1, "78,25", "78.25"),
        ("-0.5", 1, "\u22120,5", "\u22120.5"),
        ("78.500000", None, "78,5", "78.5"),
        ("1200.000000", None, "1\u00a0200", "1,200"),
    ],
)
def test_figures_are_written_for_reading(
    value: str, decimals: int | None, swedish: str, english: str
) -> None:
    assert number_words(Decimal(value), "sv", decimals=decimals) == swedish
    assert number_words(Decimal(value), "en", decimals=decimals) == english


def test_the_unit_stays_on_the_line_of_its_figure() -> None:
    assert with_unit("12", "%") == "12\u00a0%"
    assert with_unit("12", "") == "12"
