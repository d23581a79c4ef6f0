"""Saving a text that several write in: the one way, whoever keeps the text."""

from collections.abc import Callable
from dataclasses import dataclass

from app.writing.merging import merge


@dataclass(frozen=True, slots=True)
class Saved:
    """How a save went: `base` names exactly what was sent, `merged_base` and `text` what stands after a merge."""

    base: int
    merged_base: int | None = None
    text: str | None = None

    @property
    def merged(self) -> bool:
        """Tell whether the other had written too and both are now in the text."""
        return self.merged_base is not None


@dataclass(frozen=True, slots=True)
class Keeper:
    """How a text is kept: what stands now, what stood at a revision, and two ways to keep words.

    `keep` notes words as a revision without changing what stands; `put` makes them what stands. Both give the revision.
    """

    text: str
    revision: int
    text_at: Callable[[int], str]
    keep: Callable[[str], int]
    put: Callable[[str], int]


def save(keeper: Keeper, text: str, base: int) -> Saved | None:
    """Save a text written from revision `base` (0 for an empty one), merged with what others wrote meanwhile.

    None when the same sentence was changed in two places: nothing is kept, both texts are for the writer to see.
    """
    if text == keeper.text:
        return Saved(base=keeper.revision)
    if base == keeper.revision:
        return Saved(base=keeper.put(text))
    # A base we do not know merges as if the writer had begun from nothing: that conflicts rather than overwrites.
    merged = merge(keeper.text_at(base) if base else "", text, keeper.text)
    if merged is None:
        return None
    if merged == keeper.text:
        return Saved(base=keeper.keep(text), merged_base=keeper.revision, text=merged)
    sent = keeper.keep(text)
    return Saved(base=sent, merged_base=keeper.put(merged), text=merged)
