"""What the thread is made of: a registry of kinds of things and of ties between two kinds, so that later features join it
by registering theirs.

Each tie is asked about many things at once, in a constant number of statements, and gives only what the person may read
now: what is out of reach is not there, and nothing tells that there was more.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.passages.subjects import Ref


@dataclass(frozen=True, slots=True)
class Node:
    """Something on the thread: what it is called, what kind it is in the model's words, whose it is, where it stands.

    `words` are a line of its own words, where its title says too little.
    """

    kind: str
    id: int
    title: str
    label: str
    href: str
    unit: str = ""
    words: str = ""

    @property
    def ref(self) -> Ref:
        """What points at it."""
        return Ref(self.kind, self.id)


Named = Callable[[Session, Actor, Collection[int]], Mapping[int, Node]]
"""Gives those of the numbers that the person may read now."""

Links = Callable[[Session, Actor, Collection[int]], Mapping[int, list[Node]]]
"""Gives what hangs together with each of the numbers, as far as the person may read it now, in the order to read it."""


@dataclass(frozen=True, slots=True)
class Few:
    """The first of what hangs on something, and how many there are in all."""

    nodes: list[Node]
    total: int


FewLinks = Callable[[Session, Actor, Collection[int], int], Mapping[int, Few]]
"""As `Links`, but at most so many for each: for what can be thousands in a municipality of many units."""


@dataclass(frozen=True, slots=True)
class Strand:
    """A kind of thing one can enter the thread at."""

    kind: str
    named: Named


@dataclass(frozen=True, slots=True)
class Tie:
    """How things of one kind hang on what lies above: asked from below with `up` and from above with `down`.

    One of them may be missing where the thread is walked one way only. `above` may be empty: of any kind. `down_few` is
    asked instead of `down` where it is given.
    """

    below: str
    above: str = ""
    up: Links | None = None
    down: Links | None = None
    down_few: FewLinks | None = None


class Strands:
    """The kinds and ties this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._strands: dict[str, Strand] = {}
        self._ties: dict[tuple[str, str], Tie] = {}

    def register(self, *strands: Strand) -> None:
        """Add or replace kinds."""
        self._strands |= {one.kind: one for one in strands}

    def tie(self, *ties: Tie) -> None:
        """Add or replace ties; there is one between two kinds."""
        self._ties |= {(one.below, one.above): one for one in ties}

    def forget(self, kind: str) -> None:
        """Take a kind away again, with its ties."""
        self._strands.pop(kind, None)
        self._ties = {pair: tie for pair, tie in self._ties.items() if kind not in pair}

    def kinds(self) -> list[str]:
        """Give every kind one can enter at, in the order of registration."""
        return list(self._strands)

    def named(self, session: Session, actor: Actor, refs: Iterable[Ref]) -> dict[Ref, Node]:
        """Give those things that `actor` may read now; each kind is asked once."""
        found: dict[Ref, Node] = {}
        for kind, ids in _by_kind(refs).items():
            if kind in self._strands:
                named = self._strands[kind].named(session, actor, ids)
                found |= {Ref(kind, number): node for number, node in named.items()}
        return found

    def up(self, session: Session, actor: Actor, refs: Iterable[Ref]) -> dict[Ref, list[Node]]:
        """Give what each of some things hangs on."""
        asked = [(tie.below, tie.up) for tie in self._ties.values()]
        return _linked(session, actor, refs, asked)

    def down(self, session: Session, actor: Actor, refs: Iterable[Ref], most: int) -> dict[Ref, Few]:
        """Give what hangs on each of some things, at least the first `most` of it."""
        by_kind, found = _by_kind(refs), dict[Ref, Few]()
        for tie in self._ties.values():
            ids = by_kind.get(tie.above, [])
            for number, few in _few(tie, session, actor, ids, most).items():
                before = found.get(Ref(tie.above, number), Few([], 0))
                found[Ref(tie.above, number)] = Few([*before.nodes, *few.nodes], before.total + few.total)
        return found


def _few(tie: Tie, session: Session, actor: Actor, ids: list[int], most: int) -> Mapping[int, Few]:
    if not ids:
        return {}
    if tie.down_few is not None:
        return tie.down_few(session, actor, ids, most)
    if tie.down is None:
        return {}
    return {number: Few(nodes, len(nodes)) for number, nodes in tie.down(session, actor, ids).items()}


def _by_kind(refs: Iterable[Ref]) -> dict[str, list[int]]:
    found: dict[str, set[int]] = {}
    for ref in refs:
        found.setdefault(ref.kind, set()).add(ref.id)
    return {kind: sorted(ids) for kind, ids in found.items()}


def _linked(
    session: Session, actor: Actor, refs: Iterable[Ref], asked: Iterable[tuple[str, Links | None]]
) -> dict[Ref, list[Node]]:
    by_kind, found = _by_kind(refs), dict[Ref, list[Node]]()
    for kind, links in asked:
        if links is None or kind not in by_kind:
            continue
        for number, nodes in links(session, actor, by_kind[kind]).items():
            found.setdefault(Ref(kind, number), []).extend(nodes)
    return found


strands = Strands()
