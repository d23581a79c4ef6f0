"""Where talks took place: each kind of source says whose its words are, and reads them for those."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Select
from sqlalchemy.orm import Session

from app.access.actor import Actor


@dataclass(frozen=True, slots=True)
class Held:
    """The numbers of the sources whose words a person may read now, with what fills the gaps of the statement."""

    ids: Select[int]
    filled: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Noted:
    """What two noted of a theme in a record both established, and whether they saw the same."""

    words: str
    verdict: str | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a source something was noted."""

    source_id: int
    place: int | None


@dataclass(frozen=True, slots=True)
class TalkSource:
    """A kind of source. `noted` gives the established words of those sources that the person may read now, theme by theme."""

    kind: str
    held: Callable[[Actor], Held]
    noted: Callable[[Session, Actor, Collection[int]], Mapping[Place, Noted]]
    href: Callable[[int], str]


class TalkSources:
    """The kinds of source this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features above register theirs when the app is built."""
        self._known: dict[str, TalkSource] = {}

    def register(self, source: TalkSource) -> None:
        """Add or replace a kind."""
        self._known[source.kind] = source

    def known(self) -> list[TalkSource]:
        """Give every kind."""
        return list(self._known.values())

    def href(self, kind: str, source_id: int) -> str:
        """Give the address of a source; for those whose it is."""
        return self._known[kind].href(source_id) if kind in self._known else ""


talk_sources = TalkSources()
