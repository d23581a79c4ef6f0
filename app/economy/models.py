"""Frames, forecasts, remedies with what was said of them, plans at deficits, financial goals with their follow-up.

Money is kept in whole kronor, as integers: both databases add those exactly. People read and write thousands of kronor
(`money`). A figure nobody has given is nothing, never zero.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.documents.models import RecordedDecision
from app.organisation.models import Person, Unit


class ForecastState(StrEnum):
    """How far a forecast has come. A submitted one that is withdrawn stays as it was; one writes a new one."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    WITHDRAWN = "withdrawn"
    DISCARDED = "discarded"


class RemedyState(StrEnum):
    """How far a remedy has come, said by a person."""

    NOT_BEGUN = "not_begun"
    ONGOING = "ongoing"
    DONE = "done"
    DROPPED = "dropped"


class PlanSort(StrEnum):
    """What asked for a plan: an overspend when the year was over, or somebody who judged a deficit large."""

    RECOVERY = "recovery"
    REMEDIES = "remedies"


class RecoveryState(StrEnum):
    """Where a plan stands; lapsed when the deficit turned out to be none, or the plan was not needed after all."""

    OPEN = "open"
    ESTABLISHED = "established"
    EXEMPTED = "exempted"
    DONE = "done"
    LAPSED = "lapsed"


PLAN_TOLD = (RecoveryState.ESTABLISHED, RecoveryState.DONE)
"""The states in which others than those who write read what a plan says now."""


class GoalState(StrEnum):
    """Whether a financial goal is in force."""

    IN_FORCE = "in_force"
    ENDED = "ended"


class Frame(Base):
    """What a unit may use in a year, and what it carries with it from the year before."""

    __tablename__ = "economic_frame"
    __table_args__ = (UniqueConstraint("unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    amount: Mapped[int | None] = mapped_column(BigInteger)
    carried: Mapped[int | None] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class Forecast(Base):
    """What a unit says of its economy after a month: budget of the year, outcome so far, forecast, and the words beside them.

    `month` is the last one it covers. Of a unit, year and month there is at most one that is a draft or submitted;
    `number` tells those before it apart.
    """

    __tablename__ = "forecast"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "month", "number"),
        Index("ix_forecast_year_month_state", "year", "month", "state"),
        CheckConstraint("month >= 1 AND month <= 12", name="real_month"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    month: Mapped[int]
    number: Mapped[int] = mapped_column(default=1)
    budget: Mapped[int | None] = mapped_column(BigInteger)
    outcome: Mapped[int | None] = mapped_column(BigInteger)
    expected: Mapped[int | None] = mapped_column(BigInteger)
    says: Mapped[str] = mapped_column(Text, default="")
    why: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default=ForecastState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_why: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    record_revision: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    submitted_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=submitted_by_id)


class Recovery(Base):
    """A deficit of a year, and the plan to meet it.

    The recovery of an overspend is opened when the year's outcome is submitted. A plan of remedies is opened when somebody
    judges the deficit of a submitted forecast (`month`) large and says why; it has somebody who is responsible, is handed
    to whom the model says, who receives it, and is followed up until it is done.
    """

    __tablename__ = "recovery"
    __table_args__ = (
        UniqueConstraint("unit_id", "year", "sort"),
        Index("ix_recovery_handed_to_id", "handed_to_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    deficit: Mapped[int] = mapped_column(BigInteger)
    words: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default=RecoveryState.OPEN, index=True)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    record_revision: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("recorded_decision.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sort: Mapped[str] = mapped_column(String(10), default=PlanSort.RECOVERY, server_default=PlanSort.RECOVERY)
    month: Mapped[int | None]
    judged_why: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    judged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    who: Mapped[str] = mapped_column(String(200), default="", server_default=text("''"))
    due_on: Mapped[date | None] = mapped_column(Date)
    handed_to_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    received_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    received_words: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    closing_words: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=unit_id)
    decision: Mapped[RecordedDecision | None] = relationship(lazy="raise_on_sql")
    judged_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=judged_by_id)
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=person_id)
    handed_to: Mapped[Unit | None] = relationship(lazy="raise_on_sql", foreign_keys=handed_to_id)
    received_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=received_by_id)


class EconomicRemedy(Base):
    """What is done about a deficit, by whom and when, and what it yields in a year.

    It belongs to a unit and the year in which it has its effect: it is written beside a forecast, or as a step of a
    plan. A removed one can be taken back.
    """

    __tablename__ = "economic_remedy"
    __table_args__ = (
        Index("ix_economic_remedy_unit_year", "unit_id", "year"),
        Index("ix_economic_remedy_person_due", "person_id", "due_on"),
        CheckConstraint("forecast_id IS NULL OR recovery_id IS NULL", name="of_one_thing"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    forecast_id: Mapped[int | None] = mapped_column(ForeignKey("forecast.id"), index=True)
    recovery_id: Mapped[int | None] = mapped_column(ForeignKey("recovery.id"), index=True)
    what: Mapped[str] = mapped_column(Text)
    effect: Mapped[int | None] = mapped_column(BigInteger)
    who: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=RemedyState.NOT_BEGUN)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    forecast: Mapped[Forecast | None] = relationship(lazy="raise_on_sql")
    recovery: Mapped[Recovery | None] = relationship(lazy="raise_on_sql")


class RemedyNote(Base):
    """What somebody said of how a remedy goes, and what it is now thought to yield where that is another. It never changes:
    one says something new.
    """

    __tablename__ = "economic_remedy_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    remedy_id: Mapped[int] = mapped_column(ForeignKey("economic_remedy.id"), index=True)
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="")
    effect: Mapped[int | None] = mapped_column(BigInteger)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class FinancialGoal(Base):
    """A goal for the municipality's economy, as it was decided."""

    __tablename__ = "financial_goal"
    __table_args__ = (
        CheckConstraint("until_year IS NULL OR until_year >= from_year", name="valid_years"),
        Index("ix_financial_goal_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(300))
    words: Mapped[str] = mapped_column(Text, default="")
    measure: Mapped[str] = mapped_column(String(200), default="")
    from_year: Mapped[int]
    until_year: Mapped[int | None]
    decision_id: Mapped[int | None] = mapped_column(ForeignKey("recorded_decision.id"))
    state: Mapped[str] = mapped_column(String(10), default=GoalState.IN_FORCE)
    closing_words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    decision: Mapped[RecordedDecision | None] = relationship(lazy="raise_on_sql")


class GoalFollowUp(Base):
    """How a financial goal stands after a month, in words and with a figure; one says something new, nothing is changed."""

    __tablename__ = "financial_goal_follow_up"
    __table_args__ = (CheckConstraint("month >= 1 AND month <= 12", name="real_month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("financial_goal.id"), index=True)
    year: Mapped[int]
    month: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    value: Mapped[str] = mapped_column(String(100), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
