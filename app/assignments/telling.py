"""Who is told what about assignments and questions: those who hold the other side now, never who did it, and no text."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, and_, case, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import Role
from app.assignments.facts import ASSIGNMENT, QUESTION
from app.assignments.models import Assignment, Side, State, ZoneQuestion
from app.assignments.queries import giving, opening
from app.assignments.rules import Step
from app.clock import STOCKHOLM
from app.notifications.asking import asking
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, recall, remind, tell, untold
from app.organisation.models import Appointment
from app.organisation.reach import appointed
from app.passages.rules import PRESIDING

AHEAD, LATE = timedelta(days=14), timedelta(days=30)
"""How long before its day one is reminded of an assignment, and how long after it a reminder makes sense."""

HOLD = timedelta(minutes=5)
"""How long a mail waits: what was done by mistake is undone within that."""

TOLD: dict[Step, str] = {
    Step.GIVE: "given",
    Step.ACKNOWLEDGE: "acknowledged",
    Step.OBJECT: "objected",
    Step.HOLD_TO: "held_to",
    Step.REPORT: "reported",
    Step.ENOUGH: "report_acknowledged",
    Step.MORE: "asked_further",
    Step.WITHDRAW: "withdrawn",
}
UNDOES = frozenset({Step.UNGIVE, Step.UNACKNOWLEDGE, Step.UNOBJECT, Step.UNREPORT, Step.REOPEN, Step.RESTORE})


def tell_of(session: Session, one: Assignment, what: str, side: Side, actor_id: int) -> None:
    """Tell those who hold a side what the other did; `one` must be loaded with its units."""
    for person_id in _people_of(session, one, side):
        if person_id == actor_id:
            continue
        tell(
            session,
            person_id=person_id,
            kind=Kind.ASSIGNMENT,
            words={"what": what, "who": one.giver_unit.name, "unit": _receiver(one)},
            path=f"/uppdrag/{one.id}/",
            occasion=f"assignment/{one.id}/{what}/{one.revision}",
            about=About(ASSIGNMENT, one.id),
            hold=HOLD,
        )


def tell_step(session: Session, one: Assignment, step: Step, side: Side, actor_id: int) -> None:
    """Tell the other side of a step, or take back what it has not read of one that was undone."""
    if step in UNDOES:
        recall(
            session,
            people=_people_of(session, one, side.other),
            about=About(ASSIGNMENT, one.id),
            kinds=[Kind.ASSIGNMENT],
        )
    elif one.given_at is not None:
        tell_of(session, one, TOLD[step], side.other, actor_id)


def _receiver(one: Assignment) -> str:
    return one.taker_person.name if one.taker_person is not None else one.taker_unit.name


def _people_of(session: Session, one: Assignment | ZoneQuestion, side: Side) -> list[int]:
    if side is Side.TAKER and one.taker_person_id is not None:
        return [one.taker_person_id]
    unit_id = one.giver_unit_id if side is Side.GIVER else one.taker_unit_id
    held = giving.holders(session, [unit_id], clock.today())
    return [holder.person_id for holder in held.get(unit_id, [])]


def tell_of_question(
    session: Session, question: ZoneQuestion, what: str, sides: Iterable[Side], actor: Actor
) -> None:
    """Tell those on some sides how far a question has come."""
    for side in sides:
        for person_id in _people_of(session, question, side):
            if person_id == actor.person_id:
                continue
            tell(
                session,
                person_id=person_id,
                kind=Kind.GOLDEN_ZONE,
                words={"what": what, "who": actor.name},
                path=f"/uppdrag/gyllene-zonen/{question.id}/",
                occasion=f"zone/{question.id}/{what}/{question.revision}",
                about=About(QUESTION, question.id),
            )


def remind_of_assignments(session: Session, moment: datetime) -> int:
    """Tell those who take an assignment that its day comes, and once that it has passed."""
    today = moment.astimezone(STOCKHOLM).date()
    coming = opening.due_between(session, today - LATE, today + AHEAD)
    held = giving.holders(session, {one.taker_unit_id for one in coming}, today) if coming else {}
    occasions: dict[tuple[int, str], Assignment] = {}
    for one in coming:
        people = (
            [one.taker_person_id]
            if one.taker_person_id is not None
            else [holder.person_id for holder in held.get(one.taker_unit_id, [])]
        )
        occasions |= {(person_id, _occasion(one, today)): one for person_id in people}
    return sum(
        remind(
            session,
            person_id=person_id,
            kind=Kind.ASSIGNMENT_DUE,
            words={"due_on": one.due_on, "who": one.giver_unit.name},
            path=f"/uppdrag/{one.id}/",
            occasion=occasion,
            about=About(ASSIGNMENT, one.id),
        )
        for person_id, occasion, one in untold(session, occasions)
    )


def _occasion(one: Assignment, today: date) -> str:
    late = one.due_on is not None and one.due_on < today
    return f"assignment_due/{one.id}/{one.due_on}/{'late' if late else 'soon'}"


def _concerns(model: type[Assignment] | type[ZoneQuestion], day: date) -> ColumnElement[bool]:
    at_either = or_(Appointment.unit_id == model.giver_unit_id, Appointment.unit_id == model.taker_unit_id)
    holds = or_(
        appointed(Notice.person_id, Role.MANAGER, at_either, day),
        appointed(
            Notice.person_id, Role.POLITICIAN, and_(at_either, Appointment.duty.in_(sorted(PRESIDING))), day
        ),
        and_(
            model.taker_person_id == Notice.person_id,
            appointed(Notice.person_id, Role.EMPLOYEE, Appointment.unit_id == model.taker_unit_id, day),
        ),
    )
    return select(model.id).where(model.id == Notice.about_id, holds).correlate(Notice).exists()


def _to_report(day: date) -> ColumnElement[bool]:
    """Give the condition that the assignment a notice is about is to be reported, and its day is near or past."""
    return (
        select(Assignment.id)
        .where(
            Assignment.id == Notice.about_id,
            Assignment.state.in_(opening.TO_REPORT),
            Assignment.due_on <= day + AHEAD,
        )
        .correlate(Notice)
        .exists()
    )


AWAITED = {
    "given": State.GIVEN,
    "held_to": State.GIVEN,
    "objected": State.AGAINST,
    "reported": State.REPORTED,
    "asked_further": State.ACKNOWLEDGED,
}
"""What is told that asks the other for something, and where the assignment stands until it is done."""


def _to_answer(_day: date) -> ColumnElement[bool]:
    """Give the condition that what a notice tells asks for nothing, or that the assignment still stands where it was left."""
    stands = case(
        *((Notice.occasion.contains(f"/{what}/", autoescape=True), state) for what, state in AWAITED.items())
    )
    left = select(Assignment.id).where(Assignment.id == Notice.about_id, Assignment.state == stands)
    return or_(stands.is_(None), left.correlate(Notice).exists())


def register() -> None:
    """Let the jobs remind of assignments, and let go of what was told to who has left a post."""
    due.register("assignments", remind_of_assignments)
    asking.register(Kind.ASSIGNMENT_DUE, ASSIGNMENT, _to_report)
    asking.register(Kind.ASSIGNMENT, ASSIGNMENT, _to_answer)
    leaving.register(ASSIGNMENT, lambda day: _concerns(Assignment, day))
    leaving.register(QUESTION, lambda day: _concerns(ZoneQuestion, day))
