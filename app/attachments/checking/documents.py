"""PDF: kept as it is, when it is one file from beginning to end and not another one as well."""

import io
import zipfile

from app.attachments.checking.kinds import Content
from app.attachments.errors import Reason, Refusal

BEGINNING = b"%PDF-"
_END = b"%%EOF"
_AFTER_END = 1024


def pdf(data: bytes) -> Content:
    """Take a PDF; raises `Refusal` for one that is cut off, goes on after its end, or can be opened as an archive."""
    end = data.rfind(_END)
    if end < 0:
        raise Refusal(Reason.BROKEN)
    if len(data) - end > _AFTER_END:
        raise Refusal(Reason.TWO_IN_ONE)
    if zipfile.is_zipfile(io.BytesIO(data)):
        raise Refusal(Reason.TWO_IN_ONE)
    return Content("application/pdf", data)
