"""Writes: attach, remove, bring back, dispose of. Each with its entry in the history; the bytes are the store's."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.attachments import rules
from app.attachments.checking.whole import Checked
from app.attachments.errors import Reason, Refusal
from app.attachments.models import Attachment
from app.attachments.queries import removed_before, used_by
from app.attachments.store import Store
from app.records.disposal import ErasureRefused, HistoryObject, erase_history_content
from app.records.services import record

KIND = "attachment"


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file belongs: the source as a whole, and the text in it whose rights it shares."""

    source_kind: str
    source_id: int
    holder_kind: str
    holder_id: int


def attach(session: Session, *, store: Store, actor_id: int, place: Place, checked: Checked) -> Attachment:
    """Keep a checked file. The bytes are on the disk before the row that names them is written.

    Raises `Refusal` when one has attached as much as one may, or the disk is full. When the transaction fails
    afterwards the bytes are nobody's, and are swept away.
    """
    _require_room(session, actor_id, place, len(checked.data))
    attachment = Attachment(
        source_kind=place.source_kind,
        source_id=place.source_id,
        holder_kind=place.holder_kind,
        holder_id=place.holder_id,
        name=checked.name,
        media_type=checked.media_type,
        size=len(checked.data),
        sha256=checked.sha256,
        stored_as=store.put(checked.data),
        uploaded_by_id=actor_id,
        uploaded_at=clock.now(),
    )
    session.add(attachment)
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="attach_file",
        kind=KIND,
        object_id=attachment.id,
        after={
            "source": [place.source_kind, place.source_id],
            "holder": [place.holder_kind, place.holder_id],
            "name": attachment.name,
            "media_type": attachment.media_type,
            "size": attachment.size,
            "sha256": attachment.sha256,
            "removed": False,
        },
    )
    return attachment


def remove(session: Session, *, actor_id: int, attachment: Attachment) -> None:
    """Take a file away from where it was attached; it can be brought back for a day."""
    if attachment.removed_at is not None or attachment.erased_at is not None:
        return
    attachment.removed_at = clock.now()
    session.flush()
    _note(session, actor_id, "remove_file", attachment, removed=True)


def bring_back(session: Session, *, actor_id: int, attachment: Attachment) -> None:
    """Put a removed file back; raises `Refusal` when it has been erased, or there is no room for it any more."""
    if attachment.erased_at is not None:
        raise Refusal(Reason.GONE)
    if attachment.removed_at is None:
        return
    place = Place(attachment.source_kind, attachment.source_id, attachment.holder_kind, attachment.holder_id)
    _require_room(session, attachment.uploaded_by_id, place, attachment.size, back=True)
    attachment.removed_at = None
    session.flush()
    _note(session, actor_id, "bring_back_file", attachment, removed=False)


def dispose(session: Session, *, attachment: Attachment, because: str, actor_id: int | None) -> None:
    """Dispose of a file by law: its name and hash go, here and in the history; that there was a file stays.

    The bytes are taken from the disk by `sweeping.erase_leftovers`, which the caller runs once this is committed.
    """
    try:
        erase_history_content(
            session, of=HistoryObject(KIND, attachment.id), because=because, actor_id=actor_id
        )
    except ErasureRefused as refused:
        # Its history may have gone before; the file itself goes all the same, once.
        if refused.reason != "already_erased" or not attachment.name:
            raise
    attachment.name, attachment.sha256 = "", ""
    attachment.erased_at = clock.now()
    session.flush()
    record(
        session,
        actor_id=actor_id,
        action="erase_file",
        kind=KIND,
        object_id=attachment.id,
        after={"erased": True, "name": "", "sha256": ""},
    )


def dispose_all(
    session: Session, *, source: tuple[str, int], holder_kind: str, because: str, actor_id: int | None
) -> None:
    """Dispose of every file that hangs on something by law, those taken away too: their names are kept with them."""
    found = (
        select(Attachment)
        .where(
            Attachment.source_kind == source[0],
            Attachment.source_id == source[1],
            Attachment.holder_kind == holder_kind,
            Attachment.name != "",
        )
        .order_by(Attachment.id)
    )
    for attachment in session.scalars(found).all():
        dispose(session, attachment=attachment, because=because, actor_id=actor_id)


def erase_removed(session: Session) -> list[str]:
    """Give up what was removed more than a day ago; gives the stored names whose bytes are now to go."""
    gone = removed_before(session, clock.now() - rules.BRING_BACK_WITHIN)
    for attachment in gone:
        attachment.erased_at = clock.now()
        _note(session, None, "erase_file", attachment, erased=True)
    session.flush()
    return [attachment.stored_as for attachment in gone]


def _note(
    session: Session, actor_id: int | None, action: str, attachment: Attachment, **after: object
) -> None:
    record(session, actor_id=actor_id, action=action, kind=KIND, object_id=attachment.id, after=after)


def _require_room(session: Session, person_id: int, place: Place, size: int, *, back: bool = False) -> None:
    files, used, with_removed = used_by(session, place.source_kind, place.source_id, person_id)
    if files >= rules.MOST:
        raise Refusal(Reason.TOO_MANY)
    if used + size > rules.ROOM or (not back and with_removed + size > 2 * rules.ROOM):
        raise Refusal(Reason.NO_ROOM_LEFT)
