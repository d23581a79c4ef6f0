"""Writes: a file on one's own picture or on the meeting, taken away, brought back."""

from sqlalchemy.orm import Session

from app.attachments import services as attachments
from app.attachments.checking.whole import Checked
from app.attachments.models import Attachment
from app.attachments.services import Place
from app.attachments.store import Store
from app.dialogues import rules
from app.dialogues.attaching.places import ON_MEETING, ON_PICTURE, SOURCE
from app.dialogues.errors import NotAllowedNow
from app.dialogues.models import Dialogue, Picture, Theme
from app.dialogues.preparing.services import own_picture
from app.dialogues.rules import Seat
from app.dialogues.series.services import touch_record


def attach_to_picture(
    session: Session, *, seat: Seat, dialogue: Dialogue, theme: Theme, store: Store, checked: Checked
) -> Attachment:
    """Attach a file to one's own picture of a theme; raises `NotAllowedNow`, and `Refusal` when there is no room."""
    blocked = rules.may_write_picture(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
    picture = own_picture(session, seat=seat, dialogue=dialogue, theme=theme)
    place = Place(SOURCE, dialogue.id, ON_PICTURE, picture.id)
    return attachments.attach(session, store=store, actor_id=seat.person_id, place=place, checked=checked)


def attach_to_meeting(
    session: Session, *, seat: Seat, dialogue: Dialogue, store: Store, checked: Checked
) -> Attachment:
    """Attach a file to the meeting; it is part of what will be established, so consents given are void."""
    blocked = rules.may_attach(dialogue, seat)
    if blocked:
        raise NotAllowedNow(blocked)
    touch_record(session, dialogue, actor_id=seat.person_id)
    place = Place(SOURCE, dialogue.id, ON_MEETING, dialogue.id)
    return attachments.attach(session, store=store, actor_id=seat.person_id, place=place, checked=checked)


def remove_file(session: Session, *, seat: Seat, dialogue: Dialogue, attachment: Attachment) -> None:
    """Take a file away; raises `NotAllowedNow` once the text it belongs to can no longer be changed."""
    _require_changeable(session, seat, dialogue, attachment)
    if attachment.holder_kind == ON_MEETING:
        touch_record(session, dialogue, actor_id=seat.person_id)
    attachments.remove(session, actor_id=seat.person_id, attachment=attachment)


def bring_back_file(session: Session, *, seat: Seat, dialogue: Dialogue, attachment: Attachment) -> None:
    """Put a removed file back; raises `NotAllowedNow`, and `Refusal` when it has been erased since."""
    _require_changeable(session, seat, dialogue, attachment)
    if attachment.holder_kind == ON_MEETING:
        touch_record(session, dialogue, actor_id=seat.person_id)
    attachments.bring_back(session, actor_id=seat.person_id, attachment=attachment)


def _require_changeable(session: Session, seat: Seat, dialogue: Dialogue, attachment: Attachment) -> None:
    blocked = rules.may_attach(dialogue, seat)
    if attachment.holder_kind == ON_PICTURE:
        blocked = rules.may_write_picture(dialogue, seat)
        picture = session.get(Picture, attachment.holder_id)
        if picture is None or picture.author_id != seat.person_id:
            blocked = "not_participant"
    if blocked:
        raise NotAllowedNow(blocked)
