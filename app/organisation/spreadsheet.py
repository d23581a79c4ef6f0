"""Rows out of a CSV or XLSX file that nobody has to be trusted for: bounded, no formulas, no macros, no entities."""

import csv
import io
import re
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

MOST_BYTES = 20 * 1024 * 1024
MOST_ROWS = 200_000
MOST_COLUMNS = 60
MOST_UNPACKED = 60 * 1024 * 1024
MOST_SHARED = 30 * 1024 * 1024
"""What the words of all cells may take unpacked: they are read before the first row, and kept while it is read."""
MOST_TIMES = 120
"""How many times larger than packed a part may be, where it is large at all; XML packs some ten to forty times."""
MOST_PARTS = 500
"""A workbook is a packed folder: what it may hold, so that a small file cannot unpack into a huge one."""
MOST_TAGS = 2_000_000
"""Beginnings and ends of elements in one part: what reading it costs, whatever it weighs, some three seconds at most. Twenty
thousand rows of twelve columns of words have half of it; what is larger is read as CSV, which costs a fifth."""
MOST_TAGS_ABOUT = 300_000
"""The same in the parts about the workbook, such as its styles: each costs five times as much to read."""

PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
"""How workbooks are packed; what else an archive may be packed by fails in ways of its own."""

_LARGE = 1024 * 1024
_PIECE = 256 * 1024
_BOOK = "xl/workbook.xml"
_MERGED = re.compile(
    rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']([A-Z]{1,3})(\d{1,7})(?::[A-Z]{1,3}\d{1,7})?[\"']"
)
_NOT_WRITTEN = dict.fromkeys(
    (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF)
)
"""Signs nobody sees that steer what is around them, such as a terminal's or the direction of a line."""

_ABOUT = re.compile(r"\[content_types\]\.xml|docprops/.*|xl/(workbook|styles)\.xml|.*\.rels", re.IGNORECASE)


class Unreadable(Exception):
    """A file that cannot be read at all; `reason` is a key that is put into words elsewhere."""

    def __init__(self, reason: str, row: int = 0, column: str = "", **details: object) -> None:
        super().__init__(reason, row, column, details)
        self.reason = reason
        self.row = row
        self.column = column
        self.details = details


@dataclass(frozen=True, slots=True)
class Sheet:
    """The column heads and the rows under them, numbered as the file numbers them; empty rows are left out."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


_beforehand: ContextVar[tuple[Path, Sheet | Unreadable] | None] = ContextVar("beforehand", default=None)


@contextmanager
def read_beforehand(path: Path) -> Iterator[None]:
    """Read a file at once; inside, `read_sheet` gives what came of it without reading again.

    A large file takes its time: whoever writes to the database reads it before the transaction begins.
    """
    try:
        found: Sheet | Unreadable = _read(path)
    except Unreadable as fault:
        found = fault
    token = _beforehand.set((path, found))
    try:
        yield
    finally:
        _beforehand.reset(token)


def read_sheet(path: Path) -> Sheet:
    """Read the file, or its first sheet; raises `Unreadable`. The size is checked before anything is read."""
    read = _beforehand.get()
    if read is None or read[0] != path:
        return _read(path)
    if isinstance(read[1], Unreadable):
        raise read[1]
    return read[1]


def _read(path: Path) -> Sheet:
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise Unreadable("too_large", most=MOST_BYTES // (1024 * 1024))
    if size == 0:
        raise Unreadable("empty")
    data = path.read_bytes()
    if data[:4] == b"PK\x03\x04":
        return _gathered(_xlsx_rows(data))
    if data[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise Unreadable("old_excel")
    return _gathered(_csv_rows(data))


def _gathered(found: Iterable[tuple[int, list[str]]]) -> Sheet:
    heads: list[str] | None = None
    rows: list[tuple[int, list[str]]] = []
    for number, cells in found:
        if number > MOST_ROWS + 1:
            raise Unreadable("too_many_rows", most=MOST_ROWS)
        if not any(cells):
            continue
        if heads is None:
            heads = cells
        else:
            rows.append((number, cells))
    if heads is None:
        raise Unreadable("empty")
    return Sheet(heads, rows)


def _csv_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decoded(data)
    lines = text.splitlines()
    delimiter = max(";,\t", key=lines[0].count) if lines else ";"
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            # A cell may hold line breaks: a row is named by the line it ends on, where an editor shows it.
            number = reader.line_num
            yield number, [_plain(_words(cell)) for cell in cells[:MOST_COLUMNS]]
    except csv.Error:
        raise Unreadable("broken_csv", row=number + 1) from None


def _words(text: str) -> str:
    """Give words on one line, each letter in the one form that is compared: what a Mac writes in two signs is one."""
    found = " ".join(text.split())
    if found.isascii() and found.isprintable():
        return found
    return unicodedata.normalize("NFC", found.translate(_NOT_WRITTEN))


def _plain(cell: str) -> str:
    """Take away the apostrophe that our own files put before what would be read as a formula."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in ("=", "+", "-", "@") else cell


def _decoded(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise Unreadable("wrong_encoding", row=1)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise Unreadable("wrong_encoding", row=data.count(b"\n", 0, error.start) + 1) from None
    if "\0" in text:
        raise Unreadable("not_text", row=text.count("\n", 0, text.index("\0")) + 1)
    return text


def _xlsx_rows(data: bytes) -> Iterator[tuple[int, list[str]]]:
    _check_package(data)
    # Imported where it is used: it is heavy, and few requests read a workbook.
    from openpyxl import DEFUSEDXML, load_workbook

    if not DEFUSEDXML:
        raise Unreadable("broken_excel")
    try:
        # Formulas are wanted as formulas, so that they can be refused rather than read as an old result.
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=False, keep_links=False)
        sheet = book.worksheets[0]
        # Which part was chosen is said nowhere else.
        _require_parted(data, str(sheet._worksheet_path))  # type: ignore[attr-defined]  # noqa: SLF001
        sheet.reset_dimensions()
        rows = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        for number, cells in enumerate(rows, start=1):
            yield number, [_cell_text(cell, number) for cell in cells]
    except (
        ValueError,
        KeyError,
        IndexError,
        TypeError,
        AttributeError,
        OSError,
        SyntaxError,
        DefusedXmlException,
        zipfile.BadZipFile,
        zlib.error,
    ):
        raise Unreadable("broken_excel") from None


def _check_package(data: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            parts = package.infolist()
            _require_workbook({part.filename.lower() for part in parts})
            _require_modest(parts)
            if any(_declares_types(package, part) for part in parts):
                raise Unreadable("broken_excel")
            for part in parts:
                _require_few_tags(package, part)
            _require_kinds(package, {part.filename: part for part in parts})
    # RuntimeError: what is encrypted, or packed in a way that nobody here knows.
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        RuntimeError,
        KeyError,
        SyntaxError,
        EOFError,
        zlib.error,
    ):
        raise Unreadable("broken_excel") from None


def _require_workbook(names: set[str]) -> None:
    if _BOOK not in names:
        raise Unreadable("not_excel")
    if any(name.endswith("vbaproject.bin") for name in names):
        raise Unreadable("macros")


def _require_modest(parts: list[zipfile.ZipInfo]) -> None:
    """Look at what the parts say they unpack to; `zipfile` never gives more than that."""
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Unreadable("unpacks_too_large")
    for part in parts:
        if part.compress_type not in PACKED:
            raise Unreadable("broken_excel")
        if part.file_size > _LARGE and part.file_size > MOST_TIMES * max(part.compress_size, 1):
            raise Unreadable("unpacks_too_large")


def _require_few_tags(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    left = MOST_TAGS_ABOUT if _ABOUT.fullmatch(part.filename) else MOST_TAGS
    with package.open(part) as opened:
        while piece := opened.read(_PIECE):
            left -= piece.count(b"<")
            if left < 0:
                raise Unreadable("unpacks_too_large")


def _require_kinds(package: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
    """Look up what the workbook says its parts are: a part is read for what it is said to be, whatever it is called."""
    for one in fromstring(package.read("[Content_Types].xml"), forbid_dtd=True).iter():
        kind, name = one.get("ContentType", ""), one.get("PartName", "")[1:]
        if kind.endswith(".sheet.main+xml") and name.lower() != _BOOK:
            raise Unreadable("not_excel")
        if kind.endswith(".sharedStrings+xml") and name in parts and parts[name].file_size > MOST_SHARED:
            raise Unreadable("unpacks_too_large")


def _require_parted(data: bytes, name: str) -> None:
    """Refuse cells that are merged: all but the first of them would be read as empty, which means something else."""
    with zipfile.ZipFile(io.BytesIO(data)) as package, package.open(name) as opened:
        before = b""
        while piece := opened.read(_PIECE):
            found = _MERGED.search(before + piece)
            if found is not None:
                raise Unreadable("merged", row=int(found[2]), column=found[1].decode())
            before = piece[-200:]


def _declares_types(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Tell whether an XML part begins with a document type: Excel writes none, and entities are declared there."""
    if not part.filename.endswith((".xml", ".rels")):
        return False
    with package.open(part) as opened:
        return b"<!DOCTYPE" in opened.read(4096)


def _cell_text(cell: Any, row: int) -> str:
    if cell.data_type == "f":
        raise Unreadable("formula", row=row, column=str(cell.column_letter))
    if cell.data_type == "e":
        raise Unreadable("cell_error", row=row, column=str(cell.column_letter), value=str(cell.value)[:20])
    return value_text(cell.value)


def value_text(value: object) -> str:
    """Write a cell's value as one would type it: days as ISO, whole numbers without a decimal point."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _words(str(value))
