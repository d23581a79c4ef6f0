"""Tables of a Word file, and facts that stand like one."""

from typing import TYPE_CHECKING, Any

from app.exports.tree import Table
from app.exports.word_parts.elements import clean, element
from app.exports.word_parts.making import Writing
from app.exports.word_parts.styles import EDGE, WIDTH_MM

if TYPE_CHECKING:
    from docx.table import Table as Grid
    from docx.table import _Cell


def _grid(writing: Writing, rows: int, widths: tuple[float, ...]) -> "Grid":
    from docx.shared import Mm

    grid: Grid = writing.book.add_table(rows=rows, cols=len(widths))
    grid.autofit = False
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return grid


def _rule_below(grid: "Grid", colour: str = EDGE) -> None:
    properties = grid._tbl.tblPr  # noqa: SLF001
    borders = element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=colour))
    properties.append(borders)
    # Words in a table begin where all others do.
    margins = element("w:tblCellMar")
    margins.append(element("w:left", w="0", type="dxa"))
    margins.append(element("w:right", w="115", type="dxa"))
    properties.append(margins)
    _in_order(properties)


def _cell(cell: "_Cell", text: str, style: str, writing: Writing) -> None:
    line = cell.paragraphs[0]
    line.style = writing.book.styles[style]
    for number, part in enumerate(clean(text).split("\n")):
        if number:
            line.add_run().add_break()
        line.add_run(part)


def write_table(writing: Writing, block: Table) -> None:
    """Write a table whose head is repeated on each page."""
    shares = block.widths or (1,) * len(block.head)
    widths = tuple(WIDTH_MM * share / sum(shares) for share in shares)
    rows = [*block.rows, *(("",) * len(block.head) for _ in range(block.blank))]
    grid = _grid(writing, len(rows) + 1, widths)
    _rule_below(grid)
    _caption(grid, block.caption)
    for cell, text in zip(grid.rows[0].cells, block.head, strict=True):
        _cell(cell, text, "Samsyn Column", writing)
    # A heading row: repeated on each page, and read as headings.
    grid.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))  # noqa: SLF001
    for row, texts in zip(grid.rows[1:] if rows else [], rows, strict=True):
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))  # noqa: SLF001
        for cell, text in zip(row.cells, texts, strict=True):
            _cell(cell, text, "Samsyn Cell", writing)
    _after(writing)


def _caption(grid: "Grid", text: str) -> None:
    grid._tbl.tblPr.append(element("w:tblCaption", val=text))  # noqa: SLF001
    _in_order(grid._tbl.tblPr)  # noqa: SLF001


_TABLE_ORDER = (
    *(
        "tblStyle",
        "tblpPr",
        "tblOverlap",
        "bidiVisual",
        "tblStyleRowBandSize",
        "tblStyleColBandSize",
        "tblW",
        "jc",
    ),
    *("tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar", "tblLook", "tblCaption"),
)


def _in_order(properties: Any) -> None:
    """Put what is said of a table in the order of the schema: Word is particular about it."""
    children = sorted(properties, key=lambda one: _TABLE_ORDER.index(str(one.tag).rpartition("}")[2]))
    for child in children:
        properties.append(child)


def _after(writing: Writing) -> None:
    """Keep what follows from sticking to a table."""
    from docx.shared import Pt

    room = writing.book.add_paragraph()
    room.paragraph_format.space_after = Pt(0)
    room.paragraph_format.line_spacing = Pt(8)


def write_facts(writing: Writing, pairs: tuple[tuple[str, str], ...]) -> None:
    """Write facts, each beside what it is."""
    if not pairs:
        return
    grid = _grid(writing, len(pairs), (42.0, float(WIDTH_MM - 42)))
    _rule_below(grid)
    for row, (term, value) in zip(grid.rows, pairs, strict=True):
        _cell(row.cells[0], term, "Samsyn Column", writing)
        _cell(row.cells[1], value, "Samsyn Cell", writing)
    _after(writing)
