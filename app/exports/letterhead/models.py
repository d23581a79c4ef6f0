"""The table of the letterhead: one row, the letterhead in force."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class OwnLetterhead(Base):
    """Name and arms at the head of every document. The arms were made anew from what was handed in."""

    __tablename__ = "letterhead"
    __table_args__ = (CheckConstraint("id = 1", name="one_only"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    arms: Mapped[bytes | None] = mapped_column(LargeBinary)
    arms_type: Mapped[str] = mapped_column(String(40), default="")
    arms_description: Mapped[str] = mapped_column(String(200), default="")
    revision: Mapped[int] = mapped_column(default=1)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
