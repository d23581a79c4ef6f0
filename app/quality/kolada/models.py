"""Which measure of Kolada an indicator follows, for which places, and what stood at the source when it was last asked."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit
from app.quality.exact import Exact
from app.quality.indicators.models import Indicator


class KoladaLink(Base):
    """That an indicator follows a measure of Kolada. One that was let go keeps its row, and can be taken back.

    `by_unit` says whether its places are schools, preschools and so on, or municipalities. `wanted_at` is since when
    somebody waits for values; `claim` names the worker that asks for them, until `claimed_until`.
    """

    __tablename__ = "kolada_link"
    __table_args__ = (Index("ix_kolada_link_due", "removed_at", "next_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), unique=True)
    measure: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(500), default="")
    description: Mapped[str] = mapped_column(Text, default="")
    by_unit: Mapped[bool] = mapped_column(default=False)
    linked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    linked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    wanted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    next_on: Mapped[datetime] = mapped_column(UtcDateTime)
    fetched_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    fault: Mapped[str] = mapped_column(String(20), default="")
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)

    indicator: Mapped[Indicator] = relationship(lazy="raise_on_sql")
    linked_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    places: Mapped[list["KoladaPlace"]] = relationship(
        lazy="raise_on_sql", order_by="KoladaPlace.id", cascade="all, delete-orphan", back_populates="link"
    )


class KoladaPlace(Base):
    """A place whose values are fetched: one of our own units' (`unit_id`), or one to compare with."""

    __tablename__ = "kolada_place"
    __table_args__ = (UniqueConstraint("link_id", "place"), UniqueConstraint("link_id", "unit_id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    link_id: Mapped[int] = mapped_column(ForeignKey("kolada_link.id"))
    place: Mapped[str] = mapped_column(String(20))
    name: Mapped[str] = mapped_column(String(500))
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)

    link: Mapped[KoladaLink] = relationship(lazy="raise_on_sql", back_populates="places")
    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")


class KoladaValue(Base):
    """What stands at the source for a place, a year and a sex; null where it says that there is none.

    Values of our own units become measurements; those of others are drawn beside them.
    """

    __tablename__ = "kolada_value"

    place_id: Mapped[int] = mapped_column(ForeignKey("kolada_place.id", ondelete="CASCADE"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sex: Mapped[str] = mapped_column(String(1), primary_key=True)
    value: Mapped[Decimal | None] = mapped_column(Exact)
    status: Mapped[str] = mapped_column(String(40), default="")
    deleted: Mapped[bool] = mapped_column(default=False)
    fetched_at: Mapped[datetime] = mapped_column(UtcDateTime)


class KoladaChange(Base):
    """That the source says another figure than it did, seen at a fetch; null where it had, or has, none.

    Written once and never changed: together with what stands now they are all versions of a figure.
    """

    __tablename__ = "kolada_change"
    __table_args__ = (Index("ix_kolada_change_place", "place_id", "seen_at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    place_id: Mapped[int] = mapped_column(ForeignKey("kolada_place.id", ondelete="CASCADE"))
    year: Mapped[int]
    sex: Mapped[str] = mapped_column(String(1))
    before: Mapped[Decimal | None] = mapped_column(Exact)
    after: Mapped[Decimal | None] = mapped_column(Exact)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)
