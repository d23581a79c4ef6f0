"""What features keep under keys of the steering model: counted, named, and carried over to another key.

A feature registers a `Use` for each part of a model its rows speak of. Nothing here knows their tables.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from sqlalchemy.orm import Session

from app.steering.schema import Profile

Counts = Callable[[Session], Mapping[str, int]]
"""Counts rows by key, in one statement."""
Carries = Callable[[Session, int, str, str], int]
"""Gives the rows of one key another, as a person; tells how many there were, keeps the history and flushes."""
Names = Callable[[Profile], Mapping[str, Any]]
"""Gives what a model has of the sort, by key: its name as a `Label`, or as `Words`."""


@dataclass(frozen=True, slots=True)
class Use:
    """What a feature keeps under keys of one part of the model."""

    key: str
    label: LazyString
    names: Names
    """What a model has of the sort, by key."""
    counts: Counts
    carries: Carries | None = None
    """None where there is nothing to carry over: what was written stays as it is."""
    note: LazyString | None = None
    """What one should know before carrying over, or why nothing is."""
    address: Callable[[str], str] | None = None
    """Gives where those of a key are listed."""


class Uses:
    """What this installation keeps under keys of a model."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[str, Use] = {}

    def register(self, *found: Use) -> None:
        """Add or replace some."""
        self._known = self._known | {one.key: one for one in found}

    def all(self) -> list[Use]:
        """Give all, in the order of registration."""
        return list(self._known.values())

    def get(self, key: str) -> Use | None:
        """Give one by its key."""
        return self._known.get(key)


uses = Uses()


@dataclass(frozen=True, slots=True)
class Left:
    """What a model no longer has and rows still speak of: which key, what it was called, how many rows."""

    key: str
    name: Any
    """A `Label` or `Words` of the model it comes from; None where no model known has it."""
    count: int


@dataclass(frozen=True, slots=True)
class Leftover:
    """All that is left of one use after a change of model, and what can be chosen instead."""

    use: Use
    lines: tuple[Left, ...]
    choices: Mapping[str, Any]

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(one.count for one in self.lines)


def leftovers(session: Session, profile: Profile, earlier: tuple[Profile, ...]) -> list[Leftover]:
    """Tell what is kept under keys that a model lacks; `earlier` are the models to find their names in. One statement each."""
    found = []
    for use in uses.all():
        has = use.names(profile)
        lines = tuple(
            Left(key, _name(use, key, earlier), count)
            for key, count in sorted(use.counts(session).items())
            if key and key not in has and count
        )
        if lines:
            found.append(Leftover(use, lines, has))
    return found


def _name(use: Use, key: str, earlier: tuple[Profile, ...]) -> Any:
    return next((names[key] for one in earlier if key in (names := use.names(one))), None)


Follows = Callable[[Session, Profile], None]


class Following:
    """What features do when another model has come into force: take in what it brings, count anew."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._known: dict[str, Follows] = {}

    def register(self, key: str, follows: Follows) -> None:
        """Add or replace something."""
        self._known[key] = follows

    def run(self, session: Session, profile: Profile) -> None:
        """Do all of it."""
        for follows in self._known.values():
            follows(session, profile)


following = Following()
