"""Personal goals."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class Progress(StrEnum):
    """How far a personal goal has come, said by one of the two."""

    OPEN = "open"
    REACHED = "reached"
    LEFT = "left"


class PersonalGoal(Base):
    """A goal of an employee's own, in the line of talks of an employee and a manager.

    It may hang on a goal of the unit (`above_id`, called what it was called then): of that others see how many do, and
    nothing else. `kind` is a key of the profile's goal chain.
    """

    __tablename__ = "personal_goal"
    __table_args__ = (
        Index("ix_personal_goal_series", "series_id"),
        Index("ix_personal_goal_above", "above_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("dialogue_series.id"))
    kind: Mapped[str] = mapped_column(String(50))
    title: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    above_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    above_title: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[str] = mapped_column(String(20), default=Progress.OPEN)
    how_it_goes: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def facts(self) -> dict[str, object]:
        """All that it says, for the history."""
        return {
            "series": self.series_id,
            "kind": self.kind,
            "title": self.title,
            "words": self.words,
            "due_on": self.due_on,
            "above": self.above_id,
            "above_title": self.above_title,
            "state": self.state,
            "how_it_goes": self.how_it_goes,
        }
