"""Quality on the thread: factors with their indicators, and the passages that are about either."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.organisation.models import Unit
from app.passages.subjects import Subject
from app.planning.thread.strands import Node, Strand, Tie, strands
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


def register_quality_on_thread() -> None:
    """Let the thread be entered at factors and indicators."""
    strands.register(Strand(FACTOR, factors), Strand(INDICATOR, indicators))
    strands.tie(Tie(INDICATOR, FACTOR, factors_of_indicators, indicators_of_factors))
