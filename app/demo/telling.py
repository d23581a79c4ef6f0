"""What people have been told by the day the demo is loaded: most of it read, most mail sent, and some that went wrong."""

from datetime import timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from app import clock
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.models import MailState, Notice, Outgoing, Pace
from app.notifications.services import choose
from app.notifications.transport import Fault

STILL_NEW = timedelta(days=10)
"""What is older than this everybody has read."""

AT_MOST_NEW = 4
"""Unread notices a person comes back to."""

KEPT = timedelta(days=30)
"""Sent mail older than this has been tidied away."""


def catch_up(session: Session, *, likes_mornings: list[int]) -> None:
    """Bring notices and outbox to where a lived-in municipality has them; `likes_mornings` want one mail a day."""
    for person_id in likes_mornings:
        choose(session, person_id=person_id, paces={Kind.SHARED: Pace.DAILY, Kind.CHANGE: Pace.DAILY})
    due.tell(session, clock.now())
    _read(session)
    _send(session)
    session.flush()


def _read(session: Session) -> None:
    now = clock.now()
    place = func.row_number().over(
        partition_by=Notice.person_id, order_by=(Notice.created_at.desc(), Notice.id.desc())
    )
    placed = select(Notice.id, place.label("place")).subquery()
    older = select(placed.c.id).where(placed.c.place > AT_MOST_NEW)
    session.execute(
        update(Notice)
        .where((Notice.created_at < now - STILL_NEW) | Notice.id.in_(older))
        .values(read_at=Notice.created_at)
        .execution_options(synchronize_session=False)
    )


def _send(session: Session) -> None:
    now = clock.now()
    session.execute(
        delete(Outgoing).where(Outgoing.created_at < now - KEPT).execution_options(synchronize_session=False)
    )
    session.execute(
        update(Outgoing)
        .values(state=MailState.SENT, attempts=1, sent_at=Outgoing.created_at)
        .execution_options(synchronize_session=False)
    )
    newest = session.scalars(select(Outgoing).order_by(Outgoing.id.desc()).limit(3)).all()
    for one, (state, attempts, fault, words) in zip(newest, TROUBLES, strict=False):
        one.state, one.attempts, one.fault, one.last_error = state, attempts, fault, words
        one.sent_at, one.not_before = None, now + timedelta(minutes=30)


TROUBLES = (
    (MailState.GIVEN_UP, 1, Fault.REFUSED, "550 5.1.1 Recipient address rejected: User unknown"),
    (MailState.WAITING, 3, Fault.LATER, "452 4.2.2 The recipient's mailbox is full"),
    (MailState.WAITING, 0, None, None),
)
"""What stands on the administrator's page: given up, to be tried again, and on its way."""
