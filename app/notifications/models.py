"""What a person is told, what waits to be sent, and how each wants to be reached.

A notice and what is sent of it are written in the transaction of what causes them: neither is ever told of
something that was taken back. Neither holds a text of a dialogue, only names, titles, times and places.
"""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person


class Pace(StrEnum):
    """How soon a person wants mail about something."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    NONE = "none"


class MailState(StrEnum):
    """Where a mail is on its way."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given_up"


class Outgoing(Base):
    """One mail in the outbox. `message_id` stays the same however often it is sent, so that a repeat is seen as one.

    `claim` names the worker that has it in hand, until `claimed_until`; a worker that died leaves it to the next.
    """

    __tablename__ = "outgoing"
    __table_args__ = (Index("ix_outgoing_waiting", "state", "not_before"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    calendar: Mapped[bytes | None] = mapped_column(LargeBinary)
    calendar_method: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    claim: Mapped[str | None] = mapped_column(String(32))
    claimed_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    state: Mapped[str] = mapped_column(String(10), default=MailState.WAITING)
    fault: Mapped[str | None] = mapped_column(String(20))
    last_error: Mapped[str | None] = mapped_column(String(500))
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    message_id: Mapped[str] = mapped_column(String(80), unique=True)

    person: Mapped[Person] = relationship(lazy="raise_on_sql")
    notices: Mapped[list["Notice"]] = relationship(
        lazy="raise_on_sql", order_by="Notice.id", back_populates="outgoing"
    )


class Notice(Base):
    """One thing a person is told: its `occasion`, once for each person however often it is asked for.

    `pace` is how soon it is still to be mailed: none once it is in the outbox, or when it is not to be mailed. `words`
    are the facts the sentences are made of when shown, in the language of the one who reads.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("person_id", "occasion"),
        Index(
            "ix_notice_unread",
            "person_id",
            sqlite_where=text("read_at IS NULL"),
            postgresql_where=text("read_at IS NULL"),
        ),
        Index(
            "ix_notice_digest",
            "person_id",
            "created_at",
            sqlite_where=text("pace = 'daily'"),
            postgresql_where=text("pace = 'daily'"),
        ),
        Index("ix_notice_about", "about_kind", "about_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[str] = mapped_column(String(20))
    words: Mapped[dict[str, object]] = mapped_column(JSON)
    path: Mapped[str] = mapped_column(String(300))
    about_kind: Mapped[str] = mapped_column(String(20), default="")
    about_id: Mapped[int | None]
    occasion: Mapped[str] = mapped_column(String(120))
    pace: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    read_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    outgoing_id: Mapped[int | None] = mapped_column(
        ForeignKey("outgoing.id", ondelete="SET NULL"), index=True
    )

    outgoing: Mapped[Outgoing | None] = relationship(lazy="raise_on_sql", back_populates="notices")


class NoticeChoice(Base):
    """How soon a person wants mail about one kind; without a row the kind's own default holds."""

    __tablename__ = "notice_choice"

    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(20), primary_key=True)
    pace: Mapped[str] = mapped_column(String(10))
