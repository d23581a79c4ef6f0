"""What has been said in dialogues about goals and activities: the one place that asks for it."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.passages.talks import pages
from app.passages.talks.queries import TalkedAbout


def talked_about(
    session: Session, *, actor: Actor, day: date, kind: str, ids: Collection[int]
) -> Mapping[int, TalkedAbout]:
    """Give the latest of what was said about subjects of a kind (“goal”, “activity”), by number, as `actor` may read it."""
    del day
    return pages.talked_about(session, actor, kind, ids)
