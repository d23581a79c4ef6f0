"""Risks on the thread: what threatens a factor, below the factor, and the controls that look after a risk, below the risk."""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.access.matrix import May
from app.organisation.models import Unit
from app.passages.subjects import Subject
from app.planning.thread.quality_ties import factors
from app.planning.thread.strands import Node, Strand, Tie, strands
from app.quality.control.facts import CONTROL
from app.quality.control.models import ChosenRisk, Control
from app.quality.control.subjects import KINDS, controls_named, reading, risks_named
from app.quality.risks.facts import RISK
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.queries.opening import readable_by
from app.quality.subjects import FACTOR

Ids = Collection[int]
Found = dict[int, list[Node]]


def _nodes(session: Session, known: Iterable[Subject]) -> dict[int, Node]:
    subjects = list(known)
    units: dict[int, str] = {}
    if subjects:
        wanted = sorted({one.unit_id for one in subjects if one.unit_id is not None})
        rows = session.execute(select(Unit.id, Unit.name).where(Unit.id.in_(wanted)))
        units = {row.id: row.name for row in rows}
    labels = {kind.kind: str(kind.label) for kind in KINDS}
    return {
        one.id: Node(one.kind, one.id, one.title, labels[one.kind], one.href, units.get(one.unit_id or 0, ""))
        for one in subjects
    }


def risks(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give risks."""
    return _nodes(session, risks_named(session, actor, ids).values())


def controls(session: Session, actor: Actor, ids: Ids) -> dict[int, Node]:
    """Give controls."""
    return _nodes(session, controls_named(session, actor, ids).values())


def factors_of_risks(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the factor each risk threatens."""
    if not actor.may(May.READ_RISKS):
        return {}
    rows = session.execute(
        select(Risk.id, Risk.factor_id).where(
            Risk.id.in_(sorted(ids)), Risk.factor_id.is_not(None), readable_by(reading(session, actor))
        )
    )
    above = {row.id: row.factor_id for row in rows}
    nodes = factors(session, actor, sorted(set(above.values()))) if above else {}
    return {number: [nodes[factor]] for number, factor in above.items() if factor in nodes}


def risks_of_factors(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the open risks against each factor, the highest first."""
    if not actor.may(May.READ_RISKS):
        return {}
    rows = session.execute(
        select(Risk.factor_id, Risk.id)
        .where(
            Risk.factor_id.in_(sorted(ids)),
            Risk.state == RiskState.OPEN,
            readable_by(reading(session, actor)),
        )
        .order_by(Risk.value.desc(), Risk.id.desc())
    ).all()
    nodes = risks(session, actor, [number for _, number in rows]) if rows else {}
    return _gathered(((factor, nodes.get(number)) for factor, number in rows))


def risks_of_controls(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the risk each control looks after."""
    rows = session.execute(
        select(Control.id, ChosenRisk.risk_id)
        .join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
        .where(Control.id.in_(sorted(ids)))
    ).all()
    nodes = risks(session, actor, [risk for _, risk in rows]) if rows else {}
    return _gathered(((number, nodes.get(risk)) for number, risk in rows))


def controls_of_risks(session: Session, actor: Actor, ids: Ids) -> Found:
    """Give the controls that look after each risk, the latest plan's first."""
    rows = session.execute(
        select(ChosenRisk.risk_id, Control.id)
        .join(Control, Control.chosen_id == ChosenRisk.id)
        .where(
            ChosenRisk.risk_id.in_(sorted(ids)),
            ChosenRisk.removed_at.is_(None),
            Control.removed_at.is_(None),
        )
        .order_by(Control.id.desc())
    ).all()
    nodes = controls(session, actor, [number for _, number in rows]) if rows else {}
    return _gathered(((risk, nodes.get(number)) for risk, number in rows))


def _gathered(pairs: Iterable[tuple[int | None, Node | None]]) -> Found:
    found: Found = {}
    for number, node in pairs:
        if number is not None and node is not None:
            found.setdefault(number, []).append(node)
    return found


def register_risks_on_thread() -> None:
    """Let the thread be entered at risks and controls."""
    strands.register(Strand(RISK, risks), Strand(CONTROL, controls))
    strands.tie(
        Tie(RISK, FACTOR, factors_of_risks, risks_of_factors),
        Tie(CONTROL, RISK, risks_of_controls, controls_of_risks),
    )
