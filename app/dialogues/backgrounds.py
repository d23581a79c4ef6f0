"""What a theme brings along to the conversation: a registry, so that later features plug in without a change here."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from flask_babel import LazyString
from sqlalchemy.orm import Session

from app.dialogues.models import Dialogue, Theme
from app.passages.subjects import Subject


@dataclass(frozen=True, slots=True)
class Told:
    """What was measured of one thing: what somebody wrote of it, for when, by whom or from where; the figures stand folded."""

    name: str
    words: str
    figures: str
    source: str
    href: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to have at hand: words first, then a line on where they come from, then where to read on.

    `subject` is what it is about, where the two can mark it with one press; a provider gives only what both may read.
    `measured` is what was measured of it, and `more` how much of that is read on its page alone.
    """

    words: str
    source: str = ""
    href: str = ""
    at: datetime | None = None
    verdict: str | None = None
    state: str = ""
    subject: Subject | None = None
    measured: tuple[Told, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Background:
    """A folded section of the background column."""

    kind: str
    label: LazyString | str
    items: list[Item] = field(default_factory=list)


Loader = Callable[[Session, Dialogue, Theme], list[Item]]


@dataclass(frozen=True, slots=True)
class Provider:
    """A kind of background: how it is called, what it means in a sentence, and who loads it."""

    kind: str
    label: LazyString
    explanation: LazyString
    load: Loader


class Backgrounds:
    """The kinds of background this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._providers: dict[str, Provider] = {}

    def register(self, provider: Provider) -> None:
        """Add or replace a kind."""
        self._providers[provider.kind] = provider

    def known(self) -> list[Provider]:
        """Give every kind, in the order of registration."""
        return list(self._providers.values())

    def load(self, session: Session, dialogue: Dialogue, theme: Theme, kinds: list[str]) -> list[Background]:
        """Load what a theme asks for; a kind nobody provides yet is left out."""
        return [
            Background(
                kind, self._providers[kind].label, self._providers[kind].load(session, dialogue, theme)
            )
            for kind in kinds
            if kind in self._providers
        ]


backgrounds = Backgrounds()
