"""Two versions side by side: nothing is lost of either, whatever they say."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.writing.comparing import Piece, compared

TEXT = st.text(alphabet="ab åÄ.\n", max_size=60)


@given(TEXT, TEXT)
def test_both_versions_can_be_read_out_of_the_comparison(earlier: str, later: str) -> None:
    pieces = compared(earlier, later)
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == earlier
    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == later


def test_a_changed_word_is_shown_alone() -> None:
    pieces = compared("Vi finns för barnen.", "Vi finns för familjerna.")
    assert pieces == (Piece("kept", "Vi finns för "), Piece("gone", "barnen."), Piece("new", "familjerna."))


def test_words_that_happen_to_be_the_same_do_not_shred_what_was_written_anew() -> None:
    pieces = compared(
        "Kommunens riktlinje för barngruppernas storlek märks mest.",
        "Skollagen bestämmer för alla vad vi är till för, mest.",
    )
    assert [piece.kind for piece in pieces] == ["gone", "new", "kept"]
    assert pieces[-1].words == " mest."


def test_equal_texts_have_nothing_new_and_nothing_gone() -> None:
    assert {piece.kind for piece in compared("Samma sak.", "Samma sak.")} == {"kept"}


def test_a_very_long_text_is_compared_line_by_line_without_losing_a_word() -> None:
    earlier = "\n".join(f"Rad {number} om barnen" for number in range(9000))
    later = earlier.replace("Rad 500 om barnen", "Rad 500 om familjerna")
    pieces = compared(earlier, later)
    assert [piece.words for piece in pieces if piece.kind == "new"] == ["Rad 500 om familjerna\n"]
