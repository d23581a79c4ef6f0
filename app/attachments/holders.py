"""Whose a file is: each kind of source tells who may read its files, the way it tells who may read its texts."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.attachments.models import Attachment

Reads = Callable[[Session, Actor, Attachment], str | None]
"""Tells whether a person may read a file now, by giving what the reading is noted as; asked anew for every download.

Nothing ("") is noted of what everybody may read.
"""


class Holders:
    """The kinds of source this installation knows. A file of an unknown kind is for nobody."""

    def __init__(self) -> None:
        """Begin with none; features above register theirs when the app is built."""
        self._reads: dict[str, Reads] = {}

    def register(self, kind: str, reads: Reads) -> None:
        """Add or replace a kind."""
        self._reads[kind] = reads

    def read_as(self, session: Session, actor: Actor, attachment: Attachment) -> str | None:
        """Give what reading a file is noted as where `actor` may read it; None otherwise, and for one removed or erased."""
        if attachment.removed_at is not None or attachment.erased_at is not None:
            return None
        reads = self._reads.get(attachment.source_kind)
        return reads(session, actor, attachment) if reads is not None else None


holders = Holders()
