"""Two versions side by side: nothing is lost of either, whatever they say."""

from __future__ import annotations

from difflib import Match, SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.writing.comparing import MOST_WORK_ON_A_PAGE, Piece, compared

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


def test_a_word_written_at_the_end_is_shown_alone() -> None:
    pieces = compared("Vi finns för barnen", "Vi finns för barnen idag")
    assert pieces == (Piece("kept", "Vi finns för barnen"), Piece("new", " idag"))


class Looking(dict[str, list[int]]):
    """The places of each word, as `difflib` has them, counting how many places are looked at."""

    def __init__(self, places: dict[str, list[int]], seen: list[int]) -> None:
        super().__init__(places)
        self.seen = seen

    def get(self, word: str, otherwise: object = None) -> Any:
        found = super().get(word, otherwise)
        self.seen.append(len(found) if isinstance(found, list) else 0)
        return found


@pytest.fixture
def looked_at(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many places are looked at whenever a word is looked for."""
    seen: list[int] = []
    finding = SequenceMatcher.find_longest_match

    def find(matcher: Any, *where: int) -> Match:
        if not isinstance(matcher.b2j, Looking):
            matcher.b2j = Looking(matcher.b2j, seen)
        return finding(matcher, *where)

    monkeypatch.setattr(SequenceMatcher, "find_longest_match", find)
    return seen


REPEATED = {
    "one word": ("a " * 6000, "a " * 5999 + "b"),
    "two words": ("a b " * 5000, "b a " * 5000),
    "one word among others": ("a " * 2500, " ".join(f"a x{number}" for number in range(2500))),
    "one sentence": ("Ja. " * 6000, "Ja. " * 5999 + "Nej."),
    "one line": ("Ja\n" * 6000, "Nej\n" + "Ja\n" * 6000),
}


@pytest.mark.parametrize(("earlier", "later"), REPEATED.values(), ids=REPEATED)
def test_texts_that_say_the_same_words_again_and_again_are_compared_for_bounded_work(
    earlier: str, later: str, looked_at: list[int]
) -> None:
    pieces = compared(earlier, later)
    assert sum(looked_at) <= MOST_WORK_ON_A_PAGE
    assert "".join(piece.words for piece in pieces if piece.kind != "new") == earlier
    assert "".join(piece.words for piece in pieces if piece.kind != "gone") == later


def test_what_repeats_itself_too_often_is_compared_sentence_by_sentence() -> None:
    earlier = "".join(f"Mål {number} är att barn och barn och barn ska må bra. " for number in range(900))
    later = earlier.replace("Mål 500 är att barn", "Mål 500 är att unga")
    sentence = "Mål 500 är att {} och barn och barn ska må bra. "
    assert [(piece.kind, piece.words) for piece in compared(earlier, later)[1:3]] == [
        ("gone", sentence.format("barn")),
        ("new", sentence.format("unga")),
    ]


def test_what_even_its_sentences_say_too_often_is_changed_between_what_both_begin_and_end_with() -> None:
    pieces = compared("Ja. " * 6000, "Ja. " * 3000 + "Nej. " + "Ja. " * 3000)
    assert [(piece.kind, piece.words) for piece in pieces] == [
        ("kept", "Ja. " * 3000),
        ("new", "Nej. "),
        ("kept", "Ja. " * 3000),
    ]
