"""A passage is text two people released; it never changes. Answers and receipts are added to it.

Only whose it is follows the line it was raised from, where that goes on with another unit (`carrying`).
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit
from app.passages.subjects import LONGEST_KIND, Ref


class Passage(Base):
    """Words both in a dialogue released to the next level, with how they saw the theme and who released them
    when.
    """

    __tablename__ = "passage"
    __table_args__ = (
        Index("ix_passage_over_unit_released", "over_unit_id", "released_at"),
        Index("ix_passage_source", "source_kind", "source_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int]
    said_on: Mapped[datetime] = mapped_column(UtcDateTime)
    theme: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    verdict: Mapped[str | None] = mapped_column(String(10))
    over_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    rep_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    over_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    rep_person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    over_released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    rep_released_at: Mapped[datetime] = mapped_column(UtcDateTime)
    released_at: Mapped[datetime] = mapped_column(UtcDateTime)

    over_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=over_unit_id)
    rep_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=rep_unit_id)
    over_person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=over_person_id)
    rep_person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=rep_person_id)
    answers: Mapped[list["Answer"]] = relationship(
        lazy="raise_on_sql", order_by="Answer.id", back_populates="passage"
    )
    subjects: Mapped[list["PassageSubject"]] = relationship(
        lazy="raise_on_sql", order_by="PassageSubject.id", back_populates="passage"
    )


class PassageSubject(Base):
    """What a passage is about; as immutable as the passage."""

    __tablename__ = "passage_subject"
    __table_args__ = (
        UniqueConstraint("passage_id", "subject_kind", "subject_id"),
        Index("ix_passage_subject_subject", "subject_kind", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"))
    subject_kind: Mapped[str] = mapped_column(String(LONGEST_KIND))
    subject_id: Mapped[int]

    passage: Mapped[Passage] = relationship(lazy="raise_on_sql", back_populates="subjects")

    @property
    def ref(self) -> Ref:
        """What it points at."""
        return Ref(self.subject_kind, self.subject_id)


class Talk(Base):
    """That something was talked about on a day between two posts, in a dialogue that was established.

    It holds no words: those are read where they were said, by those they are for. `place` is the number of the theme in
    the record, None where what was raised belongs to no theme.
    """

    __tablename__ = "talk"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "source_kind", "source_id", "place"),
        Index("ix_talk_subject_said", "subject_kind", "subject_id", "said_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(LONGEST_KIND))
    subject_id: Mapped[int]
    source_kind: Mapped[str] = mapped_column(String(40))
    source_id: Mapped[int]
    place: Mapped[int | None]
    theme: Mapped[str] = mapped_column(String(200))
    said_on: Mapped[datetime] = mapped_column(UtcDateTime)
    over_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    rep_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))

    over_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=over_unit_id)
    rep_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=rep_unit_id)


class Answer(Base):
    """What the level above says to a raised matter; it comes back down to the two who raised it."""

    __tablename__ = "answer"

    id: Mapped[int] = mapped_column(primary_key=True)
    passage_id: Mapped[int] = mapped_column(ForeignKey("passage.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    answered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    passage: Mapped[Passage] = relationship(lazy="raise_on_sql", back_populates="answers")
    answered_by: Mapped[Person] = relationship(lazy="raise_on_sql")
    receipts: Mapped[list["Receipt"]] = relationship(lazy="raise_on_sql", order_by="Receipt.id")


class Receipt(Base):
    """That one of the two has read an answer, and whether it is enough."""

    __tablename__ = "receipt"
    __table_args__ = (UniqueConstraint("answer_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    answer_id: Mapped[int] = mapped_column(ForeignKey("answer.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    enough: Mapped[bool]
    words: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
