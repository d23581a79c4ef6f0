"""Reminds those who are to do something of its day: a while before, and once when it has passed."""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.clock import STOCKHOLM
from app.notifications.asking import asking
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About, remind, untold
from app.organisation.models import Person
from app.organisation.reach import holdings
from app.planning import queries
from app.planning.facts import ACTIVITY
from app.planning.models import Activity, Goal
from app.planning.parts import queries as part_queries

AHEAD = timedelta(days=7)
"""How long before its day one is reminded."""

LATE = timedelta(days=30)
"""What is later than this was told of long ago, or came into the product late."""


def remind_of_activities(session: Session, moment: datetime) -> int:
    """Tell those who are to do an activity of an established goal that its day comes, and once that it has passed."""
    today = moment.astimezone(STOCKHOLM).date()
    coming = part_queries.activities_due(session, today - LATE, today + AHEAD)
    occasions = {(one.person_id, _occasion(one, today)): one for one in coming if one.person_id is not None}
    return sum(
        _tell(session, activity, person_id, occasion)
        for person_id, occasion, activity in untold(session, occasions)
    )


def _occasion(activity: Activity, today: date) -> str:
    late = activity.due_on is not None and activity.due_on < today
    return f"activity/{activity.id}/{activity.due_on}/{'late' if late else 'soon'}"


def _tell(session: Session, activity: Activity, person_id: int, occasion: str) -> int:
    person = session.get_one(Person, person_id)
    actor = Actor(person.id, person.name, person.language, holdings(session, person.id, clock.today()))
    reader = queries.Reader(actor, clock.today(), frozenset())
    if (
        part_queries.own_activity(session, reader, activity.id) is None
        and not queries.standing_at(session, reader, activity.goal.unit_id).any
    ):
        # Who has left the unit reads its plan no longer, and is not reminded of it.
        return 0
    return remind(
        session,
        person_id=person.id,
        kind=Kind.ACTIVITY_DUE,
        words={"due_on": activity.due_on, "unit": activity.goal.unit.name},
        path=f"/plan/aktivitet/{activity.id}",
        occasion=occasion,
        about=About(ACTIVITY, activity.id),
    )


def _asked(day: date) -> ColumnElement[bool]:
    """Give the condition that the activity a notice is about is still its person's to do, and its day is near or past."""
    return (
        select(Activity.id)
        .join(Goal, Goal.id == Activity.goal_id)
        .where(
            Activity.id == Notice.about_id,
            Activity.person_id == Notice.person_id,
            Activity.due_on <= day + AHEAD,
            *part_queries.TO_BE_DONE,
        )
        .correlate(Notice)
        .exists()
    )


def register_due() -> None:
    """Let the jobs remind people of their activities, until they are done."""
    asking.register(Kind.ACTIVITY_DUE, ACTIVITY, _asked)
    due.register("activities", remind_of_activities)
