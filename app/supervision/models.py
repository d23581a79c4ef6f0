"""Where in the overview a released passage stands."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime

OTHER = ""
"""The source of what belongs to no part of the overview."""


class Placing(Base):
    """What of the overview a passage is about (`sources`): found when it was released, or said by a person since."""

    __tablename__ = "supervision_placing"
    __table_args__ = (Index("ix_supervision_placing_source", "source", "passage_id"),)

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(40))
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
