"""How a Word file looks: page, fonts, colours, and the styles everything is written in."""

from typing import TYPE_CHECKING, Any

from app.exports.word_parts.elements import border, element, remove

if TYPE_CHECKING:
    from docx.document import Document as Book

SERIF, SANS = "Georgia", "Calibri"
"""Fonts every office has; the product's own cannot be taken along in a file others go on writing in."""

INK, SOFT, DEEP, EDGE = "1C2321", "57605C", "0A444B", "B9BFBB"
LANGUAGES = {"sv": "sv-SE", "en": "en-GB"}
WIDTH_MM = 166


def set_page(book: "Book") -> None:
    """Set the size of the page and its margins."""
    from docx.shared import Mm

    section = book.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = Mm(22)
    section.top_margin, section.bottom_margin = Mm(24), Mm(22)
    section.header_distance = section.footer_distance = Mm(11)
    section.different_first_page_header_footer = True


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


def set_styles(book: "Book", language: str) -> None:
    """Give everything that is written its looks, and the whole file its language."""
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
    remove(book.styles["Title"].element, "w:pBdr")
    for name in ("Title", "Subtitle"):
        remove(book.styles[name].element.rPr, "w:spacing")
    for name in ("Header", "Footer"):
        remove(book.styles[name].element, "w:tabs")
    border(book.styles["Quote"].element.get_or_add_pPr(), "left", 12, EDGE, 8)
    book.styles["Quote"].paragraph_format.left_indent = Mm(4)
    for name in ("toc 1", "toc 2"):
        tabs = book.styles[name].paragraph_format.tab_stops
        tabs.add_tab_stop(Mm(WIDTH_MM), WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
    book.styles["toc 2"].paragraph_format.left_indent = Mm(6)
    defaults = book.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    remove(defaults, "w:lang")
    defaults.append(element("w:lang", val=language, eastAsia=language, bidi="ar-SA"))
