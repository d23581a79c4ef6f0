"""Tables of the texts units write. A text is one version; its parts are written by several people without overwriting."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class TextState(StrEnum):
    """The life of a text; `rules.STEPS` says which steps there are and who may take them."""

    DRAFT = "draft"
    SHARED = "shared"
    ESTABLISHED = "established"
    ASIDE = "aside"


NO_YEAR = 0
"""The year of a text that is not written anew each year."""

_OPEN = text("state IN ('draft', 'shared')")


class UnitText(Base):
    """One version of one text of a unit. `revision` moves on with every change of what will be established."""

    __tablename__ = "unit_text"
    __table_args__ = (
        UniqueConstraint("kind", "unit_id", "year", "number"),
        # Two people who begin at once begin the same version: one of them is told that it is there.
        Index(
            "ix_unit_text_open",
            "kind",
            "unit_id",
            "year",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
        ),
        Index("ix_unit_text_unit_kind", "unit_id", "kind", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int] = mapped_column(default=NO_YEAR)
    number: Mapped[int]
    state: Mapped[str] = mapped_column(String(20), default=TextState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    begun_at: Mapped[datetime] = mapped_column(UtcDateTime)
    begun_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    begun_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    parts: Mapped[list["Part"]] = relationship(
        lazy="raise_on_sql", order_by="(Part.position, Part.id)", back_populates="unit_text"
    )


class Part(Base):
    """One part of a text: its heading with guiding questions, what is brought along into it, and people's own words."""

    __tablename__ = "unit_text_part"
    __table_args__ = (UniqueConstraint("unit_text_id", "key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_text_id: Mapped[int] = mapped_column(ForeignKey("unit_text.id"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    questions: Mapped[str] = mapped_column(Text, default="")
    brings: Mapped[str] = mapped_column(String(60), default="")
    left_out: Mapped[bool] = mapped_column(default=False)
    text: Mapped[str] = mapped_column(Text, default="")
    revision_id: Mapped[int | None]
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    unit_text: Mapped[UnitText] = relationship(lazy="raise_on_sql", back_populates="parts")
    updated_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    taken_in: Mapped[list["TakenIn"]] = relationship(
        lazy="raise_on_sql", order_by="TakenIn.id", back_populates="part"
    )


class PartRevision(Base):
    """What somebody sent for a part, and each merge; the base two writers are merged on."""

    __tablename__ = "unit_text_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("unit_text_part.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class TakenIn(Base):
    """Something chosen into a part beside the own words: a governing document, a quote from an established text below.

    `words` are kept as they read when they were taken in, `source` says where they come from.
    """

    __tablename__ = "unit_text_taken_in"
    __table_args__ = (Index("ix_unit_text_taken_in_source", "source_kind", "source_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(ForeignKey("unit_text_part.id"), index=True)
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int]
    words: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(400), default="")
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    part: Mapped[Part] = relationship(lazy="raise_on_sql", back_populates="taken_in")
