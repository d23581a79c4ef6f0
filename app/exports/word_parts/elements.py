"""What Word's files hold that the library has no way to: elements, borders, fields."""

import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph as Text


_UNWRITABLE = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def element(tag: str, **attributes: str) -> Any:
    """Make an element of Word's own, with its attributes."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    made = OxmlElement(tag)
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    return made


def remove(parent: Any, tag: str) -> None:
    """Take away every element of a kind within another."""
    from docx.oxml.ns import qn

    for found in list(parent.iter(qn(tag))):
        found.getparent().remove(found)


def border(properties: Any, side: str, eighths: int, colour: str, space: int) -> None:
    """Draw a line at a side of a paragraph: its thickness in eighths of a point, its distance in points."""
    borders = element("w:pBdr")
    borders.append(element(f"w:{side}", val="single", sz=str(eighths), space=str(space), color=colour))
    # The order of the schema: borders come before spacing and indents.
    properties.insert_element_before(
        borders, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:contextualSpacing", "w:jc",
        "w:outlineLvl", "w:rPr",
    )  # fmt: skip


def field(paragraph: "Text", instruction: str, shown: str) -> None:
    """Put in what Word counts itself: page numbers, contents."""
    field_begins(paragraph, instruction)
    paragraph.add_run(shown)
    field_ends(paragraph)


def field_begins(paragraph: "Text", instruction: str) -> None:
    """Begin a field; what is shown in it follows."""
    told = element("w:instrText")
    told.text = instruction
    told.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    for part in (element("w:fldChar", fldCharType="begin"), told):
        paragraph.add_run()._r.append(part)  # noqa: SLF001  no public way to a field
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="separate"))  # noqa: SLF001


def field_ends(paragraph: "Text") -> None:
    """End a field."""
    paragraph.add_run()._r.append(element("w:fldChar", fldCharType="end"))  # noqa: SLF001


def clean(text: str) -> str:
    """Leave out what XML cannot hold."""
    return _UNWRITABLE.sub("", text)
