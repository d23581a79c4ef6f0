"""The tables of models changed in the product: drafts, versions of them, and when which is in force."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person


class ModelDraft(Base):
    """A model somebody works on. `text` is TOML whatever its mistakes; `before` is what it was until the latest change.

    `origin_text` is the model it was copied from, as it was then. `revision` moves with every change.
    """

    __tablename__ = "model_draft"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    before: Mapped[str | None] = mapped_column(Text)
    origin_name: Mapped[str] = mapped_column(String(200))
    origin_text: Mapped[str] = mapped_column(Text)
    revision: Mapped[int] = mapped_column(default=1)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    changed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[changed_by_id])


class ModelVersion(Base):
    """A draft as it was when it was put into use; never changed."""

    __tablename__ = "model_version"
    __table_args__ = (UniqueConstraint("number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int]
    draft_id: Mapped[int] = mapped_column(ForeignKey("model_draft.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))


class Adoption(Base):
    """That a version is in force from a day. `mark` names it among all there have ever been, in any database.

    Before its day it can be withdrawn. `settled_at` is when what follows from it was done.
    """

    __tablename__ = "model_adoption"
    __table_args__ = (
        UniqueConstraint("mark"),
        CheckConstraint("withdrawn_at IS NULL OR settled_at IS NULL", name="withdrawn_or_settled"),
        Index("ix_model_adoption_from", "from_day", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    mark: Mapped[str] = mapped_column(String(32))
    version_id: Mapped[int] = mapped_column(ForeignKey("model_version.id"), index=True)
    from_day: Mapped[date] = mapped_column(Date)
    why: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    version: Mapped[ModelVersion] = relationship(lazy="raise_on_sql")
    decided_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=[decided_by_id])
