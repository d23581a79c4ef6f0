"""Reads of notices, choices and the outbox."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, ScalarSelect, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, subqueryload

from app.notifications.kinds import KINDS, Kind
from app.notifications.links import NEVER_AGAIN
from app.notifications.models import MailState, Notice, NoticeChoice, Outgoing, Pace
from app.organisation.models import Person


def unread_of(person_id: InstrumentedAttribute[int]) -> ScalarSelect[int]:
    """Give the number of unread notices as part of a statement that is asked anyway."""
    return (
        select(func.count(Notice.id))
        .where(Notice.person_id == person_id, Notice.read_at.is_(None))
        .correlate_except(Notice)
        .scalar_subquery()
    )


def news(session: Session, *, person_id: int, read: bool, limit: int, offset: int = 0) -> list[Notice]:
    """Give a person's notices, newest first: those not read, or those read."""
    return list(
        session.scalars(
            select(Notice)
            .where(Notice.person_id == person_id, _read(read))
            .order_by(Notice.created_at.desc(), Notice.id.desc())
            .limit(limit)
            .offset(offset)
        )
    )


@dataclass(frozen=True, slots=True)
class Told:
    """How many notices a person has, and up to which one all are there: what comes after stays new."""

    unread: int
    read: int
    up_to: int


def told_so_far(session: Session, *, person_id: int) -> Told:
    """Count a person's notices; one statement."""
    unread, every, up_to = session.execute(
        select(
            func.count(Notice.id).filter(Notice.read_at.is_(None)), func.count(Notice.id), func.max(Notice.id)
        ).where(Notice.person_id == person_id)
    ).one()
    return Told(unread, every - unread, up_to or 0)


def _read(read: bool) -> ColumnElement[bool]:
    return Notice.read_at.is_not(None) if read else Notice.read_at.is_(None)


def own_notice(session: Session, *, person_id: int, notice_id: int) -> Notice | None:
    """Give a notice of a person's own; None when it is somebody else's or gone."""
    return session.scalars(
        select(Notice).where(Notice.id == notice_id, Notice.person_id == person_id)
    ).one_or_none()


@dataclass(frozen=True, slots=True)
class Wishes:
    """Where a person is reached, and how soon about each kind."""

    email: str | None
    paces: dict[Kind, Pace]


def wishes_of(session: Session, person_id: int) -> Wishes:
    """Give how a person wants to be reached, defaults where nothing was chosen; one statement."""
    rows = session.execute(
        select(Person.email, NoticeChoice.kind, NoticeChoice.pace)
        .outerjoin(NoticeChoice, NoticeChoice.person_id == Person.id)
        .where(Person.id == person_id)
    ).all()
    chosen = {kind: Pace(pace) for _, kind, pace in rows if kind is not None}
    return Wishes(
        rows[0].email if rows else None, {kind: chosen.get(kind, about.pace) for kind, about in KINDS.items()}
    )


def counts(session: Session) -> dict[str, int]:
    """Count the outbox by state, and under “troubled” what waits after something went wrong."""
    found = dict.fromkeys((*MailState, "troubled"), 0)
    rows = session.execute(
        select(Outgoing.state, Outgoing.fault.is_not(None), func.count(Outgoing.id)).group_by(
            Outgoing.state, Outgoing.fault.is_not(None)
        )
    )
    for state, faulty, number in rows:
        found[state] += number
        if state == MailState.WAITING and faulty:
            found["troubled"] += number
    return found


def outbox(session: Session, *, state: MailState, page: int, size: int) -> list[Outgoing]:
    """Give one page of the outbox in a state, with receivers and the kinds of notice: newest first, what waits oldest first.

    Two statements, however many there are on the page.
    """
    order = (Outgoing.not_before, Outgoing.id) if state is MailState.WAITING else (Outgoing.id.desc(),)
    return list(
        session.scalars(
            select(Outgoing)
            .where(Outgoing.state == state)
            .options(joinedload(Outgoing.person), subqueryload(Outgoing.notices).load_only(Notice.kind))
            .order_by(*order)
            .limit(size)
            .offset((page - 1) * size)
        )
    )


def one_outgoing(session: Session, outgoing_id: int) -> Outgoing | None:
    """Give a mail that can be sent anew, held until the transaction ends; None when there is none."""
    return session.scalars(
        select(Outgoing)
        .where(
            Outgoing.id == outgoing_id, Outgoing.state != MailState.SENT, Outgoing.kind.not_in(NEVER_AGAIN)
        )
        .with_for_update()
    ).one_or_none()


def given_up(session: Session, limit: int) -> list[Outgoing]:
    """Give what was given up and can be sent anew, oldest first, held until the transaction ends."""
    return list(
        session.scalars(
            select(Outgoing)
            .where(Outgoing.state == MailState.GIVEN_UP, Outgoing.kind.not_in(NEVER_AGAIN))
            .order_by(Outgoing.id)
            .limit(limit)
            .with_for_update()
        )
    )
