"""Empties the outbox. This module owns its transactions: each mail is claimed, sent with none open, and marked.

Between sending and marking a worker may die. Then the claim runs out and another sends the mail again, under the same
Message-ID: a mail may come twice, it is never lost.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.clock import STOCKHOLM
from app.notifications.letters import BadAddress, message
from app.notifications.links import NEVER_AGAIN, STALE, Link, Overtaken, links
from app.notifications.models import MailState, Notice, Outgoing, Pace
from app.notifications.services import MAIL_OF_DAY, put_in_outbox
from app.notifications.transport import Fault, NotSent, Sender, Transport

BACK_OFF = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)
"""How long to wait after each attempt; the one after the last wait is the last."""

MOST_ATTEMPTS = len(BACK_OFF) + 1

IN_HAND = timedelta(minutes=10)
"""How long a worker may have a mail: longer than any server is waited for."""

TOO_OLD = timedelta(days=7)
"""What nobody could send for so long is news no more; it is given up, visibly."""

SENT_KEPT, GIVEN_UP_KEPT, READ_KEPT = timedelta(days=30), timedelta(days=180), timedelta(days=180)
"""How long the outbox remembers, and how long a notice that was read is kept."""

DAY_BEGINS = (6, 30)
"""When the day's summary is made, Swedish time."""


@dataclass(slots=True)
class Delivered:
    """How a run went."""

    sent: int = 0
    later: int = 0
    given_up: int = 0


def deliver(
    session: Session, *, transport: Transport, sender: Sender, base_url: str, limit: int | None = None
) -> Delivered:
    """Send what waits, at most `limit` mails; stops when the server as a whole does not answer. Commits each."""
    done = Delivered()
    with transport:
        while limit is None or done.sent + done.later + done.given_up < limit:
            claimed = claim(session)
            if claimed is None:
                break
            try:
                transport.send(_written(session, claimed, sender, base_url))
            except NotSent as problem:
                if _mark_unsent(session, claimed, problem):
                    done.given_up += 1
                else:
                    done.later += 1
                if problem.server:
                    break
            else:
                _mark(
                    session, claimed, state=MailState.SENT, sent_at=clock.now(), fault=None, last_error=None
                )
                done.sent += 1
    return done


@dataclass(frozen=True, slots=True)
class Claimed:
    """A mail in this worker's hand."""

    outgoing_id: int
    claim: str
    attempts: int


def claim(session: Session) -> Claimed | None:
    """Take the mail that has waited longest and that no other worker has in hand; commits.

    One statement on both databases: PostgreSQL skips rows that others hold, SQLite has one writer at a time.
    """
    at = clock.now()
    next_one = (
        select(Outgoing.id)
        .where(
            Outgoing.state == MailState.WAITING,
            Outgoing.not_before <= at,
            or_(Outgoing.claimed_until.is_(None), Outgoing.claimed_until <= at),
        )
        .order_by(Outgoing.not_before, Outgoing.id)
        .limit(1)
        .with_for_update(skip_locked=True)
        .scalar_subquery()
    )
    token = secrets.token_hex(16)
    row = session.execute(
        update(Outgoing)
        .where(Outgoing.id == next_one)
        .values(claim=token, claimed_until=at + IN_HAND, attempts=Outgoing.attempts + 1)
        .returning(Outgoing.id, Outgoing.attempts)
        .execution_options(synchronize_session=False)
    ).one_or_none()
    session.commit()
    return Claimed(row.id, token, row.attempts) if row else None


def _written(session: Session, claimed: Claimed, sender: Sender, base_url: str) -> EmailMessage:
    """Make the mail and end the transaction before it is sent."""
    outgoing = session.scalars(
        select(Outgoing)
        .where(Outgoing.id == claimed.outgoing_id)
        .options(joinedload(Outgoing.person), selectinload(Outgoing.notices))
        .execution_options(populate_existing=True)
    ).one()
    try:
        if claimed.attempts > MOST_ATTEMPTS:
            raise NotSent(Fault.INTERRUPTED, "", final=True)
        if outgoing.person.closed_on is not None and outgoing.person.closed_on <= clock.today():
            raise NotSent(Fault.CLOSED, "", final=True)
        link = _link(session, outgoing)
        mail = message(outgoing, sender=sender, base_url=base_url, link=link)
        # A link is in force before its mail can arrive.
        session.commit()
        return mail
    except BadAddress as problem:
        raise NotSent(Fault.NO_ADDRESS, str(problem), final=True) from problem
    finally:
        session.rollback()


def _link(session: Session, outgoing: Outgoing) -> Link | None:
    """Make the one-time link of a mail that has one."""
    make = links.maker(outgoing.kind)
    if make is None:
        return None
    if outgoing.kind in NEVER_AGAIN and outgoing.created_at < clock.now() - STALE:
        raise NotSent(Fault.TOO_OLD, "", final=True)
    try:
        link = make(session, outgoing.person_id)
    except Overtaken as overtaken:
        raise NotSent(Fault.TOO_OLD, "", final=True) from overtaken
    if link is None:
        raise NotSent(Fault.CLOSED, "", final=True)
    return link


def _mark_unsent(session: Session, claimed: Claimed, problem: NotSent) -> bool:
    """Note what went wrong and when to try again; tells whether the mail was given up."""
    given_up = problem.final or claimed.attempts >= MOST_ATTEMPTS
    wait = timedelta() if given_up else BACK_OFF[claimed.attempts - 1]
    _mark(
        session,
        claimed,
        state=MailState.GIVEN_UP if given_up else MailState.WAITING,
        not_before=clock.now() + wait,
        fault=problem.fault,
        last_error=" ".join(problem.detail.split())[:500],
    )
    return given_up


def _mark(session: Session, claimed: Claimed, **values: object) -> None:
    # Only what is still in this worker's hand: who was so slow that another took over says nothing any more.
    session.execute(
        update(Outgoing)
        .where(Outgoing.id == claimed.outgoing_id, Outgoing.claim == claimed.claim)
        .values(claim=None, claimed_until=None, **values)
        .execution_options(synchronize_session=False)
    )
    session.commit()


def make_days(session: Session) -> int:
    """Put the day's summary into the outbox for everybody who wants one and has something unread; commits each."""
    until = day_began(clock.now())
    waiting = (Notice.pace == Pace.DAILY, Notice.created_at < until, Notice.read_at.is_(None))
    people = session.scalars(
        select(Notice.person_id).where(*waiting).distinct().order_by(Notice.person_id)
    ).all()
    session.rollback()
    made = 0
    for person_id in people:
        outgoing = put_in_outbox(session, person_id=person_id, kind=MAIL_OF_DAY)
        taken = session.execute(
            update(Notice)
            .where(Notice.person_id == person_id, *waiting)
            .values(outgoing_id=outgoing.id, pace=Pace.NONE)
            .execution_options(synchronize_session=False)
        )
        if taken.rowcount:  # type: ignore[attr-defined]
            session.commit()
            made += 1
        else:
            # Another worker was first.
            session.rollback()
    return made


def day_began(moment: datetime) -> datetime:
    """Give the last time the day's summary was to be made, up to `moment`."""
    here = moment.astimezone(STOCKHOLM)
    today = clock.from_stockholm(here.date(), *DAY_BEGINS)
    return today if today <= moment else clock.from_stockholm(here.date() - timedelta(days=1), *DAY_BEGINS)


def give_up_old(session: Session) -> int:
    """Give up what could not even be tried for a week, such as before mail was set up. Commits."""
    found = session.execute(
        update(Outgoing)
        .where(
            Outgoing.state == MailState.WAITING,
            Outgoing.attempts == 0,
            Outgoing.not_before < clock.now() - TOO_OLD,
        )
        .values(state=MailState.GIVEN_UP, fault=Fault.TOO_OLD)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return int(found.rowcount)  # type: ignore[attr-defined]


def tidy(session: Session) -> int:
    """Remove mails long since sent or given up, and notices read long ago; gives how many went. Commits."""
    now = clock.now()
    mails = session.execute(
        delete(Outgoing)
        .where(
            or_(
                (Outgoing.state == MailState.SENT) & (Outgoing.sent_at < now - SENT_KEPT),
                (Outgoing.state == MailState.GIVEN_UP) & (Outgoing.created_at < now - GIVEN_UP_KEPT),
            ),
        )
        .execution_options(synchronize_session=False)
    )
    notices = session.execute(
        delete(Notice).where(Notice.read_at < now - READ_KEPT).execution_options(synchronize_session=False)
    )
    session.commit()
    return int(mails.rowcount) + int(notices.rowcount)  # type: ignore[attr-defined]


def waiting_count(session: Session) -> int:
    """Tell how many mails wait, for the command's last line."""
    return session.scalar(select(func.count(Outgoing.id)).where(Outgoing.state == MailState.WAITING)) or 0
