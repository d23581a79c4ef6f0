"""What a decision can be about: each kind of thing tells how it is called and where it stands."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing decisions are about, as it is shown; `permission` is what its page asks for beyond what decisions do."""

    label: str
    href: str
    permission: May | None = None
    within: Callable[[Actor], bool] | None = None
    """Tells whether it lies within somebody's reach, where its page asks for that; everybody's where nothing is said."""

    def opens_for(self, actor: Actor) -> bool:
        """Tell whether the page of the thing has a door for somebody: where it has none, it is named and not linked."""
        if self.permission is not None and not actor.may(self.permission):
            return False
        return self.within is None or self.within(actor)


Find = Callable[[Session, Sequence[int]], Mapping[int, Subject]]
"""Gives things of one kind by their numbers, in one statement; those that are not there are left out."""


class Subjects:
    """The kinds of things this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Find] = {}

    def register(self, kind: str, find: Find) -> None:
        """Add or replace a kind."""
        self._known[kind] = find

    def find(self, session: Session, pairs: Sequence[tuple[str, int]]) -> dict[tuple[str, int], Subject]:
        """Give things by kind and number, one statement a kind."""
        found: dict[tuple[str, int], Subject] = {}
        for kind in sorted({kind for kind, _ in pairs}):
            if kind in self._known:
                numbers = sorted({number for other, number in pairs if other == kind})
                for number, subject in self._known[kind](session, numbers).items():
                    found[kind, number] = subject
        return found

    def is_there(self, session: Session, kind: str, number: int) -> bool:
        """Tell whether a decision can be about this."""
        return (kind, number) in self.find(session, [(kind, number)])


subjects = Subjects()
