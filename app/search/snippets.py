"""The lines around a hit, with what was found marked: plain pieces, so that nothing in a text becomes markup."""

import re
from dataclasses import dataclass

from app.search.asking import How, Question, Term, fits
from app.search.words import Token, readable, tokens

AROUND = 70
"""Characters shown before the first mark."""

LONGEST = 260
"""Characters of a snippet."""

_SIGNS = re.compile(r"[*`#>\[\]]+|(?<![^\W_])_+|_+(?![^\W_])|\((?:https?|mailto):[^)\s]*\)")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a snippet, marked or not."""

    text: str
    marked: bool = False


def snippet(text: str, asked: Question) -> list[Piece]:
    """Give the part of a text where most of what was asked stands close together."""
    shown = _SPACE.sub(" ", _SIGNS.sub("", readable(text))).strip()
    found = list(tokens(shown))
    marks = sorted(_marks(found, asked))
    start = _best_start(shown, marks)
    end = _at_a_gap(shown, min(len(shown), start + LONGEST))
    pieces: list[Piece] = [Piece("… ")] if start else []
    at = start
    for first, last in marks:
        if first < at or last > end:
            continue
        pieces += [Piece(shown[at:first]), Piece(shown[first:last], marked=True)]
        at = last
    pieces += [Piece(shown[at:end])]
    if end < len(shown):
        pieces.append(Piece(" …"))
    return [piece for piece in pieces if piece.text]


def marked(text: str, asked: Question) -> list[Piece]:
    """Give a whole short text, such as a name, with what was found in it marked."""
    shown = readable(text)
    pieces, at = [], 0
    for first, last in sorted(_marks(list(tokens(shown)), asked)):
        if first >= at:
            pieces += [Piece(shown[at:first]), Piece(shown[first:last], marked=True)]
            at = last
    return [piece for piece in [*pieces, Piece(shown[at:])] if piece.text]


def _marks(found: list[Token], asked: Question) -> set[tuple[int, int]]:
    marks: set[tuple[int, int]] = set()
    for term in asked.terms:
        if term.how is How.PHRASE:
            marks |= _rows(found, term)
        else:
            marks |= {(token.start, token.end) for token in found if fits(term, token.word)}
    return marks


def _rows(found: list[Token], term: Term) -> set[tuple[int, int]]:
    length = len(term.words)
    return {
        (found[at].start, found[at + length - 1].end)
        for at in range(len(found) - length + 1)
        if tuple(token.word for token in found[at : at + length]) == term.words
    }


def _best_start(shown: str, marks: list[tuple[int, int]]) -> int:
    if len(shown) <= LONGEST or not marks:
        return 0
    within = [
        sum(first <= other[0] and other[1] <= first + LONGEST - AROUND for other in marks)
        for first, _ in marks
    ]
    first = marks[within.index(max(within))][0]
    start = max(0, min(first - AROUND, len(shown) - LONGEST))
    if start == 0:
        return 0
    gap = shown.find(" ", start, first)
    return gap + 1 if gap >= 0 else start


def _at_a_gap(shown: str, end: int) -> int:
    if end >= len(shown):
        return len(shown)
    gap = shown.rfind(" ", end - 30, end)
    return gap if gap > 0 else end
