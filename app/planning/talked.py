"""What has been said in dialogues about goals and activities: the one place that asks for it."""

from collections.abc import Collection, Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.access.actor import Actor


def talked_about(
    _session: Session, *, actor: Actor, day: date, kind: str, ids: Collection[int]
) -> Mapping[int, object]:
    """Give the latest of what was said about subjects of a kind (“goal”, “activity”), by number, as far as `actor` may read it.

    Dialogues cannot be tagged with a subject yet, so nothing has been talked about and pages say so.
    """
    del actor, day, kind, ids
    return {}
