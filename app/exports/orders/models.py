"""The table of documents that somebody waits for."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class OrderState(StrEnum):
    """How far a document has come."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class OrderedDocument(Base):
    """A document somebody ordered: what it says as a tree, then the file instead.

    `likeness` tells of which sources it was made: the page that hands it out gives none that has become another since.
    `claim` names the worker that writes it, until `claimed_until`.
    """

    __tablename__ = "ordered_document"
    __table_args__ = (
        Index("ix_ordered_document_waiting", "state", "ordered_at"),
        Index("ix_ordered_document_whose", "person_id", "kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    form: Mapped[str] = mapped_column(String(8))
    likeness: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    tree: Mapped[str | None] = mapped_column(Text)
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    pages: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(10), default=OrderState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
