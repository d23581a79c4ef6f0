"""Events of the annual cycle that were moved in a year: for the whole municipality, or for one unit within that."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit

_FOR_ALL, _FOR_UNIT = text("unit_id IS NULL"), text("unit_id IS NOT NULL")


class CycleMove(Base):
    """That an event lies elsewhere in a year than the model says; `event_key` is a key of the profile's annual cycle and
    `number` which of its times in the year, counted from one.

    Without a unit it holds for everybody; with one, for that unit's own part, within the time that holds for everybody.
    """

    __tablename__ = "cycle_move"
    __table_args__ = (
        CheckConstraint("ends_on >= starts_on", name="valid_days"),
        Index(
            "ix_cycle_move_for_all",
            "year",
            "event_key",
            "number",
            unique=True,
            sqlite_where=_FOR_ALL,
            postgresql_where=_FOR_ALL,
        ),
        Index(
            "ix_cycle_move_for_unit",
            "year",
            "event_key",
            "number",
            "unit_id",
            unique=True,
            sqlite_where=_FOR_UNIT,
            postgresql_where=_FOR_UNIT,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    year: Mapped[int]
    event_key: Mapped[str] = mapped_column(String(50))
    number: Mapped[int] = mapped_column(default=1)
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    moved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit | None] = relationship(lazy="raise_on_sql")
    moved_by: Mapped[Person] = relationship(lazy="raise_on_sql")
