"""A file of figures: every fault with its row and column, an empty cell that leaves what stands, nothing of others' units."""

from __future__ import annotations

from app.economy.files.reading import COLUMNS, Plan, Standing, plan
from app.organisation.heads import OwnUnit

UNITS = [
    OwnUnit(1, "Ängen", "unit", frozenset({"100", "ängen"})),
    OwnUnit(2, "Björken", "unit", frozenset({"200", "björken"})),
]
STANDING = {
    (1, 2026, 10): Standing(1, forecast_id=9, state="draft", budget=100_000, expected=90_000, says="Förr."),
    (2, 2026, 10): Standing(2, forecast_id=8, state="submitted", budget=1),
}


def read(*rows: list[str], heads: list[str] | None = None) -> Plan:
    return plan(heads or list(COLUMNS), [(at, row) for at, row in enumerate(rows, start=2)], UNITS, STANDING)


def told(found: Plan) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason) for one in found.problems]


def test_a_row_becomes_figures_in_kronor() -> None:
    found = read(["200", "", "2026", "8", "1 234,5", "", "-5", "Ord.", ""])
    assert told(found) == []
    (one,) = found.wanted
    assert (one.unit.id, one.year, one.month, one.is_new) == (2, 2026, 8, True)
    assert (one.figures.budget, one.figures.outcome, one.figures.expected) == (1_234_500, None, -5_000)


def test_what_was_made_harmless_as_it_was_taken_out_is_read_as_it_was() -> None:
    (one,) = read(["100", "", "2026", "10", "", "", "'-5", "'- Färre timmar.", ""]).wanted
    assert (one.figures.expected, one.figures.says) == (-5_000, "- Färre timmar.")


def test_an_empty_cell_leaves_what_stands() -> None:
    (one,) = read(["100", "", "2026", "10", "", "80", "", "", ""]).wanted
    assert (one.figures.budget, one.figures.outcome, one.figures.expected) == (100_000, 80_000, 90_000)
    assert one.figures.says == "Förr."
    assert not one.is_new


def test_a_row_that_says_what_stands_changes_nothing() -> None:
    found = read(["100", "", "2026", "10", "100", "", "90", "Förr.", ""])
    assert found.changing == []
    assert found.same == 1


def test_every_fault_is_told_at_once_with_its_row_and_column() -> None:
    found = read(
        ["999", "", "2026", "10", "tio", "1.234", "", "", ""],
        ["100", "", "26", "13", "", "", "", "", ""],
        ["", "Ängen", "", "", "12 34", "", "", "", ""],
        ["200", "", "2026", "10", "1", "", "", "", ""],
        ["100", "", "2026", "10", "1", "", "", "", ""],
        ["100", "", "2026", "10", "2", "", "", "", ""],
    )
    assert told(found) == [
        (2, "enhet_id", "not_your_unit"),
        (2, "budget", "amount_no_number"),
        (2, "utfall", "amount_ambiguous"),
        (3, "ar", "bad_year"),
        (3, "manad", "bad_month"),
        (4, "ar", "missing"),
        (4, "manad", "missing"),
        (4, "budget", "amount_groups"),
        (5, "enhet_id", "already_submitted"),
        (7, "enhet_id", "said_twice"),
    ]


def test_unknown_and_missing_columns_are_told() -> None:
    found = read(["100"], heads=["enhet_id", "prognosen", "ar", "ar"])
    assert told(found) == [
        (1, "prognosen", "unknown_column"),
        (1, "ar", "column_twice"),
        (1, "manad", "missing_column"),
    ]


def test_what_was_shown_has_a_name_of_its_own() -> None:
    first = read(["100", "", "2026", "10", "1", "", "", "", ""]).fingerprint
    assert first == read(["100", "", "2026", "10", "1", "", "", "", ""]).fingerprint
    assert first != read(["100", "", "2026", "10", "2", "", "", "", ""]).fingerprint
