"""What people have not read of what they were told."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.notifications.kinds import Kind
from app.notifications.models import Notice


def unread(session: Session, *kinds: Kind) -> list[str]:
    """Give the occasions of some kinds that are news, the oldest first."""
    session.flush()
    return list(
        session.scalars(
            select(Notice.occasion)
            .where(Notice.kind.in_(kinds), Notice.read_at.is_(None))
            .order_by(Notice.id)
        )
    )
