"""Gets a sheet onto one page: as roomy as it can be, as tight as it must."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from app.exports.keeping import kept
from app.exports.pdf import NoLibrary, extent_of
from app.exports.tree import Document, Parts


@dataclass(frozen=True, slots=True)
class Room:
    """How much goes on a page: the scale of the type, lines to write on per part, columns, whether notes stand."""

    scale: int
    lines: int
    columns: int = 1
    notes: bool = True
    """A note stands whole or, where nothing else is left to give, not at all."""
    extra: int = 0
    """So many parts, the first ones, have one line more."""

    def lines_of(self, number: int) -> int:
        """Tell how many lines the part with this number gets, counted from one."""
        return self.lines + (number <= self.extra)


ROOMS = (
    Room(1, 3),
    Room(1, 2),
    Room(1, 1),
    Room(2, 2),
    Room(2, 1),
    Room(3, 1),
    Room(3, 0),
    Room(3, 0, columns=2),
    Room(3, 1, columns=2, notes=False),
    Room(3, 0, columns=2, notes=False),
)
"""From roomy to tight: lines to write on give first, then the size of the type, then the air between.

The first that fits is taken and given as many lines as the page has left. Without notes only where so many words
are on no page in type one can read."""

MOST_LINES = 14
LINE_MM = {0: 8.0, 1: 8.0, 2: 7.0, 3: 6.0}
"""How high a line to write on is at each scale, as in `paper.css`."""


def fitted(make: Callable[[Room], Document], rooms: Iterable[Room] = ROOMS) -> Document:
    """Make a document that takes one page, or the tightest there is."""
    rooms = tuple(rooms)
    likeness = hashlib.sha256(kept(make(rooms[0])).encode("utf-8")).digest()
    known = _known.get(likeness)
    if known is not None:
        return make(known)
    try:
        room, made = _first_that_fits(make, rooms)
    except NoLibrary:
        # Nobody can measure it here: a middling sheet for the browser to print is better than none.
        return make(rooms[len(rooms) // 3])
    if len(_known) >= MOST_KNOWN:
        _known.clear()
    _known[likeness] = room
    return made


_known: dict[bytes, Room] = {}
"""What was found out: a sheet is looked at, then downloaded, and asks for the same room both times."""
MOST_KNOWN = 200


def _first_that_fits(make: Callable[[Room], Document], rooms: tuple[Room, ...]) -> tuple[Room, Document]:
    made = None
    for room in rooms:
        made = make(room)
        extent = extent_of(made)
        if extent.pages == 1:
            return _filled(make, room, made, extent.left) if room.lines else (room, made)
    assert made is not None  # noqa: S101  # nosec B101  there is at least one room
    return rooms[-1], made


def _filled(
    make: Callable[[Room], Document], room: Room, made: Document, left: float
) -> tuple[Room, Document]:
    """Share what room is left between the parts, a line at a time and the first ones first."""
    parts = next((one for one in made.blocks if isinstance(one, Parts)), None)
    if parts is None or not parts.parts:
        return room, made
    high = -(-len(parts.parts) // parts.columns)
    # Columns stand beside one another: a line more in one alone would not be a line more on the page.
    step = 1 if parts.columns == 1 else high
    for more in range(int(left / LINE_MM[room.scale]) // step * step, 0, -step):
        lines, extra = divmod(more, high)
        if room.lines + lines >= MOST_LINES:
            lines, extra = MOST_LINES - room.lines, 0
        roomier = replace(room, lines=room.lines + lines, extra=extra)
        tried = make(roomier)
        if extent_of(tried).pages == 1:
            return roomier, tried
    return room, made
