"""Indicators, the periods they are not measured in, their targets, and pairs that show efficiency together."""

from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person
from app.quality.exact import Exact
from app.quality.factors.models import Factor


class Nature(StrEnum):
    """How an indicator tells: in words or in figures."""

    QUALITATIVE = "qualitative"
    QUANTITATIVE = "quantitative"


class Better(StrEnum):
    """Which way is better; not every figure has one."""

    NONE = "none"
    HIGHER = "higher"
    LOWER = "lower"
    WITHIN = "within"


class Periodicity(StrEnum):
    """How often an indicator is measured; the periods themselves are `measuring.periods`."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    TERTIAL = "tertial"
    HALF_YEAR = "half_year"
    YEAR = "year"
    SCHOOL_YEAR = "school_year"
    ROUND = "round"
    """In the rounds of a rhythm of the steering model, which `Indicator.rhythm` names (`measuring.rounds`)."""


class Source(StrEnum):
    """Where its measurements come from."""

    HAND = "hand"
    SPREADSHEET = "spreadsheet"
    KOLADA = "kolada"
    OTHER = "other"


class Indicator(Base):
    """A measure of a quality factor, with method and routine (Tranemo 7); a removed one can be taken back.

    `type_key` is a key of the profile's indicator types, empty where it has none, `rhythm` one of its rhythms where it is
    measured in rounds. `measurer` says in words who measures
    where that is no person here; where nothing is said it is the manager of the unit measured. `present` and `wanted` say
    where one stood when one began and where one wants to be, in words or as a figure. `in_edition_id` is the
    version of the factor it was last established in: those who read only what is established read its measurements by that.
    """

    __tablename__ = "indicator"
    __table_args__ = (
        Index("ix_indicator_factor", "factor_id"),
        CheckConstraint("decimals BETWEEN 0 AND 6", name="decimals_kept"),
        CheckConstraint(
            "within_low IS NULL OR within_high IS NULL OR within_low <= within_high", name="valid_borders"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    factor_id: Mapped[int] = mapped_column(ForeignKey("quality_factor.id"))
    position: Mapped[int] = mapped_column(default=0)
    name: Mapped[str] = mapped_column(String(300))
    nature: Mapped[str] = mapped_column(String(20), default=Nature.QUALITATIVE)
    type_key: Mapped[str] = mapped_column(String(50), default="")
    unit_of_measure: Mapped[str] = mapped_column(String(60), default="")
    decimals: Mapped[int] = mapped_column(default=0)
    better: Mapped[str] = mapped_column(String(10), default=Better.NONE)
    within_low: Mapped[Decimal | None] = mapped_column(Exact)
    within_high: Mapped[Decimal | None] = mapped_column(Exact)
    method: Mapped[str] = mapped_column(Text, default="")
    routine: Mapped[str] = mapped_column(Text, default="")
    present: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"))
    wanted: Mapped[str] = mapped_column(String(500), default="", server_default=text("''"))
    periodicity: Mapped[str] = mapped_column(String(20), default=Periodicity.YEAR)
    rhythm: Mapped[str] = mapped_column(String(50), default="", server_default=text("''"))
    by_sex: Mapped[bool] = mapped_column(default=False)
    source: Mapped[str] = mapped_column(String(20), default=Source.HAND)
    source_words: Mapped[str] = mapped_column(String(300), default="")
    measurer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    measurer: Mapped[str] = mapped_column(String(200), default="")
    starts_on: Mapped[date | None] = mapped_column(Date)
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    in_edition_id: Mapped[int | None]

    factor: Mapped[Factor] = relationship(lazy="raise_on_sql", back_populates="indicators")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    targets: Mapped[list["IndicatorTarget"]] = relationship(
        lazy="raise_on_sql", order_by="IndicatorTarget.year", cascade="all, delete-orphan"
    )
    skipped: Mapped[list["SkippedPeriod"]] = relationship(
        lazy="raise_on_sql", order_by="SkippedPeriod.period", cascade="all, delete-orphan"
    )


class IndicatorTarget(Base):
    """What an indicator is to reach in a year, where the model has targets."""

    __tablename__ = "indicator_target"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    value: Mapped[Decimal] = mapped_column(Exact)


class SkippedPeriod(Base):
    """A period in which an indicator is not to be measured anywhere, as a survey made every second year; shown as "–"."""

    __tablename__ = "indicator_skipped"

    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), primary_key=True)
    period: Mapped[str] = mapped_column(String(10), primary_key=True)


class EfficiencyPair(Base):
    """A result and a resource that show efficiency together (Karlskoga); words say how the two are to be read."""

    __tablename__ = "efficiency_pair"
    __table_args__ = (
        UniqueConstraint("result_indicator_id", "resource_indicator_id"),
        CheckConstraint("result_indicator_id <> resource_indicator_id", name="two_indicators"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    result_indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"))
    resource_indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    result: Mapped[Indicator] = relationship(lazy="raise_on_sql", foreign_keys=result_indicator_id)
    resource: Mapped[Indicator] = relationship(lazy="raise_on_sql", foreign_keys=resource_indicator_id)
