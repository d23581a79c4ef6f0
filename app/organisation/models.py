"""Units with validity, where they hang from when, people, and appointments.

Validity is half-open everywhere: in force from `valid_from` up to but not including `valid_to`; None means until further
notice. `Ancestry` is the closure of `Placement` with dates, kept in the same transaction, so that rights and totals
can be asked for any day, tomorrow's reorganisation included.
"""

from datetime import date
from typing import Any

from sqlalchemy import (
    JSON,
    BindParameter,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    or_,
)
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column, relationship
from sqlalchemy.sql.elements import ColumnElement

from app.db import Base


class Unit(Base):
    """A node of the organisation tree; `kind` is a key of the profile's unit kinds."""

    __tablename__ = "unit"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid_period"),
        Index("ix_unit_kind", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    is_top_administration: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    placements: Mapped[list["Placement"]] = relationship(
        lazy="raise_on_sql", foreign_keys="Placement.unit_id", order_by="Placement.valid_from"
    )


class Placement(Base):
    """Where a unit hangs during a period; no parent for the root."""

    __tablename__ = "placement"
    __table_args__ = (UniqueConstraint("unit_id", "valid_from"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), index=True)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)


class Ancestry(Base):
    """That one unit lies above another (or is it, at depth 0) during a period."""

    __tablename__ = "ancestry"
    __table_args__ = (Index("ix_ancestry_descendant", "descendant_id", "ancestor_id"),)

    ancestor_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    descendant_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    depth: Mapped[int]
    valid_to: Mapped[date | None] = mapped_column(Date)


class Succession(Base):
    """That one unit became (part of) another at a split or a merger, so that its history is found."""

    __tablename__ = "succession"

    from_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    to_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)
    on: Mapped[date] = mapped_column("on_date", Date)
    change: Mapped[str] = mapped_column(String(10))


class PlannedChange(Base):
    """A split, merger, closing or move whose day lies ahead; `kept` is what was there before, so that it can be taken back."""

    __tablename__ = "planned_change"

    id: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str] = mapped_column(String(10))
    on: Mapped[date] = mapped_column("on_date", Date, index=True)
    kept: Mapped[dict[str, Any]] = mapped_column(JSON)

    units: Mapped[list["PlannedUnit"]] = relationship(lazy="raise_on_sql", order_by="PlannedUnit.unit_id")


class PlannedUnit(Base):
    """A unit that a planned change is about, or that it moves, makes or moves something to."""

    __tablename__ = "planned_unit"

    planned_id: Mapped[int] = mapped_column(
        ForeignKey("planned_change.id", ondelete="CASCADE"), primary_key=True
    )
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class Person(Base):
    """A human being known to the municipality; `closed_on` ends every sign-in from that day."""

    __tablename__ = "person"

    id: Mapped[int] = mapped_column(primary_key=True)
    external_id: Mapped[str | None] = mapped_column(String(60), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    email: Mapped[str | None] = mapped_column(String(254))
    language: Mapped[str] = mapped_column(String(2), default="sv")
    closed_on: Mapped[date | None] = mapped_column(Date)


class Appointment(Base):
    """Person × unit × role × dates; `duty` tells chair and vice-chair of a board apart from members."""

    __tablename__ = "appointment"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name="valid_period"),
        Index("ix_appointment_unit_role", "unit_id", "role"),
        Index("ix_appointment_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    role: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(120), default="")
    duty: Mapped[str] = mapped_column(String(20), default="")
    is_deputy: Mapped[bool] = mapped_column(default=False)
    valid_from: Mapped[date] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


def in_force(
    valid_from: InstrumentedAttribute[date],
    valid_to: InstrumentedAttribute[date | None],
    day: date | BindParameter[date],
) -> ColumnElement[bool]:
    """Give the condition that a half-open period covers `day`."""
    return (valid_from <= day) & or_(valid_to.is_(None), valid_to > day)
