"""Reads of the headings. They hold no unit's words: whoever may read templates may read them all."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.analysis.layouts.models import TextLayout
from app.writing.kinds import Heading


def newest(session: Session, kind: str) -> TextLayout | None:
    """Give the newest version of the headings of a kind of text; None where the steering model's own are in use."""
    return session.scalars(
        select(TextLayout)
        .where(TextLayout.kind == kind)
        .options(joinedload(TextLayout.made_by))
        .order_by(TextLayout.number.desc())
        .limit(1)
    ).first()


def versions_of(session: Session, kind: str) -> list[TextLayout]:
    """Give every version, newest first."""
    return list(
        session.scalars(
            select(TextLayout)
            .where(TextLayout.kind == kind)
            .options(joinedload(TextLayout.made_by))
            .order_by(TextLayout.number.desc())
        )
    )


def headings_in(layout: TextLayout) -> tuple[Heading, ...]:
    """Give the headings of a version."""
    return tuple(Heading(one["key"], one["title"], one.get("questions", "")) for one in layout.headings)


def headings_or(session: Session, kind: str, shipped: Sequence[Heading]) -> tuple[Heading, ...]:
    """Give the municipality's own headings of a kind of text, or those that come with the steering model."""
    own = newest(session, kind)
    return headings_in(own) if own is not None else tuple(shipped)
