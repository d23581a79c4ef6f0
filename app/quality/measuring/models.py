"""Measurements as they stand, and as they stood before they were changed."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit
from app.quality.exact import Exact
from app.quality.indicators.models import Indicator, Source


class Sex(StrEnum):
    """Whom a measurement is about where an indicator is divided: all together, women and girls, or men and boys."""

    UNDIVIDED = ""
    ALL = "T"
    WOMEN = "K"
    MEN = "M"


class Certainty(StrEnum):
    """Whether a measurement can still change."""

    PRELIMINARY = "preliminary"
    FINAL = "final"


class Measurement(Base):
    """One outcome of an indicator for a unit and a period: a value, a text, or both; missing is not zero.

    `period` is a key of `periods`, `ends_on` its last day, by which measurements of every periodicity are ordered.
    `not_measured` says that nothing was to be measured, with why in `text`.
    """

    __tablename__ = "measurement"
    __table_args__ = (
        UniqueConstraint("indicator_id", "unit_id", "period", "sex"),
        Index("ix_measurement_latest", "indicator_id", "unit_id", "sex", "ends_on"),
        CheckConstraint("value IS NULL OR NOT not_measured", name="no_value_where_not_measured"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    period: Mapped[str] = mapped_column(String(10))
    ends_on: Mapped[date] = mapped_column(Date)
    sex: Mapped[str] = mapped_column(String(1), default=Sex.UNDIVIDED)
    value: Mapped[Decimal | None] = mapped_column(Exact)
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12), default=Certainty.FINAL)
    not_measured: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(20), default=Source.HAND)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    indicator: Mapped[Indicator] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class MeasurementVersion(Base):
    """A measurement as it stood before it was changed, here or at its source; rows are added and never changed."""

    __tablename__ = "measurement_version"
    __table_args__ = (UniqueConstraint("measurement_id", "revision"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    measurement_id: Mapped[int] = mapped_column(ForeignKey("measurement.id"))
    revision: Mapped[int]
    value: Mapped[Decimal | None] = mapped_column(Exact)
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(12))
    not_measured: Mapped[bool]
    source: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
