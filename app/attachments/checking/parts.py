"""What a part of an Office document fetches by what stands in it, besides what its relationships say.

Most parts hold nothing that could, and are told by a few words in their bytes. Those that may are read once, piece by piece, with
no more kept of them than the field or formula one is in.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from xml.parsers import expat  # nosec B407  nothing is looked up for it, and a document type is refused

from app.attachments.checking import formulas
from app.attachments.checking.fields import Fields, require_nothing_fetched
from app.attachments.errors import Reason, Refusal

MOST_ELEMENTS = 4_000_000
"""Elements read in one document: more than any has that is worked in, few enough to be read in a moment."""

LONGEST_SAID = 64 * 1024
"""Characters of one formula or one piece of a field."""

_WORDS: tuple[bytes, ...] = (
    *(b"instrtext", b"fldsimple", b"ddelink", b"olelink", b"connection"),
    *(b"webservice", b"image(", b"rtd(", b"call(", b"register", b"exec(", b"|", b"&#"),
)
_PLAIN = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*encoding\s*=\s*[\"'](?:utf-8|us-ascii|iso-8859-1)[\"']|<(?!\?xml[^>]*encoding))",
    re.IGNORECASE,
)
_WIDE = re.compile(rb"(?:\xff\xfe|\xfe\xff|<\x00|\x00<|\x00\x00)")
_NOT_FORMED = (".vml", ".htm", ".html")
"""Parts that are drawn as browsers draw them, and need not be well formed: the pages of a workbook or a text must."""

_TEXT = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
_SHEETS = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
    "http://schemas.microsoft.com/office/spreadsheetml/2010/11/main",
    "http://schemas.microsoft.com/office/excel/2006/main",
)


def _called(spaces: Iterable[str], *names: str) -> frozenset[str]:
    return frozenset(f"{space} {name}" for space in spaces for name in names)


_MARK = _called(_TEXT, "fldChar")
_SIMPLE = _called(_TEXT, "fldSimple")
_SAID = _called(_TEXT, "instrText", "delInstrText")
_FORMULA = _called(
    _SHEETS,
    "f",
    "definedName",
    "formula",
    "formula1",
    "formula2",
    "calculatedColumnFormula",
    "totalsRowFormula",
)
_PROGRAMS = _called(_SHEETS, "ddeLink", "oleLink")
_CONNECTIONS = _called(_SHEETS, "dbPr", "webPr", "textPr", "olapPr", "oledbPr", "dataFeedPr", "modelTextPr")
_LOOKED_AT = _MARK | _SIMPLE | _SAID | _FORMULA | _PROGRAMS | _CONNECTIONS


@dataclass(slots=True)
class Sieve:
    """Tells, as a part is unpacked, whether it is to be read."""

    tail: bytes = b""
    begun: bool = False
    is_xml: bool = False
    holds: bool = False

    def take(self, piece: bytes) -> None:
        """Look at the next piece."""
        if not self.begun:
            self.begun = True
            plain = _PLAIN.match(piece) is not None or not piece.strip()
            self.is_xml = plain or _WIDE.match(piece) is not None or piece.lstrip()[:1] == b"<"
            # In another writing letters are not what they are in ASCII: whatever stands there is read.
            self.holds = self.is_xml and not plain
        if self.is_xml and not self.holds:
            looked = (self.tail + piece).lower()
            self.holds = any(word in looked for word in _WORDS)
            self.tail = piece[-16:]


@dataclass(slots=True)
class Reading:
    """Reads parts of one document."""

    left: int = MOST_ELEMENTS
    fields: Fields = field(default_factory=Fields)
    _inside: str = ""
    _said: list[str] = field(default_factory=list)
    _length: int = 0

    def read(self, name: str, pieces: Iterable[bytes]) -> None:
        """Read a part; raises `Refusal` for what fetches something, is broken, or takes too long."""
        self.fields, self._inside = Fields(), ""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._take
        parser.StartDoctypeDeclHandler = _refuse_type
        try:
            for piece in pieces:
                parser.Parse(piece, False)
            parser.Parse(b"", True)
        except (expat.ExpatError, ValueError, LookupError):
            if not name.endswith(_NOT_FORMED):
                raise Refusal(Reason.BROKEN) from None
        self.fields.finish()

    def _begin(self, name: str, told: dict[str, str]) -> None:
        self.left -= 1
        if self.left < 0:
            raise Refusal(Reason.BOMB)
        if name not in _LOOKED_AT:
            return
        if name in _SAID or name in _FORMULA:
            self._inside, self._said, self._length = name, [], 0
        elif name in _MARK:
            self.fields.mark(_of(told, "fldCharType"))
        elif name in _SIMPLE:
            require_nothing_fetched(_of(told, "instr"))
        elif name in _CONNECTIONS:
            formulas.require_own_connection(_of(told, "connection"))
        else:
            raise Refusal(Reason.FETCHES)

    def _take(self, text: str) -> None:
        if self._inside:
            self._length += len(text)
            if self._length > LONGEST_SAID:
                raise Refusal(Reason.BOMB)
            self._said.append(text)

    def _end(self, name: str) -> None:
        if name != self._inside:
            return
        said, self._inside = "".join(self._said), ""
        if name in _SAID:
            self.fields.say(said)
        else:
            formulas.require_own_data(said)


def _of(told: dict[str, str], name: str) -> str:
    """Give an attribute by its own name, whatever stands before it."""
    return next((value for key, value in told.items() if key.rpartition(" ")[2] == name), "")


def _refuse_type(*_about: object) -> None:
    raise Refusal(Reason.BOMB)
