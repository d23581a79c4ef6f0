"""Series and their lines of meetings."""

from datetime import datetime, timedelta

from sqlalchemy import Integer, and_, bindparam, exists, func, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.actor import Actor
from app.dialogues.models import Dialogue, Participant, Series, Side, State
from app.dialogues.queries.whose import DIALOGUES_AS_GUEST, SERIES_HELD, WITH_POSTS, standing

LONGEST = timedelta(days=1)
"""No meeting takes longer; the forms see to it."""

_SERIES_OF = (
    select(Series)
    .where(Series.id.in_(SERIES_HELD))
    .options(*WITH_POSTS)
    .order_by(Series.ended_on.is_not(None), Series.id)
)
_ONE = (
    select(Series)
    .where(Series.id == bindparam("series_id", type_=Integer), Series.id.in_(SERIES_HELD))
    .options(*WITH_POSTS, joinedload(Series.template))
)
_ONE_LOCKED = _ONE.with_for_update(of=Series)
_AS_GUEST = (
    select(Dialogue)
    .where(Dialogue.id.in_(DIALOGUES_AS_GUEST))
    .options(joinedload(Dialogue.series).options(*WITH_POSTS))
    .order_by(Dialogue.starts_at.desc(), Dialogue.id)
    .limit(50)
)


def series_of(session: Session, actor: Actor) -> list[Series]:
    """Give the series in which `actor` holds one of the posts now, running ones first."""
    return list(session.scalars(_SERIES_OF, standing(actor)))


def one_series(session: Session, actor: Actor, series_id: int, *, lock: bool = False) -> Series | None:
    """Give a series the actor holds a post of, with its template, or None."""
    asked = {"series_id": series_id} | standing(actor)
    return session.scalars(_ONE_LOCKED if lock else _ONE, asked).one_or_none()


def meetings_of(session: Session, series_ids: list[int]) -> list[Dialogue]:
    """Give all meetings of some series in time order, with who takes part; the line of meetings."""
    return list(
        session.scalars(
            select(Dialogue)
            .where(Dialogue.series_id.in_(series_ids))
            .options(selectinload(Dialogue.participants).joinedload(Participant.person))
            .order_by(Dialogue.starts_at, Dialogue.id)
        )
    )


def next_and_last(session: Session, series_ids: list[int]) -> list[tuple[Dialogue, frozenset[Side]]]:
    """Give, per series, the unfinished meetings and the latest established one, with the sides that have shared.

    That is what an overview of pairs needs; one statement.
    """
    latest = (
        select(func.max(Dialogue.starts_at), Dialogue.series_id)
        .where(Dialogue.series_id.in_(series_ids), Dialogue.state == State.ESTABLISHED)
        .group_by(Dialogue.series_id)
        .subquery()
    )
    over, rep = (
        exists()
        .where(
            Participant.dialogue_id == Dialogue.id,
            Participant.side == side,
            Participant.shared_at.is_not(None),
        )
        .correlate(Dialogue)
        for side in (Side.OVER, Side.REP)
    )
    rows = session.execute(
        select(Dialogue, over, rep)
        .outerjoin(latest, latest.c.series_id == Dialogue.series_id)
        .where(
            Dialogue.series_id.in_(series_ids),
            or_(
                Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]),
                and_(Dialogue.state == State.ESTABLISHED, Dialogue.starts_at == latest.c[0]),
            ),
        )
        .order_by(Dialogue.starts_at, Dialogue.id)
    )
    return [
        (dialogue, frozenset(side for side, yes in ((Side.OVER, by_over), (Side.REP, by_rep)) if yes))
        for dialogue, by_over, by_rep in rows
    ]


def guest_meetings(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the dialogues the actor is invited to by both, newest first."""
    return list(session.scalars(_AS_GUEST, standing(actor)))


def last_meeting(session: Session, series_id: int) -> Dialogue | None:
    """Give the latest meeting of a series that was not called off."""
    return session.scalars(
        select(Dialogue)
        .where(Dialogue.series_id == series_id, Dialogue.state != State.CANCELLED)
        .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
        .limit(1)
    ).first()


def meeting_in_the_way(
    session: Session, series_id: int, starts_at: datetime, minutes: int, *, but: int | None = None
) -> Dialogue | None:
    """Give the first meeting the two of a series have in the time of another; one that begins as this ends is none."""
    ends_at = starts_at + timedelta(minutes=minutes)
    near = session.scalars(
        select(Dialogue)
        .where(
            Dialogue.series_id == series_id,
            Dialogue.state != State.CANCELLED,
            Dialogue.starts_at < ends_at,
            Dialogue.starts_at > starts_at - LONGEST,
        )
        .order_by(Dialogue.starts_at, Dialogue.id)
    )
    return next(
        (one for one in near if one.id != but and one.starts_at + timedelta(minutes=one.minutes) > starts_at),
        None,
    )


def meets_already(
    session: Session, series_id: int, starts_at: datetime, minutes: int, *, but: int | None = None
) -> bool:
    """Tell whether the two of a series have a meeting in the time of another (see `meeting_in_the_way`)."""
    return meeting_in_the_way(session, series_id, starts_at, minutes, but=but) is not None


def meetings_not_cancelled(session: Session, series_id: int) -> list[Dialogue]:
    """Give the meetings of a series but those called off, the latest first; on their own, without who takes part."""
    return list(
        session.scalars(
            select(Dialogue)
            .where(Dialogue.series_id == series_id, Dialogue.state != State.CANCELLED)
            .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
        )
    )
