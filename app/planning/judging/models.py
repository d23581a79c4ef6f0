"""Judgements of goals: what the figures proposed, what somebody judged and why. A new one never changes an earlier."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person


class GoalJudgement(Base):
    """One judgement of a goal after a month of a year; the latest of a period stands, and the earlier ones are kept.

    `level` and `proposed` are keys of the scale, with the words they were called by then: a scale that is changed later
    does not change what was judged. `degree` is the whole per cent that was proposed from, None where nothing was measured;
    `measured` of `of_measures` had been measured.
    """

    __tablename__ = "goal_judgement"
    __table_args__ = (
        Index("ix_goal_judgement_goal", "goal_id", "year", "month"),
        CheckConstraint("month BETWEEN 1 AND 12", name="a_month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    year: Mapped[int]
    month: Mapped[int]
    scale: Mapped[str] = mapped_column(String(50))
    level: Mapped[str] = mapped_column(String(50))
    level_word: Mapped[str] = mapped_column(String(200))
    shape: Mapped[str] = mapped_column(String(20))
    colour: Mapped[str] = mapped_column(String(20))
    proposed: Mapped[str] = mapped_column(String(50), default="", server_default=text("''"))
    proposed_word: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    degree: Mapped[int | None]
    measured: Mapped[int] = mapped_column(default=0)
    of_measures: Mapped[int] = mapped_column(default=0)
    reason: Mapped[str] = mapped_column(Text, default="")
    remedies: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
