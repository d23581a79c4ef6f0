"""What a file of goals asks for, and what is wrong with it: every fault at once, each with its row and column."""

from __future__ import annotations

import pytest

from app.organisation.heads import OwnUnit
from app.planning.files.planned import Plan
from app.planning.files.reading import plan
from app.planning.files.ticking import columns_of, read_cell
from app.steering.loader import load_profile

PROFILE = load_profile("tranemo")
ANGEN = OwnUnit(5, "Förskolan Ängen", "unit", frozenset({"110", "samsyn-5", "förskolan ängen"}))
COUNCIL = OwnUnit(1, "Kommunfullmäktige", "council", frozenset({"1", "kommunfullmäktige"}))
HEADS = ["enhet_id", "ar", "mal", "slag", "aktivitet", "klart", "indikator", "sort", "lage"]


def read(*rows: list[str], heads: list[str] | None = None, existing: object = ()) -> Plan:
    numbered = [(number, row) for number, row in enumerate(rows, start=2)]
    return plan(heads or HEADS, numbered, [ANGEN, COUNCIL], PROFILE, existing)  # type: ignore[arg-type]


def problems(found: Plan) -> list[tuple[int, str, str]]:
    return [(one.row, one.column, one.reason) for one in found.problems]


def test_rows_with_the_same_title_are_one_goal_with_more_hanging_on_it() -> None:
    found = read(
        ["110", "2027", "Lugna lämningar", "", "Schema", "2027-03-31", "Så känns det", "kvalitativ"],
        [
            "Förskolan Ängen",
            "2027",
            "lugna lämningar",
            "",
            "Fråga familjerna",
            "",
            "Andel",
            "kvantitativ",
            "pågår",
        ],
    )
    assert problems(found) == []
    (goal,) = found.goals
    assert (goal.unit.id, goal.year, goal.kind.key, goal.title) == (
        5,
        2027,
        "development_goal",
        "Lugna lämningar",
    )
    assert [(one.what, one.state) for one in goal.activities] == [
        ("Schema", "not_begun"),
        ("Fråga familjerna", "ongoing"),
    ]
    assert [(one.name, one.nature) for one in goal.indicators] == [
        ("Så känns det", "qualitative"),
        ("Andel", "quantitative"),
    ]


def test_a_unit_of_somebody_elses_and_one_there_is_none_of_are_the_same_fault() -> None:
    found = read(["120", "2027", "Mål i annans enhet"], ["finns-inte", "2027", "Mål"])
    assert problems(found) == [(2, "enhet_id", "not_your_unit"), (3, "enhet_id", "not_your_unit")]
    assert found.goals == []


def test_every_fault_is_told_at_once_with_its_place() -> None:
    found = read(
        ["110", "tjugo", "", "", "Schema", "31 mars"],
        ["110", "2027", "Mål", "vision", "", "2027-01-01", "", "ungefär"],
    )
    assert problems(found) == [
        (2, "ar", "bad_year"),
        (2, "mal", "missing"),
        (2, "klart", "bad_day"),
        (3, "slag", "unknown_goal_kind"),
        (3, "aktivitet", "missing"),
        (3, "sort", "unknown_word"),
    ]


def test_columns_that_are_unknown_missing_or_there_twice_stop_the_file() -> None:
    found = read(["x"], heads=["enhet_id", "mal", "mal", "färg"])
    assert {(one.column, one.reason) for one in found.problems} == {
        ("mal", "column_twice"),
        ("färg", "unknown_column"),
        ("ar", "missing_column"),
    }


def test_a_goal_that_is_there_already_is_left_alone() -> None:
    found = read(
        ["110", "2027", "Lugna Lämningar"], existing={(5, 2027, "development_goal", "lugna lämningar")}
    )
    assert (len(found.new), len(found.known)) == (0, 1)


def test_the_kind_is_named_by_key_or_word_and_the_first_one_is_meant_where_nothing_is_said() -> None:
    found = read(
        ["kommunfullmäktige", "2027", "Ett", "fullmäktiges prioriterade mål"],
        ["1", "2027", "Två", "council_goal"],
        ["1", "2027", "Tre", ""],
    )
    assert [goal.kind.key for goal in found.goals] == ["council_goal", "council_goal", "development_area"]


def test_a_further_row_that_says_something_else_of_the_goal_is_a_fault() -> None:
    heads = ["enhet_id", "ar", "mal", "varfor"]
    found = read(["110", "2027", "Mål", "För barnen"], ["110", "2027", "Mål", "För oss"], heads=heads)
    assert problems(found) == [(3, "varfor", "said_otherwise")]


def test_the_fingerprint_moves_with_what_would_be_made() -> None:
    one, other = read(["110", "2027", "Mål"]), read(["110", "2027", "Mål", "", "Schema"])
    assert one.fingerprint == read(["110", "2027", "Mål"]).fingerprint != other.fingerprint


def test_what_the_model_does_not_name_on_a_kind_of_goal_is_a_fault_of_its_row() -> None:
    heads = ["enhet_id", "ar", "mal", "perspektiv", "utgangslage", "delmal", "delmal_klart"]
    found = read(
        ["110", "2027", "Ett", "Medborgare", "Här", "Halvvägs", ""],
        ["110", "2027", "Två", "", "", "", "2027-06-30"],
        heads=heads,
    )
    assert problems(found) == [
        (2, "utgangslage", "no_starting_point"),
        (2, "perspektiv", "no_marks"),
        (2, "delmal", "no_part_goals"),
        (3, "delmal", "missing"),
    ]


def test_the_fingerprint_of_what_is_named_is_the_same_each_time() -> None:
    heads = ["enhet_id", "ar", "mal", "slag", "skyddsfaktorer", "aktivitet", "aktivitetens_skyddsfaktorer"]
    profile = load_profile("perstorp")
    names = "; ".join(one.name.sv for one in profile.protective_factors)
    row = ["110", "2027", "Ett", "", names, "Faddrar", names]
    first, second = (plan(heads, [(2, row)], [ANGEN], profile, ()) for _ in range(2))
    assert first.problems == []
    assert first.fingerprint == second.fingerprint
    assert "frozenset" not in repr(first.goals[0].activities)
    assert len(first.goals[0].activities[0].marks.wanted) == 1  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("said", "before", "after"),
    [
        ("ja", (False, ""), (True, "")),
        ("JA: Läsprovet.", (False, ""), (True, "Läsprovet.")),
        ("x", (False, "Kvar."), (True, "Kvar.")),
        ("nej", (True, "Kvar."), (False, "Kvar.")),
        ("nej:", (True, "Bort."), (False, "")),
        ("nej: till hälften: än", (True, ""), (False, "till hälften: än")),
        ("kanske", (True, ""), None),
    ],
)
def test_a_cell_says_whether_a_point_is_ticked_and_a_note_where_one_likes(
    said: str, before: tuple[bool, str], after: tuple[bool, str] | None
) -> None:
    cell = read_cell(said)
    assert (cell.over(before) if cell is not None else None) == after


def test_a_list_of_another_kind_of_goal_and_what_is_no_answer_are_faults_of_their_cells() -> None:
    profile = load_profile("kungalv")
    head = columns_of(profile)[0].head
    board = OwnUnit(7, "Styrelsen", "executive_board", frozenset({"7"}))
    sector = OwnUnit(8, "Sektorn", "sector", frozenset({"8"}))
    rows = [(2, ["7", "2027", "Ett", "result_goal", "nja"]), (3, ["8", "2027", "Två", "sector_goal", "ja"])]
    found = plan(["enhet_id", "ar", "mal", "slag", head], rows, [board, sector], profile, ())
    assert problems(found) == [(2, head, "unknown_tick"), (3, head, "no_checklist")]
