"""What a file would change: every fault that the readable cells show is told at once, and none that is not certain."""

from datetime import date

import pytest

from app.organisation.planning.draft import Plan
from app.organisation.planning.planner import plan
from app.organisation.planning.states import Organisation
from app.organisation.rows import read_lines
from app.organisation.spreadsheet import Sheet
from app.steering.loader import load_profile

KINDS = {kind.key: kind for kind in load_profile("tranemo").unit_kinds}
WRITTEN = {kind.names.sv.singular.casefold(): kind.key for kind in KINDS.values()}
HEADS = "enhet_id;enhet;typ;ligger_under;person_id;namn;epost;roll;uppdrag;tf;fran;till"
TOWN = [
    "kf;Kommunfullmäktige;kommunfullmäktige;;;;;;;;2024-01-01;",
    "ks;Kommunstyrelsen;kommunstyrelse;kf;;;;;;;2024-01-01;",
    "f;Förvaltningen;förvaltning;ks;;;;;;;2024-01-01;",
    "l;Lärande;sektion;f;;;;;;;2024-01-01;",
    "a;Ängen;enhet;l;;;;;;;2024-01-01;",
]
FIRST = len(TOWN) + 2
"""The row of the file that comes after the town."""


def planned(*rows: str) -> Plan:
    cells = [(number, row.split(";")) for number, row in enumerate([*TOWN, *rows], start=2)]
    lines = read_lines(Sheet(HEADS.split(";"), cells), WRITTEN)
    return plan(Organisation(), lines, KINDS, date(2026, 6, 1))


def told(*rows: str) -> list[tuple[int, str, str]]:
    return [(one.row - FIRST, one.column, one.reason) for one in planned(*rows).problems]


def test_the_town_itself_has_no_faults() -> None:
    assert told() == []


def test_cells_tree_and_appointments_are_told_together_in_the_order_of_the_rows() -> None:
    assert told(
        "l;;;;p1;Anna;;chef",
        "x;X;enhet;y",
        "y;Y;enhet;x",
        "b;B;borg;l",
        "l;;;;p2;Bo;;chef",
        "c;C;enhet;zzz",
        "a;Ängen igen;enhet;l",
        "a;;;;p3;Cia;ingen adress;stöd",
        "u;U;enhet;v",
        "v;V;enhet;u",
        "w;W;nämnd;l;;;;;;;2027-02-30",
        "r;R;kommunfullmäktige;",
        "qqq;;;;p4;Dag;;kung",
    ) == [
        (1, "ligger_under", "ring"),
        (1, "typ", "kind_not_under"),
        (2, "typ", "kind_not_under"),
        (3, "typ", "unknown_kind"),
        (4, "roll", "two_managers"),
        (5, "ligger_under", "unknown_parent"),
        (6, "enhet_id", "twice_in_file"),
        (7, "epost", "bad_address"),
        (8, "ligger_under", "ring"),
        (8, "typ", "kind_not_under"),
        (9, "typ", "kind_not_under"),
        (10, "fran", "bad_day"),
        (10, "typ", "kind_not_under"),
        (11, "ligger_under", "second_root"),
        (12, "enhet_id", "unknown_unit"),
        (12, "roll", "unknown_role"),
    ]


def test_every_manager_too_many_is_told_and_every_root() -> None:
    managers = [f"l;;;;p{number};Person {number};;chef" for number in range(4)]
    roots = [f"r{number};Rot;kommunfullmäktige;" for number in range(3)]
    assert told(*managers, *roots) == [
        *((row, "roll", "two_managers") for row in (1, 2, 3)),
        *((row, "ligger_under", "second_root") for row in (4, 5, 6)),
    ]


@pytest.mark.parametrize(
    ("rows", "faults"),
    [
        pytest.param(
            ["x;X;sektion;f;;;;;;;2025-13-01", "x;;;;p1;Anna;;stöd;;;2025-01-01;2025-02-01", "z;Z;enhet;x"],
            [(0, "fran", "bad_day")],
            id="what rests on a unit's unreadable day",
        ),
        pytest.param(
            ["x;X;borg;l", "z;Z;enhet;x", "x;;;;p1;Anna;;chef"],
            [(0, "typ", "unknown_kind")],
            id="what rests on an unreadable kind",
        ),
        pytest.param(
            ["x;X;sektion;zzz", "z;Z;enhet;x", "z;;;;p1;Anna;;chef"],
            [(0, "ligger_under", "unknown_parent")],
            id="what lies under a unit with an unknown parent",
        ),
        pytest.param(
            ["l;;;;p1;Anna;;chef;;kanske", "l;;;;p2;Bo;;chef"],
            [(0, "tf", "not_yes_or_no")],
            id="a manager who may be a deputy",
        ),
        pytest.param(
            ["l;;;;p1;Anna;;chef;;;;2026-02-30", "l;;;;p2;Bo;;chef;;;2026-07-01"],
            [(0, "till", "bad_day")],
            id="a manager whose last day cannot be read",
        ),
        pytest.param(
            ["l;;;;p1;;;stöd", "a;;;;p1;Anna;;stöd"],
            [(0, "namn", "missing")],
            id="a name that is missing on one of two rows",
        ),
        pytest.param(
            ["x;X;sektion;f;;;;;;;2027-02-03;2027-02-01", "z;Z;enhet;x"],
            [(0, "till", "wrong_period")],
            id="a unit that ends before it begins",
        ),
        pytest.param(
            ["x;X;;;p1;Anna;;stöd", "z;Z;enhet;x"],
            [(0, "enhet", "not_on_person_rows")],
            id="a row that is a unit's and a person's",
        ),
    ],
)
def test_nothing_is_told_that_may_be_right_once_the_cell_is_mended(
    rows: list[str], faults: list[tuple[int, str, str]]
) -> None:
    assert told(*rows) == faults


def test_a_row_without_a_person_id_has_its_other_cells_read_too() -> None:
    assert told("a;;;;;Anna;ingen adress;kung") == [
        (0, "epost", "bad_address"),
        (0, "person_id", "missing"),
        (0, "roll", "unknown_role"),
    ]


def test_a_file_whose_heads_cannot_be_read_has_only_its_heads_told() -> None:
    lines = read_lines(Sheet(["enhet_id", "lön"], [(2, ["a", "1"])]), WRITTEN)
    made = plan(Organisation(), lines, KINDS, date(2026, 6, 1))
    assert [(one.row, one.column, one.reason) for one in made.problems] == [(1, "lön", "unknown_column")]


def test_a_column_filled_in_downwards_is_told_at_once_however_long_it_is() -> None:
    """Each unit under the one before it: what looking for rings above all of them costs grows with the cube."""
    rows = [f"u{one};Enhet {one};enhet;{f'u{one - 1}' if one else 'l'};;;;;;;;" for one in range(4000)]
    deep = [one for one in told(*rows) if one[2] == "too_deep"]
    assert deep == [(57, "ligger_under", "too_deep")]


def test_a_tree_as_deep_as_may_be_is_looked_through_for_rings() -> None:
    rows = [f"u{one};Enhet {one};enhet;u{(one + 1) % 50};;;;;;;;" for one in range(50)]
    assert [one[2] for one in told(*rows) if one[1] == "ligger_under"] == ["ring"]


def test_of_somebody_whose_name_is_missing_other_rows_say_the_id() -> None:
    problems = planned(
        "a;;;;p1;;cia@exempel.se;chef", "l;;;;p2;Bo;cia@exempel.se;stöd", "a;;;;p3;Dan;;chef"
    ).problems
    assert [(one.reason, one.details.get("person")) for one in problems] == [
        ("missing", None),
        ("address_taken", "p1"),
        ("two_managers", "p1"),
    ]
