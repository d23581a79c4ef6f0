"""How the history speaks of attached files; see `app.records.witnesses`. The bytes are looked at by `sweeping.faults_in`."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.models import Attachment
from app.attachments.services import KIND
from app.records.witnesses import Heard, Row, Told, Witness


def _told(told: Told, entry: Heard) -> None:
    by = {"by": entry.actor_id, "erased": False} if entry.action == "attach_file" else {}
    told.say("", entry.after | by)


def _rows(session: Session) -> Iterator[Row]:
    statement = select(Attachment).order_by(Attachment.id)
    for one in session.scalars(statement.execution_options(yield_per=500, populate_existing=True)):
        facts = {
            "source": [one.source_kind, one.source_id],
            "holder": [one.holder_kind, one.holder_id],
            "name": one.name,
            "media_type": one.media_type,
            "size": one.size,
            "sha256": one.sha256,
            "by": one.uploaded_by_id,
            "removed": one.removed_at is not None,
            "erased": one.erased_at is not None,
        }
        yield Row(one.id, "", facts)


WITNESSES = (
    Witness(
        "attachment",
        KIND,
        ("attach_file", "remove_file", "bring_back_file", "erase_file"),
        _told,
        _rows,
    ),
)
