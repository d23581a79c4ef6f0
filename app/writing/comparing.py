"""Laying two versions beside one another, word by word, for no more work than a page may cost."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate

WORD = re.compile(r"(\S*)(\s*)")
"""A word and the blanks after it; blanks are compared with the word they follow, never with all other blanks."""

FEWEST_KEPT = 3
"""Words in a row, between two changes, that must be the same to stand as kept: fewer are met by chance and shred the text."""

MOST_WORK = 10_000_000
"""How often equal words may be held against one another to compare two texts: some tenths of a second. Three thousand words
with eighty changes need most of it; six thousand times the same word would need it many times over."""

MOST_WORK_ON_A_PAGE = 2 * MOST_WORK

Token = tuple[str, str]
Step = tuple[str, int, int, int, int]


class TooMuch(Exception):
    """Two texts say the same words too often to be laid together by them."""


@dataclass(slots=True)
class Effort:
    """The work that is left for all that is compared on one page."""

    left: int = MOST_WORK_ON_A_PAGE

    def spend(self, work: int) -> None:
        """Take some of what is left; raises `TooMuch` when there is not so much."""
        if work > self.left:
            raise TooMuch
        self.left -= work


class Matcher(SequenceMatcher[str]):
    """Finds what is the same in two sequences, counting what that costs; every question may raise `TooMuch`."""

    def __init__(self, effort: Effort) -> None:
        self.effort = effort
        super().__init__(autojunk=False)

    def set_seq1(self, a: Sequence[str]) -> None:
        """Take a sequence to hold against the second; what it may cost is counted anew."""
        super().set_seq1(a)
        self.first = a
        self.own = Effort(MOST_WORK)
        self.costs: list[int] = []

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        """Find the longest run that is the same, for one step for each element and each place where the other has it."""
        if not self.costs:
            places: dict[str, list[int]] = self.b2j  # type: ignore[attr-defined]
            self.costs = [0, *accumulate(1 + len(places.get(one, ())) for one in self.first)]
        work = self.costs[len(self.first) if ahi is None else ahi] - self.costs[alo]
        self.own.spend(work)
        self.effort.spend(work)
        return super().find_longest_match(alo, ahi, blo, bhi)


def steps(before: Sequence[str], after: Sequence[str], effort: Effort) -> list[Step]:
    """Give the steps from one sequence to the other as `difflib` has them; raises `TooMuch`."""
    matcher = Matcher(effort)
    matcher.set_seqs(before, after)
    return [*matcher.get_opcodes()]


def steps_between_ends(before: Sequence[str], after: Sequence[str]) -> list[Step]:
    """Give the steps when only what both begin with and end with is kept: what is left to tell at next to no work."""
    head = _same(before, after)
    tail = _same(before[head:][::-1], after[head:][::-1])
    end_before, end_after = len(before) - tail, len(after) - tail
    found = [
        ("equal", 0, head, 0, head),
        ("replace", head, end_before, head, end_after),
        ("equal", end_before, len(before), end_after, len(after)),
    ]
    return [one for one in found if one[1] < one[2] or one[3] < one[4]]


def _same(before: Sequence[str], after: Sequence[str]) -> int:
    return next(
        (place for place, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: `kept`, `gone` since the earlier version, or `new`."""

    kind: str
    words: str


def compared(earlier: str, later: str, effort: Effort | None = None) -> tuple[Piece, ...]:
    """Compare two texts; joined without what is gone the pieces are the later one, without what is new the earlier.

    Texts that say the same words very often are compared sentence by sentence, or shown as changed between what both
    begin and end with.
    """
    effort = effort or Effort()
    for cut in (_words, _sentences):
        before, after = cut(earlier), cut(later)
        try:
            return _pieces(before, after, steps(_bare(before), _bare(after), effort))
        except TooMuch:
            continue
    before, after = _words(earlier), _words(later)
    return _pieces(before, after, steps_between_ends(_bare(before), _bare(after)))


def _words(text: str) -> list[Token]:
    return [(word, blanks) for word, blanks in WORD.findall(text) if word or blanks]


def _sentences(text: str) -> list[Token]:
    """Cut after each sentence and each line; their blanks belong to them."""
    found: list[Token] = []
    sentence: list[str] = []
    for word, blanks in _words(text):
        sentence += word, blanks
        if word.endswith((".", "!", "?")) or "\n" in blanks:
            found.append(("".join(sentence), ""))
            sentence = []
    return [*found, ("".join(sentence), "")] if sentence else found


def _bare(tokens: Sequence[Token]) -> list[str]:
    return [words for words, _ in tokens]


def _pieces(before: Sequence[Token], after: Sequence[Token], found: Sequence[Step]) -> tuple[Piece, ...]:
    laid = _Laid()
    for place, (what, from_before, to_before, from_after, to_after) in enumerate(found):
        gone, new = before[from_before:to_before], after[from_after:to_after]
        if what != "equal" or (0 < place < len(found) - 1 and _by_chance(gone)):
            laid.change(gone, new)
            continue
        for (words, blanks), (_, blanks_now) in zip(gone, new, strict=True):
            laid.keep(words)
            if blanks == blanks_now:
                laid.keep(blanks)
            else:
                laid.change([("", blanks)], [("", blanks_now)])
    return laid.whole()


def _by_chance(tokens: Sequence[Token]) -> bool:
    return sum(len(words.split()) for words, _ in tokens) < FEWEST_KEPT


class _Laid:
    """Two versions as they are laid together, from the beginning."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self.kept: list[str] = []
        self.gone: list[Token] = []
        self.new: list[Token] = []

    def keep(self, words: str) -> None:
        if words:
            self._end_change()
            self.kept.append(words)

    def change(self, gone: Sequence[Token], new: Sequence[Token]) -> None:
        self._end_kept()
        self.gone += gone
        self.new += new

    def whole(self) -> tuple[Piece, ...]:
        self._end_change()
        self._end_kept()
        return tuple(self.pieces)

    def _end_kept(self) -> None:
        if self.kept:
            self.pieces.append(Piece("kept", "".join(self.kept)))
            self.kept = []

    def _end_change(self) -> None:
        # The blanks after a word that was put in another's place stand as they stood.
        if self.gone and self.new and self.gone[-1][1] == self.new[-1][1]:
            self.kept = [self.gone[-1][1]] if self.gone[-1][1] else []
            self.gone[-1], self.new[-1] = (self.gone[-1][0], ""), (self.new[-1][0], "")
        for kind, tokens in (("gone", self.gone), ("new", self.new)):
            if words := "".join(words + blanks for words, blanks in tokens):
                self.pieces.append(Piece(kind, words))
        self.gone, self.new = [], []
