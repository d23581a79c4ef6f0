"""Quality on the thread: factors with their indicators, the goals that follow those, and the passages that are about any."""

from collections.abc import Collection, Iterable

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Unit
from app.passages.subjects import Subject
from app.planning.models import FollowedIndicator, Goal, GoalState
from app.planning.queries import Reader, visible
from app.planning.thread.reading import GOAL, reader_of
from app.planning.thread.strands import Node, Strand, Tie, strands
from app.planning.thread.ties import gathered, goals
from app.prepared import prepared
from app.quality.subjects import (
    FACTOR,
    INDICATOR,
    factors_named,
    factors_of,
    indicators_named,
    indicators_of,
)
from app.steering.routes import term
from app.ui.install import capitalised

Ids = Collection[int]
TERMS = {FACTOR: "critical_quality_factor", INDICATOR: "indicator"}


def _nodes(session: Session, subjects: Iterable[Subject]) -> dict[tuple[str, int], Node]:
    known = list(subjects)
    units: dict[int, str] = {}
    if known:
        wanted = sorted({one.unit_id for one in known if one.unit_id is not None})
        rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(wanted)))
        units = {row.id: row.name for row in rows}
    return {
        (one.kind, one.id): Node(
            one.kind,
            one.id,
            one.title,
            capitalised(term(TERMS[one.kind])),
            one.href,
            units.get(one.unit_id or 0, ""),
        )
        for one in known
    }


def factors(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give factors."""
    found = _nodes(session, factors_named(session, actor, ids).values())
    return {number: node for (_, number), node in found.items()}


def indicators(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give indicators."""
    found = _nodes(session, indicators_named(session, actor, ids).values())
    return {number: node for (_, number), node in found.items()}


def factors_of_indicators(session: Session, actor: Actor, ids: Ids) -> dict[int, list[Node]]:
    """Give the factor each indicator is of."""
    above = factors_of(session, actor, ids)
    nodes = _nodes(session, above.values())
    return {number: [nodes[FACTOR, one.id]] for number, one in above.items()}


def indicators_of_factors(session: Session, actor: Actor, ids: Ids) -> dict[int, list[Node]]:
    """Give the indicators of each factor."""
    below = indicators_of(session, actor, ids)
    nodes = _nodes(session, (one for ones in below.values() for one in ones))
    return {number: [nodes[INDICATOR, one.id] for one in ones] for number, ones in below.items()}


def _followed(
    session: Session, actor: Actor, *, goals: Ids = (), indicators: Ids = ()
) -> list[tuple[int, int]]:
    """Give which goals follow which indicators, of some of either, of goals that are read as they are now."""
    if not actor.may(May.READ_PLANS):
        return []
    asked = _followed_by(reader_of(actor), of_goals=bool(goals))
    return [(row[0], row[1]) for row in asked.rows(session, ids=sorted(goals or indicators))]


@prepared
def _followed_by(reader: Reader, *, of_goals: bool) -> Select[int, int]:
    by = FollowedIndicator.goal_id if of_goals else FollowedIndicator.indicator_id
    return (
        select(FollowedIndicator.goal_id, FollowedIndicator.indicator_id)
        .join(Goal, Goal.id == FollowedIndicator.goal_id)
        .where(
            FollowedIndicator.removed_at.is_(None),
            Goal.state != GoalState.DISCARDED,
            visible(reader),
            among(by, bindparam("ids", type_=Numbers)),
        )
        .order_by(FollowedIndicator.id)
    )


def goals_of_indicators(session: Session, actor: Actor, ids: Ids) -> dict[int, list[Node]]:
    """Give the goals that are noticed by each indicator."""
    found = _followed(session, actor, indicators=ids)
    named = goals(session, actor, {goal_id for goal_id, _ in found})
    return gathered((indicator_id, named[goal_id]) for goal_id, indicator_id in found if goal_id in named)


def indicators_of_goals(session: Session, actor: Actor, ids: Ids) -> dict[int, list[Node]]:
    """Give the indicators of quality that each goal is noticed by."""
    found = _followed(session, actor, goals=ids)
    named = indicators(session, actor, {indicator_id for _, indicator_id in found})
    return gathered(
        (goal_id, named[indicator_id]) for goal_id, indicator_id in found if indicator_id in named
    )


def register_quality_on_thread() -> None:
    """Let the thread be entered at factors and indicators."""
    strands.register(Strand(FACTOR, factors), Strand(INDICATOR, indicators))
    strands.tie(
        Tie(INDICATOR, FACTOR, factors_of_indicators, indicators_of_factors),
        Tie(INDICATOR, GOAL, goals_of_indicators, indicators_of_goals),
    )
