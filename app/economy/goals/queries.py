"""Reads of financial goals: everybody who reads the economy reads them."""

from collections.abc import Collection

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session, joinedload

from app.economy.models import FinancialGoal, GoalFollowUp, GoalState
from app.economy.queries.whose import Reader, sets_frames
from app.organisation.models import Unit, in_force

FOLLOW_UPS = 60
"""Follow-ups of a financial goal on its page."""

GOALS_AT_MOST = 200


def goals(session: Session) -> list[FinancialGoal]:
    """Give the financial goals with their decisions, those in force first; everybody who reads the economy reads them."""
    return list(
        session.scalars(
            select(FinancialGoal)
            .options(joinedload(FinancialGoal.decision))
            .order_by(FinancialGoal.state.desc(), FinancialGoal.from_year.desc(), FinancialGoal.id)
            .limit(GOALS_AT_MOST)
        )
    )


def one_goal(session: Session, goal_id: int, *, to_write: bool = False) -> FinancialGoal | None:
    """Give a financial goal with its decision."""
    wanted = (
        select(FinancialGoal).where(FinancialGoal.id == goal_id).options(joinedload(FinancialGoal.decision))
    )
    if to_write:
        wanted = wanted.execution_options(populate_existing=True).with_for_update(of=FinancialGoal)
    return session.scalars(wanted).one_or_none()


def latest_follow_ups(session: Session, goal_ids: Collection[int]) -> dict[int, GoalFollowUp]:
    """Give the latest follow-up of each of some goals; one statement."""
    if not goal_ids:
        return {}
    place = func.row_number().over(
        partition_by=GoalFollowUp.goal_id,
        order_by=(GoalFollowUp.year.desc(), GoalFollowUp.month.desc(), GoalFollowUp.id.desc()),
    )
    placed = (
        select(GoalFollowUp.id, place.label("place"))
        .where(GoalFollowUp.goal_id.in_(sorted(goal_ids)))
        .subquery()
    )
    rows = session.scalars(
        select(GoalFollowUp)
        .join(placed, and_(placed.c.id == GoalFollowUp.id, placed.c.place == 1))
        .options(joinedload(GoalFollowUp.person))
    )
    return {one.goal_id: one for one in rows}


def follow_ups_of(session: Session, goal_id: int) -> list[GoalFollowUp]:
    """Give what was said of how a financial goal stands, the latest period first."""
    return list(
        session.scalars(
            select(GoalFollowUp)
            .where(GoalFollowUp.goal_id == goal_id)
            .options(joinedload(GoalFollowUp.person))
            .order_by(GoalFollowUp.year.desc(), GoalFollowUp.month.desc(), GoalFollowUp.id.desc())
            .limit(FOLLOW_UPS)
        )
    )


def unit_of_goals(session: Session, reader: Reader) -> Unit | None:
    """Give the unit whose financial goals the reader enters: the top of the administration, where they set its frame."""
    return session.scalars(
        select(Unit)
        .where(
            Unit.is_top_administration,
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
            sets_frames(reader),
        )
        .order_by(Unit.id)
        .limit(1)
    ).one_or_none()


def goals_in_force(session: Session) -> int:
    """Count the financial goals in force."""
    return (
        session.scalar(
            select(func.count()).select_from(FinancialGoal).where(FinancialGoal.state == GoalState.IN_FORCE)
        )
        or 0
    )
