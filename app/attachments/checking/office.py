"""Office documents: archives of XML, looked through in full before they are kept as they are.

Refused are those that unpack to far more than they are, carry programs or what is alive, fetch something from elsewhere when
opened, or are another file as well.
"""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import unquote
from xml.etree.ElementTree import Element, ParseError  # nosec B405  the type and its error; parsed by defusedxml

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from app.attachments.checking import carried, leading
from app.attachments.checking.carried import Room
from app.attachments.checking.kinds import DOCX, ODP, ODS, ODT, PPTX, XLSX, Content
from app.attachments.checking.parts import Sieve
from app.attachments.errors import Reason, Refusal

BEGINNING = carried.ARCHIVE
MOST_ENTRIES = 4000
MOST_UNPACKED = 150 * 1024 * 1024
MOST_TIMES = 120
"""How many times larger than packed a part may be, where it is large at all; XML packs some ten to forty times."""

_PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How documents are packed; what else an archive may be packed by fails in ways of its own."""

_LARGE = 2 * 1024 * 1024
_LARGEST_READ = 4 * 1024 * 1024
_PIECE = 256 * 1024
_LARGEST_LIST = 1024 * 1024
_END = b"PK\x05\x06"
_MAIN = {
    "wordprocessingml.document.main+xml": DOCX,
    "spreadsheetml.sheet.main+xml": XLSX,
    "presentationml.presentation.main+xml": PPTX,
}
_OPEN = {ODT.encode(): ODT, ODS.encode(): ODS, ODP.encode(): ODP}
_PROGRAM = re.compile(
    r"(vba(project|data)|activex|(^|/)basic/|(^|/)scripts/|\.(exe|dll|js|jse|vbs|vbe|bat|cmd|ps1|hta|jar|lnk|scr|msi|com)$)",
    re.IGNORECASE,
)
_ENTITY = (b"<!ENTITY", "<!ENTITY".encode("utf-16-le"), "<!ENTITY".encode("utf-16-be"))
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    # Also what is encrypted, or packed in a way that nobody here knows.
    RuntimeError,
    ValueError,
    struct.error,
)


def office(data: bytes) -> Content:
    """Take an Office document of the kind its content says; raises `Refusal`."""
    return _looked_through(data, Room(MOST_UNPACKED, MOST_ENTRIES))


def _looked_through(data: bytes, room: Room) -> Content:
    if data[-22:-18] == _END and struct.unpack("<I", data[-10:-6])[0] > _LARGEST_LIST:
        # Before the list of contents is read: a million empty parts are a bomb too.
        raise Refusal(Reason.BOMB)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
            _require_plain(data, packed, entries, room)
            found = _unpacked(packed, entries, room)
            media_type = _kind_of(found.parts)
            _require_own(packed, found.may_fetch if media_type not in _OPEN.values() else [], room)
    except _BROKEN as problem:
        raise Refusal(Reason.BROKEN) from problem
    for name, part in found.parts.items():
        if _says_relationships(name):
            said = _xml(part)
            leading.require_self_contained(said)
            carried.require_nothing_alive(name, said, found.documents)
    return Content(media_type, data)


@dataclass(slots=True)
class _Unpacked:
    """What an archive holds: the few parts that are looked into, those that may fetch something, the documents it carries."""

    parts: dict[str, bytes] = field(default_factory=dict)
    may_fetch: list[zipfile.ZipInfo] = field(default_factory=list)
    documents: set[str] = field(default_factory=set)


def _require_plain(data: bytes, packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], room: Room) -> None:
    """Look at the list of contents, without unpacking anything."""
    if packed.comment or data[-22:-18] != _END:
        # Something stands after the archive's end.
        raise Refusal(Reason.TWO_IN_ONE)
    room.enter(len(entries), sum(entry.file_size for entry in entries))
    if not entries or min(entry.header_offset for entry in entries) != 0:
        raise Refusal(Reason.TWO_IN_ONE)
    names = [entry.filename for entry in entries]
    if len({name.lower() for name in names}) != len(names):
        raise Refusal(Reason.BROKEN)
    if len({entry.header_offset for entry in entries}) != len(entries):
        # Several names for the same bytes unpack the same bomb again and again.
        raise Refusal(Reason.BOMB)
    for entry in entries:
        if entry.flag_bits & 0x1 or entry.compress_type not in _PACKED or _leads_out(entry.filename):
            raise Refusal(Reason.BROKEN)
        if _PROGRAM.search(entry.filename):
            raise Refusal(Reason.MACROS)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[/\\]", name) or ":" in name


def _require_own(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], room: Room) -> None:
    """Read the parts that may fetch something by what stands in them."""
    for entry in entries:
        room.reading.read(entry.filename.lower(), _pieces(packed, entry))


def _unpacked(packed: zipfile.ZipFile, entries: list[zipfile.ZipInfo], room: Room) -> _Unpacked:
    """Unpack everything a piece at a time, counting what really comes out; keep the few parts that are looked into.

    By their names in small letters, as those who open a document find them. Beside them those that may fetch something. A
    document that is carried is looked through where it lies.
    """
    found = _Unpacked()
    for entry in entries:
        name = entry.filename.lower()
        looked_into = _says_relationships(name) or name in {"[content_types].xml", "mimetype"}
        linking = re.split(r"[/\\]", name)[-1] in leading.LINKING
        pieces, sieve = bytearray(), Sieve()
        is_document = False
        for piece in _without_bombs(packed, entry, is_xml=looked_into or name.endswith((".xml", ".vml"))):
            room.take(len(piece))
            if not sieve.begun:
                carried.require_no_object(name, piece)
                is_document = piece.startswith(BEGINNING)
            sieve.take(piece)
            if looked_into or linking or is_document:
                pieces += piece
            if len(pieces) > (
                carried.LARGEST if is_document else _LARGEST_READ if looked_into else MOST_UNPACKED
            ):
                raise Refusal(Reason.BOMB)
        if linking:
            leading.require_own_content(bytes(pieces))
        if looked_into:
            found.parts[name] = bytes(pieces)
        elif is_document:
            carried.require_clean(bytes(pieces), room, _looked_through)
            found.documents.add(unquote(name).replace("\\", "/").lstrip("/"))
        elif sieve.holds:
            found.may_fetch.append(entry)
    return found


def _without_bombs(packed: zipfile.ZipFile, entry: zipfile.ZipInfo, *, is_xml: bool) -> Iterator[bytes]:
    """Unpack one part, as long as it grows no more than its kind does."""
    size, tail = 0, b""
    for piece in _pieces(packed, entry):
        size += len(piece)
        if size > _LARGE and size > MOST_TIMES * max(entry.compress_size, 1):
            raise Refusal(Reason.BOMB)
        # A word may lie over the edge between two pieces.
        if is_xml and any(entity in tail + piece for entity in _ENTITY):
            raise Refusal(Reason.BOMB)
        tail = piece[-32:]
        yield piece


def _says_relationships(name: str) -> bool:
    return unquote(name).strip(". ").endswith(".rels")


def _pieces(packed: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with packed.open(entry) as source:
        while piece := source.read(_PIECE):
            yield piece


def _kind_of(parts: dict[str, bytes]) -> str:
    if "mimetype" in parts:
        found = _OPEN.get(parts["mimetype"].strip())
        if found is None:
            raise Refusal(Reason.UNKNOWN_KIND)
        return found
    if "[content_types].xml" not in parts:
        raise Refusal(Reason.UNKNOWN_KIND)
    said = [element.get("ContentType", "") for element in _xml(parts["[content_types].xml"]).iter()]
    if any("macroenabled" in one.lower() or "vbaproject" in one.lower() for one in said):
        raise Refusal(Reason.MACROS)
    kinds = {kind for one in said for ending, kind in _MAIN.items() if one.endswith(ending)}
    if len(kinds) != 1:
        raise Refusal(Reason.UNKNOWN_KIND)
    return kinds.pop()


def _xml(part: bytes) -> Element:
    try:
        found: Element = fromstring(part, forbid_dtd=True)
    except DefusedXmlException:
        raise Refusal(Reason.BOMB) from None
    except (ParseError, ValueError):
        raise Refusal(Reason.BROKEN) from None
    return found
