"""What kinds of text units write: features register theirs when the app is built."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.writing.models import NO_YEAR, Part, UnitText


@dataclass(frozen=True, slots=True)
class Heading:
    """A part a new text begins with."""

    key: str
    title: str
    questions: str = ""
    brings: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """Something the product puts into a part beside the own words, at the moment of looking.

    `lines` are (words, small line under them, address); words first.
    """

    title: str
    lines: Sequence[tuple[str, str, str]] = ()
    gap: str = ""


def _nothing_lacks(_session: Session, _text: UnitText) -> list[str]:
    return []


def _brings_nothing(_session: Session, _text: UnitText, _part: Part) -> list[Brought]:
    return []


@dataclass(frozen=True, slots=True)
class TextKind:
    """A kind of text. `label` and `explanation` are asked for in the language of the reader.

    `headings` gives what a new version of it begins with,
    `lacks` what is missing before it can be established, `brings` what stands in a part by itself.
    """

    key: str
    label: Callable[[], str]
    explanation: Callable[[], str]
    headings: Callable[[Session, int, int], Sequence[Heading]]
    home: Callable[[int, int], str]
    """Gives the address of the page the text belongs to, for a unit and a year."""
    by_year: bool = False
    arranged: bool = False
    """Whether its writers order, leave out and add parts themselves."""
    lacks: Callable[[Session, UnitText], list[str]] = _nothing_lacks
    brings: Callable[[Session, UnitText, Part], list[Brought]] = _brings_nothing
    beside: str = ""
    """A template included beside a part while it is written; it is given `text` and `part`."""

    def year_of(self, year: int) -> int:
        """Give the year a text of this kind is kept under."""
        return year if self.by_year else NO_YEAR


class Kinds:
    """The kinds of text this installation knows."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, TextKind] = {}

    def register(self, *found: TextKind) -> None:
        """Add or replace some."""
        self._known |= {kind.key: kind for kind in found}

    def get(self, key: str) -> TextKind | None:
        """Give a kind by its key."""
        return self._known.get(key)

    def all(self) -> list[TextKind]:
        """Give every kind, in the order of registration."""
        return list(self._known.values())


kinds = Kinds()
