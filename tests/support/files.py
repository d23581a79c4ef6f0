"""Files to attach, harmless and otherwise, made on the spot."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from PIL import Image

TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/word/document.xml" ContentType="{}"/></Types>'
)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"


def pdf(words: str = "Underlag") -> bytes:
    """A PDF of one page, such as one can be opened."""
    stream = f"BT /F1 14 Tf 60 760 Td ({words}) Tj ET".encode("latin-1", "replace")
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer<</Size 6/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start


def archive(parts: dict[str, bytes | str], *, packed: bool = True) -> bytes:
    """A zip of some parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def docx(words: str = "Underlag", main: str = WORD, **more: bytes | str) -> bytes:
    """The smallest Office document; `more` are further parts, with __ for / and _dot_ for a dot in their names."""
    parts: dict[str, bytes | str] = {
        "[Content_Types].xml": TYPES.format(main),
        "word/document.xml": f"<document>{words}</document>",
    }
    parts |= {name.replace("__", "/").replace("_dot_", "."): part for name, part in more.items()}
    return archive(parts)


def odt(kind: str = "text") -> bytes:
    """The smallest OpenDocument file."""
    return archive(
        {"mimetype": f"application/vnd.oasis.opendocument.{kind}", "content.xml": "<office/>"}, packed=False
    )


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30), **how: object) -> bytes:
    """A picture of one colour."""
    target = io.BytesIO()
    Image.new("RGB", size, (30, 90, 60)).save(target, kind, **how)  # type: ignore[arg-type]
    return target.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes that say they are a picture of any size."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0" * 2_000_000, 9))
        + chunk(b"IEND", b"")
    )
