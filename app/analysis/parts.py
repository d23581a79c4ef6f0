"""What stands on the page of a unit's analysis and plan: features register their parts when the app is built."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.organisation.models import Unit
from app.writing.kinds import TextKind
from app.writing.models import UnitText
from app.writing.rules import Nearness


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a card: words that lead somewhere, and a small note on where it stands."""

    words: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """One part of the page: its name, the words that say most, where it stands, where it leads.

    `begin` is the kind of text that can be begun here by those who write; `actions` are further ways on.
    """

    key: str
    title: str
    words: str = ""
    about: str = ""
    href: str = ""
    link: str = ""
    gap: str = ""
    begin: TextKind | None = None
    lines: Sequence[Line] = field(default_factory=tuple)
    actions: Sequence[Line] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Looked:
    """Who looks at which unit's page for which year, and the texts of the unit they may read."""

    session: Session
    actor: Actor
    unit: Unit
    near: Nearness
    year: int
    texts: Mapping[str, Sequence[UnitText]]


Loader = Callable[[Looked], Card | None]


class UnitParts:
    """The parts this installation shows, in their order."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, tuple[int, Loader]] = {}

    def register(self, key: str, position: int, load: Loader) -> None:
        """Add or replace a part; lower positions stand first."""
        self._known[key] = position, load

    def cards(self, looked: Looked) -> list[Card]:
        """Load every part that has something to say to the one who looks."""
        ordered = sorted(self._known.items(), key=lambda item: item[1][0])
        found = (load(looked) for _key, (_position, load) in ordered)
        return [card for card in found if card is not None]


unit_parts = UnitParts()
