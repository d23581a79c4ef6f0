"""What stands at the head and the foot of the pages of a Word file."""

import io
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from app.exports.arms import as_dots
from app.exports.tree import Arms
from app.exports.word_parts.elements import border, clean, field
from app.exports.word_parts.making import Writing
from app.exports.word_parts.styles import INK, WIDTH_MM

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as Text

LONGEST_HEAD = 96
"""Letters there is room for at the head of a page."""

SHORTEST_TITLE = 20
"""Signs of a title that stand there however much else does: a registry number can be long."""


def head_and_foot(writing: Writing) -> None:
    """Write the letterhead of the first page, and the head and foot of those after it."""
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
        field(line, "PAGE", "1")
        line.add_run(f" {of} ")
        field(line, "NUMPAGES", "1")
    _running_head(writing, section, "")
    _letterhead(writing, section.first_page_header)


def _running_head(writing: Writing, section: Any, about: str) -> None:
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


def about_from_here(writing: Writing, about: str) -> None:
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
    _running_head(writing, section, clean(about))


def _letterhead(writing: Writing, header: Any) -> None:
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
    border(last._p.get_or_add_pPr(), "bottom", 6, INK, 4)  # noqa: SLF001


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
