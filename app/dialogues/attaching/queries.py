"""Reads of the files on a meeting, and of pictures with theirs."""

from sqlalchemy import Integer, and_, bindparam, select
from sqlalchemy.orm import Session, joinedload

from app.attachments.models import Attachment
from app.attachments.queries import attachments_of
from app.dialogues.attaching.places import ON_MEETING, ON_PICTURE, SOURCE
from app.dialogues.models import Picture

_PICTURES = (
    select(Picture, Attachment)
    .outerjoin(
        Attachment,
        and_(
            Attachment.source_kind == SOURCE,
            Attachment.source_id == Picture.dialogue_id,
            Attachment.holder_kind == ON_PICTURE,
            Attachment.holder_id == Picture.id,
            Attachment.removed_at.is_(None),
            Attachment.erased_at.is_(None),
        ),
    )
    .where(Picture.theme_id == bindparam("theme_id", type_=Integer))
    .options(joinedload(Picture.author))
    .order_by(Picture.side, Picture.id, Attachment.id)
)


def meeting_files(session: Session, dialogue_id: int) -> list[Attachment]:
    """Give the files on a meeting, without those on anybody's picture."""
    return [one for one in attachments_of(session, SOURCE, dialogue_id) if one.holder_kind == ON_MEETING]


def pictures_with_files(session: Session, theme_id: int) -> dict[Picture, list[Attachment]]:
    """Give both sides' pictures of a theme with their authors and files, in one statement; the rules say which may be shown."""
    found: dict[Picture, list[Attachment]] = {}
    for picture, attachment in session.execute(_PICTURES, {"theme_id": theme_id}):
        found.setdefault(picture, []).extend([attachment] if attachment is not None else [])
    return found
