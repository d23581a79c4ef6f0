"""Candidates, goals, activities, indicators of goals, and what was said of how things stand."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit
from app.quality.indicators.models import Indicator, Nature


class CandidateState(StrEnum):
    """Where a candidate stands."""

    OPEN = "open"
    CHOSEN = "chosen"
    ASIDE = "aside"


class GoalState(StrEnum):
    """How far a goal has come; a discarded draft can be taken back."""

    DRAFT = "draft"
    SHARED = "shared"
    ESTABLISHED = "established"
    ENDED = "ended"
    DISCARDED = "discarded"


class ActivityState(StrEnum):
    """How far an activity has come, said by a person."""

    NOT_BEGUN = "not_begun"
    ONGOING = "ongoing"
    DONE = "done"
    DROPPED = "dropped"


class Prioritising(Base):
    """The list of candidates of one unit and year; `revision` moves with every change of what is in it or its order.

    Shared, it is read by the managers above too, for the dialogue.
    """

    __tablename__ = "prioritising"

    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int] = mapped_column(default=0)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    shared_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    shared_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Candidate(Base):
    """Something a unit might develop. `origin_kind` and `origin_id` say what it comes from, `origin_words` what stood there."""

    __tablename__ = "candidate"
    __table_args__ = (
        Index("ix_candidate_unit_year", "unit_id", "year"),
        Index("ix_candidate_origin", "origin_kind", "origin_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    year: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text, default="")
    origin_kind: Mapped[str | None] = mapped_column(String(40))
    origin_id: Mapped[int | None]
    origin_words: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int]
    state: Mapped[str] = mapped_column(String(10), default=CandidateState.OPEN)
    reason: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=proposed_by_id)
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=decided_by_id)
    goal: Mapped["Goal | None"] = relationship(
        lazy="raise_on_sql", back_populates="candidate", uselist=False, viewonly=True
    )


_ON_NOTHING = text("above_id IS NULL AND aim_id IS NULL")


class Goal(Base):
    """What a unit wants to reach. `kind` is a key of the profile's goal chain.

    It hangs on another goal (`above`), or on the vision or one of the values (`aim`, called what it was called then).
    `revision` moves with its own text, `record_revision` with everything an established version holds. A goal that was
    established and is being changed again keeps its edition: those who may not read drafts read that one. `starting_point` is
    where a movement begins; `marks` what the model names on it (`marks.named`).
    """

    __tablename__ = "goal"
    __table_args__ = (
        Index("ix_goal_unit_year", "unit_id", "year"),
        Index("ix_goal_on_nothing", "kind", sqlite_where=_ON_NOTHING, postgresql_where=_ON_NOTHING),
        CheckConstraint("until_year IS NULL OR until_year >= year", name="valid_years"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(50))
    year: Mapped[int]
    until_year: Mapped[int | None]
    title: Mapped[str] = mapped_column(String(300))
    why: Mapped[str] = mapped_column(Text, default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    owner: Mapped[str] = mapped_column(String(200), default="")
    owner_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    above_id: Mapped[int | None] = mapped_column(ForeignKey("goal.id"))
    aim_kind: Mapped[str | None] = mapped_column(String(40))
    aim_id: Mapped[int | None]
    aim_title: Mapped[str] = mapped_column(String(300), default="", server_default=text("''"))
    candidate_id: Mapped[int | None] = mapped_column(ForeignKey("candidate.id"), unique=True)
    position: Mapped[int] = mapped_column(default=0)
    state: Mapped[str] = mapped_column(String(20), default=GoalState.DRAFT)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    closing_words: Mapped[str] = mapped_column(Text, default="")
    starting_point: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    marks: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    revision: Mapped[int] = mapped_column(default=1)
    record_revision: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=owner_id)
    above: Mapped["Goal | None"] = relationship(lazy="raise_on_sql", remote_side="Goal.id")
    candidate: Mapped[Candidate | None] = relationship(lazy="raise_on_sql", back_populates="goal")
    activities: Mapped[list["Activity"]] = relationship(
        lazy="raise_on_sql", back_populates="goal", order_by="(Activity.position, Activity.id)"
    )
    followed: Mapped[list["FollowedIndicator"]] = relationship(
        lazy="raise_on_sql", back_populates="goal", order_by="FollowedIndicator.id"
    )

    @property
    def indicators(self) -> list[Indicator]:
        """Give the indicators that are written on the goal itself, those taken away too; `followed` gives all of them."""
        return [one.indicator for one in self.followed if one.indicator.factor.goal_id == self.id]


# What hangs on one thing, in the order it is read: of a thousand under a council's goal the first few are found at once.
Index("ix_goal_above", Goal.above_id, Goal.year.desc(), Goal.position, Goal.id)
Index("ix_goal_aim", Goal.aim_kind, Goal.aim_id, Goal.year.desc(), Goal.position, Goal.id)


class Activity(Base):
    """What is done to reach a goal, by whom and when; a removed one can be taken back."""

    __tablename__ = "activity"
    __table_args__ = (
        Index("ix_activity_goal", "goal_id"),
        Index("ix_activity_person_due", "person_id", "due_on"),
        Index("ix_activity_due", "due_on"),
        CheckConstraint("starts_on IS NULL OR due_on IS NULL OR due_on >= starts_on", name="valid_period"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    position: Mapped[int] = mapped_column(default=0)
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(200), default="")
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    starts_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=ActivityState.NOT_BEGUN)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    marks: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    goal: Mapped[Goal] = relationship(lazy="raise_on_sql", back_populates="activities")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class GoalIndicator(Base):
    """How one would notice that a goal was being reached, as it was written before such a thing was an indicator like all others.

    Nothing is written here any more: each became an indicator (`became_id`), and what stands here is what versions from
    then, and what was said in them, are about.
    """

    __tablename__ = "goal_indicator"
    __table_args__ = (Index("ix_goal_indicator_goal", "goal_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    name: Mapped[str] = mapped_column(String(300))
    nature: Mapped[str] = mapped_column(String(20), default=Nature.QUALITATIVE)
    method: Mapped[str] = mapped_column(Text, default="")
    routine: Mapped[str] = mapped_column(Text, default="")
    now_value: Mapped[str] = mapped_column(String(500), default="")
    wanted_value: Mapped[str] = mapped_column(String(500), default="")
    periodicity: Mapped[str] = mapped_column(String(200), default="")
    revision: Mapped[int] = mapped_column(default=1)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    became_id: Mapped[int | None] = mapped_column(ForeignKey("indicator.id"))


class FollowedIndicator(Base):
    """That a goal is noticed by an indicator: one of quality, measured once in its own place and read in both, or one of its own.

    `name` is what the indicator was called when it was chosen, for those who read the goal and not the quality.
    """

    __tablename__ = "followed_indicator"
    __table_args__ = (UniqueConstraint("goal_id", "indicator_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    indicator_id: Mapped[int] = mapped_column(ForeignKey("indicator.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    goal: Mapped[Goal] = relationship(lazy="raise_on_sql", back_populates="followed")
    indicator: Mapped[Indicator] = relationship(lazy="raise_on_sql")


class ProgressNote(Base):
    """What somebody said of how a goal, a part-goal, an activity or an indicator stands.

    It never changes: one says something new.
    """

    __tablename__ = "progress_note"
    __table_args__ = (
        Index("ix_progress_note_goal", "goal_id"),
        CheckConstraint("activity_id IS NULL OR indicator_id IS NULL", name="of_one_thing"),
        Index("ix_progress_note_part_goal", "part_goal_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    goal_id: Mapped[int] = mapped_column(ForeignKey("goal.id"))
    activity_id: Mapped[int | None] = mapped_column(ForeignKey("activity.id"), index=True)
    indicator_id: Mapped[int | None] = mapped_column(ForeignKey("goal_indicator.id"), index=True)
    part_goal_id: Mapped[int | None]
    text: Mapped[str] = mapped_column(Text, default="")
    state: Mapped[str] = mapped_column(String(10), default="")
    value: Mapped[str] = mapped_column(String(500), default="")
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
