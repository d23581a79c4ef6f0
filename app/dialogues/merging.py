"""Bringing together what two people wrote in the same text at once, without ever dropping a word of either."""

import re

from merge3 import Merge3

SEGMENT = re.compile(r"[^\n.!?]*(?:[.!?]+[ \t]*|\n+|$)")


def segments(text: str) -> list[str]:
    """Cut a text into sentences and line ends, losing nothing: joined again they are the text."""
    return [piece for piece in SEGMENT.findall(text) if piece]


def merge(base: str, mine: str, theirs: str) -> str | None:
    """Merge two changes of `base`, or give None when both changed the same sentence.

    Where both only added at the same place, both additions stay, theirs first.
    """
    if mine == theirs or theirs == base:
        return mine
    if mine == base:
        return theirs
    outcome: list[str] = []
    groups = Merge3(segments(base), segments(mine), segments(theirs)).merge_groups()
    for group in groups:
        if group[0] != "conflict":
            outcome.extend(group[1])
            continue
        _, old, ours, other = group
        if old:
            return None
        outcome.append(_one_after_the_other("".join(other), "".join(ours)))
    return "".join(outcome)


def _one_after_the_other(first: str, second: str) -> str:
    if not first or not second or first.endswith(("\n", " ")) or second.startswith(("\n", " ")):
        return first + second
    return f"{first}\n{second}"
