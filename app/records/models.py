"""Tables of the record-keeping. Triggers in the migrations refuse UPDATE and DELETE on all but holds."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime

Sequence = BigInteger().with_variant(Integer, "sqlite")


class HistoryHead(Base):
    """The end of the chain: one row, moved on by one with every entry; its lock orders the writers."""

    __tablename__ = "history_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(Sequence)
    hash: Mapped[str] = mapped_column(String(64))


class HistoryEntry(Base):
    """One change: who, when, what, and the hash that ties it to the entry before."""

    __tablename__ = "history_entry"
    __table_args__ = (Index("ix_history_entry_object", "object_kind", "object_id"),)

    seq: Mapped[int] = mapped_column(Sequence, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"), index=True)
    action: Mapped[str] = mapped_column(String(60))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))
    content_hash: Mapped[str] = mapped_column(String(64))
    previous_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))

    content: Mapped["HistoryContent"] = relationship(lazy="raise_on_sql", viewonly=True, uselist=False)


class HistoryContent(Base):
    """Before and after of one change, erasable: an erased row keeps its place as a tombstone."""

    __tablename__ = "history_content"

    seq: Mapped[int] = mapped_column(
        Sequence, ForeignKey("history_entry.seq"), primary_key=True, autoincrement=False
    )
    salt: Mapped[str | None] = mapped_column(String(32))
    content: Mapped[str | None] = mapped_column(Text)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    erased_because: Mapped[str | None] = mapped_column(Text)


class Edition(Base):
    """A version somebody established: its content can never change again, only be disposed of by law."""

    __tablename__ = "edition"
    __table_args__ = (UniqueConstraint("kind", "object_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    number: Mapped[int]
    content: Mapped[str | None] = mapped_column(Text)
    content_hash: Mapped[str] = mapped_column(String(64))
    salt: Mapped[str | None] = mapped_column(String(32))
    established_at: Mapped[datetime] = mapped_column(UtcDateTime)
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    signatures: Mapped[list["Signature"]] = relationship(lazy="raise_on_sql", order_by="Signature.id")


class Signature(Base):
    """One person standing behind an edition, for a side, with an own opinion where there was one."""

    __tablename__ = "signature"
    __table_args__ = (UniqueConstraint("edition_id", "side"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    signed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    own_opinion: Mapped[str | None] = mapped_column(Text)


class Reading(Base):
    """That a person read a text of a dialogue, noted once an hour; shown to the two whose dialogue it is."""

    __tablename__ = "reading"
    __table_args__ = (UniqueConstraint("object_kind", "object_id", "person_id", "hour"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    hour: Mapped[datetime] = mapped_column(UtcDateTime)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    what: Mapped[str] = mapped_column(String(40))


class Hold(Base):
    """That the editions of an object are kept for now and may not be disposed of: by whom, why, and when it was lifted."""

    __tablename__ = "hold"
    __table_args__ = (
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lifted_by_one"),
        Index(
            "ix_hold_open",
            "kind",
            "object_id",
            unique=True,
            sqlite_where=text("lifted_at IS NULL"),
            postgresql_where=text("lifted_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    placed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    placed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lifted_because: Mapped[str] = mapped_column(Text)
