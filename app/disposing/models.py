"""The table of disposals: proposals and protocols in one, for every kind of established record."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.db import Base, UtcDateTime
from app.organisation.models import Person
from app.records.models import Edition


class Disposal(Base):
    """That an established version is to be disposed of: proposed by one with reason and ground, confirmed by another.

    The row is the protocol, and holds no text of the record. One that was taken back stays as well.
    """

    __tablename__ = "disposal"
    __table_args__ = (
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id <> proposed_by_id", name="two_people"),
        CheckConstraint("confirmed_at IS NULL OR withdrawn_at IS NULL", name="one_end"),
        Index(
            "ix_disposal_open",
            "edition_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("edition.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(Text)
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    edition: Mapped[Edition] = relationship(lazy="raise_on_sql")
    proposed_by: Mapped[Person] = relationship(lazy="raise_on_sql", foreign_keys=proposed_by_id)
    confirmed_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=confirmed_by_id)
    withdrawn_by: Mapped[Person | None] = relationship(lazy="raise_on_sql", foreign_keys=withdrawn_by_id)

    @property
    def is_over(self) -> bool:
        """Tell whether it is confirmed or taken back."""
        return self.confirmed_at is not None or self.withdrawn_at is not None
