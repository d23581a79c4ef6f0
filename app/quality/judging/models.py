"""Judgements of single indicators."""

from datetime import date

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base
from app.quality.judging.columns import Judgement


class IndicatorJudgement(Judgement, Base):
    """One judgement of what an indicator showed in a unit and a period; the latest of a period stands, the earlier are kept.

    `period` is a key of `measuring.periods`, `ends_on` its last day, by which they are ordered.
    """

    __tablename__ = "indicator_judgement"
    __table_args__ = (Index("ix_indicator_judgement_indicator", "indicator_id", "unit_id", "ends_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    ends_on: Mapped[date] = mapped_column(Date)
