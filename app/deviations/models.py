"""A deviation as it was reported, and the levels it has come to."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class Outcome(StrEnum):
    """What a level has said: nothing yet, passed on to the next, kept here."""

    WAITING = "waiting"
    PASSED_ON = "passed_on"
    KEPT = "kept"


class DeviationReport(Base):
    """What happened in a unit, what has been done about it, and what is needed, as whoever reported wrote it. It never changes.

    One that an employee has reported (`by_employee`) is theirs and the levels' alone: it first comes to their own manager.
    """

    __tablename__ = "deviation_report"
    __table_args__ = (Index("ix_deviation_report_unit", "unit_id", "reported_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    happened: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text, default="")
    needed: Mapped[str] = mapped_column(Text, default="")
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    by_employee: Mapped[bool] = mapped_column(default=False, server_default=false())
    reported_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    reported_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    levels: Mapped[list["DeviationLevel"]] = relationship(
        lazy="raise_on_sql", back_populates="report", order_by="DeviationLevel.id"
    )


class DeviationLevel(Base):
    """A unit a deviation has come to: that it was received there, and whether it was kept or passed on, with the reason."""

    __tablename__ = "deviation_level"
    __table_args__ = (
        UniqueConstraint("report_id", "unit_id"),
        Index("ix_deviation_level_unit", "unit_id", "outcome"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("deviation_report.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    came_at: Mapped[datetime] = mapped_column(UtcDateTime)
    acknowledged_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    acknowledged_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(String(10), default=Outcome.WAITING)
    words: Mapped[str] = mapped_column(Text, default="")
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    report: Mapped[DeviationReport] = relationship(lazy="raise_on_sql", back_populates="levels")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    acknowledged_by: Mapped[Person | None] = relationship(
        lazy="raise_on_sql", foreign_keys=acknowledged_by_id
    )
    settled_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=settled_by_id)
