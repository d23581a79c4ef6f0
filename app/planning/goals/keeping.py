"""What an established version of a goal holds beside its own words: its part-goals."""

from sqlalchemy.orm import Session

from app.planning.models import Goal
from app.planning.stages.queries import standing_parts


def beside_edition(session: Session, goal: Goal) -> dict[str, object]:
    """Give what further layers hold of a goal when it is established; what there is nothing of is left out."""
    parts = standing_parts(session, goal.id)
    found = [{"id": one.id, "what": one.what, "due_on": one.due_on} for one in parts]
    return {"part_goals": found} if found else {}
