"""Judgements of goals: what the figures proposed, what somebody judged and why. A new one never changes an earlier."""

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.quality.judging.columns import Judgement


class GoalJudgement(Judgement, Base):
    """One judgement of a goal after a month of a year; the latest of a period stands, and the earlier ones are kept.

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
    measured: Mapped[int] = mapped_column(default=0)
    of_measures: Mapped[int] = mapped_column(default=0)
