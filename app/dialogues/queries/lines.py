"""Series and their lines of meetings."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, case, exists, false, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload, selectinload

from app import clock
from app.access.actor import Actor
from app.db import Numbers, among
from app.dialogues.facts import End
from app.dialogues.models import Consent, Dialogue, Participant, Post, Series, Side, State
from app.dialogues.queries.whose import DIALOGUES_AS_GUEST, SERIES_HELD, WITH_POSTS, standing
from app.dialogues.rules import may_be_guest
from app.organisation.models import Unit
from app.prepared import Filled, Prepared, prepared

LONGEST = timedelta(days=1)
"""No meeting takes longer; the forms see to it."""


class Held(NamedTuple):
    """A series in a list of those one holds a post of."""

    id: int
    pair_kind: str
    ended_on: date | None
    over: End
    rep: End


class Met(NamedTuple):
    """A meeting in a list of series, with the sides that have done their part: shared their pictures, or established."""

    id: int
    series_id: int
    starts_at: datetime
    state: str
    done: frozenset[Side]


def _series_of() -> Select[
    int,
    str,
    date | None,
    int,
    int,
    str,
    int | None,
    str,
    date | None,
    int,
    int,
    str,
    int | None,
    str,
    date | None,
]:
    over, rep, over_unit, rep_unit = aliased(Post), aliased(Post), aliased(Unit), aliased(Unit)
    return (
        select(
            Series.id,
            Series.pair_kind,
            Series.ended_on,
            *(over.id, over.unit_id, over.kind, over.person_id, over_unit.name, over_unit.valid_to),
            *(rep.id, rep.unit_id, rep.kind, rep.person_id, rep_unit.name, rep_unit.valid_to),
        )
        .join(over, over.id == Series.over_post_id)
        .join(over_unit, over_unit.id == over.unit_id)
        .join(rep, rep.id == Series.rep_post_id)
        .join(rep_unit, rep_unit.id == rep.unit_id)
        .where(Series.id.in_(SERIES_HELD))
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


_SERIES_IDS = among(Dialogue.series_id, bindparam("series_ids", type_=Numbers))


def _done(side: Side) -> ColumnElement[bool]:
    """Give the condition that a side has done what the state of a meeting asks of it, and waits for the other or the day."""
    shared = exists().where(
        Participant.dialogue_id == Dialogue.id,
        Participant.side == side,
        Participant.shared_at.is_not(None),
    )
    # What a change makes fall is taken away with it. What was changed past that, the page of the whole tells of (`standing`).
    established = exists().where(Consent.dialogue_id == Dialogue.id, Consent.side == side)
    return case(
        (Dialogue.state == State.ESTABLISHING, established.correlate(Dialogue)),
        (Dialogue.state == State.HELD, false()),
        else_=shared.correlate(Dialogue),
    )


def _next_and_last() -> Select[int, int, datetime, str, bool, bool]:
    latest = (
        select(func.max(Dialogue.starts_at), Dialogue.series_id)
        .where(_SERIES_IDS, Dialogue.state == State.ESTABLISHED)
        .group_by(Dialogue.series_id)
        .subquery()
    )
    over, rep = (_done(side) for side in (Side.OVER, Side.REP))
    return (
        select(Dialogue.id, Dialogue.series_id, Dialogue.starts_at, Dialogue.state, over, rep)
        .outerjoin(latest, latest.c.series_id == Dialogue.series_id)
        .where(
            _SERIES_IDS,
            or_(
                Dialogue.state.in_([State.PLANNED, State.PREPARING, State.HELD, State.ESTABLISHING]),
                and_(Dialogue.state == State.ESTABLISHED, Dialogue.starts_at == latest.c[0]),
            ),
        )
        .order_by(Dialogue.starts_at, Dialogue.id)
    )


_NEXT_AND_LAST = Prepared(_next_and_last)
_DONE = {
    (by_over, by_rep): frozenset(side for side, yes in ((Side.OVER, by_over), (Side.REP, by_rep)) if yes)
    for by_over in (False, True)
    for by_rep in (False, True)
}


def series_of(session: Session, actor: Actor) -> list[Held]:
    """Give the series in which `actor` holds one of the posts now, running ones first."""
    return [
        Held(row[0], row[1], row[2], End(*row[3:9]), End(*row[9:15]))
        for row in _of_actor(actor, clock.today()).rows(session)
    ]


@prepared
def _of_actor(actor: Actor, _today: date) -> Filled:
    return Filled(_series_of(), standing(actor))


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


def next_and_last(session: Session, series_ids: list[int]) -> list[Met]:
    """Give, per series, the unfinished meetings and the latest established one, by time.

    That is what an overview of pairs needs; one statement.
    """
    rows = _NEXT_AND_LAST.rows(session, series_ids=series_ids)
    return [Met._make([*row[:4], _DONE[bool(row[4]), bool(row[5])]]) for row in rows]


def guest_meetings(session: Session, actor: Actor) -> list[Dialogue]:
    """Give the dialogues the actor is invited to by both, newest first."""
    if not may_be_guest(actor):
        return []
    return list(session.scalars(_AS_GUEST, standing(actor)))


def last_meetings(session: Session, series_id: int, most: int) -> list[Dialogue]:
    """List the latest meetings of a series that were not called off, newest first."""
    return list(
        session.scalars(
            select(Dialogue)
            .where(Dialogue.series_id == series_id, Dialogue.state != State.CANCELLED)
            .order_by(Dialogue.starts_at.desc(), Dialogue.id.desc())
            .limit(most)
        )
    )


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
