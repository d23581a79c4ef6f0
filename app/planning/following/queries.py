"""Reads of the indicators of quality that goals follow."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning.models import FollowedIndicator
from app.quality.factors.queries import established_in


@dataclass(frozen=True, slots=True)
class Offered:
    """An indicator a goal of a unit can follow, and the factor it is of."""

    id: int
    name: str
    factor: str


def offered(session: Session, unit_id: int, day: date) -> list[Offered]:
    """Give the indicators under the established factors of a unit and those an area above shares with it; two statements.

    Drafts are not among them: a goal is read by more people than they are.
    """
    return [
        Offered(number, name, factor.title)
        for factor in established_in(session, unit_id, day)
        for number, name in factor.indicators
    ]


def goal_following(session: Session, followed_id: int) -> int | None:
    """Give the goal of a choice."""
    return session.scalar(select(FollowedIndicator.goal_id).where(FollowedIndicator.id == followed_id))
