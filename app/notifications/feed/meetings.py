"""What stands in somebody's calendar: a registry, so that features above tell of their meetings without being known here."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.notifications.calendar import Meeting

Source = Callable[[Session, Actor, datetime], list[Meeting]]
"""Gives the meetings from a moment on that a person sits in, or is invited to, now."""


class MeetingSources:
    """The kinds of meetings this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Source] = {}

    def register(self, name: str, give: Source) -> None:
        """Add or replace a kind."""
        self._known[name] = give

    def of(self, session: Session, actor: Actor, since: datetime) -> list[Meeting]:
        """Give all meetings of a person from a moment on, in order of time."""
        found = [meeting for give in self._known.values() for meeting in give(session, actor, since)]
        return sorted(found, key=lambda meeting: (meeting.starts_at, meeting.uid))


meeting_sources = MeetingSources()
