"""Part-goals."""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class PartGoal(Base):
    """A step on the way to a goal: what is to be reached and when. How it stands is said in words (`ProgressNote`).

    A removed one can be taken back.
    """

    __tablename__ = "part_goal"
    __table_args__ = (Index("ix_part_goal_goal", "goal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
