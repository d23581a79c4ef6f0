"""Reads of judgements; whoever calls has made sure that the goals are read."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from app.planning.judging.models import GoalJudgement
from app.planning.judging.rules import Period

MOST = 60


def judgements_of(session: Session, goal_id: int, until: datetime | None = None) -> list[GoalJudgement]:
    """Give every judgement of a goal, those of the latest period first and of each period the latest first."""
    wanted = select(GoalJudgement).where(GoalJudgement.goal_id == goal_id)
    if until is not None:
        wanted = wanted.where(GoalJudgement.at <= until)
    return list(
        session.scalars(
            wanted.options(joinedload(GoalJudgement.person))
            .order_by(GoalJudgement.year.desc(), GoalJudgement.month.desc(), GoalJudgement.id.desc())
            .limit(MOST)
        )
    )


def latest_judgements(
    session: Session, goal_ids: Collection[int], until: Period | None = None
) -> dict[int, GoalJudgement]:
    """Give the judgement that stands of the latest period of each goal, of those `until` one where it is given; one
    statement, none for none.
    """
    if not goal_ids:
        return {}
    wanted: list[ColumnElement[bool]] = [GoalJudgement.goal_id.in_(sorted(goal_ids))]
    if until is not None:
        wanted.append(
            or_(
                GoalJudgement.year < until.year,
                and_(GoalJudgement.year == until.year, GoalJudgement.month <= until.month),
            )
        )
    place = func.row_number().over(
        partition_by=GoalJudgement.goal_id,
        order_by=(GoalJudgement.year.desc(), GoalJudgement.month.desc(), GoalJudgement.id.desc()),
    )
    placed = select(GoalJudgement.id, place.label("place")).where(*wanted).subquery()
    rows = session.scalars(
        select(GoalJudgement)
        .join(placed, and_(placed.c.id == GoalJudgement.id, placed.c.place == 1))
        .options(joinedload(GoalJudgement.person))
    )
    return {one.goal_id: one for one in rows}


def standing_in(session: Session, goal_id: int, year: int, month: int) -> GoalJudgement | None:
    """Give the judgement that stands of a period."""
    return session.scalars(
        select(GoalJudgement)
        .where(GoalJudgement.goal_id == goal_id, GoalJudgement.year == year, GoalJudgement.month == month)
        .options(joinedload(GoalJudgement.person))
        .order_by(GoalJudgement.id.desc())
        .limit(1)
    ).one_or_none()
