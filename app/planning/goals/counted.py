"""How many people have goals of their own that hang on a goal: features above count, and say nothing of who they are."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from app.steering.schema import Profile

Count = Callable[[Session, Profile, int, str], int]
"""Gives how many hang on a goal (its number and kind), 0 where they are too few to be told of."""


class Counting:
    """Who counts; nobody until a feature above says so."""

    def __init__(self) -> None:
        """Begin with none."""
        self._count: Count | None = None

    def register(self, count: Count) -> None:
        """Let a feature above count."""
        self._count = count

    def of(self, session: Session, profile: Profile, goal_id: int, kind: str) -> int:
        """Give how many people have goals of their own that hang on a goal."""
        return self._count(session, profile, goal_id, kind) if self._count is not None else 0


counting = Counting()
