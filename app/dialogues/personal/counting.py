"""Tells a goal's page how many employees have goals of their own that hang on it: in aggregate, and never below the smallest."""

from sqlalchemy.orm import Session

from app.dialogues.personal.queries import people_with_goals_on
from app.dialogues.personal.rules import counted, linked_kinds
from app.planning.goals.counted import counting
from app.steering.schema import Profile


def count(session: Session, profile: Profile, goal_id: int, kind: str) -> int:
    """Give how many hang on a goal, 0 where the model lets none or they are fewer than hide each of them."""
    if kind not in linked_kinds(profile):
        return 0
    return counted(people_with_goals_on(session, goal_id), profile.rules.smallest_aggregate)


def register_counting() -> None:
    """Let goals' pages ask."""
    counting.register(count)
