"""Reads of attached files. Whether somebody may read one is for `holders`."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, case, func, select
from sqlalchemy.orm import Session, joinedload

from app.attachments.models import Attachment

_SOURCE: ColumnElement[bool] = and_(
    Attachment.source_kind == bindparam("kind", type_=String),
    Attachment.source_id == bindparam("source_id", type_=Integer),
)
_OF = (
    select(Attachment)
    .where(_SOURCE, Attachment.removed_at.is_(None), Attachment.erased_at.is_(None))
    .options(joinedload(Attachment.uploaded_by))
    .order_by(Attachment.id)
)
_BY_PERSON = select(
    func.count(case((Attachment.removed_at.is_(None), 1))),
    func.coalesce(func.sum(case((Attachment.removed_at.is_(None), Attachment.size))), 0),
    func.coalesce(func.sum(Attachment.size), 0),
).where(
    _SOURCE,
    Attachment.uploaded_by_id == bindparam("person_id", type_=Integer),
    Attachment.erased_at.is_(None),
)


def attachments_of(session: Session, kind: str, source_id: int) -> list[Attachment]:
    """Give the files of a source with who attached them, hidden ones too: what may be shown is for the caller to say."""
    return list(session.scalars(_OF, {"kind": kind, "source_id": source_id}))


def one_attachment(session: Session, attachment_id: int) -> Attachment | None:
    """Give a file by its number, removed and erased ones too."""
    return session.get(Attachment, attachment_id)


def used_by(session: Session, kind: str, source_id: int, person_id: int) -> tuple[int, int, int]:
    """Give how many files a person has attached to a source, their bytes, and the bytes with what was just removed."""
    row = session.execute(_BY_PERSON, {"kind": kind, "source_id": source_id, "person_id": person_id}).one()
    return int(row[0]), int(row[1]), int(row[2])


def on_disk(session: Session) -> Iterator[Attachment]:
    """Give every file whose bytes should be in the store."""
    yield from session.scalars(
        select(Attachment)
        .where(Attachment.erased_at.is_(None))
        .order_by(Attachment.id)
        .execution_options(yield_per=500, populate_existing=True)
    )


def removed_before(session: Session, moment: datetime) -> list[Attachment]:
    """Give what was removed before a moment and is not erased yet; nobody can bring it back meanwhile."""
    return list(
        session.scalars(
            select(Attachment)
            .where(Attachment.removed_at < moment, Attachment.erased_at.is_(None))
            .order_by(Attachment.id)
            .with_for_update()
        )
    )
