"""Text, CSV and Markdown: kept as UTF-8, whatever they were written in. Text that is markup or a program is refused."""

import codecs
import re

from app.attachments.checking.kinds import Content
from app.attachments.errors import Reason, Refusal

BY_ENDING = {
    "txt": "text/plain",
    "text": "text/plain",
    "csv": "text/csv",
    "md": "text/markdown",
    "markdown": "text/markdown",
}
"""Text says nothing about itself: here the name tells which of the three it is, and any other ending is refused."""

_MARKUP = re.compile(r"\s*(<[a-z!?/]|\{\\rtf|%!ps|#!)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_WIDE = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def text(data: bytes, ending: str) -> Content:
    """Take a text with the ending `txt`, `csv` or `md`; raises `Refusal` for what is no text, or markup."""
    media_type = BY_ENDING.get(ending)
    if media_type is None:
        raise Refusal(Reason.UNKNOWN_KIND)
    decoded = _decoded(data).removeprefix("\ufeff")
    if _CONTROL.search(decoded):
        raise Refusal(Reason.UNKNOWN_KIND)
    if _MARKUP.match(decoded):
        raise Refusal(Reason.MARKUP)
    if not decoded.strip():
        raise Refusal(Reason.EMPTY)
    return Content(media_type, decoded.encode("utf-8"))


def _decoded(data: bytes) -> str:
    for mark, encoding in _WIDE.items():
        if data.startswith(mark):
            try:
                return data[len(mark) :].decode(encoding)
            except UnicodeDecodeError:
                raise Refusal(Reason.UNKNOWN_KIND) from None
    for encoding in ("utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")
