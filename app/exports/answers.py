"""Sends a document: as a print view in the browser, or as a file to keep."""

import re
import unicodedata
from collections.abc import Sequence
from urllib.parse import quote

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as WerkzeugResponse

from app.exports import registers
from app.exports.getting_ready import getting_ready
from app.exports.html import article
from app.exports.tree import Document

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
MEDIA_TYPES = {"pdf": PDF, "docx": DOCX}
LONGEST_SHEET = 31
"""Letters a workbook takes in the name of a sheet."""
_NEVER_IN_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u200e\u200f\u202a-\u202e\u2066-\u2069]+')


def print_view(
    document: Document,
    *,
    back: tuple[str, str],
    files: Sequence[tuple[str, str]] = (),
    ordered: Sequence[tuple[str, str, str]] = (),
) -> str:
    """Show a document as it will be on paper, with the way back and its files as (label, address).

    Those that take long are ordered: (label, address to post to, form).
    """
    if current_app.config["WORK_BESIDE"]:
        # Whoever looks at paper often asks for the PDF next; what writes it takes a second or two to get ready.
        getting_ready.begin()
    return render_template(
        "exports/print.html",
        document=document,
        article=article(document, url_for("letterhead.arms")),
        back=back,
        files=files,
        ordered=ordered,
    )


def no_library(fault: Exception) -> WerkzeugResponse:
    """Lead from a PDF that cannot be made here to what can be printed instead."""
    current_app.logger.error("a PDF could not be made: %s", fault)
    flash(
        gettext("PDF går inte att göra på den här servern just nu. Skriv ut med webbläsaren i stället."),
        "problem",
    )
    return redirect(request.path.removesuffix(".pdf").removesuffix("prov"))


def pdf_file(document: Document, name: str) -> Response:
    """Send a document as PDF."""
    from app.exports.pdf import as_pdf

    return as_file(as_pdf(document), PDF, f"{name}.pdf")


def as_file(content: bytes, media_type: str, name: str) -> Response:
    """Send bytes to be kept under a name."""
    answer = Response(content, content_type=media_type)
    answer.headers["Content-Disposition"] = disposition(file_name(name))
    return answer


def register_file(
    sort: str, name: str, head: Sequence[str], rows: Sequence[Sequence[registers.Cell]], *, sheet: str = ""
) -> Response:
    """Send a register as a spreadsheet, CSV or a workbook; `sheet` is what its sheet is called where that is not the name."""
    if sort == "csv":
        return as_file(registers.as_csv(head, rows), registers.CSV, f"{name}.csv")
    content = registers.as_xlsx((sheet or name)[:LONGEST_SHEET], head, rows)
    return as_file(content, registers.XLSX, f"{name}.xlsx")


def disposition(name: str) -> str:
    """Name a download so that every browser keeps å ä ö (RFC 6266): plain letters first, then the name itself."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode("ascii")
    if plain == name:
        return f'attachment; filename="{plain}"'
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}"


def file_name(wanted: str) -> str:
    """Make a name that every system keeps and no spreadsheet or shell takes for a command."""
    stem, dot, ending = unicodedata.normalize("NFC", wanted).rpartition(".")
    plain = " ".join(_NEVER_IN_NAMES.sub(" ", stem).split())
    plain = plain.lstrip("=+-@.~ ")[:120].rstrip(". ")
    return f"{plain or 'samsyn'}{dot}{ending}"
