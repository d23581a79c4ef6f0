"""The heads of the pages of a Word file: what each stretch is about, in plain words that every program shows."""

import io
import re
from pathlib import Path

import docx

from app.exports.tree import Heading, NewPage, Paragraph, Run
from app.exports.word import as_docx
from tests.unit.exports.documents import document, through_libreoffice, told_by


def said(number: int) -> Paragraph:
    return Paragraph((Run(f"Text om möte {number}. " * 400),))


def line_of_meetings() -> bytes:
    blocks = [Heading("Möte 1", 2, running=True), said(1)]
    for number in (2, 3):
        blocks += [NewPage(), Heading(f"Möte {number}", 2, running=True), said(number)]
    return as_docx(document(*blocks, title="Skolan och kommunen"))


def test_each_stretch_is_a_section_whose_head_says_what_it_is_about() -> None:
    book = docx.Document(io.BytesIO(line_of_meetings()))
    heads = [[line.text for line in section.header.paragraphs] for section in book.sections]
    assert [head[1] for head in heads] == ["Möte 1", "Möte 2", "Möte 3"]
    assert all(head[0].startswith("Skolan och kommunen\t") for head in heads)
    assert [section.different_first_page_header_footer for section in book.sections] == [True, False, False]
    assert "STYLEREF" not in book.sections[0].header._element.xml


def test_libreoffice_shows_the_meeting_of_the_page_at_its_head(tmp_path: Path) -> None:
    pdf = through_libreoffice(line_of_meetings(), tmp_path)
    pages = told_by("pdftotext", "-layout", "-", "-", data=pdf).split("\f")[:-1]
    told = [re.findall(r"^ *(Möte \d) *$", page, re.MULTILINE)[:1] for page in pages]
    about = [re.findall(r"Text om möte (\d)", page)[0] for page in pages]
    # The letterhead stands on the first page.
    assert [one[0] for one in told[1:]] == [f"Möte {number}" for number in about[1:]]
    assert len(pages) >= 6


def test_a_long_title_leaves_room_for_the_marks() -> None:
    book = docx.Document(io.BytesIO(as_docx(document(said(1), title="En mycket lång rubrik " * 9))))
    [line] = [line.text for line in book.sections[0].header.paragraphs]
    assert len(line) < 100
    assert " …\t" in line
