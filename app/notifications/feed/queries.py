"""Reads of calendar addresses."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.notifications.feed.models import CalendarFeed
from app.notifications.feed.rules import token_hash
from app.organisation.models import Person
from app.organisation.reach import holdings


def feed_of(session: Session, person_id: int) -> CalendarFeed | None:
    """Give a person's calendar address, as far as it is known: since when there is one."""
    return session.get(CalendarFeed, person_id)


def reader_of(session: Session, *, token: str, day: date) -> Actor | None:
    """Find whose calendar an address is; None for an address that does not hold, and for whoever could not sign in.

    As at sign-in: who is closed by `day`, or holds no appointment on it, has no calendar.
    """
    person = session.scalars(
        select(Person)
        .join(CalendarFeed, CalendarFeed.person_id == Person.id)
        .where(
            CalendarFeed.token_hash == token_hash(token),
            or_(Person.closed_on.is_(None), Person.closed_on > day),
        )
    ).one_or_none()
    if person is None:
        return None
    held = holdings(session, person.id, day)
    return Actor(person.id, person.name, person.language, held) if held else None
