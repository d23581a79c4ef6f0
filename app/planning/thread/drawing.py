"""Lays the thread out as a picture: one row for each thing, from the farthest above to the farthest below.

Pure: it gives numbers and strings, and `planning/thread/_drawing.html` makes them SVG. The same is told as a list under it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from app.planning.thread.strands import Node
from app.planning.thread.walking import Branch, Thread
from app.ui.markdown import plain

ROW, INDENT, LEFT, TOP = 46, 30, 14, 22
WIDTH = 560
LETTER = 7.6
"""Width of a letter of a title, about: titles are cut to what finds room."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A thing in the picture, where it lies, and as much of its title as there is room for."""

    node: Node
    x: int
    y: int
    title: str
    about: str
    here: bool


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole picture: dots, the pieces of thread between them, and its size."""

    dots: list[Dot]
    pieces: list[str]
    width: int
    height: int


def draw(thread: Thread) -> Picture:
    """Lay out the thread."""
    above = list(_upward(thread.up, 1))
    below = list(_downward(thread.down, 1))
    deepest = max((level for _, level, _ in above), default=0)
    places: dict[int, tuple[int, int]] = {}
    dots: list[Dot] = []

    def put(key: int, node: Node, level: int, here: bool = False) -> None:
        x, y = LEFT + (level + deepest) * INDENT, TOP + len(dots) * ROW
        places[key] = (x, y)
        room = int((WIDTH - x - 24) / LETTER)
        about = " · ".join(part for part in (node.label, node.unit) if part)
        dots.append(Dot(node, x, y, plain(node.title, room), plain(about, room), here))

    for branch, level, _ in above:
        put(id(branch), branch.node, -level)
    put(0, thread.here, 0, here=True)
    for branch, level, _ in below:
        put(id(branch), branch.node, level)
    pieces = [_piece(places[id(branch)], places[towards]) for branch, _, towards in above]
    pieces += [_piece(places[towards], places[id(branch)]) for branch, _, towards in below]
    return Picture(dots, pieces, WIDTH, TOP + len(dots) * ROW - 6)


def _upward(branches: Iterable[Branch], level: int, towards: int = 0) -> Iterator[tuple[Branch, int, int]]:
    """Give what lies above, the farthest first, each with how far it is and which one it leads to."""
    for branch in branches:
        yield from _upward(branch.branches, level + 1, id(branch))
        yield branch, level, towards


def _downward(branches: Iterable[Branch], level: int, towards: int = 0) -> Iterator[tuple[Branch, int, int]]:
    """Give what lies below, each before what hangs on it, with how far it is and what it hangs on."""
    for branch in branches:
        yield branch, level, towards
        yield from _downward(branch.branches, level + 1, id(branch))


def _piece(above: tuple[int, int], below: tuple[int, int]) -> str:
    """Draw a piece of thread: straight down from the one above, then softly in to the one below."""
    (x1, y1), (x2, y2) = above, below
    bend = min(INDENT, abs(x2 - x1)) * 0.8
    return f"M{x1} {y1}V{y2 - bend:g}Q{x1} {y2} {x1 + bend:g} {y2}H{x2}"
