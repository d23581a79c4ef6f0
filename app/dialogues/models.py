"""Tables of the dialogues. The two sides are called `over` (overarching) and `rep` (reporting) throughout."""

import uuid
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    false,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person, Unit


class Side(StrEnum):
    """The two ends of a dialogue."""

    OVER = "over"
    REP = "rep"

    @property
    def other(self) -> "Side":
        """The end across the table."""
        return Side.REP if self is Side.OVER else Side.OVER


class PairKind(StrEnum):
    """Which pairs have dialogues (domain 4)."""

    MANAGERS = "managers"
    PRESIDIUM = "presidium"
    BOARD = "board"
    EMPLOYEE = "employee"


class PostKind(StrEnum):
    """What makes a person hold a post: leading the unit, presiding over the board, or being that employee."""

    MANAGER = "manager"
    PRESIDIUM = "presidium"
    EMPLOYEE = "employee"


class State(StrEnum):
    """The life of a dialogue; `rules.STEPS` says which steps there are and who may take them."""

    PLANNED = "planned"
    PREPARING = "preparing"
    HELD = "held"
    ESTABLISHING = "establishing"
    ESTABLISHED = "established"
    CANCELLED = "cancelled"


class Verdict(StrEnum):
    """One participant's own judgement of whether the two pictures agree."""

    SAME = "same"
    PARTLY = "partly"
    DIFFERENT = "different"


class Reply(StrEnum):
    """What a participant has answered to being invited; proposed another time is neither yes nor no."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    PROPOSED = "proposed"


class AgreementState(StrEnum):
    """An agreement comes along to every meeting until it is no longer open."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Post(Base):
    """One end of a series: a place in the organisation, whoever holds it now."""

    __tablename__ = "post"
    __table_args__ = (
        UniqueConstraint("unit_id", "kind", "person_id"),
        CheckConstraint("(kind = 'employee') = (person_id IS NOT NULL)", name="person_of_employee"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"))
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)

    unit: Mapped[Unit] = relationship(lazy="raise_on_sql")
    person: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class Template(Base):
    """A municipality's own agenda for a kind of pair; its themes live in versions."""

    __tablename__ = "dialogue_template"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    pair_kind: Mapped[str] = mapped_column(String(20))
    profile_key: Mapped[str | None] = mapped_column(String(80), unique=True)
    retired_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    versions: Mapped[list["TemplateVersion"]] = relationship(
        lazy="raise_on_sql", order_by="TemplateVersion.number", back_populates="template"
    )


class TemplateVersion(Base):
    """One state of a template; an edit makes a new one, so that meetings keep theirs."""

    __tablename__ = "dialogue_template_version"
    __table_args__ = (UniqueConstraint("template_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template_id: Mapped[int] = mapped_column(ForeignKey("dialogue_template.id"))
    number: Mapped[int]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    template: Mapped[Template] = relationship(lazy="raise_on_sql", back_populates="versions")
    themes: Mapped[list["TemplateTheme"]] = relationship(
        lazy="raise_on_sql", order_by="TemplateTheme.position"
    )


class TemplateTheme(Base):
    """A section of the agenda: a title, guiding questions, and which background it brings along."""

    __tablename__ = "dialogue_template_theme"
    __table_args__ = (UniqueConstraint("version_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("dialogue_template_version.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    questions: Mapped[str] = mapped_column(Text, default="")
    backgrounds: Mapped[list[str]] = mapped_column(JSON, default=list)


class Series(Base):
    """The line of meetings of a pair of posts."""

    __tablename__ = "dialogue_series"
    __table_args__ = (
        Index("ix_dialogue_series_over", "over_post_id"),
        Index("ix_dialogue_series_rep", "rep_post_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pair_kind: Mapped[str] = mapped_column(String(20))
    over_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    rep_post_id: Mapped[int] = mapped_column(ForeignKey("post.id"))
    template_id: Mapped[int] = mapped_column(ForeignKey("dialogue_template.id"))
    rhythm: Mapped[str] = mapped_column(String(40), default="")
    started_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)

    over_post: Mapped[Post] = relationship(lazy="raise_on_sql", foreign_keys=over_post_id)
    rep_post: Mapped[Post] = relationship(lazy="raise_on_sql", foreign_keys=rep_post_id)
    template: Mapped[Template] = relationship(lazy="raise_on_sql")
    dialogues: Mapped[list["Dialogue"]] = relationship(
        lazy="raise_on_sql", order_by="Dialogue.starts_at", back_populates="series"
    )


def new_calendar_uid() -> str:
    """Make the identity a meeting has in everybody's calendar, for as long as it lives."""
    return str(uuid.uuid4())


class Dialogue(Base):
    """One meeting. `record_revision` moves on with every change to what will be established, which voids consents.

    `calendar_sequence` moves on with every change that calendars must know of, at `calendar_changed_at`.
    """

    __tablename__ = "dialogue"
    __table_args__ = (
        Index("ix_dialogue_series_starts", "series_id", "starts_at"),
        Index("ix_dialogue_calendar_uid", "calendar_uid", unique=True),
        CheckConstraint("minutes > 0 AND minutes <= 1440", name="sane_length"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("dialogue_series.id"))
    template_version_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_template_version.id"))
    title: Mapped[str] = mapped_column(String(200))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    minutes: Mapped[int] = mapped_column(default=90)
    place: Mapped[str] = mapped_column(String(200), default="")
    state: Mapped[str] = mapped_column(String(20), default=State.PLANNED)
    state_since: Mapped[datetime] = mapped_column(UtcDateTime)
    earlier_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    earlier_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    revealed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    held_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancel_reason: Mapped[str] = mapped_column(Text, default="")
    record_revision: Mapped[int] = mapped_column(default=1)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))
    registry_number: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    record_type: Mapped[str] = mapped_column(String(80), default="", server_default=text("''"))
    secrecy: Mapped[str] = mapped_column(String(120), default="", server_default=text("''"))
    secrecy_on: Mapped[date | None] = mapped_column(Date)
    calendar_uid: Mapped[str] = mapped_column(String(40), default=new_calendar_uid, server_default=text("''"))
    calendar_sequence: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    calendar_changed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    series: Mapped[Series] = relationship(lazy="raise_on_sql", back_populates="dialogues")
    participants: Mapped[list["Participant"]] = relationship(lazy="raise_on_sql", order_by="Participant.side")
    themes: Mapped[list["Theme"]] = relationship(lazy="raise_on_sql", order_by="Theme.position")
    guests: Mapped[list["Guest"]] = relationship(lazy="raise_on_sql", order_by="Guest.id")
    consents: Mapped[list["Consent"]] = relationship(lazy="raise_on_sql", order_by="Consent.side")


class Participant(Base):
    """The person who speaks for one side in one dialogue, whether they come, and whether that side's pictures are shared.

    `reply` is to the time the meeting has: when that changes, it is asked for anew.
    """

    __tablename__ = "dialogue_participant"
    __table_args__ = (UniqueConstraint("dialogue_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    side: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    shared_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attended: Mapped[bool | None]
    reply: Mapped[str | None] = mapped_column(String(10))
    replied_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    proposed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reply_words: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Guest(Base):
    """A support person invited to one dialogue; may read notes and record once both have agreed.

    Who declines is no longer agreed on by anybody, until a side invites anew.
    """

    __tablename__ = "dialogue_guest"
    __table_args__ = (UniqueConstraint("dialogue_id", "person_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    over_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rep_agreed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attended: Mapped[bool | None]
    declined_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    declined_because: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Theme(Base):
    """One section of one dialogue's agenda, copied from the template, with both judgements of the pictures."""

    __tablename__ = "dialogue_theme"
    __table_args__ = (UniqueConstraint("dialogue_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    questions: Mapped[str] = mapped_column(Text, default="")
    backgrounds: Mapped[list[str]] = mapped_column(JSON, default=list)
    over_verdict: Mapped[str | None] = mapped_column(String(10))
    rep_verdict: Mapped[str | None] = mapped_column(String(10))

    note: Mapped["SharedText | None"] = relationship(lazy="raise_on_sql", back_populates="theme")


class Picture(Base):
    """One participant's own text on a theme; nobody else reads it before both have shared or the meeting starts.

    `withheld` marks what its author had not opened when somebody else took the seat: it stays the author's alone.
    """

    __tablename__ = "picture"
    __table_args__ = (UniqueConstraint("theme_id", "author_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    theme_id: Mapped[int] = mapped_column(ForeignKey("dialogue_theme.id"))
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    side: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withheld: Mapped[bool] = mapped_column(default=False, server_default=false())

    author: Mapped[Person] = relationship(lazy="raise_on_sql")


class SharedText(Base):
    """A text of the dialogue itself: the note on a theme (both write), or the shared picture as a whole (no theme)."""

    __tablename__ = "shared_text"
    __table_args__ = (UniqueConstraint("dialogue_id", "theme_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_theme.id"))
    text: Mapped[str] = mapped_column(Text, default="")
    revision_id: Mapped[int | None]
    updated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    theme: Mapped[Theme | None] = relationship(lazy="raise_on_sql", back_populates="note")
    updated_by: Mapped[Person | None] = relationship(lazy="raise_on_sql")


class SharedTextRevision(Base):
    """What somebody sent for a shared text, and each merge; the base two writers are merged on."""

    __tablename__ = "shared_text_revision"

    id: Mapped[int] = mapped_column(primary_key=True)
    shared_text_id: Mapped[int] = mapped_column(ForeignKey("shared_text.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class Agreement(Base):
    """Who does what by when, decided in a dialogue; `who` is a side or both."""

    __tablename__ = "agreement"
    __table_args__ = (Index("ix_agreement_series_state", "series_id", "state"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    series_id: Mapped[int] = mapped_column(ForeignKey("dialogue_series.id"))
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_theme.id"))
    what: Mapped[str] = mapped_column(Text)
    who: Mapped[str] = mapped_column(String(10))
    together_with: Mapped[str] = mapped_column(String(200), default="")
    due_on: Mapped[date | None] = mapped_column(Date)
    state: Mapped[str] = mapped_column(String(10), default=AgreementState.OPEN)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    closing_words: Mapped[str] = mapped_column(Text, default="")
    revision: Mapped[int] = mapped_column(default=1)

    dialogue: Mapped[Dialogue] = relationship(lazy="raise_on_sql")
    series: Mapped[Series] = relationship(lazy="raise_on_sql")


class Decision(Base):
    """Something the two decided in a dialogue that is not for anybody to do; one that was taken out can be put back."""

    __tablename__ = "decision"

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_theme.id"))
    text: Mapped[str] = mapped_column(Text)
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)


class RaisedMatter(Base):
    """A passage one side proposes to raise; it goes up when both have released it and the record is established."""

    __tablename__ = "raised_matter"

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    theme_id: Mapped[int | None] = mapped_column(ForeignKey("dialogue_theme.id"))
    text: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    over_released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rep_released_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    passage_id: Mapped[int | None] = mapped_column(ForeignKey("passage.id"))
    revision: Mapped[int] = mapped_column(default=1)


class Consent(Base):
    """One side establishing one exact version; void as soon as anything in it changes.

    `called` tells names by which it went then, which are changed elsewhere (`establishing.standing`).
    """

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("dialogue_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"))
    side: Mapped[str] = mapped_column(String(10))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    record_revision: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    own_opinion: Mapped[str | None] = mapped_column(Text)
    called: Mapped[str | None] = mapped_column(String(64))

    person: Mapped[Person] = relationship(lazy="raise_on_sql")


class Addendum(Base):
    """A later correction to an established record, established by both in the same way."""

    __tablename__ = "addendum"

    id: Mapped[int] = mapped_column(primary_key=True)
    dialogue_id: Mapped[int] = mapped_column(ForeignKey("dialogue.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revision: Mapped[int] = mapped_column(default=1)
    over_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    over_consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    rep_person_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    rep_consent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    edition_id: Mapped[int | None] = mapped_column(ForeignKey("edition.id"))

    author: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=author_id)
