"""What holds the indicators that are written on a goal: to quality a factor like others, which stands as its goal stands.

So an indicator is one kind of thing, wherever it was written: measured, shown, found and talked about in the same way. What
holds it is never seen: it is called what the goal is called, its edition is the goal's, and it leads to the goal.
"""

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.planning.models import Goal, GoalState
from app.planning.queries import FOLLOWED_WITH
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.facts import FACTOR, Facts, factor_facts
from app.quality.indicators.models import Indicator
from app.records.noting import note

STANDS_AS = {
    GoalState.DRAFT: FactorState.DRAFT,
    GoalState.SHARED: FactorState.DRAFT,
    GoalState.ESTABLISHED: FactorState.ESTABLISHED,
    GoalState.ENDED: FactorState.ENDED,
    GoalState.DISCARDED: FactorState.DISCARDED,
}
"""How far what holds a goal's indicators has come, by how far the goal has."""


def holder_of(session: Session, goal: Goal) -> Factor | None:
    """Give what holds a goal's own indicators, with them; None where none was ever written."""
    return session.scalars(
        select(Factor)
        .where(Factor.goal_id == goal.id)
        .options(
            selectinload(Factor.indicators).options(
                joinedload(Indicator.person),
                selectinload(Indicator.targets),
                selectinload(Indicator.skipped),
                joinedload(Indicator.factor),
            )
        )
    ).one_or_none()


def hold(session: Session, *, actor_id: int | None, goal: Goal) -> Factor:
    """Give what holds a goal's own indicators, made where there is none."""
    found = holder_of(session, goal)
    if found is not None:
        return found
    made = Factor(
        unit_id=goal.unit_id,
        reach=Reach.UNIT,
        title=goal.title,
        why="",
        position=0,
        state=FactorState.DRAFT,
        state_since=clock.now(),
        closing_words="",
        revision=1,
        record_revision=1,
        written_by_id=goal.written_by_id,
        written_at=goal.written_at,
        goal_id=goal.id,
        indicators=[],
    )
    _follow(made, goal)
    session.add(made)
    _noted(session, actor_id, made, None)
    return made


def keep_up(session: Session, *, actor_id: int | None, goal: Goal) -> None:
    """Let what holds a goal's own indicators stand as the goal stands now."""
    holder = holder_of(session, goal)
    if holder is None:
        return
    before = factor_facts(holder)
    _follow(holder, goal)
    if factor_facts(holder) == before:
        return
    if holder.edition_id is not None and before["edition"] != holder.edition_id:
        for one in holder.indicators:
            if one.removed_at is None:
                one.in_edition_id = holder.edition_id
    _noted(session, actor_id, holder, before)


def _follow(holder: Factor, goal: Goal) -> None:
    state = STANDS_AS[GoalState(goal.state)]
    if holder.state != state:
        holder.state, holder.state_since = state, goal.state_since
    holder.title, holder.unit_id = goal.title, goal.unit_id
    holder.edition_id, holder.reopened_at = goal.edition_id, goal.reopened_at
    holder.measured_from = date(goal.year, 1, 1)
    holder.measured_until = date(goal.until_year, 12, 31) if goal.until_year is not None else None


def _noted(session: Session, actor_id: int | None, holder: Factor, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="factor.created" if before is None else "factor.followed_goal",
        kind=FACTOR,
        object_id=holder.id,
        before=before,
        after=factor_facts(holder),
    )


def read_anew(session: Session, goal: Goal) -> None:
    """Load what a goal is noticed by as it stands now, for what is done with the goal after this."""
    session.flush()
    again = select(Goal).where(Goal.id == goal.id).options(FOLLOWED_WITH)
    session.scalars(again.execution_options(populate_existing=True)).one()
