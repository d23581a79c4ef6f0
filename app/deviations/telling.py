"""Who is told of a deviation, never its text but when it was reported: the level it comes to, and whoever reported."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, literal, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.matrix import Role
from app.deviations import queries
from app.deviations.facts import REPORT
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.notifications.asking import asking
from app.notifications.kinds import Kind
from app.notifications.leaving import leaving
from app.notifications.models import Notice
from app.notifications.services import About, recall, tell
from app.organisation.models import Appointment, Placement, Succession, Unit, in_force
from app.organisation.succeeding import heirs_of
from app.passages.answering import answering

HOLD = timedelta(minutes=2)
"""How long a mail waits: what was sent by mistake is taken back within that."""


def tell_level(session: Session, one: DeviationReport, level: DeviationLevel, actor_id: int) -> None:
    """Tell those who answer for a level that a deviation has come to it."""
    _tell(session, one, _answering(session, level.unit_id), "came", f"came/{level.id}", actor_id)


def tell_reporters(
    session: Session, one: DeviationReport, level: DeviationLevel, what: str, actor_id: int
) -> None:
    """Tell whoever reported what a level has said; of what an employee reported, also their manager when others have said it."""
    people = _answering(session, one.unit_id)
    if one.by_employee:
        passed = any(each.unit_id == one.unit_id and each is not level for each in one.levels)
        people = _still_there(session, one) | (people if passed else set())
    _tell(session, one, people, what, f"{what}/{level.id}", actor_id, level=level)


def let_go(session: Session, one: DeviationReport) -> None:
    """Take back what the level has not read yet of a report that was taken back."""
    day = clock.today()
    people = {
        held.person_id for level in one.levels for held in queries.people_of(session, level.unit_id, day)
    }
    recall(session, people=people, about=About(REPORT, one.id), kinds=[Kind.DEVIATION])


def _tell(
    session: Session,
    one: DeviationReport,
    people: set[int],
    what: str,
    occasion: str,
    actor_id: int,
    level: DeviationLevel | None = None,
) -> None:
    for person_id in people - {actor_id}:
        tell(
            session,
            person_id=person_id,
            kind=Kind.DEVIATION,
            words={
                "what": what,
                "unit": _name(session, one.unit_id),
                "level": _name(session, level.unit_id) if level is not None else "",
                "reported_at": one.reported_at,
            },
            path=f"/avvikelser/{one.id}",
            occasion=f"deviation/{one.id}/{occasion}",
            about=About(REPORT, one.id),
            hold=HOLD,
        )


def _answering(session: Session, unit_id: int) -> set[int]:
    """Give those who answer for a unit, or for what it became."""
    return {
        held.person_id
        for one_unit in _there_now(session, unit_id)
        for held in queries.people_of(session, one_unit, clock.today())
    }


def _still_there(session: Session, one: DeviationReport) -> set[int]:
    """Give the employee who reported, while they are one there."""
    there = queries.works_in(_there_now(session, one.unit_id), clock.today())
    return set(
        session.scalars(
            select(Appointment.person_id).where(Appointment.person_id == one.reported_by_id, there)
        )
    )


def _there_now(session: Session, unit_id: int) -> set[int]:
    """Give a unit, or those that come after it where it is no more."""
    unit, today = session.get_one(Unit, unit_id), clock.today()
    if unit.valid_to is None or unit.valid_to > today:
        return {unit_id}
    return heirs_of(session, [unit_id], today)[unit_id]


def _name(session: Session, unit_id: int) -> str:
    return session.get_one(Unit, unit_id).name


def _concerns(day: date) -> ColumnElement[bool]:
    came = exists().where(
        DeviationLevel.report_id == DeviationReport.id, DeviationLevel.unit_id == Appointment.unit_id
    )
    return (
        exists()
        .where(
            DeviationReport.id == Notice.about_id,
            Appointment.person_id == Notice.person_id,
            or_(
                and_(
                    answering(day),
                    or_(
                        Appointment.unit_id == DeviationReport.unit_id,
                        came.correlate(DeviationReport, Appointment),
                        _after(DeviationReport.unit_id),
                    ),
                ),
                and_(
                    DeviationReport.by_employee,
                    DeviationReport.reported_by_id == Appointment.person_id,
                    Appointment.role == Role.EMPLOYEE,
                    in_force(Appointment.valid_from, Appointment.valid_to, day),
                    or_(Appointment.unit_id == DeviationReport.unit_id, _after(DeviationReport.unit_id)),
                ),
            ),
        )
        .correlate(Notice)
    )


def _after(unit_id: Any) -> ColumnElement[bool]:
    """Give the condition that an appointment is to a unit that a unit became, or that it hung under."""
    became = exists().where(Succession.from_unit_id == unit_id, Succession.to_unit_id == Appointment.unit_id)
    hung = exists().where(Placement.unit_id == unit_id, Placement.parent_id == Appointment.unit_id)
    return or_(became.correlate(DeviationReport, Appointment), hung.correlate(DeviationReport, Appointment))


def _waits(_day: date) -> ColumnElement[bool]:
    """Give the condition that a notice does not say that a deviation came, or that the level it came to has not settled it."""
    occasion = literal("deviation/").concat(cast(DeviationLevel.report_id, String)).concat("/came/")
    waiting = exists().where(
        DeviationLevel.report_id == Notice.about_id,
        DeviationLevel.outcome == Outcome.WAITING,
        occasion.concat(cast(DeviationLevel.id, String)) == Notice.occasion,
    )
    return or_(~Notice.occasion.contains("/came/"), waiting.correlate(Notice))


def register() -> None:
    """Let go of what was told to who has left the post it was told, and of what no longer waits there."""
    asking.register(Kind.DEVIATION, REPORT, _waits)
    leaving.register(REPORT, _concerns)
