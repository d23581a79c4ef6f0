"""The index: one row for each text that can be found, with the words it is found by.

What is in it is derived: `keeping.rebuild` makes it anew from the texts, so it holds no keys into other tables and no
history of its own. On SQLite the full-text table `search_fts` follows it by triggers; on PostgreSQL the generated column
`tsv` does (migration 0009).
"""

from datetime import datetime

from sqlalchemy import Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime


class SearchText(Base):
    """A text that can be found. `whose` is a coarse key of who could read it at all; `within` of its kind decides."""

    __tablename__ = "search_text"
    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        Index("ix_search_text_owner", "owner", "owner_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(20))
    object_id: Mapped[int]
    owner: Mapped[str] = mapped_column(String(20))
    owner_id: Mapped[int]
    part_id: Mapped[int | None]
    over_unit_id: Mapped[int | None]
    rep_unit_id: Mapped[int | None]
    at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    title: Mapped[str] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    whose: Mapped[str] = mapped_column(String(40))
    title_words: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)
    stems: Mapped[str] = mapped_column(Text)
