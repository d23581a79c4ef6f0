"""Walking the thread from where one enters it: up to what it hangs on, down to what hangs on it, some steps each way."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.paging import pages_of
from app.passages.subjects import Ref
from app.planning.thread.reading import one_walk
from app.planning.thread.strands import Few, Node, Strands

PAGE = 10
"""Things shown on a page straight at where one stands."""

AT_ONCE = (PAGE, 3, 1)
"""Things shown at each place, the nearest first: with each step there are more places, and what one sees at once is to be
taken in at once. The rest are on the page of the place they hang on.
"""

STEPS = len(AT_ONCE)
"""Steps walked each way; from the last of them one walks on from its own page."""


@dataclass(slots=True)
class Branch:
    """A thing on the thread with what follows it on the way one walks; `more` when there is more than is shown."""

    node: Node
    branches: "list[Branch]" = field(default_factory=list)
    more: bool = False

    def all(self) -> "Iterator[Branch]":
        """Give this branch and every one on it, each before what follows it."""
        yield self
        for branch in self.branches:
            yield from branch.all()


@dataclass(frozen=True, slots=True)
class Thread:
    """The thread as seen from one thing."""

    here: Node
    up: list[Branch]
    down: list[Branch]
    page: int
    pages: int
    """Pages of what hangs straight on it; further steps are followed from the ones shown."""

    def nodes(self) -> list[Node]:
        """Give everything on it, each once, what one stands at first."""
        walked = [branch.node for way in (self.up, self.down) for one in way for branch in one.all()]
        return list({node.ref: node for node in (self.here, *walked)}.values())


def walk(session: Session, actor: Actor, strands: Strands, ref: Ref, page: int = 1) -> Thread | None:
    """Walk both ways from a thing; None when it is out of reach or there is none."""
    here = strands.named(session, actor, [ref]).get(ref)
    if here is None:
        return None
    up, down = Branch(here), Branch(here)

    def upward(refs: Iterable[Ref], _most: int) -> dict[Ref, Few]:
        found = strands.up(session, actor, refs)
        return {ref: Few(nodes, len(nodes)) for ref, nodes in found.items()}

    def downward(refs: Iterable[Ref], most: int) -> dict[Ref, Few]:
        return strands.down(session, actor, refs, most)

    with one_walk(session):
        _follow(up, upward, 1)
        pages = _follow(down, downward, page)
    return Thread(here, up.branches, down.branches, min(page, pages), pages)


NOTHING = Few([], 0)


def _follow(start: Branch, links: Callable[[Iterable[Ref], int], dict[Ref, Few]], page: int) -> int:
    """Let what follows grow on a branch, one step of everything at a time; tell how many pages the first step has."""
    level, met, pages = [start], {start.node.ref}, 1
    # One step beyond what is shown is asked for, to tell whether one can walk on from the last.
    for step in range(STEPS + 1):
        found = links([branch.node.ref for branch in level], page * PAGE if step == 0 else _asked(step))
        following = []
        for branch in level:
            few = found.get(branch.node.ref, NOTHING)
            nodes = [node for node in few.nodes if node.ref not in met]
            if step == STEPS:
                branch.more = bool(nodes)
                continue
            if step == 0:
                # What was met on the way up is no reason to count anew.
                pages = pages_of(few.total - len(few.nodes) + len(nodes), PAGE)
                first = (min(page, pages) - 1) * PAGE
                nodes = nodes[first : first + PAGE]
            if step > 0:
                branch.more = len(nodes) > AT_ONCE[step] or few.total > len(few.nodes)
                nodes = nodes[: AT_ONCE[step]]
            met |= {node.ref for node in nodes}
            branch.branches = [Branch(node) for node in nodes]
            following += branch.branches
        level = following
        if not level:
            break
    return pages


def _asked(step: int) -> int:
    """Give how many to ask for at each place: some may have been met on the way, and beyond the last one is enough to know of."""
    return AT_ONCE[step] * 2 if step < STEPS else 2
