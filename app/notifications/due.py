"""What comes by itself when its time has come: a registry, so that features above tell without being known here."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

Due = Callable[[Session, datetime], int]
"""Tells everybody what is due at a moment; gives how many notices were news. Asked often, it tells each thing once."""


class DueTelling:
    """The kinds of reminders this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Due] = {}

    def register(self, name: str, tell: Due) -> None:
        """Add or replace a kind."""
        self._known[name] = tell

    def tell(self, session: Session, moment: datetime) -> int:
        """Tell all that is due at `moment`."""
        return sum(one(session, moment) for one in self._known.values())


due = DueTelling()
