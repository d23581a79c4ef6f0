"""Files as the pages of a dialogue show them, and who may read which: the rules of the texts they belong to."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.attachments.models import Attachment
from app.db import db
from app.dialogues import rules
from app.dialogues.attaching.places import ON_MEETING, ON_PICTURE
from app.dialogues.attaching.queries import meeting_files
from app.dialogues.models import Dialogue, Picture, State
from app.dialogues.queries.opening import dialogue_for
from app.dialogues.rules import Seat
from app.dialogues.seating import Seated


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file on a page: what it is, whose, and whether it can be taken away now."""

    id: int
    name: str
    media_type: str
    size: int
    by: str
    changeable: bool


def files_on_theme(
    seated: Seated, readable: list[Picture], files: Mapping[Picture, list[Attachment]]
) -> dict[str, list[FileRow]]:
    """Give the files on the pictures of a theme by side; `readable` are those of them this seat may read, and no others."""
    if seated.dialogue.state == State.CANCELLED:
        return {}
    changeable = rules.may_write_picture(seated.dialogue, seated.seat) is None
    rows: dict[str, list[FileRow]] = {}
    for picture in readable:
        mine = picture.author_id == seated.seat.person_id
        for file in files.get(picture, []):
            rows.setdefault(picture.side, []).append(_row(file, picture.author.name, mine and changeable))
    return rows


def files_of_meeting(seated: Seated) -> list[FileRow]:
    """Give the files on the meeting, for those who read its notes."""
    if not rules.may_read_meeting_files(seated.dialogue, seated.seat):
        return []
    changeable = rules.may_attach(seated.dialogue, seated.seat) is None
    return [
        _row(one, one.uploaded_by.name, changeable) for one in meeting_files(db.session, seated.dialogue.id)
    ]


def _row(one: Attachment, by: str, changeable: bool) -> FileRow:
    return FileRow(one.id, one.name, one.media_type, one.size, by, changeable)


def read_as(session: Session, actor: Actor, attachment: Attachment) -> str | None:
    """Tell whether `actor` may read a file of a dialogue now, by giving what the reading is noted as; None when not.

    Having read a file on a picture is noted as having read the theme, and what one prepares alone not at all: that there is a
    file is as hidden as the picture.
    """
    if not actor.may(May.TAKE_PART):
        return None
    dialogue = dialogue_for(session, actor, attachment.source_id)
    seat = rules.seat_of(dialogue, actor) if dialogue is not None else None
    if dialogue is None or seat is None:
        return None
    if attachment.holder_kind == ON_MEETING:
        return "attachment" if rules.may_read_meeting_files(dialogue, seat) else None
    picture = picture_of(session, dialogue, attachment)
    if picture is None or not may_read_on_picture(dialogue, seat, picture):
        return None
    return "" if rules.prepares_alone(dialogue, seat) else "theme"


def may_read_on_picture(dialogue: Dialogue, seat: Seat, picture: Picture) -> bool:
    """Tell whether `seat` may read what hangs on a picture: as the picture itself, and not of a meeting called off."""
    return dialogue.state != State.CANCELLED and rules.may_read_picture(dialogue, seat, picture)


def picture_of(session: Session, dialogue: Dialogue, attachment: Attachment) -> Picture | None:
    """Give the picture a file hangs on, where it is one of this dialogue."""
    if attachment.holder_kind != ON_PICTURE:
        return None
    picture = session.get(Picture, attachment.holder_id)
    return picture if picture is not None and picture.dialogue_id == dialogue.id else None
