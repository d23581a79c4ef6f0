"""Reads of part-goals; whoever calls has made sure that the goals are read."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning.reading import GoalView
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


def standing_of_many(session: Session, goal_ids: Collection[int]) -> dict[int, list[PartGoal]]:
    """Give the part-goals of many goals, without those that were removed; one statement, none for none."""
    found: dict[int, list[PartGoal]] = {}
    if not goal_ids:
        return found
    for one in session.scalars(
        select(PartGoal)
        .where(PartGoal.goal_id.in_(sorted(goal_ids)), PartGoal.removed_at.is_(None))
        .order_by(PartGoal.goal_id, PartGoal.position, PartGoal.id)
    ):
        found.setdefault(one.goal_id, []).append(one)
    return found


def kept_parts(view: GoalView) -> list[tuple[str, date | None]]:
    """Give the part-goals an established version holds: what each is, and when."""
    return [
        (one["what"], date.fromisoformat(one["due_on"]) if one["due_on"] else None)
        for one in view.kept.get("part_goals", ())
    ]


def goal_of_part(session: Session, part_goal_id: int) -> int | None:
    """Give the goal a part-goal is on the way to."""
    return session.scalar(select(PartGoal.goal_id).where(PartGoal.id == part_goal_id))
