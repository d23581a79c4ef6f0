"""Writes of calendar addresses."""

from sqlalchemy import delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from app import clock
from app.notifications.feed.models import CalendarFeed
from app.notifications.feed.rules import new_token, token_hash
from app.records.services import record


def make_feed(session: Session, *, person_id: int) -> str:
    """Make a person's calendar address anew and give its secret part, this once; the former one holds no longer."""
    token = new_token()
    values = {"token_hash": token_hash(token), "made_at": clock.now()}
    # Both speak of conflicts alike, each from a class of its own.
    of = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.execute(
        of(CalendarFeed)
        .values(person_id=person_id, **values)
        .on_conflict_do_update(index_elements=["person_id"], set_=values)
    )
    session.expire_all()
    record(
        session,
        actor_id=person_id,
        action="account.calendar_made",
        kind="account",
        object_id=person_id,
    )
    return token


def remove_feed(session: Session, *, person_id: int, actor_id: int | None) -> bool:
    """Take a person's calendar address away; tells whether there was one."""
    gone = session.execute(delete(CalendarFeed).where(CalendarFeed.person_id == person_id))
    if not gone.rowcount:  # type: ignore[attr-defined]
        return False
    record(
        session,
        actor_id=actor_id,
        action="account.calendar_removed",
        kind="account",
        object_id=person_id,
    )
    return True
