"""A board's internal control of a year: the plan, its controls, what they showed, the report, and the evaluation of all."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit
from app.quality.risks.models import Risk


class RecordState(StrEnum):
    """Whether what is put together is still being written, or decided by the board."""

    DRAFT = "draft"
    DECIDED = "decided"


class Often(StrEnum):
    """How often a control is carried out."""

    ONCE = "once"
    HALF_YEAR = "half_year"
    TERTIAL = "tertial"
    QUARTER = "quarter"
    MONTH = "month"
    OTHER = "other"


class Outcome(StrEnum):
    """What a control showed."""

    AS_IT_SHOULD = "as_it_should"
    DEVIATION = "deviation"


class ControlPlan(Base):
    """The internal control plan of a board or company for a year.

    `record_revision` moves with everything the decided version holds. A decided plan that is opened again keeps its
    edition: those who read only what is decided read that one.
    """

    __tablename__ = "control_plan"
    __table_args__ = (
        UniqueConstraint("unit_id", "year"),
        CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name="decided_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    opening: Mapped[str] = mapped_column(Text, default="")
    threshold: Mapped[int]
    from_plan_id: Mapped[int | None] = mapped_column(ForeignKey("control_plan.id"))
    state: Mapped[str] = mapped_column(String(8), default=RecordState.DRAFT)
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    revision: Mapped[int] = mapped_column(default=1)
    record_revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    from_plan: Mapped["ControlPlan | None"] = relationship(lazy="raise_on_sql", remote_side="ControlPlan.id")
    chosen: Mapped[list["ChosenRisk"]] = relationship(
        lazy="raise_on_sql", back_populates="plan", order_by="(ChosenRisk.position, ChosenRisk.id)"
    )


class ChosenRisk(Base):
    """That a plan controls a risk, and why; one that is taken out can be taken in again.

    `value` is what the risk amounted to when it was chosen; `carried` tells that last year's plan had it too.
    """

    __tablename__ = "chosen_risk"
    __table_args__ = (UniqueConstraint("plan_id", "risk_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("control_plan.id"))
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"), index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    value: Mapped[int] = mapped_column(default=0)
    carried: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    plan: Mapped[ControlPlan] = relationship(lazy="raise_on_sql", back_populates="chosen")
    risk: Mapped[Risk] = relationship(lazy="raise_on_sql")
    controls: Mapped[list["Control"]] = relationship(
        lazy="raise_on_sql", back_populates="chosen", order_by="(Control.position, Control.id)"
    )


class Control(Base):
    """A check in a plan: what is checked, how, how often, by whom, and to whom it is told.

    `from_id` is the control of last year's plan it goes on from.
    """

    __tablename__ = "control"

    id: Mapped[int] = mapped_column(primary_key=True)
    chosen_id: Mapped[int] = mapped_column(ForeignKey("chosen_risk.id"), index=True)
    what: Mapped[str] = mapped_column(String(300))
    method: Mapped[str] = mapped_column(Text, default="")
    often: Mapped[str] = mapped_column(String(10), default=Often.ONCE)
    who: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    told_to: Mapped[str] = mapped_column(String(200), default="")
    from_id: Mapped[int | None] = mapped_column(ForeignKey("control.id"))
    position: Mapped[int] = mapped_column(default=0)
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    chosen: Mapped[ChosenRisk] = relationship(lazy="raise_on_sql", back_populates="controls")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    before: Mapped["Control | None"] = relationship(lazy="raise_on_sql", remote_side="Control.id")
    occasions: Mapped[list["Occasion"]] = relationship(
        lazy="raise_on_sql", back_populates="control", order_by="(Occasion.due_on, Occasion.id)"
    )


class Occasion(Base):
    """A day by which a control is to be carried out, and what it showed; `outcome` is empty until it was.

    One that is left out says why, and counts as no gap.
    """

    __tablename__ = "control_occasion"
    __table_args__ = (
        Index("ix_control_occasion_control", "control_id"),
        Index("ix_control_occasion_due", "outcome", "due_on"),
        CheckConstraint("(outcome = '') = (done_on IS NULL)", name="done_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    control_id: Mapped[int] = mapped_column(ForeignKey("control.id"))
    due_on: Mapped[date] = mapped_column(Date)
    left_out: Mapped[str] = mapped_column(Text, default="")
    done_on: Mapped[date | None] = mapped_column(Date)
    seen: Mapped[str] = mapped_column(Text, default="")
    outcome: Mapped[str] = mapped_column(String(12), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    control: Mapped[Control] = relationship(lazy="raise_on_sql", back_populates="occasions")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    deviation: Mapped["Deviation | None"] = relationship(
        lazy="raise_on_sql", back_populates="occasion", uselist=False
    )


class Deviation(Base):
    """What a control found not to be as it should; closed with what the follow-up showed."""

    __tablename__ = "control_deviation"
    __table_args__ = (CheckConstraint("(follow_up = '') = (closed_on IS NULL)", name="closed_with_words"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    occasion_id: Mapped[int] = mapped_column(ForeignKey("control_occasion.id"), unique=True)
    words: Mapped[str] = mapped_column(Text)
    follow_up: Mapped[str] = mapped_column(Text, default="")
    closed_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=1)
    found_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    found_at: Mapped[datetime] = mapped_column(UtcDateTime)

    occasion: Mapped[Occasion] = relationship(lazy="raise_on_sql", back_populates="deviation")
    remedies: Mapped[list["Remedy"]] = relationship(
        lazy="raise_on_sql", back_populates="deviation", order_by="Remedy.id"
    )


class Remedy(Base):
    """What is done about a deviation, by whom and until when; `outcome` says what became of it."""

    __tablename__ = "control_remedy"
    __table_args__ = (
        Index("ix_control_remedy_deviation", "deviation_id"),
        Index("ix_control_remedy_person_due", "person_id", "due_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    deviation_id: Mapped[int] = mapped_column(ForeignKey("control_deviation.id"))
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    due_on: Mapped[date | None] = mapped_column(Date)
    done_on: Mapped[date | None] = mapped_column(Date)
    outcome: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    deviation: Mapped[Deviation] = relationship(lazy="raise_on_sql", back_populates="remedies")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class ControlReport(Base):
    """The yearly report on a plan to the board: its own words first; what the controls showed is put together beside."""

    __tablename__ = "control_report"
    __table_args__ = (
        CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name="decided_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("control_plan.id"), unique=True)
    whole: Mapped[str] = mapped_column(Text, default="")
    learned: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8), default=RecordState.DRAFT)
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    plan: Mapped[ControlPlan] = relationship(lazy="raise_on_sql")


class Evaluation(Base):
    """The executive board's own evaluation of all boards' and companies' internal control of a year."""

    __tablename__ = "control_evaluation"
    __table_args__ = (
        UniqueConstraint("unit_id", "year"),
        CheckConstraint("(state = 'decided') = (decided_on IS NOT NULL)", name="decided_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    whole: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(8), default=RecordState.DRAFT)
    decided_on: Mapped[date | None] = mapped_column(Date)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    views: Mapped[list["EvaluatedUnit"]] = relationship(
        lazy="raise_on_sql", back_populates="evaluation", order_by="EvaluatedUnit.unit_id"
    )


class EvaluatedUnit(Base):
    """What the executive board says of one board's or company's internal control."""

    __tablename__ = "control_evaluated_unit"
    __table_args__ = (UniqueConstraint("evaluation_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    evaluation_id: Mapped[int] = mapped_column(ForeignKey("control_evaluation.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    words: Mapped[str] = mapped_column(Text, default="")

    evaluation: Mapped[Evaluation] = relationship(lazy="raise_on_sql", back_populates="views")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
