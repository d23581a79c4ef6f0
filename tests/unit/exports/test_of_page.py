"""A table of a page is read as it stands there: words in their cells, nothing of what one does in it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from app.exports.of_page import rows_of

WORDS = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zs", "Zl", "Zp")), min_size=1, max_size=12)


def test_words_of_cells_are_read_and_buttons_are_not() -> None:
    page = """<main><p id="t">Läsningar</p><div class="wide" aria-labelledby="t"><table>
    <thead><tr><th scope="col">Vem</th><th>Vad <span class="sr">(text)</span></th></tr></thead>
    <tbody><tr><th scope="row"><a href="/x">Eva &amp; Sven</a></th><td>en<br>fil<form><button>Ta bort</button></form></td></tr>
    </tbody></table></div><table aria-labelledby="other"><tr><td>annat</td></tr></table></main>"""
    assert rows_of(page, "t") == [["Vem", "Vad"], ["Eva & Sven", "en fil"]]
    assert rows_of(page, "other") == [["annat"]]
    assert rows_of(page, "nothing") == []


def test_what_spans_columns_leaves_the_others_empty_and_short_rows_are_filled() -> None:
    page = (
        '<table aria-labelledby="t"><tr><th>a</th><th>b</th><th>c</th></tr>'
        '<tr><td colspan="2">x</td><td>y</td></tr><tr><td>z</td></tr><tr></tr></table>'
    )
    assert rows_of(page, "t") == [["a", "b", "c"], ["x", "", "y"], ["z", "", ""]]


def test_a_column_to_do_something_in_is_left_out() -> None:
    page = (
        '<table aria-labelledby="t"><tr><th>a</th><th><span class="sr">Ändra</span></th></tr>'
        '<tr><td>x</td><td><a href="/">Ändra</a></td></tr></table>'
    )
    assert rows_of(page, "t") == [["a"], ["x"]]


@pytest.mark.parametrize(
    ("language", "written", "read"),
    [
        ("sv", "41\u00a0200", Decimal(41200)),
        ("sv", "\u2212650", Decimal(-650)),
        ("sv", "+1\u00a0234,5", Decimal("1234.5")),
        ("sv", "0", Decimal(0)),
        ("sv", "1234", Decimal(1234)),
        ("en", "\u22121,234.5", Decimal("-1234.5")),
        ("en", "12", Decimal(12)),
        ("sv", "–", "–"),
        ("sv", "12 34", "12 34"),
        ("sv", "85 %", "85 %"),
        ("en", "1,23", "1,23"),
        ("sv", "", ""),
    ],
)
def test_a_figure_is_a_number_that_can_be_added_up(language: str, written: str, read: object) -> None:
    page = f"""<table aria-labelledby="t"><tr><th>a</th><th class="num">2026</th></tr>
    <tr><td>12</td><td class="num no">{written}</td></tr></table>"""
    assert rows_of(page, "t", language) == [["a", "2026"], ["12", read]]


@given(st.lists(st.lists(WORDS, min_size=1, max_size=4), min_size=1, max_size=5))
def test_whatever_stands_in_cells_is_read_back(rows: list[list[str]]) -> None:
    widest = max(map(len, rows))
    rows[0] = [*rows[0], *["head"] * (widest - len(rows[0]))]
    drawn = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    found = rows_of(f'<table aria-labelledby="t">{drawn}</table>', "t")
    assert found == [[" ".join(cell.split()) for cell in row] + [""] * (widest - len(row)) for row in rows]
