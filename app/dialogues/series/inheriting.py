"""A line of meetings whose both units are no more goes on between those that took over, as one who held a post of it wants.

Where one unit is no more, whoever is left carries the line over (`carrying`). Where both are, nobody holds either post and nobody
reads the line. Who held one of the posts on the last day of its unit, and now leads what took over from that, takes it along
(ADR 0068). A talk with an employee is taken along only by the same two, to the unit where both are now.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, case, exists, or_, select, union
from sqlalchemy.orm import Session, aliased

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.dialogues import rules
from app.dialogues.errors import NotAllowedNow
from app.dialogues.facts import End
from app.dialogues.models import PairKind, Post, PostKind, Series, Side
from app.dialogues.queries.whose import ACTOR, WITH_POSTS, becomes, listed, standing
from app.dialogues.series.carrying import go_on_between
from app.dialogues.series.ending import Between, between_heirs
from app.organisation.models import Ancestry, Appointment, Succession, Unit, in_force

_TODAY = bindparam("today", type_=Date)
_OVER, _REP = aliased(Post), aliased(Post)
_OVER_UNIT, _REP_UNIT = aliased(Unit), aliased(Unit)


@dataclass(frozen=True, slots=True)
class Inherited:
    """A line one can take along, and the units of today it can go on between."""

    series: Series
    ways: Sequence[Between]


class LeftToOthers(NamedTuple):
    """A line that waits for whoever is left in it: what its two units were called, and which of them is still there."""

    over: str
    rep: str
    stays: str


def inherited(session: Session, actor: Actor) -> list[Inherited]:
    """Give the lines the actor can take along; one statement where there is none, as many for few as for many otherwise."""
    # Numbers only: on nearly every page there is none, and reading lines with their posts takes longer than finding them.
    rows = session.execute(_LEFT, {"actor_id": actor.person_id, "today": clock.today()}).all()
    if not rows:
        return []
    mine = {
        number: {side for side, held in ((Side.OVER, over), (Side.REP, rep)) if held}
        for number, over, rep in rows
    }
    wanted = select(Series).where(Series.id.in_(list(mine))).options(*WITH_POSTS).order_by(Series.id)
    lines = {one.id: one for one in session.scalars(wanted)}
    ways = _ways(session, list(lines.values()))
    leads = {one.id: _leads(one, mine[one.id], actor) for one in lines.values()}
    found = [
        Inherited(series, [way for way in ways.get(number, ()) if leads[number](way)])
        for number, series in lines.items()
    ]
    return [one for one in found if one.ways]


def left_to_others(session: Session, actor: Actor) -> list[LeftToOthers]:
    """Give the lines the actor held a post of until its unit was no more, which whoever is left in them can carry over.

    Only where the actor leads what that unit became; one statement, however many there are.
    """
    return [LeftToOthers(*row) for row in session.execute(_OTHERS_TURN, standing(actor))]


def take_along(
    session: Session, *, actor: Actor, series_id: int, over_unit_id: int, rep_unit_id: int
) -> bool | None:
    """Let a line go on between two units of today; None where the line is not the actor's to take along.

    Tells whether it goes on, as `carrying.carry_over`. Raises `NotAllowedNow` for other units than those that took over.
    """
    # Whoever comes second waits, and finds that it is done.
    session.execute(select(Series.id).where(Series.id == series_id).with_for_update())
    line = next((one for one in inherited(session, actor) if one.series.id == series_id), None)
    if line is None:
        return None
    ends = {Side.OVER: over_unit_id, Side.REP: rep_unit_id}
    if ends not in [{Side.OVER: way.over.id, Side.REP: way.rep.id} for way in line.ways]:
        raise NotAllowedNow("takes_nothing_over")
    return go_on_between(session, actor_id=actor.person_id, series=line.series, ends=ends)


def _held_to_the_end(person: Any) -> Select[int]:
    """Select the posts a person held on the last day of their units; the twin of `rules.holds` for that day.

    It goes from the person's appointments: how many lines there are besides costs nothing.
    """
    held, post, unit = aliased(Appointment), aliased(Post), aliased(Unit)
    return (
        select(post.id)
        .join(unit, unit.id == post.unit_id)
        .join(held, held.unit_id == unit.id)
        .where(
            held.person_id == person,
            unit.valid_to <= _TODAY,
            held.valid_from < unit.valid_to,
            or_(held.valid_to.is_(None), held.valid_to >= unit.valid_to),
            or_(
                and_(post.kind == PostKind.MANAGER, held.role == Role.MANAGER),
                and_(
                    post.kind == PostKind.PRESIDIUM,
                    held.role == Role.POLITICIAN,
                    held.duty.in_(sorted(rules.PRESIDING)),
                ),
                and_(
                    post.kind == PostKind.EMPLOYEE,
                    held.role == Role.EMPLOYEE,
                    post.person_id == held.person_id,
                ),
            ),
        )
    )


def _left_without_anybody() -> Select[int, bool, bool]:
    """Select the lines both of whose units are no more, with whether the actor held the one post to the end, and the other."""
    over, rep = (column.in_(_held_to_the_end(ACTOR)) for column in (Series.over_post_id, Series.rep_post_id))
    theirs = union(select(Series.id).where(over), select(Series.id).where(rep)).subquery()
    return (
        select(Series.id, over, rep)
        .join(_OVER, _OVER.id == Series.over_post_id)
        .join(_REP, _REP.id == Series.rep_post_id)
        .join(_OVER_UNIT, _OVER_UNIT.id == _OVER.unit_id)
        .join(_REP_UNIT, _REP_UNIT.id == _REP.unit_id)
        .where(
            Series.id.in_(select(theirs.c[0])),
            _OVER_UNIT.valid_to <= _TODAY,
            _REP_UNIT.valid_to <= _TODAY,
        )
    )


_LEFT = _left_without_anybody()


def _left_to_others() -> Select[str, str, str]:
    """Select the lines the actor held one post of to the end of its unit, where the other one's unit is still there."""

    def left(mine: type[Post], stays: type[Unit], end: Any, other: Any) -> ColumnElement[bool]:
        leads = or_(
            and_(mine.kind == PostKind.MANAGER, listed(Succession.to_unit_id, "managed")),
            and_(mine.kind == PostKind.PRESIDIUM, listed(Succession.to_unit_id, "presided")),
        )
        return and_(
            mine.id.in_(_held_to_the_end(ACTOR)),
            or_(stays.valid_to.is_(None), stays.valid_to > _TODAY),
            becomes(mine.unit_id, end, other == stays.id, leads),
        )

    above, below = Ancestry.ancestor_id, Ancestry.descendant_id
    over_gone = left(_OVER, _REP_UNIT, above, below)
    return (
        select(_OVER_UNIT.name, _REP_UNIT.name, case((over_gone, _REP_UNIT.name), else_=_OVER_UNIT.name))
        .select_from(Series)
        .join(_OVER, _OVER.id == Series.over_post_id)
        .join(_REP, _REP.id == Series.rep_post_id)
        .join(_OVER_UNIT, _OVER_UNIT.id == _OVER.unit_id)
        .join(_REP_UNIT, _REP_UNIT.id == _REP.unit_id)
        .where(
            Series.ended_on.is_(None),
            Series.pair_kind != PairKind.EMPLOYEE,
            or_(over_gone, left(_REP, _OVER_UNIT, below, above)),
        )
        .order_by(Series.id)
    )


_OTHERS_TURN = _left_to_others()


def _ways(session: Session, lines: Sequence[Series]) -> dict[int, Sequence[Between]]:
    """Give for each line the units of today it could go on between."""
    talks = [one.id for one in lines if one.pair_kind == PairKind.EMPLOYEE]
    others = [one for one in lines if one.pair_kind != PairKind.EMPLOYEE]
    found: dict[int, Sequence[Between]] = {}
    if others:
        ends = {one.id: (one.over_post.unit_id, one.rep_post.unit_id) for one in others}
        found |= between_heirs(session, ends, clock.today())
    if talks:
        found |= _where_both_are(session, talks, clock.today())
    return found


def _where_both_are(
    session: Session, series_ids: Sequence[int], day: date
) -> Mapping[int, Sequence[Between]]:
    """Give the units in which the two of talks with employees are manager and employee now, whatever came between.

    Not one that has another manager, for whom the one from before only stands in: that one would read the talks too.
    """
    led, works, another = aliased(Appointment), aliased(Appointment), aliased(Appointment)
    has_another = exists().where(
        another.unit_id == led.unit_id,
        another.role == Role.MANAGER,
        another.is_deputy.is_(False),
        another.person_id != led.person_id,
        in_force(another.valid_from, another.valid_to, day),
    )
    wanted = (
        select(Series.id, Unit)
        .join(_OVER, _OVER.id == Series.over_post_id)
        .join(_REP, _REP.id == Series.rep_post_id)
        .join(led, and_(led.role == Role.MANAGER, in_force(led.valid_from, led.valid_to, day)))
        .join(
            works,
            and_(
                works.unit_id == led.unit_id,
                works.role == Role.EMPLOYEE,
                works.person_id == _REP.person_id,
                in_force(works.valid_from, works.valid_to, day),
            ),
        )
        .join(Unit, Unit.id == led.unit_id)
        .where(Series.id.in_(series_ids), _OVER.id.in_(_held_to_the_end(led.person_id)), ~has_another)
        .order_by(Series.id, Unit.name, Unit.id)
        .distinct()
    )
    found: dict[int, list[Between]] = {}
    for series_id, unit in session.execute(wanted, {"today": day}):
        found.setdefault(series_id, []).append(Between(unit, unit))
    return found


def _leads(series: Series, sides: set[Side], actor: Actor) -> Callable[[Between], bool]:
    """Make what tells whether the actor would hold a post of a line, on a side they held before, between two units."""

    def would_hold(way: Between) -> bool:
        return any(rules.holds(end, actor) for end in _ends(series, way, sides))

    return would_hold


def _ends(series: Series, way: Between, sides: set[Side]) -> Iterator[End]:
    posts = {Side.OVER: (series.over_post, way.over), Side.REP: (series.rep_post, way.rep)}
    for side in sides:
        post, unit = posts[side]
        yield End(0, unit.id, post.kind, post.person_id, unit.name)
