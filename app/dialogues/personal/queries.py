"""Reads of personal goals: for those who hold one of the two posts now, and of numbers of people for others."""

from sqlalchemy import Integer, bindparam, func, select
from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.dialogues.models import Post, Series
from app.dialogues.personal.models import PersonalGoal, Progress
from app.dialogues.queries.whose import SERIES_HELD, standing

_OF_SERIES = (
    select(PersonalGoal)
    .where(
        PersonalGoal.series_id == bindparam("series_id", type_=Integer),
        PersonalGoal.series_id.in_(SERIES_HELD),
    )
    .order_by(PersonalGoal.state != Progress.OPEN, PersonalGoal.id.desc())
    .limit(100)
)
_ONE = select(PersonalGoal).where(
    PersonalGoal.id == bindparam("goal_id", type_=Integer), PersonalGoal.series_id.in_(SERIES_HELD)
)


def goals_of_series(session: Session, actor: Actor, series_id: int) -> list[PersonalGoal]:
    """Give the personal goals of a line of talks to somebody who holds one of its posts; nothing to everybody else."""
    return list(session.scalars(_OF_SERIES, {"series_id": series_id, **standing(actor)}))


def one_goal(session: Session, actor: Actor, goal_id: int, *, hold: bool) -> PersonalGoal | None:
    """Give a personal goal to one of the two, held for a change where it is to be changed; None to everybody else."""
    asked = {"goal_id": goal_id, **standing(actor)}
    found = _ONE.with_for_update(of=PersonalGoal) if hold else _ONE
    return session.scalars(found, asked).one_or_none()


def people_with_goals_on(session: Session, above_id: int) -> int:
    """Count the employees with an open personal goal that hangs on a goal: how many they are, never who."""
    return (
        session.scalar(
            select(func.count(Post.person_id.distinct()))
            .select_from(PersonalGoal)
            .join(Series, Series.id == PersonalGoal.series_id)
            .join(Post, Post.id == Series.rep_post_id)
            .where(PersonalGoal.above_id == above_id, PersonalGoal.state != Progress.LEFT)
        )
        or 0
    )
