"""Reads of part-goals; whoever calls has made sure that the goals are read."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning.stages.models import PartGoal


def parts_of(session: Session, goal_id: int) -> list[PartGoal]:
    """Give the part-goals of a goal in their order, those that were removed too."""
    return list(
        session.scalars(
            select(PartGoal).where(PartGoal.goal_id == goal_id).order_by(PartGoal.position, PartGoal.id)
        )
    )


def standing_parts(session: Session, goal_id: int) -> list[PartGoal]:
    """Give the part-goals of a goal in their order, without those that were removed."""
    return [one for one in parts_of(session, goal_id) if one.removed_at is None]


def goal_of_part(session: Session, part_goal_id: int) -> int | None:
    """Give the goal a part-goal is on the way to."""
    return session.scalar(select(PartGoal.goal_id).where(PartGoal.id == part_goal_id))
