"""Two who write in one text at once: not a word of either is lost without both being told."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from app.writing.merging import merge, segments

# Few letters, so that the same sentences turn up in both texts and in different places.
TEXT = st.text(alphabet="ab. \n!", max_size=40)
SENTENCE = st.text(alphabet="abcåö", min_size=1, max_size=8).map(lambda words: f"{words}. ")
SENTENCES = st.lists(SENTENCE, max_size=6, unique=True)


@given(st.text(max_size=200))
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(segments(text)) == text
    assert all(segments(text))


@given(TEXT, TEXT)
def test_when_one_alone_has_written_that_stands(base: str, changed: str) -> None:
    assert merge(base, changed, base) == changed
    assert merge(base, base, changed) == changed


@given(TEXT, TEXT)
def test_the_same_change_twice_is_made_once(base: str, changed: str) -> None:
    assert merge(base, changed, changed) == changed


@given(SENTENCES, st.data())
def test_what_both_added_is_there_and_nothing_of_before_is_gone(base: list[str], data: st.DataObject) -> None:
    mine, theirs = list(base), list(base)
    mine.insert(data.draw(st.integers(0, len(base))), "MITT tillägg. ")
    theirs.insert(data.draw(st.integers(0, len(base))), "DITT tillägg. ")
    merged = merge("".join(base), "".join(mine), "".join(theirs))
    assert merged is not None
    for kept in ("MITT tillägg. ", "DITT tillägg. "):
        assert merged.count(kept) == 1
    assert merged.replace("MITT tillägg. ", "").replace("DITT tillägg. ", "").replace("\n", "") == "".join(
        base
    )


@settings(max_examples=400)
@given(TEXT, TEXT, TEXT)
def test_a_merge_holds_every_new_sentence_of_both_or_is_refused(base: str, mine: str, theirs: str) -> None:
    merged = merge(base, mine, theirs)
    if merged is None:
        return
    for text in (mine, theirs):
        for piece in set(segments(text)) - set(segments(base)):
            assert piece.strip() in merged


@given(SENTENCES.filter(bool), st.data())
def test_a_change_of_the_same_sentence_by_both_is_a_conflict(base: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, len(base) - 1))
    mine, theirs = list(base), list(base)
    mine[place], theirs[place] = "MIN mening. ", "DIN mening. "
    assert merge("".join(base), "".join(mine), "".join(theirs)) is None


def test_changes_of_different_sentences_are_both_made() -> None:
    base = "Lugnt i hallen. Barnen äter bättre. Vikarier saknas. "
    mine = "Mycket lugnt i hallen. Barnen äter bättre. Vikarier saknas. "
    theirs = "Lugnt i hallen. Barnen äter bättre. Vikarier saknas på fredagar. "
    merged = "Mycket lugnt i hallen. Barnen äter bättre. Vikarier saknas på fredagar. "
    assert merge(base, mine, theirs) == merged


def test_additions_at_the_same_place_stand_one_after_the_other_theirs_first() -> None:
    assert merge("", "Jag skrev.", "Du skrev.") == "Du skrev.\nJag skrev."
    assert merge("Början. ", "Början. Jag skrev.", "Början. Du skrev.") == "Början. Du skrev.\nJag skrev."


def test_what_is_sent_again_since_the_answer_to_a_merge_was_lost_stands_there_once() -> None:
    assert merge("Ett.\n", "Ett.\nJag skrev.\n", "Ett.\nDu skrev.\nJag skrev.\n") == (
        "Ett.\nDu skrev.\nJag skrev.\n"
    )
    assert merge("", "Jag skrev.", "Du skrev.\nJag skrev.") == "Du skrev.\nJag skrev."
    assert merge("", "fint.", "Inte ofint.") == "Inte ofint.\nfint."


def test_a_sentence_one_took_out_while_the_other_changed_it_is_a_conflict() -> None:
    assert merge("Ett. Två. Tre. ", "Ett. Tre. ", "Ett. Två och mer. Tre. ") is None
