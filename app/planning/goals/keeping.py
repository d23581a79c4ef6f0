"""What an established version of a goal holds beside its own words: its part-goals."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning.models import Goal
from app.planning.stages.models import PartGoal


def beside_edition(session: Session, goal: Goal) -> dict[str, object]:
    """Give what further layers hold of a goal when it is established; what there is nothing of is left out."""
    parts = session.scalars(
        select(PartGoal)
        .where(PartGoal.goal_id == goal.id, PartGoal.removed_at.is_(None))
        .order_by(PartGoal.position, PartGoal.id)
    )
    found = [{"id": one.id, "what": one.what, "due_on": one.due_on} for one in parts]
    return {"part_goals": found} if found else {}
