"""Office documents that carry something: a clean document within them is taken, and what is alive is refused."""

from __future__ import annotations

import io
import zipfile

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from openpyxl.chart import BarChart, Reference

from app.attachments.checking import carried
from app.attachments.checking.whole import check
from app.attachments.errors import Reason, Refusal
from tests.support import files

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
STRICT = "http://purl.oclc.org/ooxml/officeDocument/relationships"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
RELATIONSHIPS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'
)


def refused(data: bytes, name: str = "m.docx") -> Reason:
    with pytest.raises(Refusal) as caught:
        check(name, data)
    return caught.value.reason


def relationship(kind: str, target: str, space: str = OFFICE) -> str:
    return RELATIONSHIPS.format(f'<Relationship Id="r1" Type="{space}/{kind}" Target="{target}"/>')


def carrying(parts: dict[str, bytes | str], main: str = files.WORD) -> bytes:
    """A document with further parts."""
    whole: dict[str, bytes | str] = {
        "[Content_Types].xml": files.TYPES.format(main),
        "word/document.xml": "<document/>",
    }
    return files.archive(whole | parts)


def workbook() -> bytes:
    """A workbook with a chart, as Excel writes it."""
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    for row in (("År", "Andel"), (2025, 61), (2026, 74)):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def with_chart(book: bytes, *, at: str = "word/embeddings/Microsoft_Excel_Sheet1.xlsx") -> bytes:
    """A text as Word writes it, with a chart that has its workbook beside it."""
    made, target = docx.Document(), io.BytesIO()
    made.add_paragraph("Så har det gått.")
    made.save(target)
    with zipfile.ZipFile(target) as packed:
        parts: dict[str, bytes | str] = {name: packed.read(name) for name in packed.namelist()}
    parts["word/charts/chart1.xml"] = "<c:chartSpace xmlns:c='c'><c:externalData id='r1'/></c:chartSpace>"
    parts["word/charts/_rels/chart1.xml.rels"] = relationship("package", f"../{at.removeprefix('word/')}")
    parts[at] = book
    return files.archive(parts)


def test_a_chart_with_its_workbook_is_taken() -> None:
    assert check("Uppföljning.docx", with_chart(workbook())).name == "Uppföljning.docx"
    assert check("Uppföljning.docx", with_chart(workbook(), at="word/embeddings/Blad%201.XLSX"))


def test_a_workbook_that_is_carried_is_looked_through_as_if_it_was_sent_by_itself() -> None:
    fetching = openpyxl.load_workbook(io.BytesIO(workbook()))
    fetching.worksheets[0]["A9"] = '=WEBSERVICE("https://evil.example/")'
    target = io.BytesIO()
    fetching.save(target)
    assert refused(with_chart(target.getvalue())) is Reason.FETCHES
    with zipfile.ZipFile(io.BytesIO(workbook())) as packed:
        parts: dict[str, bytes | str] = {name: packed.read(name) for name in packed.namelist()}
    assert refused(with_chart(files.archive(parts | {"xl/vbaProject.bin": b"x"}))) is Reason.MACROS
    assert refused(with_chart(files.archive(parts | {"xl/embeddings/oleObject1.bin": OLE}))) is Reason.ALIVE
    assert refused(with_chart(workbook() + b"mer")) is Reason.ALIVE
    assert refused(with_chart(files.archive({"hej.txt": "en annan fil"}))) is Reason.ALIVE


@pytest.mark.parametrize("space", [OFFICE, STRICT])
@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("afchunk.mht", "MIME-Version: 1.0\n\n<html><script>alert(1)</script></html>"),
        ("afchunk.htm", "<html><img src='https://evil.example/p.png'></html>"),
        ("afchunk.rtf", "{\\rtf1 {\\field{\\*\\fldinst DDEAUTO cmd}}}"),
        ("afchunk.docx", files.docx()),
    ],
)
def test_what_is_taken_in_as_it_is_when_the_document_is_opened_is_refused(
    part: str, content: bytes | str, space: str
) -> None:
    said = relationship("aFChunk", part, space)
    data = carrying({f"word/{part}": content, "word/_rels/document.xml.rels": said})
    assert refused(data) is Reason.ALIVE


def test_a_page_put_into_a_text_as_word_does_it_is_refused() -> None:
    made = docx.Document()
    part = docx.opc.part.Part(
        docx.opc.packuri.PackURI("/word/afchunk1.htm"), "text/html", b"<html>Hej</html>", made.part.package
    )
    chunk = OxmlElement("w:altChunk")
    chunk.set(docx.oxml.ns.qn("r:id"), made.part.relate_to(part, f"{OFFICE}/aFChunk"))
    made.element.body.insert(0, chunk)
    target = io.BytesIO()
    made.save(target)
    assert refused(target.getvalue()) is Reason.ALIVE


@pytest.mark.parametrize(
    "place",
    [
        "word/embeddings/oleObject1.bin",
        "xl/embeddings/oleObject1.bin",
        "ppt/embeddings/x.bin",
        "word/media/image1.emf",
    ],
)
def test_an_object_of_another_program_is_refused_wherever_it_lies(place: str) -> None:
    assert refused(carrying({place: OLE})) is Reason.ALIVE


@pytest.mark.parametrize("kind", ["oleObject", "control", "package"])
def test_it_is_refused_by_what_the_document_says_it_is(kind: str) -> None:
    data = carrying(
        {"word/x.dat": b"vad som helst", "word/_rels/document.xml.rels": relationship(kind, "x.dat")}
    )
    assert refused(data) is Reason.ALIVE
    nowhere = carrying({"word/_rels/document.xml.rels": relationship(kind, "finns-inte.xlsx")})
    assert refused(nowhere) is Reason.ALIVE


@pytest.mark.parametrize("content", [b"%PDF-1.4", b"MZ\x90", b"<html>", b"x"])
def test_a_file_that_is_carried_and_no_document_is_refused(content: bytes) -> None:
    assert refused(carrying({"word/embeddings/fil.xlsx": content})) is Reason.ALIVE


def test_an_object_in_an_opendocument_is_refused() -> None:
    parts: dict[str, bytes | str] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": "<office/>",
    }
    assert check("m.odt", files.archive(parts))
    assert refused(files.archive(parts | {"Object 1": OLE}), "m.odt") is Reason.ALIVE


def test_documents_within_one_another_are_taken_as_deep_as_people_work() -> None:
    within = workbook()
    for _level in range(carried.DEEPEST):
        within = with_chart(within)
    assert check("m.docx", within)
    assert refused(with_chart(within)) is Reason.ALIVE


def test_what_is_carried_has_no_more_room_than_the_document_itself() -> None:
    """Many small documents, each of which unpacks to much, are one bomb together."""
    large = files.docx(word__media__x_dot_dat=b"x" * 1_900_000)
    assert check("m.docx", large)
    many: dict[str, bytes | str] = {f"word/embeddings/{number}.docx": large for number in range(90)}
    assert refused(carrying(many)) is Reason.BOMB
    parts: dict[str, bytes | str] = {f"word/{number}.xml": "<x/>" for number in range(1500)}
    full = carrying(parts)
    assert refused(carrying({f"word/embeddings/{number}.docx": full for number in range(3)})) is Reason.BOMB
