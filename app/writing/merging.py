"""Bringing together what two people wrote in the same text at once, without ever dropping a word of either."""

import re

from merge3 import Merge3

SEGMENT = re.compile(r"[^\n.!?]*(?:[.!?]+[ \t]*|\n+|$)")


def segments(text: str) -> list[str]:
    """Cut a text into sentences and line ends, losing nothing: joined again they are the text."""
    return [piece for piece in SEGMENT.findall(text) if piece]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Merge two changes of `base`, or give None when both changed the same sentence.

    Where both only added at the same place, both additions stay, theirs first. Where one added what the other
    added and then more, as when the answer to a save was lost and the writer went on, the longer one holds both; so
    does theirs where it ends with mine, as when what was lost is the answer to a merge of the two.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    grown = _grown(base, mine, theirs)
    if grown is not None:
        return grown
    outcome: list[str] = []
    groups = Merge3(segments(base), segments(mine), segments(theirs)).merge_groups()
    for group in groups:
        if group[0] != "conflict":
            outcome.extend(group[1])
            continue
        old, ours, other = ("".join(part) for part in group[1:])
        there = not old and group[3][-len(group[2]) :] == group[2]
        grown = other if there else _grown(old, ours, other)
        if grown is None and old:
            return None
        outcome.append(_one_after_the_other(other, ours) if grown is None else grown)
    return "".join(outcome)


def _grown(old: str, one: str, other: str) -> str | None:
    """Give the longer text where one is the old with something added and the other goes on from just that."""
    shorter, longer = sorted((one, other), key=len)
    return longer if shorter.startswith(old) and longer.startswith(shorter) else None


def _one_after_the_other(first: str, second: str) -> str:
    if not first or not second or first.endswith(("\n", " ")) or second.startswith(("\n", " ")):
        return first + second
    return f"{first}\n{second}"
