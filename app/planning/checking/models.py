"""What is ticked of the checklists at goals and their indicators."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class GoalTick(Base):
    """A point of a checklist at a goal, or at one of its indicators: ticked or not, with a note. Keys are the model's."""

    __tablename__ = "goal_tick"
    __table_args__ = (Index("ix_goal_tick_goal", "goal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"), index=True)
    checklist: Mapped[str] = mapped_column(String(50))
    point: Mapped[str] = mapped_column(String(50))
    ticked: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
