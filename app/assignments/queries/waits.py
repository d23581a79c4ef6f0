"""What waits for somebody's word."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, and_, func, or_, select

from app.access.actor import Actor
from app.assignments import reach
from app.assignments.models import Assignment, State
from app.assignments.queries.asking import GIVER, TAKER
from app.organisation.models import Person


@dataclass(frozen=True, slots=True)
class Waiting:
    """An assignment that waits for one's word: how far it has come, since when, and until when."""

    id: int
    title: str
    state: str
    due_on: date | None
    since: datetime
    giver: str
    taker: str


REPORT_AHEAD = timedelta(days=30)


def waiting(actor: Actor, day: date) -> Select[int, str, str, date | None, datetime, str, str]:
    """Give the statement for what waits for somebody, in the shape of `Waiting`: to acknowledge, to answer, to report in time,
    reports to acknowledge; the nearest first.
    """
    sides = reach.held_by(actor, day)
    near = Assignment.due_on <= day + REPORT_AHEAD
    mine_to_take = and_(
        sides.takes, or_(Assignment.state == State.GIVEN, and_(Assignment.state == State.ACKNOWLEDGED, near))
    )
    mine_to_give = and_(sides.gives, Assignment.state.in_([State.AGAINST, State.REPORTED]))
    return (
        select(
            Assignment.id.label("id"),
            Assignment.title.label("title"),
            Assignment.state.label("state"),
            Assignment.due_on.label("due_on"),
            Assignment.state_since.label("since"),
            GIVER.name.label("giver"),
            func.coalesce(Person.name, TAKER.name).label("taker"),
        )
        .join(GIVER, GIVER.id == Assignment.giver_unit_id)
        .join(TAKER, TAKER.id == Assignment.taker_unit_id)
        .outerjoin(Person, Person.id == Assignment.taker_person_id)
        .where(or_(mine_to_take, mine_to_give))
        .order_by(Assignment.due_on.is_(None), Assignment.due_on, Assignment.id)
    )
