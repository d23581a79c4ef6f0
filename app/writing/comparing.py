"""Laying two versions beside one another, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

WORD = re.compile(r"\s+|[^\s]+")
FEWEST_KEPT = 3
"""Words in a row, between two changes, that must be the same to stand as kept: fewer are met by chance and shred the text."""

MOST_WORDS = 20_000
"""Words of one part compared one by one; beyond that, paragraphs are compared whole."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words: `kept`, `gone` since the earlier version, or `new`."""

    kind: str
    words: str


def compared(earlier: str, later: str) -> tuple[Piece, ...]:
    """Compare two texts; joined without what is gone the pieces are the later one, without what is new the earlier."""
    cut = _words if max(len(earlier), len(later)) < MOST_WORDS * 6 else _lines
    before, after = cut(earlier), cut(later)
    steps = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pieces: list[Piece] = []
    gone = new = ""
    for place, (what, from_before, to_before, from_after, to_after) in enumerate(steps):
        kept = before[from_before:to_before]
        if what == "equal" and not (0 < place < len(steps) - 1 and _by_chance(kept)):
            pieces += _changed(gone, new)
            gone = new = ""
            pieces.append(Piece("kept", "".join(kept)))
        else:
            gone += "".join(kept)
            new += "".join(after[from_after:to_after])
    return (*pieces, *_changed(gone, new))


def _by_chance(words: Sequence[str]) -> bool:
    return len("".join(words).split()) < FEWEST_KEPT


def _changed(gone: str, new: str) -> list[Piece]:
    return [Piece(kind, words) for kind, words in (("gone", gone), ("new", new)) if words]


def _words(text: str) -> list[str]:
    return WORD.findall(text)


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)
