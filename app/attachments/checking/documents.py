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
    if _is_archive(data):
        raise Refusal(Reason.TWO_IN_ONE)
    return Content("application/pdf", data)


def _is_archive(data: bytes) -> bool:
    try:
        return zipfile.is_zipfile(io.BytesIO(data))
    except zipfile.BadZipFile:
        # Asked of one that says it goes on over several disks.
        return True
