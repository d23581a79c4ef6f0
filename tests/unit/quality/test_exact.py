"""Values are kept to the digit on both databases and come back in one form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import postgresql, sqlite

from app.quality.exact import LARGEST, Exact, plain

VALUES = st.decimals(min_value=-LARGEST + 1, max_value=LARGEST - 1, places=6, allow_nan=False)


@pytest.mark.parametrize("dialect", [sqlite.dialect(), postgresql.dialect()], ids=["sqlite", "postgresql"])
@given(value=VALUES)
def test_what_is_kept_comes_back_as_the_same_number(dialect: object, value: Decimal) -> None:
    kept = Exact().process_bind_param(value, dialect)  # type: ignore[arg-type]
    back = Exact().process_result_value(kept, dialect)  # type: ignore[arg-type]
    assert back == value
    assert back == plain(value)


@given(one=VALUES, other=VALUES)
def test_sqlite_sorts_what_is_kept_as_the_numbers_themselves(one: Decimal, other: Decimal) -> None:
    first, second = (Exact().process_bind_param(value, sqlite.dialect()) for value in (one, other))
    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)


@pytest.mark.parametrize(
    ("given_", "said"),
    [("12.500000", "12.5"), ("100", "100"), ("1E+3", "1000"), ("-0.10", "-0.1"), ("0.000", "0"), ("-0", "0")],
)
def test_a_number_is_written_without_zeros_at_its_end_and_without_powers(given_: str, said: str) -> None:
    assert str(plain(Decimal(given_))) == said
