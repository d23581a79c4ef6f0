"""Reads of judgements of indicators; whoever calls has made sure that the indicator is read in the unit."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.orm import Session, joinedload

from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.periods import Period

MOST = 60


def judgements_of(session: Session, indicator_id: int, unit_id: int) -> list[IndicatorJudgement]:
    """Give every judgement of an indicator in a unit, those of the latest period first and of each period the latest first."""
    return list(
        session.scalars(
            select(IndicatorJudgement)
            .where(IndicatorJudgement.indicator_id == indicator_id, IndicatorJudgement.unit_id == unit_id)
            .options(joinedload(IndicatorJudgement.person))
            .order_by(IndicatorJudgement.ends_on.desc(), IndicatorJudgement.id.desc())
            .limit(MOST)
        )
    )


def latest_judgements(
    session: Session, indicator_ids: Collection[int], unit_id: int
) -> dict[int, IndicatorJudgement]:
    """Give the judgement that stands of the latest period of each indicator in a unit; one statement, none for none."""
    if not indicator_ids:
        return {}
    place = func.row_number().over(
        partition_by=IndicatorJudgement.indicator_id,
        order_by=(IndicatorJudgement.ends_on.desc(), IndicatorJudgement.id.desc()),
    )
    placed = (
        select(IndicatorJudgement.id, place.label("place"))
        .where(
            IndicatorJudgement.indicator_id.in_(sorted(indicator_ids)), IndicatorJudgement.unit_id == unit_id
        )
        .subquery()
    )
    rows = session.scalars(
        select(IndicatorJudgement)
        .join(placed, (placed.c.id == IndicatorJudgement.id) & (placed.c.place == 1))
        .options(joinedload(IndicatorJudgement.person))
    )
    return {one.indicator_id: one for one in rows}


def standing_in(
    session: Session, indicator_id: int, unit_id: int, period: Period
) -> IndicatorJudgement | None:
    """Give the judgement that stands of a period."""
    return session.scalars(
        select(IndicatorJudgement)
        .where(
            IndicatorJudgement.indicator_id == indicator_id,
            IndicatorJudgement.unit_id == unit_id,
            IndicatorJudgement.period == period.key,
        )
        .options(joinedload(IndicatorJudgement.person))
        .order_by(IndicatorJudgement.id.desc())
        .limit(1)
    ).one_or_none()
