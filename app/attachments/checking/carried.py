"""What an Office document carries within itself: another document in full, which may be clean, or something that is alive.

A chart in a text carries its workbook, and so does a table put in as an object: such a document within the document is looked
through as if it had been sent by itself. Refused are objects of other programs (OLE), which a press opens in whatever program
they name, and pages, letters and texts taken in as they are when the document is opened (`altChunk`): nobody looks through those.
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element  # nosec B405  the type alone; parsed by defusedxml

from app.attachments import rules
from app.attachments.checking.parts import Reading
from app.attachments.errors import Reason, Refusal

DEEPEST = 3
"""Documents within one another: a presentation in a text, with a chart that has its workbook."""

ARCHIVE = b"PK\x03\x04"
LARGEST = rules.LARGEST
"""Bytes of one document that is carried: no more than it could have been sent with by itself."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ALIVE = frozenset({"afchunk", "oleobject", "control"})
"""What relationships call what is alive: taken in when opened, an object of another program, a control that is one."""


@dataclass(slots=True)
class Room:
    """What is left of what one document may unpack to, with all that it carries."""

    unpacked: int
    entries: int
    depth: int = 0
    reading: Reading = field(default_factory=Reading)

    def enter(self, entries: int, says: int) -> None:
        """Begin with an archive that says it has so many parts of so many bytes; raises `Refusal`."""
        self.entries -= entries
        if self.entries < 0 or says > self.unpacked:
            raise Refusal(Reason.BOMB)

    def take(self, size: int) -> None:
        """Take so many bytes that came out; raises `Refusal`."""
        self.unpacked -= size
        if self.unpacked < 0:
            raise Refusal(Reason.BOMB)


def require_no_object(name: str, beginning: bytes) -> None:
    """Refuse a part that is an object of another program, or lies among what is carried and is no document; raises `Refusal`."""
    if beginning.startswith(_OLE) or (_is_embedded(name) and not beginning.startswith(ARCHIVE)):
        raise Refusal(Reason.ALIVE)


def _is_embedded(name: str) -> bool:
    return "embeddings" in unquote(name).replace("\\", "/").split("/")[:-1]


def require_clean(data: bytes, room: Room, look_through: Callable[[bytes, Room], object]) -> None:
    """Look through a document that is carried; raises `Refusal`, for what is no document too."""
    if room.depth >= DEEPEST:
        raise Refusal(Reason.ALIVE)
    room.depth += 1
    try:
        look_through(data, room)
    except Refusal as refusal:
        if refusal.reason in {Reason.UNKNOWN_KIND, Reason.BROKEN, Reason.TWO_IN_ONE}:
            raise Refusal(Reason.ALIVE) from None
        raise
    room.depth -= 1


def require_nothing_alive(name: str, relationships: Element, documents: set[str]) -> None:
    """Refuse what relationships say is alive, or carried and none of the `documents` looked through; raises `Refusal`."""
    for one in relationships.iter():
        kind = one.get("Type", "").rpartition("/")[2].strip().lower()
        if kind in _ALIVE:
            raise Refusal(Reason.ALIVE)
        if kind == "package" and not _is_outside(one) and _part(name, one.get("Target", "")) not in documents:
            raise Refusal(Reason.ALIVE)


def _is_outside(relationship: Element) -> bool:
    """What lies outside is fetched, and refused for that."""
    return relationship.get("TargetMode", "").strip().lower() == "external"


def _part(name: str, target: str) -> str:
    """Give the name of the part that relationships lead to, as those who open a document find it."""
    beside = posixpath.dirname(posixpath.dirname(unquote(name).replace("\\", "/")))
    found = posixpath.join("/", beside, unquote(target.strip()).replace("\\", "/"))
    return posixpath.normpath(found).lstrip("/").lower()
