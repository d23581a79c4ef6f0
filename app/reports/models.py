"""Reports with what was said of them, deviations with their remedies, and the plan of which areas come when.

The words of a report are a text of its unit (`app/writing`), a version for each time it is handed in; here stands how far it
has come, and what is followed up by itself.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.economy.models import Forecast, RemedyState
from app.organisation.models import Person, Unit


class State(StrEnum):
    """How far a report has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    ACKNOWLEDGED = "acknowledged"
    HANDED_BACK = "handed_back"


class Step(StrEnum):
    """What somebody does with a report."""

    SUBMIT = "submit"
    ACKNOWLEDGE = "acknowledge"
    HAND_BACK = "hand_back"
    TAKE_BACK = "take_back"
    REWRITE = "rewrite"


class PlanState(StrEnum):
    """Whether a follow-up plan is being made or asks for what it says."""

    DRAFT = "draft"
    ESTABLISHED = "established"


class Report(Base):
    """A unit's report of one kind for one period. `kind` is that of its text, `text_id` the version that stands now.

    `receiver_unit_id` is whom it was handed to; none until it was.
    """

    __tablename__ = "follow_up_report"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "year"),
        Index("ix_follow_up_report_kind_year", "kind", "year"),
        Index("ix_follow_up_report_receiver", "receiver_unit_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    text_id: Mapped[int] = mapped_column(ForeignKey("unit_text.id"), unique=True)
    state: Mapped[str] = mapped_column(String(12), default=State.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[date | None] = mapped_column(Date)
    receiver_unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=unit_id)
    receiver: Mapped[Unit | None] = relationship(lazy="raise_on_sql", foreign_keys=receiver_unit_id)


class ReportWord(Base):
    """What somebody said as a report was handed in, received, handed or taken back, and of which version. It never changes."""

    __tablename__ = "follow_up_report_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("follow_up_report.id"), index=True)
    text_id: Mapped[int] = mapped_column(ForeignKey("unit_text.id"))
    step: Mapped[str] = mapped_column(String(12))
    text: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class ReportDeviation(Base):
    """What is not as it should be, why, and the remedy: what is done, what it gives, by whom and when.

    `level` is a key of a scale, where the model judges deviations, with the word it was called by then. One that is of a
    forecast (`forecast_id`) has its remedies there. A removed one can be taken back.
    """

    __tablename__ = "follow_up_deviation"
    __table_args__ = (
        Index("ix_follow_up_deviation_report", "report_id"),
        Index("ix_follow_up_deviation_person_due", "person_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("follow_up_report.id"))
    forecast_id: Mapped[int | None] = mapped_column(ForeignKey("forecast.id"))
    what: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    remedy: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    scale: Mapped[str] = mapped_column(String(50), default="", server_default=text("''"))
    level: Mapped[str] = mapped_column(String(50), default="", server_default=text("''"))
    level_word: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    shape: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    colour: Mapped[str] = mapped_column(String(20), default="", server_default=text("''"))
    state: Mapped[str] = mapped_column(String(10), default=RemedyState.NOT_BEGUN)
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    report: Mapped[Report] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    forecast: Mapped[Forecast | None] = relationship(lazy="raise_on_sql")


class DeviationNote(Base):
    """What somebody said of how a remedy goes. It never changes: one says something new."""

    __tablename__ = "follow_up_deviation_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("follow_up_deviation.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class FollowUpPlan(Base):
    """The yearly plan of which areas are followed up when, for all reports that go by the same plan (`key`)."""

    __tablename__ = "follow_up_plan"
    __table_args__ = (UniqueConstraint("key", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(60))
    year: Mapped[int]
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    state: Mapped[str] = mapped_column(String(12), default=PlanState.DRAFT)
    words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    times: Mapped[list["PlannedTime"]] = relationship(
        lazy="raise_on_sql", back_populates="plan", order_by="PlannedTime.id"
    )


class PlannedTime(Base):
    """What a plan asks for after one period: by which day, and the keys of the areas parted by spaces; none where none come."""

    __tablename__ = "follow_up_plan_time"
    __table_args__ = (UniqueConstraint("plan_id", "period"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("follow_up_plan.id"))
    period: Mapped[str] = mapped_column(String(60))
    due_on: Mapped[date | None] = mapped_column(Date)
    areas: Mapped[str] = mapped_column(String(400), default="")

    plan: Mapped[FollowUpPlan] = relationship(lazy="raise_on_sql", back_populates="times")
