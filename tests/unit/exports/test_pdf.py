"""The PDF: tagged, in our own fonts, with nothing fetched; read back by poppler and pypdf."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from urllib.parse import unquote

import pypdf
import pytest

from app.exports.answers import disposition, file_name
from app.exports.fitting import ROOMS, Room, fitted
from app.exports.html import whole
from app.exports.pdf import FOLDER, Refused, _manifest, as_pdf, extent_of
from app.exports.tree import (
    Arms,
    Block,
    Document,
    Heading,
    Letterhead,
    Lines,
    NewPage,
    Paragraph,
    Parts,
    Run,
    Signature,
    Signatures,
    Table,
    Voice,
    said,
)
from app.exports.words import words
from tests.unit.exports.documents import document, told_by


def test_it_is_tagged_names_its_language_and_claims_pdf_ua() -> None:
    data = as_pdf(document())
    facts = told_by("pdfinfo", "-", data=data)
    assert re.search(r"Tagged:\s+yes", facts)
    assert re.search(r"Title:\s+Dialog på Ängen", facts)
    reader = pypdf.PdfReader(io.BytesIO(data))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "sv"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    metadata = root["/Metadata"].get_data().decode("utf-8")
    assert "pdfuaid:part" in metadata
    assert [entry["/Title"] for entry in flat(reader.outline)] == [
        "Dialog på Ängen", "Innehåll", "Gemensam bild", "1 Bemanning", "Nästa",
    ]  # fmt: skip


def flat(outline: object) -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for entry in outline:  # type: ignore[attr-defined]
        found += flat(entry) if isinstance(entry, list) else [entry]
    return found


def test_headings_lists_tables_and_quotes_are_tagged_as_what_they_are() -> None:
    structure = told_by("pdfinfo", "-struct-text", "-", data=as_pdf(document()))
    for tag in ("H1", "H2", "H3", "Table", "TH", "TD", "L", "LI", "BlockQuote", "Link"):
        assert re.search(rf"^\s*{tag}\b", structure, re.MULTILINE), tag


def test_every_font_is_our_own_and_embedded() -> None:
    table = told_by(
        "pdffonts", "-", data=as_pdf(document(*words("Łukasz och Åsa, *snett*, **fett**")))
    ).splitlines()[2:]
    assert table
    for line in table:
        assert "Source-" in line, line
        assert re.search(r"\byes\s+yes\s+yes\b", line), line


def test_swedish_letters_page_numbers_and_the_head_can_be_read_back() -> None:
    text = told_by("pdftotext", "-layout", "-", "-", data=as_pdf(document()))
    for said_here in ("Åsa är öm", "Dnr KS 2027/14", "Tranemo kommun", "Östen Båt", "Överenskommelser"):
        assert said_here in text
    assert "Sida 1 av 2" in text.replace("\xa0", " ")
    assert re.search(r"Nästa[ .]+2", text)


@pytest.mark.parametrize(
    "address",
    [
        "https://exempel.se/x.png",
        "file:///etc/passwd",
        "https://paper.invalid/samsyn.css",
        "//exempel.se/x",
        "data:,x",
    ],
)
def test_nothing_is_fetched_from_anywhere(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from app.exports import pdf

    monkeypatch.setattr(pdf, "ARMS", address)
    with_arms = replace(document(), letterhead=Letterhead("X", None))
    # A picture got into the page past the tree: the writer still refuses to fetch it.
    monkeypatch.setattr(
        pdf,
        "whole",
        lambda *_: f'<html lang="sv"><body><h1>x</h1><img src="{address}" alt="x"></body></html>',
    )
    with pytest.raises(Refused):
        as_pdf(with_arms)


def test_what_people_write_is_text_and_nothing_else() -> None:
    nasty = '<img src="https://exempel.se/x.png"> </article><style>@import "https://exempel.se"</style> "}; @page{'
    data = as_pdf(document(said(nasty), *words(nasty), title=nasty, foot=nasty, kind=nasty, marks=(nasty,)))
    assert "https://exempel.se/x.png" in told_by("pdftotext", "-", "-", data=data).replace("\n", "")
    assert extent_of(document(said(nasty), title=nasty, foot=nasty)).pages == 1


@pytest.mark.parametrize("themes", [1, 5, 12, 20, 30])
@pytest.mark.parametrize("talkative", [False, True])
def test_a_sheet_gets_onto_one_page(themes: int, talkative: bool) -> None:
    title = "Ett tema med en riktigt lång rubrik som säger nästan allt" if talkative else "Tema"

    def make(room: Room) -> Document:
        question = [said("Vad ser vi? " * 40, Voice.SMALL)] if talkative and room.notes else []
        part = (Heading(title if room.notes else title[:42], 2, "1"), *question, Lines(room.lines))
        return document(Parts((part,) * themes, room.columns), scale=room.scale)

    made = fitted(make)
    assert extent_of(made).pages == 1


def test_lines_to_write_on_give_before_the_size_of_the_type_and_the_words_last() -> None:
    def make(room: Room) -> Document:
        rooms.append(room)
        note = [said("Vad kan jag göra så att du vågar säga hur det är? " * long, Voice.SMALL)]
        part = (Heading("Tema", 2, "1"), *(note if room.notes else []), Lines(room.lines_of(1)))
        return document(Parts((part,) * 12, room.columns), scale=room.scale)

    found = {}
    for long in (1, 4):
        rooms: list[Room] = []
        fitted(make)
        found[long] = rooms[-1]
    assert found[1].lines < 3
    assert found[4].notes
    assert found[4].lines == 1
    sizes = [(room.notes, -room.scale, room.lines) for room in ROOMS if room.columns == 1]
    assert sizes == sorted(sizes, reverse=True)


def test_the_same_document_gives_the_same_pages() -> None:
    assert told_by("pdftotext", "-", "-", data=as_pdf(document())) == told_by(
        "pdftotext", "-", "-", data=as_pdf(document())
    )


def test_arms_are_drawn_with_their_description() -> None:
    svg = (
        b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" width="10" height="10">'
        b'<rect width="10" height="10" fill="#a00"/></svg>'
    )
    head = Letterhead("Tranemo kommun", Arms(svg, "image/svg+xml", "Kommunens vapen"))
    data = as_pdf(document(Paragraph((Run("x"),)), letterhead=head))
    assert "Figure" in told_by("pdfinfo", "-struct", "-", data=data)
    assert b"Kommunens vapen".decode().encode("utf-16-be") in data or "Kommunens vapen" in str(
        structure(data)
    )


def structure(data: bytes) -> list[str]:
    """Give the alternative texts in the structure of a PDF."""
    reader = pypdf.PdfReader(io.BytesIO(data))
    found: list[str] = []

    def look(node: object) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for one in node:
                look(one)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            if "/K" in node:
                look(node["/K"])

    look(reader.trailer["/Root"]["/StructTreeRoot"])
    return found


@pytest.mark.parametrize(
    ("wanted", "name"),
    [
        ("Dialog på Ängen.pdf", "Dialog på Ängen.pdf"),
        ("=HYPERLINK(1).docx", "HYPERLINK(1).docx"),
        ('a/b\\c:"d"|<e>\r\nX: y.pdf', "a b c d e X y.pdf"),
        ("../../etc.pdf", "etc.pdf"),
        ("\u202egpj.pdf", "gpj.pdf"),
        ("....pdf", "samsyn.pdf"),
        ("å" * 400 + ".pdf", "å" * 120 + ".pdf"),
    ],
)
def test_file_names_are_plain(wanted: str, name: str) -> None:
    assert file_name(wanted) == name


def test_a_download_keeps_its_letters_in_every_browser() -> None:
    assert disposition("Samtal.pdf") == 'attachment; filename="Samtal.pdf"'
    told = disposition("Förskolan Ängen 50 % – åäö.pdf")
    assert told.isascii()
    assert told.startswith(
        "attachment; filename=\"Forskolan Angen 50 %  aao.pdf\"; filename*=UTF-8''F%C3%B6rskolan%20"
    )
    assert unquote(told.partition("UTF-8''")[2]) == "Förskolan Ängen 50 % – åäö.pdf"


def test_the_head_of_each_page_says_what_it_is_about_and_signatures_are_never_alone() -> None:
    people = Signatures((Signature("Eva Ek", "Chef", "i dag"),))
    blocks: list[Block] = []
    # Somewhere among these numbers of rows the signatures would have a page to themselves.
    for rows in range(24, 34):
        blocks += [NewPage(), Heading(f"Möte {rows}", 2, running=True)]
        blocks += [said(f"Rad {row} av {rows}.") for row in range(rows)]
        blocks += [Heading("Fastställd", 3, follows=True), people]
    pages = pypdf.PdfReader(io.BytesIO(as_pdf(document(*blocks, title="Norr och söder")))).pages
    texts = [" ".join(page.extract_text().replace("\xa0", " ").split()) for page in pages][1:]
    assert len(texts) > 10, "some took two pages"
    for text in texts:
        number = text.partition(" av ")[2][:2]
        assert f"Norr och söder · Möte {number}" in text
        assert "Rad " in text


@pytest.mark.parametrize(
    "widths", [(26, 28, 20, 13, 13), (34, 16, 14, 13, 8, 15), (36, 24, 12, 16, 12), (1, 1, 1)]
)
def test_a_table_is_never_wider_than_the_paper(widths: tuple[int, ...]) -> None:
    head = tuple("Rubrik" for _ in widths)
    page = whole(document(Table("Tabell", head, (head,), widths)), "")
    shares = [int(one) for one in re.findall(r'<col class="w(\d+)">', page)]
    assert sum(shares) == 100 and min(shares) >= 5
    at = "|".join(
        re.findall(r"\.w(\d+) ", (FOLDER / _manifest()["paper.css"]).read_text("utf-8").replace("{", " "))
    )
    assert all(str(one) in at.split("|") for one in shares)


def test_a_word_breaks_with_a_hyphen_and_only_where_it_is_wider_than_its_column() -> None:
    row = ("Kontrollen görs tillsammans av ledningsgruppen", "Kommunikationsavdelningen", "", "", "")
    table = Table("Tabell", ("A", "B", "C", "D", "E"), (row,), (20, 15, 25, 20, 20))
    data = as_pdf(document(table))
    lines = told_by("pdftotext", "-raw", "-", "-", data=data).split("\n")
    assert "ledningsgruppen" in lines, "a word with room on a line of its own stays whole"
    broken = next(one for one in lines if one.startswith("Kommun"))
    assert broken.endswith("-"), lines
    fonts = [line for line in told_by("pdffonts", "-", data=data).splitlines()[2:] if line.strip()]
    assert all("Source-" in line for line in fonts), "the hyphen is one of our own fonts'"
