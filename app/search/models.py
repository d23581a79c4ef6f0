"""The index: one row for each text that can be found, with the words it is found by.

What is in it is derived: `keeping.rebuild` makes it anew from the texts, so it holds no keys into other tables and no
history of its own. On SQLite the full-text table `search_fts` follows it by triggers; on PostgreSQL the generated column
`tsv` does (migrations 0009 and 0023). Thousands of rows are judged and ordered where twenty are shown, so that is done on
`PLACE`, which leaves the texts where they lie.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import Alias, Index, String, Text, UniqueConstraint
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, UtcDateTime
from app.search.registry import LONGEST_KEY


class SearchText(Base):
    """A text that can be found. `whose` is a coarse key of who could read it at all; `within` of its kind decides."""

    __tablename__ = "search_text"
    __table_args__ = (
        UniqueConstraint("kind", "object_id"),
        Index("ix_search_text_owner", "owner", "owner_id"),
        Index(
            "ix_search_text_place",
            *("id", "owner", "kind", "owner_id", "object_id", "at", "over_unit_id", "rep_unit_id"),
        ).ddl_if(dialect="sqlite"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(LONGEST_KEY))
    object_id: Mapped[int]
    owner: Mapped[str] = mapped_column(String(LONGEST_KEY))
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


class _Place(Alias):
    """The index without its texts."""

    inherit_cache = True


@compiles(_Place, "sqlite")
def _by_the_narrow_index(place: _Place, compiler: Any, *, asfrom: bool = False, **more: Any) -> str:
    # A row lies on a page with its texts; SQLite knows them by number and would fetch thousands of such pages.
    found: str = compiler.visit_alias(place, asfrom=asfrom, **more)
    return f"{found} INDEXED BY ix_search_text_place" if asfrom else found


PLACE: Alias = _Place._construct(SearchText.__table__, name="place")  # noqa: SLF001  SQLAlchemy has no other way
"""Where texts stand and when they were said. On PostgreSQL the texts lie aside of the rows anyhow (migration 0023)."""
