"""Writes a document as Word: real styles and headings, fields for page numbers and contents, the language of the text."""

import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from app.exports.arms import as_dots
from app.exports.tree import (
    Arms,
    Block,
    Bullets,
    Choices,
    Contents,
    Document,
    Facts,
    Heading,
    Lines,
    NewPage,
    Paragraph,
    Parts,
    Quote,
    Run,
    Signatures,
    Table,
    Voice,
    listed,
)

if TYPE_CHECKING:
    from docx.document import Document as Book
    from docx.table import Table as Grid
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph as Text

SERIF, SANS = "Georgia", "Calibri"
"""Fonts every office has; the product's own cannot be taken along in a file others go on writing in."""

INK, SOFT, DEEP, EDGE = "1C2321", "57605C", "0A444B", "B9BFBB"
_LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
_VOICES = {
    Voice.WORDS: "Normal",
    Voice.LEAD: "Subtitle",
    Voice.SMALL: "Samsyn Small",
    Voice.GAP: "Samsyn Gap",
}
WIDTH_MM = 166
LONGEST_HEAD = 96
"""Letters there is room for at the head of a page."""

SHORTEST_TITLE = 20
"""Signs of a title that stand there however much else does: a registry number can be long."""

_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(slots=True)
class _Writing:
    """A file in the making."""

    book: "Book"
    document: Document
    depth: int = 0
    new_page: bool = False
    marked: int = 0


def as_docx(document: Document) -> bytes:
    """Write a document as a Word file (.docx)."""
    import docx

    book = docx.Document()
    _set_page(book)
    _set_styles(book, _LANGUAGES.get(document.language, document.language))
    _describe(book, document)
    writing = _Writing(book, document)
    _head_and_foot(writing)
    book.add_paragraph(document.title, style="Title")
    if document.lead:
        book.add_paragraph(document.lead, style="Subtitle")
    _facts(writing, document.facts)
    for block in document.blocks:
        _block(writing, block)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _set_page(book: "Book") -> None:
    from docx.shared import Mm

    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = True


def _describe(book: "Book", document: Document) -> None:
    about = book.core_properties
    about.title, about.subject, about.author = document.title, document.kind, document.author
    about.language = _LANGUAGES.get(document.language, document.language)
    about.comments, about.keywords = "", " · ".join(document.marks)


_STYLES: dict[str, tuple[str, float, bool, str, float, float]] = {
    # style: font, size, bold, colour, space before, space after (points)
    "Normal": (SERIF, 10.5, False, INK, 0, 6),
    "Title": (SANS, 24, True, INK, 14, 4),
    "Subtitle": (SANS, 12.5, False, SOFT, 0, 12),
    "Heading 1": (SANS, 15, True, DEEP, 22, 6),
    "Heading 2": (SANS, 12, True, INK, 14, 3),
    "Heading 3": (SANS, 11, True, INK, 10, 3),
    "Quote": (SERIF, 10.5, False, INK, 0, 5),
    "Samsyn Contents": (SANS, 13, True, DEEP, 14, 4),
    "toc 1": (SANS, 10.5, False, INK, 2, 2),
    "toc 2": (SANS, 10, False, SOFT, 0, 1),
    "Samsyn Source": (SANS, 9.5, True, INK, 4, 2),
    "Samsyn Small": (SANS, 9.5, False, SOFT, 0, 4),
    "Samsyn Gap": (SERIF, 10, False, SOFT, 0, 6),
    "Samsyn Cell": (SANS, 10, False, INK, 2, 2),
    "Samsyn Column": (SANS, 9, True, SOFT, 2, 2),
    "Header": (SANS, 9, False, SOFT, 0, 0),
    "Footer": (SANS, 8.5, False, SOFT, 0, 0),
}


def _set_styles(book: "Book", language: str) -> None:
    from docx.enum.style import WD_STYLE_TYPE
    from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt, RGBColor

    for name, (font, size, bold, colour, before, after) in _STYLES.items():
        known = name in {style.name for style in book.styles}
        style: Any = book.styles[name] if known else book.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.font.name, style.font.size, style.font.bold = font, Pt(size), bold
        style.font.italic = name == "Samsyn Gap"
        style.font.color.rgb = RGBColor.from_string(colour)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "cs", "eastAsia"):
            fonts.set(qn(f"w:{script}"), font)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    book.styles["Normal"].paragraph_format.line_spacing = 1.25
    # The template's title has a blue rule under it, its subtitle is spaced out, its head and foot have tabs of their own.
    _remove(book.styles["Title"].element, "w:pBdr")
    for name in ("Title", "Subtitle"):
        _remove(book.styles[name].element.rPr, "w:spacing")
    for name in ("Header", "Footer"):
        _remove(book.styles[name].element, "w:tabs")
    _border(book.styles["Quote"].element.get_or_add_pPr(), "left", 12, EDGE, 8)
    book.styles["Quote"].paragraph_format.left_indent = Mm(4)
    for name in ("toc 1", "toc 2"):
        tabs = book.styles[name].paragraph_format.tab_stops
        tabs.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    book.styles["toc 2"].paragraph_format.left_indent = Mm(6)
    defaults = book.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    _remove(defaults, "w:lang")
    defaults.append(_element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))


def _element(tag: str, **attributes: str) -> Any:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def _remove(parent: Any, tag: str) -> None:
    from docx.oxml.ns import qn

    for found in list(parent.iter(qn(tag))):
        found.getparent().remove(found)


def _border(properties: Any, side: str, eighths: int, colour: str, space: int) -> None:
    borders = _element("w:pBdr")
    borders.append(_element(f"w:{side}", val="single", sz=str(eighths), space=str(space), color=colour))
    # The order of the schema: borders come before spacing and indents.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def _field(paragraph: "Text", instruction: str, shown: str) -> None:
    """Put in what Word counts itself: page numbers, contents."""
    _field_begins(paragraph, instruction)
    paragraph.add_run(shown)
    _field_ends(paragraph)


def _field_begins(paragraph: "Text", instruction: str) -> None:
    told = _element("w:instrText")
    told.text = instruction
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for part in (_element("w:fldChar", fldCharType="begin"), told):
        paragraph.add_run()._r.append(part)  # noqa: SLF001  no public way to a field
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="separate"))  # noqa: SLF001


def _field_ends(paragraph: "Text") -> None:
    paragraph.add_run()._r.append(_element("w:fldChar", fldCharType="end"))  # noqa: SLF001


def _head_and_foot(writing: _Writing) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    section, document = writing.book.sections[0], writing.document
    for foot in (section.first_page_footer, section.footer):
        line = foot.paragraphs[0]
        line.style = writing.book.styles["Footer"]
        line.paragraph_format.tab_stops.clear_all()
        line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
        page, of = document.page_words
        line.add_run(f"{document.foot}\t{page} ")
        _field(line, "PAGE", "1")
        line.add_run(f" {of} ")
        _field(line, "NUMPAGES", "1")
    _running_head(writing, section, "")
    _letterhead(writing, section.first_page_header)


def _running_head(writing: _Writing, section: Any, about: str) -> None:
    """Write the head of a section's pages: the document, its marks, and on a line below what these pages are about."""
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm

    header = section.header
    header.is_linked_to_previous = False
    for below in header.paragraphs[1:]:
        below._p.getparent().remove(below._p)  # noqa: SLF001
    line = header.paragraphs[0]
    line.clear()
    line.paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    marks = " · ".join(writing.document.marks)
    line.add_run(
        f"{shorten(writing.document.title, max(LONGEST_HEAD - len(marks), SHORTEST_TITLE), placeholder=' …')}\t{marks}"
    )
    if about:
        header.add_paragraph(about, style="Header")


def _about_from_here(writing: _Writing, about: str) -> None:
    """Say at the head of the pages from here on what they are about.

    Each such stretch is a section of its own whose head says it in plain words: of a field that looks for the heading
    other programs than Word show the first one on every page.
    """
    from docx.enum.section import WD_SECTION

    section = writing.book.sections[-1]
    if writing.new_page:
        section = writing.book.add_section(WD_SECTION.NEW_PAGE)
        section.different_first_page_header_footer = False
        writing.new_page = False
    _running_head(writing, section, _clean(about))


def _letterhead(writing: _Writing, header: Any) -> None:
    from docx.enum.text import WD_TAB_ALIGNMENT
    from docx.shared import Mm, Pt, RGBColor

    document = writing.document
    line = header.paragraphs[0]
    line.paragraph_format.tab_stops.clear_all()
    line.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
    if document.letterhead.arms is not None:
        _arms(line, document.letterhead.arms)
        line.add_run("  ")
    name = line.add_run(document.letterhead.name)
    name.bold, name.font.size, name.font.color.rgb = True, Pt(13), RGBColor.from_string(INK)
    kind = line.add_run(f"\t{document.kind}")
    kind.bold = True
    for mark in document.marks:
        below = header.add_paragraph(style="Header")
        below.paragraph_format.tab_stops.clear_all()
        below.paragraph_format.tab_stops.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT)
        below.add_run(f"\t{mark}")
    last = header.paragraphs[-1]
    _border(last._p.get_or_add_pPr(), "bottom", 6, INK, 4)  # noqa: SLF001


def _arms(line: "Text", arms: Arms) -> None:
    from docx.shared import Mm

    png = arms.media_type == "image/png"
    picture = line.add_run().add_picture(io.BytesIO(arms.data if png else as_dots(arms.data)), height=Mm(15))
    described = picture._inline.docPr  # noqa: SLF001
    described.set("descr", arms.description)
    if not png:
        _as_vector(line, picture, arms.data)


def _as_vector(line: "Text", picture: Any, svg: bytes) -> None:
    """Lay the drawing itself into the picture; the dots beneath are for programs that cannot draw it."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part
    from docx.oxml import parse_xml

    owner: Any = line.part
    part = Part(PackURI("/word/media/arms.svg"), "image/svg+xml", svg, owner.package)
    related = owner.relate_to(
        part, "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"
    )
    blip = picture._inline.graphic.graphicData.pic.blipFill.blip  # noqa: SLF001
    blip.append(
        parse_xml(
            '<a:extLst xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
            '<a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
            '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
            ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
            f' r:embed="{related}"/></a:ext></a:extLst>'
        )
    )


def _block(writing: _Writing, block: Block) -> None:  # noqa: C901  one line a kind of block
    book = writing.book
    match block:
        case Paragraph():
            _runs(book.add_paragraph(style=_VOICES[block.voice]), block.runs)
        case Heading():
            _heading(writing, block)
        case Bullets():
            _bullets(writing, block)
        case Quote():
            _quote(writing, block)
        case Table():
            _table(writing, block)
        case Signatures():
            _signatures(writing, block)
        case Choices():
            book.add_paragraph(
                f"{block.label}  " + "   ".join(f"☐ {one}" for one in block.options), "Samsyn Small"
            )
        case Lines():
            _lines(writing, block.number)
        case Facts():
            _facts(writing, block.pairs)
        case Contents():
            _contents(writing, block)
        case Parts():
            for one in (one for part in block.parts for one in part):
                _block(writing, one)
        case NewPage():
            # The next heading begins the page: an empty paragraph with a break would be read aloud.
            writing.new_page = True


def _runs(paragraph: "Text", runs: Iterable[Run]) -> None:
    for run in runs:
        if run.line_break:
            paragraph.add_run().add_break()
            continue
        written = paragraph.add_run(_clean(run.text))
        written.bold, written.italic = run.strong or None, run.emphasis or None
        if run.code:
            written.font.name = "Consolas"
        if run.href.startswith(("http://", "https://", "mailto:")):
            _link(paragraph, written, run.href)


def _clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _UNWRITABLE.sub("", text)


def _link(paragraph: "Text", written: Any, href: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    written.font.underline = True
    paragraph._p.append(link)  # noqa: SLF001
    link.append(written._r)  # noqa: SLF001


def _heading(writing: _Writing, block: Heading) -> None:
    number = f"{block.number} " if block.number else ""
    if block.follows and writing.book.paragraphs:
        writing.book.paragraphs[-1].paragraph_format.keep_with_next = True
    if block.running:
        _about_from_here(writing, block.text)
    # The title of the document is the title in Word too; its headings begin at 1.
    line = writing.book.add_heading(_clean(number + block.text), level=min(block.level, 4) - 1)
    line.paragraph_format.keep_with_next = True
    if block.anchor:
        writing.marked += 1
        _mark(line, block.anchor, writing.marked)
    if writing.new_page:
        line.paragraph_format.page_break_before = True
        writing.new_page = False
    if block.note:
        note = writing.book.add_paragraph(_clean(block.note), style="Samsyn Small")
        note.paragraph_format.keep_with_next = True


def _mark(line: "Text", anchor: str, number: int) -> None:
    """Set a bookmark around a heading, for the table of contents to lead to."""
    start = _element("w:bookmarkStart", id=str(number), name=_bookmark(anchor))
    first = line._p.r_lst[0]  # noqa: SLF001
    first.addprevious(start)
    line._p.append(_element("w:bookmarkEnd", id=str(number)))  # noqa: SLF001


def _bullets(writing: _Writing, block: Bullets) -> None:
    writing.depth += 1
    level = min(writing.depth, 3)
    style = ("List Number" if block.ordered else "List Bullet") + (f" {level}" if level > 1 else "")
    numbering = _new_numbering(writing, style, block.start) if block.ordered else None
    for item in block.items:
        first = True
        for one in item:
            if isinstance(one, Paragraph) and first:
                line = writing.book.add_paragraph(style=style)
                if numbering is not None:
                    _number(line, numbering)
                _runs(line, one.runs)
            elif isinstance(one, Paragraph):
                _runs(
                    writing.book.add_paragraph(style=f"List Continue{f' {level}' if level > 1 else ''}"),
                    one.runs,
                )
            else:
                _block(writing, one)
            first = False
    writing.depth -= 1


def _new_numbering(writing: _Writing, style: str, start: int) -> int:
    """Let a list count from its own beginning: lists of one style otherwise go on counting."""
    from docx.oxml.ns import qn

    numbering: Any = writing.book.part.numbering_part.element
    used: Any = writing.book.styles[style].element.pPr.numPr.numId.val
    abstract = next(n.abstractNumId.val for n in numbering.num_lst if n.numId == used)
    made = numbering.add_num(abstract)
    override = made.add_lvlOverride(ilvl=0)
    override.add_startOverride(start)
    assert made.get(qn("w:numId"))  # noqa: S101  # nosec B101  the library numbers it
    return int(made.numId)


def _number(line: "Text", numbering: int) -> None:
    paragraph: Any = line._p  # noqa: SLF001
    properties = paragraph.get_or_add_pPr().get_or_add_numPr()
    properties.get_or_add_ilvl().val = 0
    properties.get_or_add_numId().val = numbering


def _quote(writing: _Writing, block: Quote) -> None:
    if block.source:
        source = writing.book.add_paragraph(_clean(block.source), style="Samsyn Source")
        source.paragraph_format.keep_with_next = True
    for one in block.blocks:
        if isinstance(one, Paragraph):
            _runs(writing.book.add_paragraph(style="Quote"), one.runs)
        else:
            _block(writing, one)


def _grid(writing: _Writing, rows: int, widths: tuple[float, ...]) -> "Grid":
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
    borders = _element("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        borders.append(_element(f"w:{side}", val="single", sz="4", space="0", color=colour))
    properties.append(borders)
    # Words in a table begin where all others do.
    margins = _element("w:tblCellMar")
    margins.append(_element("w:left", w="0", type="dxa"))
    margins.append(_element("w:right", w="115", type="dxa"))
    properties.append(margins)
    _in_order(properties)


def _cell(cell: "_Cell", text: str, style: str, writing: _Writing) -> None:
    line = cell.paragraphs[0]
    line.style = writing.book.styles[style]
    for number, part in enumerate(_clean(text).split("\n")):
        if number:
            line.add_run().add_break()
        line.add_run(part)


def _table(writing: _Writing, block: Table) -> None:
    shares = block.widths or (1,) * len(block.head)
    widths = tuple(WIDTH_MM * share / sum(shares) for share in shares)
    rows = [*block.rows, *(("",) * len(block.head) for _ in range(block.blank))]
    grid = _grid(writing, len(rows) + 1, widths)
    _rule_below(grid)
    _caption(grid, block.caption)
    for cell, text in zip(grid.rows[0].cells, block.head, strict=True):
        _cell(cell, text, "Samsyn Column", writing)
    # A heading row: repeated on each page, and read as headings.
    grid.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # noqa: SLF001
    for row, texts in zip(grid.rows[1:] if rows else [], rows, strict=True):
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))  # noqa: SLF001
        for cell, text in zip(row.cells, texts, strict=True):
            _cell(cell, text, "Samsyn Cell", writing)
    _after(writing)


def _caption(grid: "Grid", text: str) -> None:
    grid._tbl.tblPr.append(_element("w:tblCaption", val=text))  # noqa: SLF001
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


def _after(writing: _Writing) -> None:
    """Keep what follows from sticking to a table."""
    from docx.shared import Pt

    room = writing.book.add_paragraph()
    room.paragraph_format.space_after = Pt(0)
    room.paragraph_format.line_spacing = Pt(8)


def _facts(writing: _Writing, pairs: tuple[tuple[str, str], ...]) -> None:
    if not pairs:
        return
    grid = _grid(writing, len(pairs), (42.0, float(WIDTH_MM - 42)))
    _rule_below(grid)
    for row, (term, value) in zip(grid.rows, pairs, strict=True):
        _cell(row.cells[0], term, "Samsyn Column", writing)
        _cell(row.cells[1], value, "Samsyn Cell", writing)
    _after(writing)


def _signatures(writing: _Writing, block: Signatures) -> None:
    from docx.shared import Pt

    for person in block.people:
        line = writing.book.add_paragraph(style="Samsyn Source")
        line.paragraph_format.space_before = Pt(14)
        _border(line._p.get_or_add_pPr(), "top", 6, INK, 4)  # noqa: SLF001
        line.add_run(_clean(person.name))
        line.paragraph_format.keep_with_next = True
        detail = writing.book.add_paragraph(style="Samsyn Small")
        detail.add_run(_clean(person.role))
        detail.add_run().add_break()
        detail.add_run(_clean(person.when))


def _lines(writing: _Writing, number: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    for _ in range(number):
        line = writing.book.add_paragraph()
        line.paragraph_format.line_spacing = Mm(8)
        line.paragraph_format.space_after = Mm(0)
        properties: Any = line._p.get_or_add_pPr()  # noqa: SLF001
        _border(properties, "bottom", 4, EDGE, 0)
        # Borders of paragraphs alike run together: between them there is one of its own.
        properties.find(qn("w:pBdr")).append(
            _element("w:between", val="single", sz="4", space="0", color=EDGE)
        )


def _contents(writing: _Writing, block: Contents) -> None:
    """Put in a table of contents: links that lead at once; Word adds the page numbers when the file may be edited."""
    writing.book.add_paragraph(block.title, style="Samsyn Contents")
    headings = listed(writing.document, block)
    for number, one in enumerate(headings):
        line = writing.book.add_paragraph(style=f"toc {one.level - 1}")
        if number == 0:
            _field_begins(line, f'TOC \\o "1-{block.depth}" \\h \\z \\u')
        link = _element("w:hyperlink", anchor=_bookmark(one.anchor), history="1")
        line._p.append(link)  # noqa: SLF001
        link.append(line.add_run(_clean(f"{one.number} {one.text}" if one.number else one.text))._r)  # noqa: SLF001
        if number == len(headings) - 1:
            _field_ends(line)
    settings: Any = writing.book.settings.element
    settings.append(_element("w:updateFields", val="true"))


def _bookmark(anchor: str) -> str:
    return "_" + re.sub(r"\W", "_", anchor)[:38]
