"""Lets go of what a person was told by a post they have left: the page it leads to is no longer theirs.

Features above say, by the kind of thing a notice is about, whom it concerns on a day. What leads nowhere stays: that a
meeting was called off, or an invitation taken back, is for the one it was told to.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, delete, exists, or_
from sqlalchemy.orm import Session

from app.notifications.models import MailState, Notice, Outgoing

Concerns = Callable[[date], ColumnElement[bool]]
"""Gives the condition that the thing a `Notice` is about is its person's to open on a day."""

NOWHERE = "/"
"""The path of a notice that opens nothing."""


class Leaving:
    """The kinds of things this installation tells of."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[str, Concerns] = {}

    def register(self, kind: str, concerns: Concerns) -> None:
        """Add or replace a kind."""
        self._known[kind] = concerns

    def let_go(self, session: Session, day: date) -> int:
        """Remove the notices of things that are no longer their person's on `day`; tells how many.

        What goes out by mail this minute keeps its words until it is gone.
        """
        gone = 0
        for kind, concerns in self._known.items():
            removed = session.execute(
                delete(Notice)
                .where(
                    Notice.about_kind == kind,
                    Notice.path != NOWHERE,
                    ~concerns(day),
                    or_(
                        Notice.outgoing_id.is_(None),
                        ~exists().where(
                            Outgoing.id == Notice.outgoing_id, Outgoing.state == MailState.WAITING
                        ),
                    ),
                )
                .execution_options(synchronize_session=False)
            )
            gone += int(removed.rowcount)  # type: ignore[attr-defined]
        return gone


leaving = Leaving()
