"""Public commitments with what was said of how they are kept, notes of what was heard, citizen dialogues with their principles.

`kind_key`, `source_key` and `principle_key` are keys of the steering model. `called` beside a key is what the model called it
when it was written, so that it can still be read by its name when another model is in force.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class CommitmentState(StrEnum):
    """How far a commitment has come."""

    DRAFT = "draft"
    DECIDED = "decided"
    ENDED = "ended"
    ASIDE = "aside"


class Kept(StrEnum):
    """Whether a commitment was kept in a period, as the unit itself says."""

    KEPT = "kept"
    PARTLY = "partly"
    NOT = "not"


class DialogueState(StrEnum):
    """Whether a citizen dialogue is still being written, noted for all who read the unit's plans, or laid aside."""

    DRAFT = "draft"
    NOTED = "noted"
    ASIDE = "aside"


class Met(StrEnum):
    """Whether a principle was met in a citizen dialogue; nothing while nobody has said."""

    UNSAID = ""
    MET = "met"
    PARTLY = "partly"
    NOT = "not"


class PublicCommitment(Base):
    """What a unit promises to whom, how that is followed and what happens when it is not kept."""

    __tablename__ = "public_commitment"
    __table_args__ = (
        Index("ix_public_commitment_unit", "unit_id", "state"),
        CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_to >= valid_from", name="valid_days"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind_key: Mapped[str] = mapped_column(String(40))
    called: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    promise: Mapped[str] = mapped_column(Text)
    to_whom: Mapped[str] = mapped_column(String(300), default="")
    followed_how: Mapped[str] = mapped_column(Text, default="")
    if_broken: Mapped[str] = mapped_column(Text, default="")
    valid_from: Mapped[date | None] = mapped_column(Date)
    valid_to: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=CommitmentState.DRAFT)
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    decided_on: Mapped[date | None] = mapped_column(Date)
    registry_number: Mapped[str] = mapped_column(String(60), default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    ended_on: Mapped[date | None] = mapped_column(Date)
    closing_words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")


class CommitmentFollowUp(Base):
    """How a commitment was kept in a period, and what was done where it was not; one says something new, nothing is changed."""

    __tablename__ = "commitment_follow_up"
    __table_args__ = (CheckConstraint("month >= 1 AND month <= 12", name="real_month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    commitment_id: Mapped[int] = mapped_column(ForeignKey("public_commitment.id"), index=True)
    year: Mapped[int]
    month: Mapped[int]
    kept: Mapped[str] = mapped_column(String(10))
    words: Mapped[str] = mapped_column(Text)
    done: Mapped[str] = mapped_column(Text, default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Heard(Base):
    """What residents or users have said through one of the model's sources, in words; how many stands beside, never first."""

    __tablename__ = "heard"
    __table_args__ = (Index("ix_heard_unit", "unit_id", "year"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source_key: Mapped[str] = mapped_column(String(40))
    called: Mapped[str] = mapped_column(String(100), default="")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    period: Mapped[str] = mapped_column(String(100), default="")
    said: Mapped[str] = mapped_column(Text)
    how_many: Mapped[int | None]
    figures: Mapped[str] = mapped_column(Text, default="")
    we_do: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class CitizenDialogue(Base):
    """A dialogue with residents before a decision: why, about what, who came, what was said, what it led to."""

    __tablename__ = "citizen_dialogue"
    __table_args__ = (Index("ix_citizen_dialogue_unit", "unit_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    title: Mapped[str] = mapped_column(String(300))
    purpose: Mapped[str] = mapped_column(Text, default="")
    question: Mapped[str] = mapped_column(Text, default="")
    influence: Mapped[str] = mapped_column(Text, default="")
    method: Mapped[str] = mapped_column(Text, default="")
    held_on: Mapped[date | None] = mapped_column(Date)
    invited: Mapped[str] = mapped_column(Text, default="")
    invited_count: Mapped[int | None]
    came_count: Mapped[int | None]
    said: Mapped[str] = mapped_column(Text, default="")
    led_to: Mapped[str] = mapped_column(Text, default="")
    told_back: Mapped[str] = mapped_column(Text, default="")
    link: Mapped[str] = mapped_column(String(500), default="")
    state: Mapped[str] = mapped_column(String(10), default=DialogueState.DRAFT)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["PrincipleAnswer"]] = relationship(
        lazy="raise_on_sql", order_by="PrincipleAnswer.id", cascade="all, delete-orphan"
    )


class PrincipleAnswer(Base):
    """How a principle was met in a citizen dialogue, or why it was not, in words."""

    __tablename__ = "principle_answer"
    __table_args__ = (UniqueConstraint("dialogue_id", "principle_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("citizen_dialogue.id"))
    principle_key: Mapped[str] = mapped_column(String(40))
    called: Mapped[str] = mapped_column(String(200), default="")
    met: Mapped[str] = mapped_column(String(10), default=Met.UNSAID)
    words: Mapped[str] = mapped_column(Text, default="")
