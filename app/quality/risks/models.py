"""Risks, how they were judged over time, and what was decided about them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit
from app.quality.factors.models import Factor


class Nature(StrEnum):
    """What a risk threatens: the quality of the work (with the quality factors), or the order it is done in (Tranemo 6)."""

    OPERATIONAL = "operational"
    STRATEGIC = "strategic"


class RiskState(StrEnum):
    """Whether a risk is there; one that is put away stays readable and can be taken back."""

    OPEN = "open"
    CLOSED = "closed"


class Way(StrEnum):
    """What was decided about a risk."""

    ACCEPT = "accept"
    TREAT = "treat"
    MOVE = "move"
    AVOID = "avoid"


class Risk(Base):
    """Something that can happen. The figures are those of the latest judgement; 0 where it is not judged.

    `reasoned` tells whether that judgement says why: without that a risk is placed nowhere. `revision` moves with every
    change of what is said of the risk, judgements included; `decided` is the way that was decided and holds now.
    """

    __tablename__ = "risk"
    __table_args__ = (
        Index("ix_risk_unit", "unit_id", "state"),
        # The register is read from its end, a page at a time, however many risks there are.
        Index("ix_risk_order", "state", "value", "id"),
        Index("ix_risk_review", "review_on"),
        CheckConstraint("factor_id IS NULL OR nature = 'strategic'", name="factor_of_strategic"),
        CheckConstraint("(likelihood = 0) = (consequence = 0)", name="judged_whole"),
        CheckConstraint("(treated_likelihood = 0) = (treated_consequence = 0)", name="treated_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    nature: Mapped[str] = mapped_column(String(12), default=Nature.OPERATIONAL)
    factor_id: Mapped[int | None] = mapped_column(ForeignKey("quality_factor.id"), index=True)
    title: Mapped[str] = mapped_column(String(300))
    happens: Mapped[str] = mapped_column(Text, default="")
    cause: Mapped[str] = mapped_column(Text, default="")
    effect: Mapped[str] = mapped_column(Text, default="")
    existing: Mapped[str] = mapped_column(Text, default="")
    category: Mapped[str] = mapped_column(String(50), default="")
    owner: Mapped[str] = mapped_column(String(200), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    review_on: Mapped[date | None] = mapped_column(Date)
    likelihood: Mapped[int] = mapped_column(default=0)
    consequence: Mapped[int] = mapped_column(default=0)
    value: Mapped[int] = mapped_column(default=0)
    treated_likelihood: Mapped[int] = mapped_column(default=0)
    treated_consequence: Mapped[int] = mapped_column(default=0)
    treated_value: Mapped[int] = mapped_column(default=0)
    reasoned: Mapped[bool] = mapped_column(default=False)
    decided: Mapped[str] = mapped_column(String(8), default="")
    decided_until: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(8), default=RiskState.OPEN)
    closed_on: Mapped[date | None] = mapped_column(Date)
    closed_why: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    factor: Mapped[Factor | None] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=owner_id)
    judgements: Mapped[list["RiskJudgement"]] = relationship(
        lazy="raise_on_sql", order_by="RiskJudgement.id.desc()", back_populates="risk"
    )
    decisions: Mapped[list["RiskDecision"]] = relationship(
        lazy="raise_on_sql", order_by="RiskDecision.id.desc()"
    )


class RiskJudgement(Base):
    """How a risk was judged once, with why; a new judgement never changes an old one. 0 where nothing was judged.

    The treated values are what one reckons with when `treatment` is done.
    """

    __tablename__ = "risk_judgement"
    __table_args__ = (Index("ix_risk_judgement_risk", "risk_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"))
    likelihood: Mapped[int]
    consequence: Mapped[int]
    reasoning: Mapped[str] = mapped_column(Text, default="")
    treatment: Mapped[str] = mapped_column(Text, default="")
    treated_likelihood: Mapped[int] = mapped_column(default=0)
    treated_consequence: Mapped[int] = mapped_column(default=0)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    risk: Mapped[Risk] = relationship(lazy="raise_on_sql", back_populates="judgements")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")

    @property
    def value(self) -> int:
        """What it amounts to now."""
        return self.likelihood * self.consequence

    @property
    def treated_value(self) -> int:
        """What it amounts to when what is meant to be done is done."""
        return self.treated_likelihood * self.treated_consequence


class RiskDecision(Base):
    """What was decided about a risk, who approved it and until when; `kept` is the risk as it was then, as JSON.

    A decision never changes; one that no longer holds is revoked with a reason, or followed by another.
    """

    __tablename__ = "risk_decision"
    __table_args__ = (
        Index("ix_risk_decision_risk", "risk_id"),
        CheckConstraint("way <> 'accept' OR until IS NOT NULL", name="accepted_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    risk_id: Mapped[int] = mapped_column(ForeignKey("risk.id"))
    way: Mapped[str] = mapped_column(String(8))
    words: Mapped[str] = mapped_column(Text, default="")
    approver: Mapped[str] = mapped_column(String(200), default="")
    decided_on: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    kept: Mapped[str] = mapped_column(Text)
    revision: Mapped[int]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revoked_why: Mapped[str] = mapped_column(Text, default="")

    recorded_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=recorded_by_id)
    revoked_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=revoked_by_id)
