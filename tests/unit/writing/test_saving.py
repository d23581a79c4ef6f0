"""Several people writing in one text: what each sent is in it, or both texts are shown."""

from __future__ import annotations

from app.writing.saving import Keeper, Saved, save


class Kept:
    """A text kept in memory, with all that was ever sent."""

    def __init__(self) -> None:
        self.text, self.now, self.sent = "", 0, {0: ""}

    def keeper(self) -> Keeper:
        return Keeper(self.text, self.now, lambda revision: self.sent.get(revision, ""), self.keep, self.put)

    def keep(self, words: str) -> int:
        self.sent[len(self.sent)] = words
        return len(self.sent) - 1

    def put(self, words: str) -> int:
        self.text, self.now = words, self.keep(words)
        return self.now


def test_the_first_words_stand_as_they_were_sent() -> None:
    kept = Kept()
    saved = save(kept.keeper(), "Vi finns för barnen.", 0)
    assert saved == Saved(base=1)
    assert kept.text == "Vi finns för barnen."


def test_sending_the_same_words_again_changes_nothing() -> None:
    kept = Kept()
    save(kept.keeper(), "Ett.", 0)
    assert save(kept.keeper(), "Ett.", 0) == Saved(base=1)
    assert len(kept.sent) == 2


def test_two_who_add_at_once_are_both_in_the_text() -> None:
    kept = Kept()
    save(kept.keeper(), "Grund.\n", 0)
    save(kept.keeper(), "Grund.\nFrån den ena.", 1)
    saved = save(kept.keeper(), "Grund.\nFrån den andra.", 1)
    assert saved is not None
    assert saved.merged
    assert "Från den ena." in kept.text
    assert "Från den andra." in kept.text
    assert saved.text == kept.text


def test_the_same_sentence_changed_twice_is_a_conflict_and_nothing_is_kept() -> None:
    kept = Kept()
    save(kept.keeper(), "Vi har tio barn.", 0)
    save(kept.keeper(), "Vi har elva barn.", 1)
    assert save(kept.keeper(), "Vi har tolv barn.", 1) is None
    assert kept.text == "Vi har elva barn."


def test_words_from_an_unknown_base_never_overwrite() -> None:
    kept = Kept()
    save(kept.keeper(), "Vi har tio barn.", 0)
    saved = save(kept.keeper(), "Helt annat.", 99)
    assert saved is None or "Vi har tio barn." in kept.text
