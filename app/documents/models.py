"""Governing documents with their versions and reviews, which units name one as important, and decisions.

What a document is stands once; what was decided stands per version, so that an old version reads as it did.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class Origin(StrEnum):
    """Who a document comes from: the municipality itself, or the state, which asks nobody here."""

    MUNICIPAL = "municipal"
    STATE = "state"


class Ending(StrEnum):
    """How a document ceased to be in force."""

    LAID_ASIDE = "laid_aside"
    REPEALED = "repealed"


class Document(Base):
    """A governing document. `current_number` is the version in force; `for_all` says that it applies to everybody.

    `type_key` is a key of the profile's document types, or of the kinds of state documents (`rules.StateType`).
    """

    __tablename__ = "governing_document"
    __table_args__ = (
        Index("ix_governing_document_review", "next_review_on"),
        CheckConstraint("(ended = '') = (ended_on IS NULL)", name="ended_on_a_day"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    summary: Mapped[str] = mapped_column(Text, default="")
    origin: Mapped[str] = mapped_column(String(10))
    type_key: Mapped[str] = mapped_column(String(40), default="")
    responsible_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    responsible_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    for_all: Mapped[bool] = mapped_column(default=True)
    next_review_on: Mapped[date | None] = mapped_column(Date)
    current_number: Mapped[int] = mapped_column(default=1)
    ended: Mapped[str] = mapped_column(String(12), default="")
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_why: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    responsible_unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    responsible_person: Mapped[Person | None] = relationship(lazy="raise_on_sql")
    versions: Mapped[list["DocumentVersion"]] = relationship(
        lazy="raise_on_sql", order_by="DocumentVersion.number.desc()", back_populates="document"
    )
    applies_to: Mapped[list["DocumentUnit"]] = relationship(
        lazy="raise_on_sql", order_by="DocumentUnit.unit_id", cascade="all, delete-orphan"
    )
    reviews: Mapped[list["DocumentReview"]] = relationship(
        lazy="raise_on_sql", order_by="DocumentReview.id.desc()"
    )


class DocumentVersion(Base):
    """One decided state of a document; a new one supersedes it and leaves it readable."""

    __tablename__ = "document_version"
    __table_args__ = (UniqueConstraint("document_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("governing_document.id"))
    number: Mapped[int]
    label: Mapped[str] = mapped_column(String(40), default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    decided_on: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    link: Mapped[str] = mapped_column(String(500), default="")
    changes: Mapped[str] = mapped_column(Text, default="")
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    document: Mapped[Document] = relationship(lazy="raise_on_sql", back_populates="versions")
    entered_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class DocumentUnit(Base):
    """That a document applies to a unit and all below it; a document for all has none."""

    __tablename__ = "document_unit"

    document_id: Mapped[int] = mapped_column(ForeignKey("governing_document.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True, index=True)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class DocumentReview(Base):
    """That somebody looked a document over and found it still valid, which moves the next review and nothing else.

    Undone it keeps its row: that it was said is part of the record.
    """

    __tablename__ = "document_review"

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("governing_document.id"), index=True)
    reviewed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    reviewed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(Text, default="")
    before_on: Mapped[date | None] = mapped_column(Date)
    next_on: Mapped[date | None] = mapped_column(Date)
    undone_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    reviewed_by: Mapped[Person] = relationship(lazy="raise_on_sql")


class ImportantDocument(Base):
    """That a unit names a document as of special importance to its core mission (Tranemo 3.1)."""

    __tablename__ = "important_document"
    __table_args__ = (UniqueConstraint("document_id", "unit_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("governing_document.id"))
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    why: Mapped[str] = mapped_column(Text, default="")
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class RecordedDecision(Base):
    """A decision with the test of the child's best interests; `concerns_children` is None until that was asked.

    `subject` says what it is about, a document for instance; `subjects` tells how that is shown. One entered by mistake
    is struck, never removed.
    """

    __tablename__ = "recorded_decision"
    __table_args__ = (
        Index("ix_recorded_decision_subject", "subject_kind", "subject_id"),
        Index("ix_recorded_decision_decided_on", "decided_on"),
        CheckConstraint("(subject_kind IS NULL) = (subject_id IS NULL)", name="whole_subject"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text, default="")
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    delegate: Mapped[str] = mapped_column(String(200), default="")
    decided_on: Mapped[date | None] = mapped_column(Date)
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    responsible_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    subject_kind: Mapped[str | None] = mapped_column(String(40))
    subject_id: Mapped[int | None]
    concerns_children: Mapped[bool | None]
    considerations: Mapped[str] = mapped_column(Text, default="")
    larger_matter: Mapped[bool] = mapped_column(default=False)
    impact_assessed: Mapped[bool | None]
    not_assessed_why: Mapped[str] = mapped_column(Text, default="")
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_why: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    responsible_unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
