"""Assignments with what was said of them, and questions in the golden zone with the two pictures and the shared one.

An assignment stands between two posts: whoever leads the giving unit now, and whoever leads the taking one (or the employee
named there). What was delegated further is an assignment of its own, which knows the one it came out of (`parent_id`) and
the first of the chain (`root_id`, None for the first itself).
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class Side(StrEnum):
    """The two ends: who gives and owns what and when, who takes and owns how and who."""

    GIVER = "giver"
    TAKER = "taker"

    @property
    def other(self) -> "Side":
        """The one across."""
        return Side.TAKER if self is Side.GIVER else Side.GIVER


class State(StrEnum):
    """How far an assignment has come; `rules.STEPS` says which steps there are and whose each is."""

    DRAFT = "draft"
    GIVEN = "given"
    AGAINST = "against"
    ACKNOWLEDGED = "acknowledged"
    REPORTED = "reported"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


class Assignment(Base):
    """What one gives and another takes. `revision` moves with every change of what somebody acknowledges or reports on."""

    __tablename__ = "assignment"
    __table_args__ = (
        Index("ix_assignment_giver", "giver_unit_id", "state"),
        Index("ix_assignment_taker", "taker_unit_id", "state"),
        Index("ix_assignment_root_id", "root_id"),
        Index("ix_assignment_due_on", "due_on"),
        CheckConstraint("(parent_id IS NULL) = (root_id IS NULL)", name="whole_chain"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    what: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    frame: Mapped[str] = mapped_column(Text, default="")
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    how: Mapped[str] = mapped_column(Text, default="")
    who: Mapped[str] = mapped_column(String(300), default="")
    giver_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    taker_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    taker_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"), index=True)
    root_id: Mapped[int | None] = mapped_column(ForeignKey("assignment.id"))
    state: Mapped[str] = mapped_column(String(20), default=State.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    given_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    giver_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=giver_unit_id)
    taker_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=taker_unit_id)
    taker_person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=taker_person_id)


class AssignmentWord(Base):
    """Something said of an assignment: an acknowledgement, a reason against, how it goes, a report, the word on it.

    It never changes. Taken back it keeps its row, and is no longer shown.
    """

    __tablename__ = "assignment_word"

    id: Mapped[int] = mapped_column(primary_key=True)
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    side: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Owner(StrEnum):
    """Whose a question in the golden zone is: of those who say what, of those who say how, or of both together."""

    WHAT = "what"
    HOW = "how"
    BOTH = "both"


class ZoneState(StrEnum):
    """How far a question has come: pictures being written, both open, settled by both, or put aside."""

    WRITING = "writing"
    OPEN = "open"
    SETTLED = "settled"
    ASIDE = "aside"


class ZoneQuestion(Base):
    """Whether something is what or how, asked about an assignment or a goal by one of the two it lies between.

    `shared` and `owner` are what the two agree to write down, in the version both consent to (`revision`); `released` says
    that those who read the subject may read it.
    """

    __tablename__ = "zone_question"
    __table_args__ = (Index("ix_zone_question_subject", "subject_kind", "subject_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    question: Mapped[str] = mapped_column(Text)
    giver_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    taker_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), index=True)
    taker_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    state: Mapped[str] = mapped_column(String(10), default=ZoneState.WRITING)
    shared: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(10), default="")
    released: Mapped[bool] = mapped_column(default=False)
    revision: Mapped[int] = mapped_column(default=1)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    asked_by_side: Mapped[str] = mapped_column(String(10))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))

    giver_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=giver_unit_id)
    taker_unit: Mapped[Unit] = relationship(lazy="raise_on_sql", foreign_keys=taker_unit_id)
    taker_person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=taker_person_id)
    asked_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=asked_by_id)
    pictures: Mapped[list["ZonePicture"]] = relationship(
        lazy="raise_on_sql", order_by="ZonePicture.side", back_populates="asked"
    )


class ZonePicture(Base):
    """One side's own picture of whose the question is; the other's only once both have shared. `consented` names the
    version of the shared picture this side stands behind.
    """

    __tablename__ = "zone_picture"
    __table_args__ = (UniqueConstraint("question_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("zone_question.id"))
    side: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    owner: Mapped[str] = mapped_column(String(10), default="")
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    consented: Mapped[int | None]
    consented_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    consented_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    asked: Mapped[ZoneQuestion] = relationship(lazy="raise_on_sql", back_populates="pictures")
    person: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=person_id)
