"""Where a passage was said: each kind of source tells how to reach it, for those it is open to."""

from collections.abc import Callable

from app.access.actor import Actor
from app.passages.models import Passage

Link = Callable[[Passage, Actor], str | None]
"""Gives the address of a passage's source for a person, or None when it is not theirs to open."""


class Sources:
    """The kinds of source this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features above register theirs when the app is built."""
        self._links: dict[str, Link] = {}

    def register(self, kind: str, link: Link) -> None:
        """Add or replace a kind."""
        self._links[kind] = link

    def link(self, passage: Passage, actor: Actor) -> str | None:
        """Give the address of the source, or None when it is unknown or not open to this person."""
        find = self._links.get(passage.source_kind)
        return find(passage, actor) if find else None


sources = Sources()
