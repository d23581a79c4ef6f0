"""Critical quality factors, and that they were looked at and found to hold."""

from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit

if TYPE_CHECKING:
    from app.quality.indicators.models import Indicator


class Reach(StrEnum):
    """For whom a factor is: its unit alone, or every unit below it, each measured by itself."""

    UNIT = "unit"
    AREA = "area"


class FactorState(StrEnum):
    """How far a factor has come; a discarded draft can be taken back."""

    DRAFT = "draft"
    ESTABLISHED = "established"
    ENDED = "ended"
    DISCARDED = "discarded"


class Factor(Base):
    """A sign of good quality or efficiency that is decisive for the core mission (Tranemo 3.4).

    `revision` moves with its own words, `record_revision` with everything an established version holds. One that was
    established and is being changed again keeps its edition: those who may not read drafts read that one.

    One with a `goal_id` is no factor to people: it holds the indicators that are written on a goal, is called what the goal is
    called and stands as the goal stands (`planning.following.holding`); its edition is the goal's. `measured_from`
    and `measured_until` are the first and the last day the goal is for.
    """

    __tablename__ = "quality_factor"
    __table_args__ = (Index("ix_quality_factor_unit_state", "unit_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    reach: Mapped[str] = mapped_column(String(10), default=Reach.UNIT)
    title: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default=FactorState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    closing_words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    record_revision: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    goal_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"), unique=True)
    measured_from: Mapped[date | None] = mapped_column(Date)
    measured_until: Mapped[date | None] = mapped_column(Date)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    written_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    indicators: Mapped[list["Indicator"]] = relationship(
        lazy="raise_on_sql", back_populates="factor", order_by="(Indicator.position, Indicator.id)"
    )
    reviews: Mapped[list["FactorReview"]] = relationship(
        lazy="raise_on_sql", order_by="FactorReview.id.desc()"
    )


class FactorReview(Base):
    """That somebody looked a factor over for a year and found that it still holds, in words of their own.

    Undone it keeps its row: that it was said is part of the record.
    """

    __tablename__ = "factor_review"
    __table_args__ = (Index("ix_factor_review_factor_year", "factor_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    factor_id: Mapped[int] = mapped_column(ForeignKey("quality_factor.id"))
    year: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
