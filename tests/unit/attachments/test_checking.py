"""What is taken, what is refused and why, and what is left of a picture or a text."""

from __future__ import annotations

import io
import struct
import time
import zipfile

import docx
import openpyxl
import openpyxl.drawing.image
import pytest
from PIL import Image, ImageFile

from app.attachments import rules
from app.attachments.checking.kinds import ODT
from app.attachments.checking.whole import Checked, check
from app.attachments.errors import Reason, Refusal
from tests.support import files


def refused(name: str, data: bytes) -> Reason:
    with pytest.raises(Refusal) as caught:
        check(name, data)
    return caught.value.reason


@pytest.mark.parametrize(
    ("name", "data", "kept_as", "media_type"),
    [
        ("plan.pdf", files.pdf(), "plan.pdf", "application/pdf"),
        ("Brev.docx", files.docx(), "Brev.docx", files.WORD.removesuffix(".main+xml")),
        ("siffror.xlsx", files.docx(main=files.EXCEL), "siffror.xlsx", files.EXCEL.removesuffix(".main+xml")),
        ("bilder.pptx", files.docx(main=files.SLIDES), "bilder.pptx", files.SLIDES.removesuffix(".main+xml")),
        ("brev.odt", files.odt(), "brev.odt", "application/vnd.oasis.opendocument.text"),
        (
            "kalkyl.ods",
            files.odt("spreadsheet"),
            "kalkyl.ods",
            "application/vnd.oasis.opendocument.spreadsheet",
        ),
        (
            "visning.odp",
            files.odt("presentation"),
            "visning.odp",
            "application/vnd.oasis.opendocument.presentation",
        ),
        ("gården.PNG", files.picture("PNG"), "gården.png", "image/png"),
        ("gården.jpeg", files.picture("JPEG"), "gården.jpg", "image/jpeg"),
        ("gården.webp", files.picture("WEBP"), "gården.webp", "image/webp"),
        ("gården.gif", files.picture("GIF"), "gården.gif", "image/gif"),
        ("rader.csv", b"namn;antal\n\xc5sa;3\n", "rader.csv", "text/csv"),
        ("minnes.md", "# Å\n\nä ö".encode(), "minnes.md", "text/markdown"),
        ("lapp.txt", "hej\r\n".encode("utf-16"), "lapp.txt", "text/plain"),
        # By content, not by name.
        ("plan.docx", files.pdf(), "plan.pdf", "application/pdf"),
        ("skript.html", files.picture("PNG"), "skript.png", "image/png"),
    ],
)
def test_what_is_taken_is_known_by_its_content(name: str, data: bytes, kept_as: str, media_type: str) -> None:
    kept = check(name, data)
    assert (kept.name, kept.media_type) == (kept_as, media_type)


def test_text_is_kept_as_utf_8_whatever_it_was_written_in() -> None:
    words = "Åsa på Ängen, 5 €"
    for encoding in ("utf-8", "utf-8-sig", "cp1252", "utf-16"):
        assert check("a.txt", words.encode(encoding)).data.decode("utf-8") == words


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("tom.txt", b"", Reason.EMPTY),
        ("blank.txt", b" \n ", Reason.EMPTY),
        ("stor.txt", b"a" * (rules.LARGEST + 1), Reason.TOO_LARGE),
        ("sida.html", b"<!doctype html><script>alert(1)</script>", Reason.UNKNOWN_KIND),
        ("sida.txt", b"\n <html><script>alert(1)</script>", Reason.MARKUP),
        ("bild.svg", b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>', Reason.UNKNOWN_KIND),
        ("bild.txt", b'<?xml version="1.0"?><svg onload="alert(1)"/>', Reason.MARKUP),
        ("bild.md", "\ufeff<svg onload=alert(1)>".encode(), Reason.MARKUP),
        ("sida.csv", "<script>x</script>".encode("utf-16"), Reason.MARKUP),
        ("brev.txt", b"{\\rtf1 hej}", Reason.MARKUP),
        ("kör.txt", b"#!/bin/sh\nrm -rf /", Reason.MARKUP),
        ("program.exe", b"MZ\x90\x00\x03", Reason.UNKNOWN_KIND),
        ("program.txt", b"\x7fELF\x02\x01\x01\x00", Reason.UNKNOWN_KIND),
        ("gammal.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, Reason.UNKNOWN_KIND),
        ("bild.bmp", b"BM" + b"\0" * 60, Reason.UNKNOWN_KIND),
        ("bild.tif", b"II*\0" + b"\0" * 60, Reason.UNKNOWN_KIND),
        ("skript.js", b"alert(1)", Reason.UNKNOWN_KIND),
        ("utan ending", b"hej", Reason.UNKNOWN_KIND),
        ("paket.zip", files.archive({"a.txt": "hej"}), Reason.UNKNOWN_KIND),
        (
            "app.jar",
            files.archive({"META-INF/MANIFEST.MF": "x", "A.class": b"\xca\xfe"}),
            Reason.UNKNOWN_KIND,
        ),
        ("halv.pdf", files.pdf()[:200], Reason.BROKEN),
        ("trasig.png", files.picture()[:50], Reason.BROKEN),
        ("trasig.docx", files.docx()[:-30], Reason.BROKEN),
    ],
)
def test_what_is_not_taken_is_refused_with_the_reason(name: str, data: bytes, reason: Reason) -> None:
    assert refused(name, data) is reason


def test_a_picture_keeps_its_pixels_and_nothing_else() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Kameran AB"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (57.0, 30.0, 12.0), 3: "E", 4: (13.0, 30.0, 1.0)})
    data = files.picture("JPEG", (60, 40), exif=exif, comment=b"hemlig kommentar", icc_profile=b"x" * 200)
    assert b"Kameran" in data
    assert b"hemlig" in data
    kept = check("gården.jpg", data)
    assert not any(word in kept.data for word in (b"Kameran", b"hemlig", b"Exif", b"ICC_PROFILE", b"x" * 50))
    with Image.open(io.BytesIO(kept.data)) as again:
        assert not again.getexif()
        # Turned the right way up before the note about which way that is was dropped.
        assert again.size == (40, 60)


def test_a_large_picture_lying_on_its_side_is_turned() -> None:
    exif = Image.Exif()
    exif[0x0112] = 8
    for kind in ("JPEG", "PNG", "WEBP"):
        kept = check("a.jpg", files.picture(kind, (5000, 600), exif=exif))
        with Image.open(io.BytesIO(kept.data)) as again:
            assert again.size[1] > again.size[0], kind
            assert max(again.size) <= 4096


def test_what_hangs_on_behind_a_picture_is_gone() -> None:
    for kind in ("PNG", "JPEG", "GIF", "WEBP"):
        hidden = files.docx("gömt")
        kept = check(f"a.{kind.lower()}", files.picture(kind) + hidden + b"<script>alert(1)</script>")
        assert b"script" not in kept.data
        assert not zipfile.is_zipfile(io.BytesIO(kept.data))


def test_every_mode_of_picture_is_drawn_anew() -> None:
    for mode in ("1", "L", "LA", "P", "PA", "RGB", "RGBA", "I;16"):
        target = io.BytesIO()
        base = Image.new("L", (9, 7), 120) if mode == "PA" else Image.new(mode, (9, 7))
        base.save(target, "PNG")
        assert check("a.png", target.getvalue()).media_type == "image/png", mode
    target = io.BytesIO()
    Image.new("CMYK", (9, 7)).save(target, "JPEG")
    assert check("a.jpg", target.getvalue()).media_type == "image/jpeg"


def test_a_picture_of_enormous_size_is_refused_before_it_is_unpacked() -> None:
    for width, height in ((50_000, 50_000), (2_000_000_000, 2), (7_000, 7_000)):
        began = time.perf_counter()
        assert refused("bomb.png", files.png_that_claims(width, height)) is Reason.TOO_MANY_PIXELS
        assert time.perf_counter() - began < 0.5


def test_a_very_large_picture_is_kept_smaller() -> None:
    kept = check("stor.png", files.picture("PNG", (5000, 200)))
    with Image.open(io.BytesIO(kept.data)) as again:
        assert again.size[0] == 4096


def test_an_archive_that_unpacks_to_far_more_is_refused() -> None:
    one = files.docx(word__media__a_dot_xml=b"\0" * 60_000_000)
    assert len(one) < 100_000
    assert refused("bomb.docx", one) is Reason.BOMB
    many = files.docx(**{f"word__x{number}_dot_bin": b"\0" * 1_900_000 for number in range(100)})
    assert refused("bomb.docx", many) is Reason.BOMB
    entries = files.docx(**{f"word__x{number}_dot_xml": b"" for number in range(5000)})
    assert refused("bomb.docx", entries) is Reason.BOMB


def test_an_archive_that_lies_about_its_size_is_refused_all_the_same() -> None:
    data = bytearray(files.docx(word__a_dot_bin=b"\0" * 60_000_000))
    place = data.rfind(b"word/a.bin") - 46
    assert data[place : place + 4] == b"PK\x01\x02"
    struct.pack_into("<I", data, place + 24, 10)
    assert refused("bomb.docx", bytes(data)) in {Reason.BOMB, Reason.BROKEN}


def test_a_very_long_list_of_contents_is_refused_before_it_is_read() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for number in range(30_000):
            made.writestr(f"x{number}", "")
    began = time.perf_counter()
    assert refused("bomb.docx", target.getvalue()) is Reason.BOMB
    assert time.perf_counter() - began < 0.5


def test_the_same_bytes_under_many_names_are_refused() -> None:
    data = files.docx(word__a_dot_bin=b"\0" * 1_000_000)
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        start = packed.start_dir
    entry_at = data.rfind(b"PK\x01\x02")
    end = data.rfind(b"PK\x05\x06")
    entry = data[entry_at:end]
    copies = b"".join(entry.replace(b"word/a.bin", f"word/{n:01x}.bin".encode()) for n in range(16))
    count = data[entry_at:end].count(b"PK\x01\x02")
    assert count == 1
    directory = data[start:entry_at] + copies
    total = 2 + 16
    tail = struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, total, total, len(directory), start, 0)
    assert refused("överlapp.docx", data[:start] + directory + tail) in {Reason.BOMB, Reason.BROKEN}


def test_entities_that_grow_are_refused_in_any_encoding() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "' + "x" * 50 + '">]><a>&b;</a>'
    for encoding in ("utf-8", "utf-16"):
        assert refused("bomb.docx", files.docx(word__settings_dot_xml=bomb.encode(encoding))) is Reason.BOMB
    split = b" " * (256 * 1024 - 4) + bomb.encode()
    assert refused("bomb.docx", files.docx(word__settings_dot_xml=split)) is Reason.BOMB


@pytest.mark.parametrize(
    "part",
    ["word__vbaProject_dot_bin", "word__vbaData_dot_xml", "word__activeX__activeX1_dot_xml", "Basic__Standard__M_dot_xml",
     "word__embeddings__kör_dot_exe", "Scripts__python__x_dot_py"],
)  # fmt: skip
def test_programs_in_a_document_are_refused(part: str) -> None:
    assert refused("makro.docx", files.docx(**{part: "x"})) is Reason.MACROS


def test_a_document_that_calls_itself_one_with_macros_is_refused() -> None:
    main = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert refused("makro.docm", files.docx(main=main)) is Reason.MACROS


RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relation(kind: str, target: str, *, part: str = "settings.xml.rels", mode: str = "External") -> bytes:
    said = (
        f'<Relationships><Relationship Id="r1" TargetMode="{mode}" Type="{RELATIONSHIPS}/{kind}" '
        f'Target="{target}"/></Relationships>'
    )
    return files.docx(**{f"word___rels__{part}": said})


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://evil.example/a.dotm"),
        ("attachedTemplate", "\\\\evil.example\\share\\a.dotm"),
        ("attachedTemplate", "//evil.example/share/a.dotm"),
        ("attachedTemplate", "file:///\\\\evil.example\\share\\a.dotm"),
        ("attachedTemplate", "file:///%5C%5Cevil.example/share/a.dotm"),
        ("attachedTemplate", "file://evil.example/share/a.dotm"),
        ("attachedTemplate", "file://///evil.example/share/a.dotm"),
        ("attachedTemplate", "a.dotm"),
        ("oleObject", "mhtml:https://evil.example/a!x"),
        ("image", "http://evil.example/pixel.png"),
        ("image", "file:///\\\\evil.example\\share\\pixel.png"),
        ("frame", "C:\\frame.docx"),
        ("externalLinkPath", "\\\\evil.example\\share\\bok.xlsx"),
        ("video", "https://evil.example/film"),
        ("aKindNobodyKnows", "https://evil.example/"),
        ("hyperlink", "\\\\evil.example\\share\\brev.docx"),
        ("hyperlink", "file://evil.example/share/brev.docx"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "ms-msdt:/id"),
    ],
)
def test_a_document_that_fetches_something_is_refused(kind: str, target: str) -> None:
    assert refused("m.docx", relation(kind, target)) is Reason.FETCHES


@pytest.mark.parametrize("part", ["settings.xml.RELS", "Settings.Xml.Rels", "settings.xml.%72els", "x.rels."])
@pytest.mark.parametrize("mode", ["External", "EXTERNAL", " external "])
def test_a_part_is_looked_into_however_its_name_is_written(part: str, mode: str) -> None:
    data = relation("attachedTemplate", "https://evil.example/a.dotm", part=part, mode=mode)
    assert refused("m.docx", data) is Reason.FETCHES


def test_a_part_by_another_spelling_of_its_name_hides_none() -> None:
    with zipfile.ZipFile(io.BytesIO(relation("image", "http://evil.example/pixel.png"))) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    parts["word/_rels/settings.xml.%72els"] = b"<Relationships/>"
    assert refused("m.docx", files.archive({**parts})) is Reason.FETCHES


def test_what_is_said_to_lie_in_the_document_and_does_not_is_refused() -> None:
    for target in ("http://evil.example/a.png", "//evil.example/a.png", "\\\\evil.example\\a.png"):
        assert refused("m.docx", relation("image", target, mode="Internal")) is Reason.FETCHES, target
    assert check("m.docx", relation("image", "/word/media/image1.png", mode="Internal"))


def test_what_one_goes_to_by_pressing_is_taken() -> None:
    for target in ("https://www.example.se/?a=1#b", "HTTP://example.se", "mailto:eva@example.se", "#del2"):
        assert check("m.docx", relation("hyperlink", target)), target
    # Word writes where the template lies on the writer's own disk; nothing is fetched by that.
    for target in ("file:///C:\\Mallar\\Brev.dotx", "C:\\Mallar\\Brev.dotx", "file:///Users/eva/Brev.dotx"):
        assert check("m.docx", relation("attachedTemplate", target)), target


def test_a_document_as_word_writes_it_is_taken_with_links_pictures_and_template() -> None:
    made = docx.Document()
    made.add_heading("Åtgärder", 1)
    made.add_picture(io.BytesIO(files.picture()))
    made.part.relate_to("https://www.kommunen.example/plan", f"{RELATIONSHIPS}/hyperlink", is_external=True)
    made.part.relate_to("mailto:eva@kommunen.example", f"{RELATIONSHIPS}/hyperlink", is_external=True)
    made.part.part_related_by(f"{RELATIONSHIPS}/settings").relate_to(
        "file:///C:\\Users\\eva\\Mallar\\Brev.dotx", f"{RELATIONSHIPS}/attachedTemplate", is_external=True
    )
    target = io.BytesIO()
    made.save(target)
    assert check("Åtgärder.docx", target.getvalue()).name == "Åtgärder.docx"


def test_a_workbook_as_excel_writes_it_is_taken_with_links_and_pictures() -> None:
    made = openpyxl.Workbook()
    sheet = made.worksheets[0]
    sheet["A1"], sheet["A2"], sheet["A3"] = "Plan", "Eva", "Summa"
    sheet["A1"].hyperlink = "https://www.kommunen.example/plan"
    sheet["A2"].hyperlink = "mailto:eva@kommunen.example"
    sheet["A3"].hyperlink = "#Blad2!A1"
    sheet.add_image(openpyxl.drawing.image.Image(io.BytesIO(files.picture())), "C3")
    target = io.BytesIO()
    made.save(target)
    assert check("siffror.xlsx", target.getvalue()).name == "siffror.xlsx"


OPEN_TEXT = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content'
    ' xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"'
    ' xmlns:xlink="http://www.w3.org/1999/xlink"><office:body><office:text>{}</office:text></office:body>'
    "</office:document-content>"
)


def opened(body: str, *, part: str = "content.xml", encoding: str = "utf-8", kind: str = "text") -> bytes:
    parts = {"content.xml": OPEN_TEXT.format("").encode(), part: OPEN_TEXT.format(body).encode(encoding)}
    return files.archive({"mimetype": f"application/vnd.oasis.opendocument.{kind}", **parts}, packed=False)


@pytest.mark.parametrize("part", ["content.xml", "styles.xml", "Meta.XML", "Object 1/content.xml"])
@pytest.mark.parametrize(
    "body",
    [
        '<draw:image xlink:href="http://evil.example/pixel.png"/>',
        "<draw:image xlink:type='simple' xlink:href = 'HTTPS://evil.example/pixel.png'/>",
        '<draw:image draw:name="a &gt; b > c" xlink:href="&#104;ttp://evil.example/pixel.png"/>',
        '<draw:image xlink:href="ht&#9;tp://evil.example/pixel.png"/>',
        '<draw:image xlink:href="//evil.example/share/pixel.png"/>',
        '<draw:image xlink:href="\\\\evil.example\\share\\pixel.png"/>',
        '<draw:image xlink:href="file://evil.example/share/pixel.png"/>',
        '<draw:image xlink:href="file://///evil.example/share/pixel.png"/>',
        '<draw:image xlink:href="file:///%5c%5cevil.example/share/pixel.png"/>',
        '<x:image xmlns:x="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xlink:href="ftp://evil.example/a"/>',
        '<meta:template xlink:href="https://evil.example/mall.ott"/>',
        '<text:section-source xlink:href="https://evil.example/del.odt"/>',
        '<text:a xlink:href="https://www.example.se/"><draw:image xlink:href="http://evil.example/"/></text:a>',
        '<text:a xlink:href="vnd.sun.star.script:x.py$y?language=Python">Tryck</text:a>',
        '<text:a xlink:href="javascript:alert(1)">Tryck</text:a>',
    ],
)
def test_an_opendocument_that_fetches_something_is_refused(body: str, part: str) -> None:
    assert refused("m.odt", opened(body, part=part)) is Reason.FETCHES


def test_an_opendocument_is_taken_with_its_own_pictures_links_and_template() -> None:
    body = (
        '<text:p><text:a xlink:type="simple" xlink:href="https://www.kommunen.example/?a=1&amp;b=2">plan</text:a>'
        '<text:a xlink:href="mailto:eva@kommunen.example">Eva</text:a><text:a xlink:href="#Del 2|outline"/>'
        '<draw:a xlink:href="https://www.kommunen.example/"><draw:image xlink:href="Pictures/1000.png"/></draw:a>'
        '<draw:object xlink:href="./Object 1"/><draw:image xlink:href="./ObjectReplacements/Object 1"/>'
        '<form:form xlink:href=""/>Så här skriver man href="http://…" i en webbsida.</text:p>'
        '<meta:template xlink:href="file:///C:/Users/eva/Mallar/Brev.ott"/>'
        '<meta:template xlink:href="../../../Mallar/Brev.ott"/>'
    )
    for part in ("content.xml", "styles.xml", "meta.xml"):
        assert check("m.odt", opened(body, part=part)), part


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32", "cp037"])
def test_an_opendocument_in_a_writing_nobody_uses_is_refused(encoding: str) -> None:
    data = opened('<draw:image xlink:href="http://evil.example/pixel.png"/>', encoding=encoding)
    assert refused("m.odt", data) is Reason.BROKEN
    named = OPEN_TEXT.replace("UTF-8", "utf-7").format("").encode()
    assert (
        refused("m.odt", files.archive({"mimetype": ODT, "content.xml": named}, packed=False))
        is Reason.BROKEN
    )


def test_a_document_with_links_without_end_is_looked_at_in_a_moment() -> None:
    for many in (b'<a href="#"/>' * 1_500_000, b'<x a="' + b"href='#' " * 2_000_000 + b'"/>'):
        data = files.archive({"mimetype": ODT, "content.xml": b"<a>" + many + b"</a>"})
        began = time.perf_counter()
        assert refused("m.odt", data) in {Reason.BOMB, Reason.BROKEN}
        assert time.perf_counter() - began < 5


@pytest.mark.parametrize(
    "data",
    [
        files.docx() + b"efter",
        files.pdf() + files.docx(),
        files.pdf() + b"\0" * 5000,
        b"PK\x03\x04skrot" + files.docx(),
    ],
)
def test_two_files_in_one_are_refused(data: bytes) -> None:
    assert refused("a.pdf", data) in {Reason.TWO_IN_ONE, Reason.BROKEN}


def test_a_pdf_that_hides_its_archive_before_its_end_is_refused() -> None:
    packed = files.docx()
    comment = b"\n%%EOF"
    hiding = packed[:-2] + struct.pack("<H", len(comment)) + comment
    assert refused("a.pdf", files.pdf() + hiding) is Reason.TWO_IN_ONE


def test_a_locked_archive_is_refused() -> None:
    data = bytearray(files.docx())
    at = 0
    while (at := data.find(b"PK\x01\x02", at)) >= 0:
        data[at + 8] |= 1
        at += 4
    assert refused("låst.docx", bytes(data)) is Reason.BROKEN


def test_ways_out_of_an_archive_are_refused() -> None:
    for name in ("../../x", "/etc/x", "C:\\x", "a/../../x"):
        data = files.archive({"[Content_Types].xml": files.TYPES.format(files.WORD), name: "x"})
        assert refused("a.docx", data) is Reason.BROKEN, name


def test_bytes_at_random_never_get_further_than_a_refusal() -> None:
    import random

    chance = random.Random(3)
    whole = [
        files.pdf(),
        files.docx(),
        files.odt(),
        *(files.picture(kind) for kind in ("PNG", "JPEG", "GIF", "WEBP")),
    ]
    for _ in range(1500):
        data = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 12)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        if chance.random() < 0.3:
            data = data[: chance.randrange(1, len(data))]
        try:
            kept = check("a.txt", bytes(data))
        except Refusal:
            continue
        assert isinstance(kept, Checked)


def test_a_picture_that_is_cut_off_is_refused_also_once_somebody_has_made_a_pdf(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What lays out pages tells everybody in its process to draw half pictures."""
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)
    assert refused("bild.png", files.picture()[:-30]) is Reason.BROKEN
    assert refused("bild.jpg", files.picture("JPEG", (400, 300))[:-200]) is Reason.BROKEN


@pytest.mark.parametrize("way", [zipfile.ZIP_LZMA, zipfile.ZIP_BZIP2])
def test_a_document_packed_as_none_is_is_refused_whole_or_damaged(way: int) -> None:
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files.docx())) as old, zipfile.ZipFile(kept, "w", way) as new:
        for one in old.infolist():
            new.writestr(one.filename, old.read(one))
    whole = kept.getvalue()
    for content in (whole, whole[:60] + b"\xff" * 20 + whole[80:]):
        assert refused("a.docx", content) is Reason.BROKEN


def test_a_pdf_that_ends_as_a_part_of_an_archive_over_several_disks_is_refused() -> None:
    whole = files.pdf() + struct.pack("<4sLQL", b"PK\x06\x07", 1, 0, 2) + b"PK\x05\x06" + bytes(18)
    assert refused("a.pdf", whole) is Reason.TWO_IN_ONE
