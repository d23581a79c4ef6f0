"""Reads of activities, indicators and what was said of how things stand; of activities that are one's own to do."""

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    or_,
    select,
)
from sqlalchemy.orm import Session, joinedload

from app.organisation.models import Unit
from app.planning.models import (
    Activity,
    ActivityState,
    Goal,
    GoalState,
    ProgressNote,
)
from app.planning.queries import Reader, named_in_own_unit, named_on, visible
from app.prepared import prepared
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.records.models import Edition

TIMELINE = 100


class ActivityAhead(NamedTuple):
    """An activity as the start page shows it."""

    id: int
    what: str
    due_on: date | None
    goal: str
    unit: str


def goal_of_activity(session: Session, activity_id: int) -> int | None:
    """Give the goal an activity hangs on."""
    return session.scalar(select(Activity.goal_id).where(Activity.id == activity_id))


def goal_of_indicator(session: Session, indicator_id: int) -> int | None:
    """Give the goal an indicator is written on; None for those of quality."""
    return session.scalar(
        select(Factor.goal_id)
        .join(Indicator, Indicator.factor_id == Factor.id)
        .where(Indicator.id == indicator_id)
    )


def latest_notes(session: Session, goal_ids: Collection[int]) -> list[ProgressNote]:
    """Give the latest note of each goal, part-goal, activity and indicator of some goals; one statement."""
    if not goal_ids:
        return []
    place = func.row_number().over(
        partition_by=(
            ProgressNote.goal_id,
            ProgressNote.activity_id,
            ProgressNote.indicator_id,
            ProgressNote.part_goal_id,
        ),
        order_by=ProgressNote.id.desc(),
    )
    placed = (
        select(ProgressNote.id, place.label("place"))
        .where(ProgressNote.goal_id.in_(sorted(goal_ids)))
        .subquery()
    )
    return list(
        session.scalars(
            select(ProgressNote)
            .join(placed, and_(placed.c.id == ProgressNote.id, placed.c.place == 1))
            .options(joinedload(ProgressNote.person))
        )
    )


def notes_of(session: Session, goal_id: int) -> list[ProgressNote]:
    """Give what was said of a goal and what hangs on it, newest first."""
    return list(
        session.scalars(
            select(ProgressNote)
            .where(ProgressNote.goal_id == goal_id)
            .options(joinedload(ProgressNote.person))
            .order_by(ProgressNote.id.desc())
            .limit(TIMELINE * 3)
        )
    )


_NEAREST = (Activity.due_on.is_(None), Activity.due_on, Activity.id)


def activities_of_person(session: Session, reader: Reader) -> list[Activity]:
    """Give the activities somebody is to do, not done, that they read as they are; the nearest day first."""
    return list(
        session.scalars(
            select(Activity)
            .join(Goal, Goal.id == Activity.goal_id)
            .where(*_to_be_done_by(reader))
            .options(joinedload(Activity.goal).joinedload(Goal.unit))
            .order_by(*_NEAREST)
        )
    )


def own_activity(
    session: Session, reader: Reader, activity_id: int
) -> tuple[Activity, Edition | None] | None:
    """Give an activity of the reader's own to do, with its goal and unit and the version it stands in; None for all else.

    While its goal is changed again it is for `reading.own_view` to say what of it is read.
    """
    row = session.execute(
        select(Activity, Edition)
        .join(Goal, Goal.id == Activity.goal_id)
        .outerjoin(Edition, Edition.id == Goal.edition_id)
        .where(
            Activity.id == activity_id,
            named_in_own_unit(reader),
            Goal.edition_id.is_not(None),
            Goal.state != GoalState.DISCARDED,
        )
        .options(joinedload(Activity.person), joinedload(Activity.goal).joinedload(Goal.unit))
    ).one_or_none()
    return (row[0], row[1]) if row is not None else None


def notes_of_activity(session: Session, activity_id: int) -> list[ProgressNote]:
    """Give what was said of how an activity goes, newest first."""
    return list(
        session.scalars(
            select(ProgressNote)
            .where(ProgressNote.activity_id == activity_id)
            .options(joinedload(ProgressNote.person))
            .order_by(ProgressNote.id.desc())
            .limit(TIMELINE)
        )
    )


def activities_ahead(session: Session, reader: Reader, *, until: date, limit: int) -> list[ActivityAhead]:
    """Give of those the ones whose day comes by `until`, for the start page."""
    return [ActivityAhead(*row) for row in _ahead(reader).rows(session, until=until, most=limit)]


# Putting this together costs more than running it, and the start page asks for it each time.
@prepared
def _ahead(reader: Reader) -> Select[int, str, date | None, str, str]:
    return (
        select(Activity.id, Activity.what, Activity.due_on, Goal.title, Unit.name)
        .join(Goal, Goal.id == Activity.goal_id)
        .join(Unit, Unit.id == Goal.unit_id)
        .where(*_to_be_done_by(reader), Activity.due_on <= bindparam("until", type_=Date))
        .order_by(*_NEAREST)
        .limit(bindparam("most", type_=Integer))
    )


def _to_be_done_by(reader: Reader) -> tuple[ColumnElement[bool], ...]:
    return (
        Activity.person_id == reader.actor.person_id,
        Activity.removed_at.is_(None),
        Activity.state.in_([ActivityState.NOT_BEGUN, ActivityState.ONGOING]),
        Goal.state.in_([GoalState.DRAFT, GoalState.SHARED, GoalState.ESTABLISHED]),
        or_(visible(reader), named_on(reader)),
    )


TO_BE_DONE = (
    Activity.removed_at.is_(None),
    Activity.state.in_([ActivityState.NOT_BEGUN, ActivityState.ONGOING]),
    Goal.state == GoalState.ESTABLISHED,
)
"""What holds of activities that somebody is to do."""


def activities_due(session: Session, first: date, last: date) -> list[Activity]:
    """Give the activities of established goals that somebody is to have done within some days, with goals and units."""
    return list(
        session.scalars(
            select(Activity)
            .join(Goal, Goal.id == Activity.goal_id)
            .where(
                Activity.person_id.is_not(None),
                Activity.due_on.between(first, last),
                *TO_BE_DONE,
            )
            .options(joinedload(Activity.goal).joinedload(Goal.unit))
            .order_by(Activity.due_on, Activity.id)
        )
    )
