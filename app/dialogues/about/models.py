"""What the two have marked: what a theme or a matter is about, and what is to be taken up."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.passages.subjects import LONGEST_KIND, LONGEST_TITLE, Ref


class Pointer:
    """Columns that point at a subject, with what the two called it, who put it there and when.

    Both could read the subject then, and its title stands among their words: whoever reads those reads it.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_kind: Mapped[str] = mapped_column(String(LONGEST_KIND))
    subject_id: Mapped[int]
    title: Mapped[str] = mapped_column(String(LONGEST_TITLE))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)

    @property
    def ref(self) -> Ref:
        """What it points at."""
        return Ref(self.subject_kind, self.subject_id)


class ThemeSubject(Pointer, Base):
    """What the two talked about on a theme, as one of them has marked it; part of the record."""

    __tablename__ = "theme_subject"
    __table_args__ = (UniqueConstraint("theme_id", "subject_kind", "subject_id"),)

    theme_id: Mapped[int] = mapped_column(ForeignKey("dialogue_theme.id"))


class MatterSubject(Pointer, Base):
    """What a matter to be raised is about; goes up with its words."""

    __tablename__ = "matter_subject"
    __table_args__ = (UniqueConstraint("matter_id", "subject_kind", "subject_id"),)

    matter_id: Mapped[int] = mapped_column(ForeignKey("raised_matter.id"))


class TakenUp(Pointer, Base):
    """What one of the two wants to talk about on a theme; whether they did is another matter."""

    __tablename__ = "taken_up"
    __table_args__ = (UniqueConstraint("theme_id", "subject_kind", "subject_id"),)

    theme_id: Mapped[int] = mapped_column(ForeignKey("dialogue_theme.id"))
