"""Writes a document as Word: real styles and headings, fields for page numbers and contents, the language of the text."""

import io
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from app.exports.tree import (
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
from app.exports.word_parts.elements import border, clean, element, field_begins, field_ends
from app.exports.word_parts.heads import about_from_here, head_and_foot
from app.exports.word_parts.making import Writing
from app.exports.word_parts.styles import EDGE, INK, LANGUAGES, set_page, set_styles
from app.exports.word_parts.tables import write_facts, write_table

if TYPE_CHECKING:
    from docx.document import Document as Book
    from docx.text.paragraph import Paragraph as Text

_VOICES = {
    Voice.WORDS: "Normal",
    Voice.LEAD: "Subtitle",
    Voice.SMALL: "Samsyn Small",
    Voice.GAP: "Samsyn Gap",
}


def as_docx(document: Document) -> bytes:
    """Write a document as a Word file (.docx)."""
    import docx

    book = docx.Document()
    set_page(book)
    set_styles(book, LANGUAGES.get(document.language, document.language))
    _describe(book, document)
    writing = Writing(book, document)
    head_and_foot(writing)
    book.add_paragraph(document.title, style="Title")
    if document.lead:
        book.add_paragraph(document.lead, style="Subtitle")
    write_facts(writing, document.facts)
    for block in document.blocks:
        _block(writing, block)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _describe(book: "Book", document: Document) -> None:
    about = book.core_properties
    about.title, about.subject, about.author = document.title, document.kind, document.author
    about.language = LANGUAGES.get(document.language, document.language)
    about.comments, about.keywords = "", " · ".join(document.marks)


def _block(writing: Writing, block: Block) -> None:  # noqa: C901  one line a kind of block
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
            write_table(writing, block)
        case Signatures():
            _signatures(writing, block)
        case Choices():
            book.add_paragraph(
                f"{block.label}  " + "   ".join(f"☐ {one}" for one in block.options), "Samsyn Small"
            )
        case Lines():
            _lines(writing, block.number)
        case Facts():
            write_facts(writing, block.pairs)
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
        written = paragraph.add_run(clean(run.text))
        written.bold, written.italic = run.strong or None, run.emphasis or None
        if run.code:
            written.font.name = "Consolas"
        if run.href.startswith(("http://", "https://", "mailto:")):
            _link(paragraph, written, run.href)


def _link(paragraph: "Text", written: Any, href: str) -> None:
    from docx.opc.constants import RELATIONSHIP_TYPE
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    written.font.underline = True
    paragraph._p.append(link)  # noqa: SLF001
    link.append(written._r)  # noqa: SLF001


def _heading(writing: Writing, block: Heading) -> None:
    number = f"{block.number} " if block.number else ""
    if block.follows and writing.book.paragraphs:
        writing.book.paragraphs[-1].paragraph_format.keep_with_next = True
    if block.running:
        about_from_here(writing, block.text)
    # The title of the document is the title in Word too; its headings begin at 1.
    line = writing.book.add_heading(clean(number + block.text), level=min(block.level, 4) - 1)
    line.paragraph_format.keep_with_next = True
    if block.anchor:
        writing.marked += 1
        _mark(line, block.anchor, writing.marked)
    if writing.new_page:
        line.paragraph_format.page_break_before = True
        writing.new_page = False
    if block.note:
        note = writing.book.add_paragraph(clean(block.note), style="Samsyn Small")
        note.paragraph_format.keep_with_next = True


def _mark(line: "Text", anchor: str, number: int) -> None:
    """Set a bookmark around a heading, for the table of contents to lead to."""
    start = element("w:bookmarkStart", id=str(number), name=_bookmark(anchor))
    first = line._p.r_lst[0]  # noqa: SLF001
    first.addprevious(start)
    line._p.append(element("w:bookmarkEnd", id=str(number)))  # noqa: SLF001


def _bullets(writing: Writing, block: Bullets) -> None:
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


def _new_numbering(writing: Writing, style: str, start: int) -> int:
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


def _quote(writing: Writing, block: Quote) -> None:
    if block.source:
        source = writing.book.add_paragraph(clean(block.source), style="Samsyn Source")
        source.paragraph_format.keep_with_next = True
    for one in block.blocks:
        if isinstance(one, Paragraph):
            _runs(writing.book.add_paragraph(style="Quote"), one.runs)
        else:
            _block(writing, one)


def _signatures(writing: Writing, block: Signatures) -> None:
    from docx.shared import Pt

    for person in block.people:
        line = writing.book.add_paragraph(style="Samsyn Source")
        line.paragraph_format.space_before = Pt(14)
        border(line._p.get_or_add_pPr(), "top", 6, INK, 4)  # noqa: SLF001
        line.add_run(clean(person.name))
        line.paragraph_format.keep_with_next = True
        detail = writing.book.add_paragraph(style="Samsyn Small")
        detail.add_run(clean(person.role))
        detail.add_run().add_break()
        detail.add_run(clean(person.when))


def _lines(writing: Writing, number: int) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Mm

    for _ in range(number):
        line = writing.book.add_paragraph()
        line.paragraph_format.line_spacing = Mm(8)
        line.paragraph_format.space_after = Mm(0)
        properties: Any = line._p.get_or_add_pPr()  # noqa: SLF001
        border(properties, "bottom", 4, EDGE, 0)
        # Borders of paragraphs alike run together: between them there is one of its own.
        properties.find(qn("w:pBdr")).append(
            element("w:between", val="single", sz="4", space="0", color=EDGE)
        )


def _contents(writing: Writing, block: Contents) -> None:
    """Put in a table of contents: links that lead at once; Word adds the page numbers when the file may be edited."""
    writing.book.add_paragraph(block.title, style="Samsyn Contents")
    headings = listed(writing.document, block)
    for number, one in enumerate(headings):
        line = writing.book.add_paragraph(style=f"toc {one.level - 1}")
        if number == 0:
            field_begins(line, f'TOC \\o "1-{block.depth}" \\h \\z \\u')
        link = element("w:hyperlink", anchor=_bookmark(one.anchor), history="1")
        line._p.append(link)  # noqa: SLF001
        link.append(line.add_run(clean(f"{one.number} {one.text}" if one.number else one.text))._r)  # noqa: SLF001
        if number == len(headings) - 1:
            field_ends(line)
    settings: Any = writing.book.settings.element
    settings.append(element("w:updateFields", val="true"))


def _bookmark(anchor: str) -> str:
    return "_" + re.sub(r"\W", "_", anchor)[:38]
