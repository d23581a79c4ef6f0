"""The Word file: real styles, opened again by python-docx and through LibreOffice."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.oxml.ns import qn
from PIL import Image

from app.exports.tree import Arms, Letterhead, said
from app.exports.word import as_docx
from app.exports.words import words
from tests.unit.exports.documents import document, through_libreoffice, told_by

SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 10" width="8" height="10">'
    b'<rect width="8" height="10" fill="#a00"/></svg>'
)


def test_headings_are_headings_and_the_language_is_said() -> None:
    book = docx.Document(io.BytesIO(as_docx(document())))
    by_style = [(p.style.name, p.text) for p in book.paragraphs if p.style]
    for expected in (
        ("Title", "Dialog på Ängen"),
        ("Heading 1", "Gemensam bild"),
        ("Heading 2", "1 Bemanning"),
        ("Quote", "Jag ser det annorlunda."),
        ("List Bullet", "ett"),
        ("List Number", "först"),
    ):
        assert expected in by_style
    language = book.styles.element.find(f".//{qn('w:lang')}")
    assert language.get(qn("w:val")) == "sv-SE"
    assert (book.core_properties.title, book.core_properties.language) == ("Dialog på Ängen", "sv-SE")


def test_tables_repeat_their_heads_and_lists_count_from_their_own_beginning() -> None:
    book = docx.Document(io.BytesIO(as_docx(document(*words("1. a\n2. b\n\ntext\n\n3. c")))))
    numbers = [p._p.pPr.numPr.numId.val for p in book.paragraphs if p.style and p.style.name == "List Number"]
    assert len(set(numbers)) == 2
    assert numbers[0] == numbers[1]
    whole = docx.Document(io.BytesIO(as_docx(document())))
    assert any(table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None for table in whole.tables)


def test_libreoffice_reads_it_with_letters_pages_and_contents(tmp_path: Path) -> None:
    text = told_by("pdftotext", "-layout", "-", "-", data=through_libreoffice(as_docx(document()), tmp_path))
    for said_here in (
        "Åsa är öm",
        "Dnr KS 2027/14",
        "Tranemo kommun",
        "Sida 1 av 2",
        "Gemensam bild",
        "Östen Båt",
    ):
        assert said_here in text


def test_arms_as_a_drawing_are_in_the_head(tmp_path: Path) -> None:
    head = Letterhead("Tranemo kommun", Arms(SVG, "image/svg+xml", "Kommunens vapen"))
    data = as_docx(document(said("x"), letterhead=head))
    assert b"svgBlip" in part_of(data, "word/header")
    assert b"Kommunens vapen" in part_of(data, "word/header")
    # A program that cannot draw it shows its dots: red ones.
    picture = Image.open(io.BytesIO(part_of(data, "word/media/image")))
    assert picture.size == (960, 1200)
    assert picture.convert("RGB").getpixel((480, 600)) == (170, 0, 0)
    shown = told_by("pdfimages", "-list", "-", data=through_libreoffice(data, tmp_path))
    assert len(shown.splitlines()) > 2


def part_of(data: bytes, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        return b"".join(packed.read(one) for one in packed.namelist() if one.startswith(name))


def test_characters_xml_cannot_hold_are_left_out() -> None:
    data = as_docx(document(said("före\x00\x0b\ufffeefter"), title="Titel"))
    assert any(p.text == "föreefter" for p in docx.Document(io.BytesIO(data)).paragraphs)
