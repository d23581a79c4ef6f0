"""Notes as read what people were reminded of once it is done, or no longer asked: it is no news any more.

Features above say, by the kind of notice and what it is about, what is still to be done. The write that does the thing asks
for it at once; the jobs ask for all, so that a day that is moved, a plan that ends or a file that is read in is seen too.
"""

from collections.abc import Callable
from datetime import date

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm import Session

from app import clock
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About

StillAsked = Callable[[date], ColumnElement[bool]]
"""Gives the condition that what a `Notice` asks for is still to be done on a day."""


class Asking:
    """The reminders this installation knows."""

    def __init__(self) -> None:
        """Begin with none; features register theirs when the app is built."""
        self._known: dict[tuple[Kind, str], StillAsked] = {}

    def register(self, kind: Kind, about: str, still: StillAsked) -> None:
        """Add or replace what is still asked by notices of a kind about a kind of thing."""
        self._known[kind, about] = still

    def settle(self, session: Session, about: About | None = None) -> int:
        """Note as read what asks for nothing any more, of one thing or of all; tells how much.

        As where a later event overtakes what was told: what waits for the day's mail is left out of it, a mail of its own goes.
        """
        settled = 0
        for (kind, of), still in self._known.items():
            if about is None or about.kind == of:
                settled += _settle(session, kind, of, still(clock.today()), about)
        return settled


def _settle(session: Session, kind: Kind, of: str, still: ColumnElement[bool], about: About | None) -> int:
    done = session.execute(
        update(Notice)
        .where(
            Notice.kind == kind,
            Notice.about_kind == of,
            Notice.read_at.is_(None),
            ~still,
            *((Notice.about_id == about.object_id,) if about is not None else ()),
        )
        .values(read_at=clock.now())
        .execution_options(synchronize_session=False)
    )
    return int(done.rowcount)  # type: ignore[attr-defined]


asking = Asking()
