"""Whether a line of meetings reaches past the end of one of its units: what then becomes of a meeting, or of a promise.

A unit may be planned to end on a day ahead. Its post is then no more, and nobody holds it. Where a unit takes over with which
the line can go on (`carrying`), a meeting after that day can still be held, by whoever leads that unit; where none does, nobody
could come to it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from app import clock
from app.dialogues.errors import NotAllowedNow
from app.dialogues.models import PairKind, Series, Side
from app.dialogues.queries.whose import WITH_POSTS
from app.organisation.models import Ancestry, Unit, in_force
from app.organisation.succeeding import heirs_of


@dataclass(frozen=True, slots=True)
class Ending:
    """The sides of a line whose unit is no more on a day, what that was called, its last day, and with whom the line goes on."""

    sides: frozenset[Side]
    unit_name: str
    last_day: date
    heirs: Sequence[Unit]

    @property
    def both(self) -> bool:
        """Tell whether both units are no more: then one who held a post of theirs takes the line along (`inheriting`)."""
        return len(self.sides) > 1

    @property
    def has_come(self) -> bool:
        """Tell whether the unit is no more already."""
        return self.last_day < clock.today()

    def leaves(self, who: str) -> bool:
        """Tell whether nobody is left who could keep what `who` (a side, or both) promises for after that day."""
        return not self.heirs and ({Side.OVER, Side.REP} if who == "both" else {who}) <= self.sides


def ending_by(session: Session, series: Series, day: date) -> Ending | None:
    """Tell which end of a line is no more on a day; None where both are there. No statement while no unit is to end."""
    posts = {Side.OVER: series.over_post, Side.REP: series.rep_post}
    ends = {side: post.unit.valid_to for side, post in posts.items() if post.unit.valid_to is not None}
    gone = {side: end for side, end in ends.items() if end <= day}
    if not gone:
        return None
    side = min(gone, key=lambda one: gone[one])
    heirs: Sequence[Unit] = ()
    if series.pair_kind != PairKind.EMPLOYEE:
        heirs = (
            _both_heirs(session, series, day)
            if len(gone) > 1
            else heirs_for(
                session, gone=posts[side].unit_id, other=posts[side.other].unit_id, side=side, day=day
            )
        )
    return Ending(frozenset(gone), posts[side].unit.name, gone[side] - timedelta(days=1), heirs)


def _both_heirs(session: Session, series: Series, day: date) -> Sequence[Unit]:
    """Give the units, above and below, between which a line both of whose units are no more can go on."""
    units_of = {series.id: (series.over_post.unit_id, series.rep_post.unit_id)}
    ways = between_heirs(session, units_of, day)[series.id]
    return list({unit.id: unit for way in ways for unit in way}.values())


def heirs_for(session: Session, *, gone: int, other: int, side: Side, day: date) -> Sequence[Unit]:
    """Give those that by a day have taken over from a unit and then stand above, or below, the one at the other end."""
    found = heirs_of(session, [gone], day)[gone]
    ends = {Side.OVER: Ancestry.ancestor_id, Side.REP: Ancestry.descendant_id}
    return session.scalars(
        select(Unit)
        .join(Ancestry, ends[side] == Unit.id)
        .where(
            Unit.id.in_(sorted(found)),
            ends[side.other] == other,
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .order_by(Unit.name, Unit.id)
    ).all()


class Between(NamedTuple):
    """Two units, one above the other, that a line could go on between."""

    over: Unit
    rep: Unit


def between_heirs(
    session: Session, ends: Mapping[int, tuple[int, int]], day: date
) -> dict[int, Sequence[Between]]:
    """Give for lines with both units (above, below) no more by a day those that have taken over, one under the other."""
    heirs = heirs_of(session, {unit for pair in ends.values() for unit in pair}, day)
    over, rep = aliased(Unit), aliased(Unit)
    rows = session.execute(
        select(over, rep)
        .join(Ancestry, Ancestry.ancestor_id == over.id)
        .join(rep, rep.id == Ancestry.descendant_id)
        .where(
            over.id.in_(sorted({one for above, _ in ends.values() for one in heirs[above]})),
            rep.id.in_(sorted({one for _, below in ends.values() for one in heirs[below]})),
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, day),
        )
        .order_by(over.name, over.id, rep.name, rep.id)
    ).all()
    return {
        line: [
            Between(one, other) for one, other in rows if one.id in heirs[above] and other.id in heirs[below]
        ]
        for line, (above, below) in ends.items()
    }


def end_ahead(session: Session, series: Series) -> Ending | None:
    """Tell how a line ends where one of its units is to end on a day ahead; None where none is."""
    today = clock.today()
    ends = [post.unit.valid_to for post in (series.over_post, series.rep_post)]
    ahead = [end for end in ends if end is not None and end > today]
    return ending_by(session, series, min(ahead)) if ahead else None


def swedish_day(moment: datetime) -> date:
    """Give the Swedish day of a moment."""
    return moment.astimezone(clock.STOCKHOLM).date()


def refuse_after_the_end(session: Session, series_id: int, starts_at: datetime) -> None:
    """Raise `NotAllowedNow` for a meeting on a day when a unit of its line is no more and none takes over."""
    series = session.scalars(select(Series).where(Series.id == series_id).options(*WITH_POSTS)).one()
    ending = ending_by(session, series, swedish_day(starts_at))
    if ending is not None and not ending.heirs:
        raise NotAllowedNow("nobody_left_then")
