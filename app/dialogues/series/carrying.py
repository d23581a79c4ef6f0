"""A line of meetings whose one unit is no more goes on with a unit that took over from it, as who is left in it wants.

The line itself is carried over, so that all that follows from its posts follows: what is established is read by whoever leads
the unit that took over, with what was raised and the answers to it, and what is open between the two goes on. Records keep the
names of their day. A talk with an employee is not carried over: it is begun anew, by the two it then concerns.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app import clock
from app.dialogues.errors import NotAllowedNow
from app.dialogues.models import Agreement, Dialogue, PairKind, Post, Series, Side, State
from app.dialogues.queries.agreed import TO_BE_DONE
from app.dialogues.series.beginning import post_for
from app.dialogues.series.ending import heirs_for
from app.dialogues.series.services import touch_record
from app.organisation.models import Unit
from app.passages.carrying import carry_over as carry_what_was_raised
from app.passages.carrying import raised_in
from app.records.services import record
from app.search.models import SearchText


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """The side of a line whose unit is no more, what that was called, and the units the line can go on with."""

    side: Side
    unit_name: str
    heirs: Sequence[Unit]


def left_behind(session: Session, series: Series) -> LeftBehind | None:
    """Tell which end of a line is at a unit that is no more; None where both are there, or neither."""
    posts = {Side.OVER: series.over_post, Side.REP: series.rep_post}
    gone = [side for side, post in posts.items() if _is_gone(post.unit)]
    if len(gone) != 1:
        return None
    side = gone[0]
    offered: Sequence[Unit] = ()
    if series.pair_kind != PairKind.EMPLOYEE:
        offered = heirs_for(
            session,
            gone=posts[side].unit_id,
            other=posts[side.other].unit_id,
            side=side,
            day=clock.today(),
        )
    return LeftBehind(side, posts[side].unit.name, offered)


def _is_gone(unit: Unit) -> bool:
    return unit.valid_to is not None and unit.valid_to <= clock.today()


def carry_over(session: Session, *, actor_id: int, series: Series, unit_id: int) -> bool:
    """Let a line go on with a unit that took over; where those two have a line of their own, this one stands beside it, ended.

    What they established that they would do, and is still open, then comes along to the meetings of that one.
    Tells whether it goes on. Raises `NotAllowedNow` when that unit did not take over from one that is no more.
    """
    left = left_behind(session, series)
    if left is None or unit_id not in {unit.id for unit in left.heirs}:
        raise NotAllowedNow("takes_nothing_over")
    ends = {Side.OVER: series.over_post.unit_id, Side.REP: series.rep_post.unit_id} | {left.side: unit_id}
    return go_on_between(session, actor_id=actor_id, series=series, ends=ends)


def go_on_between(session: Session, *, actor_id: int, series: Series, ends: Mapping[Side, int]) -> bool:
    """Let a line go on between two units, one or both of which took over from its own; tells whether it goes on."""
    before = _facts(series)
    # All that changes is held before the turn of the history is taken, in the order of all writers.
    meetings = _being_written(session, series)
    _hold_what_is_promised(session, series)
    passages = raised_in(session, "dialogue", select(Dialogue.id).where(Dialogue.series_id == series.id))
    beside = _move(session, series, ends)
    agreements = _bring_along(session, series, beside)
    session.flush()
    for side in Side:
        _find_where_it_is_now(session, series, side)
    for dialogue in meetings:
        touch_record(session, dialogue, actor_id=actor_id)
    record(
        session,
        actor_id=actor_id,
        action="carry_over_series",
        kind="series",
        object_id=series.id,
        before=before,
        after=_facts(series),
    )
    for agreement in agreements:
        _record_moved(session, actor_id, agreement, series)
    carry_what_was_raised(
        session, passages, over_unit_id=ends[Side.OVER], rep_unit_id=ends[Side.REP], actor_id=actor_id
    )
    return beside is None


def _move(session: Session, series: Series, ends: Mapping[Side, int]) -> int | None:
    """Set the line's posts at units; end it where those two have another that is running, and give that."""
    for side, post in ((Side.OVER, series.over_post), (Side.REP, series.rep_post)):
        if post.unit_id == ends[side]:
            continue
        now = post_for(session, unit_id=ends[side], kind=post.kind, person_id=post.person_id)
        if side is Side.OVER:
            series.over_post_id = now.id
        else:
            series.rep_post_id = now.id
    beside = _running_beside(session, series) if series.ended_on is None else None
    if beside is not None:
        series.ended_on = clock.today()
    return beside


def _facts(series: Series) -> dict[str, object]:
    return {
        "over_post": series.over_post_id,
        "rep_post": series.rep_post_id,
        "ended_on": series.ended_on,
    }


def _running_beside(session: Session, series: Series) -> int | None:
    found = session.scalars(
        select(Series.id)
        .where(
            Series.id != series.id,
            Series.over_post_id == series.over_post_id,
            Series.rep_post_id == series.rep_post_id,
            Series.ended_on.is_(None),
        )
        .order_by(Series.id)
    )
    return found.first()


def _being_written(session: Session, series: Series) -> Sequence[Dialogue]:
    """Give the meetings whose record is being written: it names the two units, so what was given for it no longer stands."""
    wanted = (
        select(Dialogue)
        .where(Dialogue.series_id == series.id, Dialogue.state.in_([State.HELD, State.ESTABLISHING]))
        .order_by(Dialogue.id)
        .with_for_update()
    )
    return session.scalars(wanted).all()


def _hold_what_is_promised(session: Session, series: Series) -> None:
    session.execute(
        select(Agreement.id).where(Agreement.series_id == series.id).order_by(Agreement.id).with_for_update()
    )


def _bring_along(
    session: Session, series: Series, beside: int | None, *, only: int | None = None
) -> Sequence[Agreement]:
    """Let what was established and is still to be done go on in the line those two have already; `only` names one meeting.

    What is part of a record being written stays with its meeting until it is established.
    """
    if beside is None:
        return ()
    wanted = (
        select(Agreement)
        .join(Dialogue, Dialogue.id == Agreement.dialogue_id)
        .where(
            Agreement.series_id == series.id,
            TO_BE_DONE,
            Dialogue.state == State.ESTABLISHED,
            *([Agreement.dialogue_id == only] if only is not None else []),
        )
        .order_by(Agreement.id)
        .with_for_update(of=Agreement)
    )
    found = session.scalars(wanted).all()
    for agreement in found:
        agreement.series_id = beside
    return found


def bring_along_from(session: Session, dialogue: Dialogue) -> None:
    """Let what was established last in a line that has ended beside another of the same two go on in that one, too."""
    series = session.get_one(Series, dialogue.series_id)
    beside = _running_beside(session, series) if series.ended_on is not None else None
    agreements = _bring_along(session, series, beside, only=dialogue.id)
    session.flush()
    for agreement in agreements:
        _record_moved(session, None, agreement, series)


def bring_along_to(session: Session, series: Series, *, actor_id: int) -> None:
    """Let what is still to be done from lines of the same two that have ended come along to the one they begin after them."""
    ended = session.scalars(
        select(Series)
        .where(
            Series.over_post_id == series.over_post_id,
            Series.rep_post_id == series.rep_post_id,
            Series.ended_on.is_not(None),
        )
        .order_by(Series.id)
    ).all()
    moved = [(one, agreement) for one in ended for agreement in _bring_along(session, one, series.id)]
    session.flush()
    for one, agreement in moved:
        _record_moved(session, actor_id, agreement, one)


def _record_moved(session: Session, actor_id: int | None, agreement: Agreement, series: Series) -> None:
    record(
        session,
        actor_id=actor_id,
        action="carry_over_agreement",
        kind="agreement",
        object_id=agreement.id,
        before={"series": series.id},
        after={"series": agreement.series_id},
    )


def _find_where_it_is_now(session: Session, series: Series, side: Side) -> None:
    """The index keeps with each text which units it stands at."""
    column = SearchText.over_unit_id if side is Side.OVER else SearchText.rep_unit_id
    post_id = series.over_post_id if side is Side.OVER else series.rep_post_id
    unit_id = select(Post.unit_id).where(Post.id == post_id).scalar_subquery()
    session.execute(
        update(SearchText)
        .where(
            SearchText.owner == "dialogue",
            SearchText.owner_id.in_(select(Dialogue.id).where(Dialogue.series_id == series.id)),
        )
        .values({column: unit_id})
        .execution_options(synchronize_session=False)
    )
