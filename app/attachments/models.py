"""The table of attached files; the bytes lie in the folder of files (`store`)."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person


class Attachment(Base):
    """One file. `source` is what it hangs on as a whole, a dialogue; `holder` the text in it whose rights it shares.

    A removed file can be brought back until it is erased; what was erased keeps its row.
    """

    __tablename__ = "attachment"
    __table_args__ = (Index("ix_attachment_source", "source_kind", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int]
    holder_kind: Mapped[str] = mapped_column(String(40))
    holder_id: Mapped[int]
    name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    stored_as: Mapped[str] = mapped_column(String(32), unique=True)
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    uploaded_by: Mapped[Person] = relationship(lazy="raise_on_sql")
