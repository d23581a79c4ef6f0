"""What bodies that receive goals have said of them."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class Stance(StrEnum):
    """What a body says of a goal it receives."""

    ACKNOWLEDGED = "acknowledged"
    AGAINST = "against"


class GoalAcknowledgement(Base):
    """What one body said of one established version of a goal; the latest stands, and the earlier ones are kept.

    `point` is the key of the model's point of acknowledgement, `name` what it was called then.
    """

    __tablename__ = "goal_acknowledgement"
    __table_args__ = (Index("ix_goal_acknowledgement_goal", "goal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    version: Mapped[int]
    point: Mapped[str] = mapped_column(String(50))
    name: Mapped[str] = mapped_column(String(200))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    stance: Mapped[str] = mapped_column(String(20))
    reason: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
