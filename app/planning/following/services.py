"""Writes of what a goal follows: choose an indicator of quality, leave it, choose it again."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.planning.errors import Fault, Refused
from app.planning.facts import FOLLOWED, Facts, followed_facts
from app.planning.following.queries import offered
from app.planning.goals.services import must_be_open, touch
from app.planning.models import FollowedIndicator, Goal
from app.records.noting import note


def follow(session: Session, *, actor_id: int, goal: Goal, indicator_id: int | None) -> FollowedIndicator:
    """Let a goal be noticed by an indicator of its unit's quality; raises `Refused` for any other.

    One that was left is the same choice again, called what the indicator is called now.
    """
    must_be_open(goal)
    names = {one.id: one.name for one in offered(session, goal.unit_id, clock.today())}
    if indicator_id is None or indicator_id not in names:
        raise Refused(Fault.NOT_AMONG_YOURS, "indicator_id")
    found = session.scalars(
        select(FollowedIndicator).where(
            FollowedIndicator.goal_id == goal.id, FollowedIndicator.indicator_id == indicator_id
        )
    ).one_or_none()
    if found is not None and found.removed_at is None:
        return found
    before = followed_facts(found) if found is not None else None
    made = found or FollowedIndicator(goal_id=goal.id, indicator_id=indicator_id)
    made.name, made.removed_at = names[indicator_id], None
    session.add(made)
    choice_noted(session, actor_id, goal, made, "followed.chosen", before)
    return made


def leave(session: Session, *, actor_id: int, goal: Goal, followed: FollowedIndicator) -> None:
    """Let a goal no longer be noticed by an indicator; what it measured stays with it. Raises `Refused`."""
    must_be_open(goal)
    if followed.indicator.factor.goal_id is not None:
        # What is written on the goal itself is taken away there, with its indicator.
        raise Refused(Fault.NOT_AMONG_YOURS)
    if followed.removed_at is None:
        before = followed_facts(followed)
        followed.removed_at = clock.now()
        choice_noted(session, actor_id, goal, followed, "followed.left", before)


def choice_noted(
    session: Session, actor_id: int, goal: Goal, one: FollowedIndicator, action: str, before: Facts | None
) -> None:
    """Note that what a goal is noticed by was chosen or left; what an established version would hold has moved."""
    touch(goal)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=FOLLOWED,
        object_id=one.id,
        before=before,
        after=followed_facts(one),
    )
