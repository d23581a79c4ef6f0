"""What people write in a free line of how often and how much, read as periods and figures without losing a word."""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.planning.following.words import counted_in, figure_in, often_in
from app.quality.indicators.models import Periodicity


@pytest.mark.parametrize(
    ("words", "often", "more"),
    [
        ("", Periodicity.YEAR, ""),
        ("varje månad", Periodicity.MONTH, ""),
        ("en gång per termin", Periodicity.HALF_YEAR, ""),
        ("Två gånger om året", Periodicity.HALF_YEAR, ""),
        ("varje läsår", Periodicity.SCHOOL_YEAR, ""),
        ("varje dag", Periodicity.WEEK, "varje dag"),
        ("vartannat år", Periodicity.YEAR, "vartannat år"),
        ("varje kvartal, helst i början", Periodicity.QUARTER, "varje kvartal, helst i början"),
        ("när vi hinner", Periodicity.YEAR, "när vi hinner"),
    ],
)
def test_how_often_is_read_and_what_says_more_is_kept(words: str, often: str, more: str) -> None:
    assert often_in(words) == (often, more)


@pytest.mark.parametrize(
    ("words", "figure", "unit"),
    [
        ("74,5 %", "74.5", "%"),
        ("38 g", "38", "g"),
        ("-2", "-2", ""),
        ("under 6 %", None, ""),
        ("15 av 18", None, ""),
        ("De flesta", None, ""),
    ],
)
def test_a_figure_is_a_figure_only_where_nothing_else_is_said(
    words: str, figure: str | None, unit: str
) -> None:
    assert figure_in(words) == (Decimal(figure) if figure else None, unit)


def test_what_figures_are_counted_in_is_said_only_where_they_agree() -> None:
    assert counted_in(["6,75 %", "under 6 %", "7 %"]) == ("%", 2)
    assert counted_in(["6 %", "7 st"]) == ("", 0)
    assert counted_in(["ord"]) == ("", 0)
