"""Reads of what goals are noticed by, with what is to be reached year by year."""

from collections.abc import Collection

from sqlalchemy import exists, select
from sqlalchemy.orm import Session, joinedload

from app.planning.models import FollowedIndicator, Goal
from app.quality.indicators.models import Indicator, IndicatorTarget


def targeted_years(session: Session, goal: Goal) -> set[int]:
    """Give the years in which something a goal is noticed by has a target."""
    return set(
        session.scalars(
            select(IndicatorTarget.year).where(
                exists().where(
                    FollowedIndicator.indicator_id == IndicatorTarget.indicator_id,
                    FollowedIndicator.goal_id == goal.id,
                    FollowedIndicator.removed_at.is_(None),
                    Indicator.id == FollowedIndicator.indicator_id,
                    Indicator.removed_at.is_(None),
                )
            )
        )
    )


def still_there(session: Session, ids: Collection[int]) -> list[Indicator]:
    """Give those of some indicators that are still there, with targets and skipped periods; none for none."""
    if not ids:
        return []
    return list(
        session.scalars(
            select(Indicator)
            .where(Indicator.id.in_(sorted(ids)), Indicator.removed_at.is_(None))
            .options(
                joinedload(Indicator.person), joinedload(Indicator.targets), joinedload(Indicator.skipped)
            )
        ).unique()
    )
