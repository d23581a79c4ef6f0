"""One file from its bytes and the name it was sent under to what is kept."""

import hashlib
from dataclasses import dataclass

from app.attachments import rules
from app.attachments.checking import documents, office, pictures, texts
from app.attachments.checking.kinds import ENDINGS, Content
from app.attachments.checking.naming import clean_name, ending_of
from app.attachments.errors import Reason, Refusal


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that can be kept: a harmless name, what it is, its bytes and their SHA-256."""

    name: str
    media_type: str
    data: bytes
    sha256: str


def check(name: str, data: bytes) -> Checked:
    """Look at a file; raises `Refusal` with the reason when it is not one of those that are taken."""
    if not data:
        raise Refusal(Reason.EMPTY)
    if len(data) > rules.LARGEST:
        raise Refusal(Reason.TOO_LARGE)
    content = _content(data, ending_of(name))
    if len(content.data) > rules.LARGEST:
        raise Refusal(Reason.TOO_LARGE)
    return Checked(
        clean_name(name, ENDINGS[content.media_type]),
        content.media_type,
        content.data,
        hashlib.sha256(content.data).hexdigest(),
    )


def _content(data: bytes, ending: str) -> Content:
    """Tell by the first bytes what it is, never by the name; only text, which has no first bytes, goes by its ending."""
    if data.startswith(documents.BEGINNING):
        return documents.pdf(data)
    if data.startswith(office.BEGINNING):
        return office.office(data)
    kind = pictures.kind_of(data)
    if kind is not None:
        return pictures.picture(data, kind)
    return texts.text(data, ending)
