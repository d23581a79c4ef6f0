"""Reminds those who look after a document when it is time to look it over: once when the day is near, once when it passed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from app.clock import STOCKHOLM
from app.documents import rules
from app.documents.facts import DOCUMENT
from app.documents.models import Document
from app.documents.queries import near_or_past
from app.documents.reach import looked_after_by
from app.notifications.asking import asking
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.models import Notice
from app.notifications.services import About, remind, untold
from app.organisation.appointments import leaders
from app.organisation.models import Appointment, in_force


def remind_of_reviews(session: Session, moment: datetime) -> int:
    """Tell who leads the responsible unit, and who is named as responsible; gives how many notices were news."""
    today = moment.astimezone(STOCKHOLM).date()
    coming = near_or_past(session, today)
    if not coming:
        return 0
    receivers = _receivers(session, coming, today)
    occasions = {(who, _occasion(one, today)): one for one in coming for who in receivers[one.id]}
    count = 0
    for person_id, occasion, document in untold(session, occasions):
        count += remind(
            session,
            person_id=person_id,
            kind=Kind.DOCUMENT_REVIEW,
            words={
                "title": document.title,
                "due_on": document.next_review_on,
                "unit": document.responsible_unit.name,
            },
            path=f"/styrdokument/{document.id}/",
            occasion=occasion,
            about=About(DOCUMENT, document.id),
        )
    return count


def _receivers(session: Session, coming: Sequence[Document], today: date) -> dict[int, list[int]]:
    cared_for = looked_after_by(session, [one.responsible_unit for one in coming], today)
    led = leaders(session, sorted({unit for units in cared_for.values() for unit in units}), today)
    named = {one.responsible_person_id for one in coming if one.responsible_person_id is not None}
    # Who has left every post is not written to about documents any more.
    present = set(
        session.scalars(
            select(Appointment.person_id).where(
                Appointment.person_id.in_(sorted(named)),
                in_force(Appointment.valid_from, Appointment.valid_to, today),
            )
        )
    )
    found: dict[int, list[int]] = {}
    for one in coming:
        people = [
            leader.person_id for unit in cared_for[one.responsible_unit_id] for leader in led.get(unit, [])
        ]
        if one.responsible_person_id in present and one.responsible_person_id is not None:
            people.append(one.responsible_person_id)
        found[one.id] = list(dict.fromkeys(people))
    return found


def _occasion(document: Document, today: date) -> str:
    on = document.next_review_on
    return f"document_review/{document.id}/{on}/{'past' if on is not None and on < today else 'near'}"


def _asked(day: date) -> ColumnElement[bool]:
    """Give the condition that the document a notice is about is in force, and to be looked over soon or since long."""
    return (
        exists()
        .where(
            Document.id == Notice.about_id,
            Document.ended == "",
            Document.next_review_on <= day + rules.NEAR,
        )
        .correlate(Notice)
    )


def register_due() -> None:
    """Let the jobs remind of reviews, until they are done."""
    asking.register(Kind.DOCUMENT_REVIEW, DOCUMENT, _asked)
    due.register("document_reviews", remind_of_reviews)
