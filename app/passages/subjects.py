"""What a dialogue can be about: a registry, so that features above say what theirs are called and who may read it.

Nothing here knows what a goal or a document is. A subject is pointed at by its kind and number (`Ref`); what it is called
is asked of its feature each time, for the one who reads, so that no title reaches anybody it is not for.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from flask_babel import LazyString
from sqlalchemy.orm import Session

from app.access.actor import Actor

LONGEST_KIND = 40
"""Characters of the name of a kind."""

LONGEST_TITLE = 300
"""Characters of a title where it is written down; a longer one is cut off there."""

_BIGGEST_ID = 2**31 - 1


class Ref(NamedTuple):
    """What points at a subject: its kind and its number there."""

    kind: str
    id: int

    def __str__(self) -> str:
        """Write it as it stands in forms and in the history."""
        return f"{self.kind}:{self.id}"

    @classmethod
    def read(cls, text: str) -> "Ref | None":
        """Read what `str` wrote; None where it is nothing of the sort."""
        kind, _, number = text.partition(":")
        if not kind or len(kind) > LONGEST_KIND or not kind.replace("_", "").isalnum():
            return None
        if not (number.isascii() and number.isdigit() and len(number) <= 10 and int(number) <= _BIGGEST_ID):
            return None
        return cls(kind, int(number))


@dataclass(frozen=True, slots=True)
class Subject:
    """Something a dialogue can be about, as the one who asked may read it; `unit_id` is whose it is, where it is a unit's."""

    kind: str
    id: int
    title: str
    href: str = ""
    unit_id: int | None = None

    @property
    def ref(self) -> Ref:
        """What points at it."""
        return Ref(self.kind, self.id)


NameMany = Callable[[Session, Actor, Collection[int]], Mapping[int, Subject]]
"""Gives those of the numbers that the person may read now, in one statement; the others are left out."""

Offered = Callable[[Session, Actor, Collection[int], int], list[Subject]]
"""Gives, nearest first, what two who talk about some units could be talking about, as far as the person may read it now."""


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A kind of subject; `label` stands beside a title (“Mål”), `backgrounds` are the backgrounds of a theme that bring it
    along.
    """

    kind: str
    label: LazyString | str
    name_many: NameMany
    offered: Offered
    backgrounds: tuple[str, ...] = ()


class Subjects:
    """The kinds of subject this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features above register theirs when the app is built."""
        self._kinds: dict[str, SubjectKind] = {}

    def register(self, kind: SubjectKind) -> None:
        """Add or replace a kind."""
        self._kinds[kind.kind] = kind

    def forget(self, kind: str) -> None:
        """Take a kind away again; what was said of its subjects stays and is called nothing."""
        self._kinds.pop(kind, None)

    def known(self) -> list[SubjectKind]:
        """Give every kind, in the order of registration."""
        return list(self._kinds.values())

    def knows(self, kind: str) -> bool:
        """Tell whether a kind is registered."""
        return kind in self._kinds

    def label(self, kind: str) -> LazyString | str:
        """Give what stands beside titles of a kind."""
        return self._kinds[kind].label if kind in self._kinds else ""

    def brought_by(self, kind: str) -> tuple[str, ...]:
        """Give the backgrounds of a theme that bring along subjects of a kind."""
        return self._kinds[kind].backgrounds if kind in self._kinds else ()

    def named(self, session: Session, actor: Actor, refs: Iterable[Ref]) -> dict[Ref, Subject]:
        """Give those subjects that `actor` may read now, in one statement for each kind there is among them."""
        wanted: dict[str, set[int]] = {}
        for ref in refs:
            wanted.setdefault(ref.kind, set()).add(ref.id)
        found: dict[Ref, Subject] = {}
        for kind, ids in wanted.items():
            if kind in self._kinds:
                named = self._kinds[kind].name_many(session, actor, sorted(ids))
                found |= {Ref(kind, number): subject for number, subject in named.items()}
        return found

    def offered(
        self, session: Session, actor: Actor, unit_ids: Collection[int], limit: int
    ) -> list[tuple[SubjectKind, list[Subject]]]:
        """Give what two who talk about some units could be talking about, kind by kind, at most `limit` of each."""
        found = [(kind, kind.offered(session, actor, unit_ids, limit)[:limit]) for kind in self.known()]
        return [(kind, subjects) for kind, subjects in found if subjects]


subjects = Subjects()
