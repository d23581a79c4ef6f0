"""When the answer to a save was lost, the writer goes on from an older base: what they wrote must not stand twice."""

from hypothesis import given
from hypothesis import strategies as st

from app.writing.merging import merge

WORDS = st.text(alphabet="abå .!?\n", max_size=30)


@given(WORDS, WORDS, WORDS)
def test_going_on_with_what_was_kept_unanswered_gives_just_that(base: str, kept: str, more: str) -> None:
    assert merge(base, mine=base + kept + more, theirs=base + kept) == base + kept + more


@given(WORDS, WORDS, WORDS)
def test_an_older_copy_of_the_same_text_takes_nothing_back(base: str, kept: str, more: str) -> None:
    assert merge(base, mine=base + kept, theirs=base + kept + more) == base + kept + more


def test_what_was_taken_out_does_not_come_back_that_way() -> None:
    assert merge("Ett. Två.", mine="Ett. Två. Tre.", theirs="Ett. ") is None
