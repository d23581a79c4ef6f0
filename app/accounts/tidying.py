"""What the job tidies up: traces of sign-in that nobody needs any longer."""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, inspect, update
from sqlalchemy.orm import Session

from app import clock
from app.accounts.models import Attempt, OneTimeLink, SignIn

ATTEMPTS_KEPT = timedelta(days=1)
"""Longer than any wait the throttle asks for, so that tidying never opens a door."""

LINKS_KEPT = timedelta(days=30)
"""Used or run-out links stay a month, so that a person who asks why one did not work can be answered."""


@dataclass(frozen=True, slots=True)
class Tidied:
    """How many rows went or ended."""

    attempts: int
    links: int
    sign_ins: int


def tidy(session: Session, *, absolute_hours: int) -> Tidied:
    """Remove old attempts and links, and end sign-ins older than they may be; safe to run at any time, twice too."""
    now = clock.now()
    attempts = session.execute(delete(Attempt).where(Attempt.at < now - ATTEMPTS_KEPT))
    links = session.execute(delete(OneTimeLink).where(OneTimeLink.runs_out_at < now - LINKS_KEPT))
    sign_ins = session.execute(
        update(SignIn)
        .where(SignIn.ended_at.is_(None), SignIn.began_at < now - timedelta(hours=absolute_hours))
        .values(ended_at=now, ended_because="absolute")
    )
    return Tidied(attempts.rowcount, links.rowcount, sign_ins.rowcount)  # type: ignore[attr-defined]


def end_ways_in(session: Session) -> None:
    """End every sign-in and every unused link: a copy that is put back knows nothing of those ended since it was made."""
    if not inspect(session.connection()).has_table(SignIn.__tablename__):
        return
    now = clock.now()
    session.execute(
        update(SignIn).where(SignIn.ended_at.is_(None)).values(ended_at=now, ended_because="restored")
    )
    session.execute(
        update(OneTimeLink)
        .where(OneTimeLink.used_at.is_(None), OneTimeLink.runs_out_at > now)
        .values(runs_out_at=now)
    )
