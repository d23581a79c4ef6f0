"""The table of drafts."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class Draft(Base):
    """What a person has typed in one form and not sent: the fields as JSON, what it is written about, and when.

    `revision` is new with every save, also after the draft was gone for a while: a page knows whether its own is what stands.
    """

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("person_id", "place"),
        Index("ix_draft_object", "object_kind", "object_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    place: Mapped[str] = mapped_column(String(200))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    fields: Mapped[str] = mapped_column(Text)
    revision: Mapped[str] = mapped_column(String(16))
    saved_at: Mapped[datetime] = mapped_column(UtcDateTime)
