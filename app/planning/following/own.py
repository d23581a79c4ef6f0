"""Writes of the indicators of a goal's own: the same as those of quality, written on the goal and noticed by it."""

from sqlalchemy.orm import Session

from app import clock
from app.planning.errors import Fault, Refused
from app.planning.facts import Facts, followed_facts
from app.planning.following.holding import hold, holder_of, read_anew
from app.planning.following.services import choice_noted
from app.planning.goals.services import must_be_open
from app.planning.models import FollowedIndicator, Goal
from app.quality.factors.models import Factor
from app.quality.indicators import services as indicators
from app.quality.indicators.models import Indicator
from app.quality.indicators.services import Wanted


def add(session: Session, *, actor_id: int, goal: Goal, wanted: Wanted) -> FollowedIndicator:
    """Write an indicator on a goal that is open for changes; raises `Refused`, and that of quality for what cannot stand."""
    must_be_open(goal)
    holder = hold(session, actor_id=actor_id, goal=goal)
    made = indicators.add_indicator(session, actor_id=actor_id, factor=holder, wanted=wanted)
    followed = FollowedIndicator(goal_id=goal.id, indicator_id=made.id, name=made.name)
    session.add(followed)
    _noted(session, actor_id, goal, followed, "followed.chosen", None)
    return followed


def change(
    session: Session,
    *,
    actor_id: int,
    goal: Goal,
    followed: FollowedIndicator,
    wanted: Wanted,
    revision: int,
) -> None:
    """Change an indicator of a goal as it read at `revision`; raises `Refused`, and those of quality."""
    must_be_open(goal)
    holder, one = _held(session, goal, followed)
    indicators.change_indicator(
        session, actor_id=actor_id, factor=holder, indicator=one, wanted=wanted, revision=revision
    )
    if one.revision == revision:
        return
    before = followed_facts(followed)
    followed.name = one.name
    _noted(session, actor_id, goal, followed, "followed.chosen", before)


def remove(session: Session, *, actor_id: int, goal: Goal, followed: FollowedIndicator) -> None:
    """Take an indicator of a goal away; what it measured stays, and it can be taken back. Raises `Refused`."""
    must_be_open(goal)
    if followed.removed_at is not None:
        return
    holder, one = _held(session, goal, followed)
    indicators.remove_indicator(session, actor_id=actor_id, factor=holder, indicator=one)
    before = followed_facts(followed)
    followed.removed_at = clock.now()
    _noted(session, actor_id, goal, followed, "followed.left", before)


def restore(session: Session, *, actor_id: int, goal: Goal, followed: FollowedIndicator) -> None:
    """Take an indicator of a goal back; raises `Refused`."""
    must_be_open(goal)
    if followed.removed_at is None:
        return
    holder, one = _held(session, goal, followed)
    indicators.restore_indicator(session, actor_id=actor_id, factor=holder, indicator=one)
    before = followed_facts(followed)
    followed.removed_at = None
    _noted(session, actor_id, goal, followed, "followed.chosen", before)


def _held(session: Session, goal: Goal, followed: FollowedIndicator) -> tuple[Factor, Indicator]:
    holder = holder_of(session, goal)
    found = [one for one in holder.indicators if one.id == followed.indicator_id] if holder else []
    if holder is None or not found:
        raise Refused(Fault.NOT_AMONG_YOURS)
    return holder, found[0]


def _noted(
    session: Session, actor_id: int, goal: Goal, one: FollowedIndicator, action: str, before: Facts | None
) -> None:
    choice_noted(session, actor_id, goal, one, action, before)
    read_anew(session, goal)
