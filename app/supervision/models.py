"""Where in the overview a released passage stands, and what is kept counted so that it need not be counted anew.

What is kept serves the kommunchef, who oversees everything beneath and beside the administration. Whoever oversees a part is
never shown a kept number: theirs are counted of what they may read, at the moment they look.
"""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime

OTHER = ""
"""The source of what belongs to no part of the overview, and its part."""


class Placing(Base):
    """What of the overview a passage is about (`source`): found when it was released, or said by a person since.

    `part`, `section_id`, `released_at` and `waiting` are kept beside it: in which part and whose row it stands, since when,
    and whether it waits for an answer. `section_id` is empty where the kommunchef does not read the passage.
    """

    __tablename__ = "supervision_placing"
    __table_args__ = (
        Index("ix_supervision_placing_source", "source", "passage_id"),
        Index("ix_supervision_placing_newest", "section_id", "part", "released_at", "passage_id"),
        Index("ix_supervision_placing_part", "part", "released_at"),
    )

    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), primary_key=True, autoincrement=False)
    source: Mapped[str] = mapped_column(String(40))
    moved_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    moved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    part: Mapped[str] = mapped_column(String(50), default=OTHER)
    section_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"))
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    waiting: Mapped[bool] = mapped_column(default=True)


class KeptSection(Base):
    """A row of the kommunchef's overview: a section, board or company, with how many units it has."""

    __tablename__ = "supervision_section"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    units: Mapped[int]
    beside: Mapped[bool]


class Lack(Base):
    """That a unit lacks something on the day that is kept, and in whose row it is told."""

    __tablename__ = "supervision_lack"
    __table_args__ = (Index("ix_supervision_lack_unit", "unit_id"),)

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    section_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))


class Tally(Base):
    """How many units of a row lack something, or how many passages in a part of it wait for an answer."""

    __tablename__ = "supervision_tally"

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    section_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, autoincrement=False)
    number: Mapped[int]


class Kept(Base):
    """For which day something is kept counted; what has no row, or another day's, is counted when it is asked for."""

    __tablename__ = "supervision_kept"

    kind: Mapped[str] = mapped_column(String(80), primary_key=True)
    day: Mapped[date | None] = mapped_column(Date)
