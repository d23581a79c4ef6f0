"""Any table of a page as a file: what stands in it for whoever looks, and nothing else, since it is read from their page.

A register shown a page at a time is read whole for its file (`ui/tables.part_of`), and its page then comes in pieces, so that the
file never costs more than its rows. Registers with more in their files than on their pages write their own.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from html import unescape
from html.parser import HTMLParser
from urllib.parse import urlencode

from flask import Flask, Response, redirect, request
from flask_babel import get_locale, gettext

from app.cleaning import clean_line
from app.exports.answers import LONGEST_SHEET, disposition, file_name
from app.exports.registers import CSV, XLSX, Cell, as_csv, as_xlsx
from app.ui.tables import SORT, SORTS, TABLE

AT_ONCE = 65_536
"""Letters of a page that are read at a time."""

_NOT_READ = frozenset({"button", "form", "script", "style", "svg", "select", "textarea", "template"})
"""What one does in a table is nothing that stands in it; nor is what is said only where it is not seen."""

_VOID = frozenset({"br", "hr", "img", "input", "wbr", "link", "meta", "col"})
_NEVER_IN_SHEETS = re.compile(r"[\[\]:*?/\\']")


_FIGURES = {
    "sv": re.compile(r"(?P<sign>[−+-]?)(?P<whole>\d{1,3}(?: ?\d{3})*)(?:,(?P<decimals>\d+))?", re.ASCII),
    "en": re.compile(r"(?P<sign>[−+-]?)(?P<whole>\d{1,3}(?:,?\d{3})*)(?:\.(?P<decimals>\d+))?", re.ASCII),
}
"""How figures are written for reading, by language."""


class TableOf(HTMLParser):
    """Reads the rows of the table that is labelled by an id; `rows` is empty where there is none."""

    def __init__(self, label: str, language: str) -> None:
        super().__init__(convert_charrefs=True)
        self._label = label
        self._language = language
        self._within = 0
        """How many elements are open from the one that is labelled on; 0 outside it."""
        self._left_out = 0
        self._cell: list[str] | None = None
        self._spans = 1
        self._is_figure = False
        self.rows: list[list[Cell]] = []
        self._done = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Go into the labelled element, a row, a cell, or what is left out."""
        if self._done or tag in _VOID:
            if tag == "br" and self._cell is not None:
                self._cell.append("\n")
            return
        given = dict(attrs)
        if self._within or given.get("aria-labelledby") == self._label:
            self._within += 1
        if not self._within:
            return
        if self._left_out or tag in _NOT_READ or given.get("class") == "sr":
            self._left_out += 1
        elif tag == "tr":
            self.rows.append([])
        elif tag in {"td", "th"} and self.rows:
            self._cell = []
            self._spans = int(given.get("colspan") or 1)
            self._is_figure = tag == "td" and "num" in (given.get("class") or "").split()
        elif self._cell is not None:
            self._cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """Leave what was gone into; a cell is put in its row."""
        if not self._within or tag in _VOID:
            return
        self._within -= 1
        self._done = self._within == 0 and bool(self.rows)
        if self._left_out:
            self._left_out -= 1
        elif tag in {"td", "th"} and self._cell is not None:
            words = clean_line("".join(self._cell))
            cell = figure_in(words, self._language) if self._is_figure else words
            self.rows[-1] += [cell, *[""] * (self._spans - 1)]
            self._cell = None

    def handle_data(self, data: str) -> None:
        """Take the words of a cell."""
        if self._cell is not None and not self._left_out:
            self._cell.append(data)


def figure_in(words: str, language: str) -> Cell:
    """Read a figure as it is written for reading, so that it can be added up; what is none (a dash, words) stays words."""
    found = _FIGURES[language].fullmatch(words)
    if found is None:
        return words
    whole = re.sub(r"\D", "", found["whole"])
    value = Decimal(f"{whole}.{found['decimals']}" if found["decimals"] else whole)
    return -value if found["sign"] in {"−", "-"} else value


def rows_of(page: str, label: str, language: str = "sv") -> list[list[Cell]]:
    """Give the rows of a table of a page, written in a language, the head first; none where there is no such table.

    A last column without a head is where something is done with a row, and is left out.
    """
    return _read([page], label, language)[1]


def _read(pieces: Iterable[str], label: str, language: str) -> tuple[str, list[list[Cell]]]:
    """Give the title of a page and the rows of a table of it, read piece by piece."""
    reader, title, kept = TableOf(label, language), "", ""
    for piece in pieces:
        kept += piece
        if len(kept) >= AT_ONCE:
            title = title or _title(kept)
            reader.feed(kept)
            kept = ""
    title = title or _title(kept)
    reader.feed(kept)
    found = [row for row in reader.rows if row]
    widest = max(map(len, found), default=0)
    for row in found:
        row.extend([""] * (widest - len(row)))
    if widest > 1 and not found[0][-1]:
        for row in found:
            del row[-1]
    return title, found


def _title(page: str) -> str:
    """Give what a page is about, without what its title ends with on every page."""
    found = re.search(r"<title>([^<]*?)(?: · [^<·]*)?</title>", page)
    return clean_line(unescape(found[1])) if found is not None else ""


def own_table(label: str, sort: str) -> str:
    """Give the address of a table of the page one is on, as a file."""
    return f"{request.path}?{urlencode([*_kept(), (TABLE, label), (SORT, sort)])}"


def _kept() -> list[tuple[str, str]]:
    """Give what else the address asks for: filters and order, which hold for the file too."""
    return [(name, value) for name, value in request.args.items(multi=True) if name not in {TABLE, SORT}]


def give_tables(app: Flask) -> None:
    """Let every page give its tables as files."""
    app.add_template_global(own_table)
    app.after_request(_as_file)


def _as_file(answer: Response) -> Response:
    sort = request.args.get(SORT)
    label = request.args.get(TABLE, "")
    if sort not in SORTS or not label or request.method != "GET" or answer.status_code != 200:
        return answer
    if answer.mimetype != "text/html":
        return answer
    in_pieces = answer.is_streamed
    pieces = (
        (piece.decode() for piece in answer.iter_encoded()) if in_pieces else [answer.get_data(as_text=True)]
    )
    name, rows = _read(pieces, label, str(get_locale())[:2])
    if not rows:
        # What came in pieces has been read and is gone: the page is asked for anew, as a page.
        return _page_itself() if in_pieces else answer
    head = [str(cell) for cell in rows[0]]
    name = name or gettext("Tabell")
    if sort == "csv":
        answer.set_data(as_csv(head, rows[1:]))
    else:
        sheet = clean_line(_NEVER_IN_SHEETS.sub(" ", name))[:LONGEST_SHEET] or gettext("Tabell")
        answer.set_data(as_xlsx(sheet, head, rows[1:]))
    answer.content_type = CSV if sort == "csv" else XLSX
    answer.headers["Content-Disposition"] = disposition(file_name(f"{name}.{sort}"))
    return answer


def _page_itself() -> Response:
    answer = redirect(f"{request.path}?{urlencode(_kept())}")
    assert isinstance(answer, Response)  # noqa: S101  # nosec B101  for the type checker
    return answer
