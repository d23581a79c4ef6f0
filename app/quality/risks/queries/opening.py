"""Risks the reader reads, opened one by one or some at a time, and those whose review is near."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, Select, exists, false, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.access.matrix import May
from app.notifications.models import Notice
from app.organisation.models import Unit
from app.quality.risks import rules
from app.quality.risks.models import Nature, Risk, RiskDecision, RiskJudgement, RiskState
from app.quality.risks.reach import Reader, reads_risks, settles, writes


def readable_by(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the reader may read a risk."""
    return reads_risks(reader, Risk.unit_id) if reader.actor.may(May.READ_RISKS) else false()


def risk_for(session: Session, *, reader: Reader, risk_id: int) -> Risk | None:
    """Give a risk with all its page says, or None when it is not there to be read."""
    return session.scalars(_whole().where(Risk.id == risk_id, readable_by(reader))).one_or_none()


def risk_to_write(
    session: Session, *, reader: Reader, risk_id: int, lock: bool, left: bool = False
) -> Risk | None:
    """Give a risk the reader writes; None otherwise. `lock` keeps other writers waiting until the transaction ends.

    One of a unit that is no more is given only where what is asked for can be done with what was `left` behind.
    """
    if not reader.actor.may(May.WRITE_CONTROL):
        return None
    if lock:
        session.execute(select(Risk.id).where(Risk.id == risk_id).with_for_update())
    mine = settles(reader, Risk.unit_id) if left else writes(reader, Risk.unit_id)
    wanted = _whole().where(Risk.id == risk_id, mine)
    return session.scalars(wanted.execution_options(populate_existing=True)).one_or_none()


def _whole() -> Select[Risk]:
    return select(Risk).options(
        joinedload(Risk.unit),
        joinedload(Risk.person),
        joinedload(Risk.factor),
        selectinload(Risk.judgements).joinedload(RiskJudgement.person),
        selectinload(Risk.decisions).joinedload(RiskDecision.recorded_by),
        selectinload(Risk.decisions).joinedload(RiskDecision.revoked_by),
    )


def may_write(session: Session, *, reader: Reader, risk: Risk) -> bool:
    """Tell whether the reader writes a risk."""
    if not reader.actor.may(May.WRITE_CONTROL):
        return False
    found = select(Risk.id).where(Risk.id == risk.id, writes(reader, Risk.unit_id))
    return session.scalar(found) is not None


def reasonings(session: Session, ids: Collection[int]) -> dict[int, str]:
    """Give the reasoning of the latest judgement of each of some risks."""
    latest = (
        select(func.max(RiskJudgement.id))
        .where(RiskJudgement.risk_id.in_(sorted(ids)))
        .group_by(RiskJudgement.risk_id)
    )
    rows = session.execute(
        select(RiskJudgement.risk_id, RiskJudgement.reasoning).where(RiskJudgement.id.in_(latest))
    )
    return {row.risk_id: row.reasoning for row in rows}


def risks_of_units(
    session: Session, *, reader: Reader, unit_ids: Sequence[int], limit: int, nature: Nature | None = None
) -> list[Risk]:
    """Give the open risks of some units, the highest first, as far as the reader reads them."""
    wanted = select(Risk).where(
        Risk.unit_id.in_(sorted(unit_ids)), Risk.state == RiskState.OPEN, readable_by(reader)
    )
    if nature is not None:
        wanted = wanted.where(Risk.nature == nature)
    ordered = wanted.options(joinedload(Risk.unit), joinedload(Risk.factor))
    return list(session.scalars(ordered.order_by(Risk.value.desc(), Risk.id.desc()).limit(limit)))


@dataclass(frozen=True, slots=True)
class Threat:
    """An open risk against a quality factor: the words of its latest judgement, and the value they explain."""

    id: int
    title: str
    unit: str
    value: int
    reasoning: str


def risks_against(session: Session, *, reader: Reader, factor_id: int, limit: int) -> list[Threat]:
    """Give the open risks that threaten a factor, the highest first, as far as the reader reads them."""
    if not reader.actor.may(May.READ_RISKS):
        return []
    latest = (
        select(RiskJudgement.reasoning)
        .where(RiskJudgement.risk_id == Risk.id)
        .order_by(RiskJudgement.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Risk.id, Risk.title, Unit.name, Risk.value, func.coalesce(latest, ""))
        .join(Unit, Unit.id == Risk.unit_id)
        .where(Risk.factor_id == factor_id, Risk.state == RiskState.OPEN, readable_by(reader))
        .order_by(Risk.value.desc(), Risk.id.desc())
        .limit(limit)
    )
    return [Threat(*row) for row in rows]


def near_or_past(session: Session, today: date) -> list[Risk]:
    """Give the open risks whose review is told of on a day, the oldest first, with their units."""
    return list(
        session.scalars(
            select(Risk)
            .where(
                Risk.state == RiskState.OPEN,
                Risk.review_on <= today + rules.NEAR,
                Risk.review_on >= today - rules.LATE,
            )
            .options(joinedload(Risk.unit))
            .order_by(Risk.review_on, Risk.id)
        )
    )


def still_asked(day: date) -> ColumnElement[bool]:
    """Give the condition that the risk a notice is about is open, and to be looked over soon or since long."""
    return (
        exists()
        .where(Risk.id == Notice.about_id, Risk.state == RiskState.OPEN, Risk.review_on <= day + rules.NEAR)
        .correlate(Notice)
    )
