"""Gets a sheet onto one page: as roomy as it can be, as tight as it must."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from app.exports.pdf import pages_of
from app.exports.tree import Document


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes on a page: the scale of the type, lines to write on per part, columns, characters of a note."""

    scale: int
    lines: int
    columns: int = 1
    longest: int = 400


ROOMS = (
    Room(1, 3),
    Room(2, 2, longest=160),
    Room(3, 2, longest=90),
    Room(3, 1, longest=0),
    Room(3, 2, columns=2, longest=0),
    Room(3, 1, columns=2, longest=0),
    Room(3, 0, columns=2, longest=0),
)
"""From roomy to tight; the first that fits is taken and given as many lines as the page has left."""

MOST_LINES = 14


def fitted(make: Callable[[Room], Document], rooms: Iterable[Room] = ROOMS) -> Document:
    """Make a document that takes one page, or the tightest there is."""
    made = None
    for room in rooms:
        made = make(room)
        if pages_of(made) == 1:
            return _with_lines(make, room, made) if room.lines else made
    assert made is not None  # noqa: S101  # nosec B101  there is at least one room
    return made


def _with_lines(make: Callable[[Room], Document], room: Room, made: Document) -> Document:
    fits, too_many = room.lines, MOST_LINES + 1
    while too_many - fits > 1:
        lines = (fits + too_many) // 2
        tried = make(Room(room.scale, lines, room.columns, room.longest))
        if pages_of(tried) == 1:
            fits, made = lines, tried
        else:
            too_many = lines
    return made
