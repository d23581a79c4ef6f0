"""Reads of the files on a meeting."""

from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.queries import attachments_of
from app.dialogues.attaching.places import ON_MEETING, SOURCE


def meeting_files(session: Session, dialogue_id: int) -> list[Attachment]:
    """Give the files on a meeting, without those on anybody's picture."""
    return [one for one in attachments_of(session, SOURCE, dialogue_id) if one.holder_kind == ON_MEETING]
