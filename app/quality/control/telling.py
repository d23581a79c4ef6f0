"""Reminds those who carry out controls and look after risks when it is time: a while before, and once when the day has passed."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import STOCKHOLM
from app.notifications.asking import asking
from app.notifications.due import due
from app.notifications.kinds import Kind
from app.notifications.services import About, remind, untold
from app.organisation.appointments import leaders
from app.organisation.models import Appointment, in_force
from app.organisation.succeeding import heirs_of
from app.quality.control import awaited, rules
from app.quality.control.facts import OCCASION
from app.quality.risks.facts import RISK
from app.quality.risks.models import Risk
from app.quality.risks.queries.opening import near_or_past, still_asked


def remind_of_controls(session: Session, moment: datetime) -> int:
    """Tell those who carry out a control of a decided plan that its day comes, and once that it has passed."""
    today = moment.astimezone(STOCKHOLM).date()
    coming = awaited.due_between(session, today - rules.LATE, today + rules.NEAR)
    present = _with_a_post(session, {person for _one, person in coming}, today)
    occasions = {
        (person, f"control/{one.id}/{one.due_on}/{'late' if one.due_on < today else 'soon'}"): one
        for one, person in coming
        if person in present
    }
    return sum(
        remind(
            session,
            person_id=person,
            kind=Kind.CONTROL_DUE,
            words={"what": one.what, "due_on": one.due_on, "unit": one.unit},
            path=f"/internkontroll/tillfalle/{one.id}",
            occasion=occasion,
            about=About(OCCASION, one.id),
        )
        for person, occasion, one in untold(session, occasions)
    )


def remind_of_risks(session: Session, moment: datetime) -> int:
    """Tell who looks after a risk, or leads its unit where nobody does, that it is to be looked over.

    Of a unit that is no more those are told who lead the units that take over from it.
    """
    today = moment.astimezone(STOCKHOLM).date()
    coming = near_or_past(session, today)
    receivers = _receivers(session, coming, today)
    occasions = {(who, _occasion(one, today)): one for one in coming for who in receivers[one.id]}
    return sum(
        remind(
            session,
            person_id=person,
            kind=Kind.RISK_REVIEW,
            words={"due_on": one.review_on, "unit": one.unit.name},
            path=f"/internkontroll/risker/{one.id}/",
            occasion=occasion,
            about=About(RISK, one.id),
        )
        for person, occasion, one in untold(session, occasions)
    )


def _occasion(one: Risk, today: date) -> str:
    past = one.review_on is not None and one.review_on < today
    return f"risk/{one.id}/{one.review_on}/{'past' if past else 'near'}"


def _receivers(session: Session, coming: Sequence[Risk], today: date) -> dict[int, list[int]]:
    """Give who is told of each risk, by its id."""
    gone = {one.unit_id for one in coming if one.unit.valid_to is not None and one.unit.valid_to <= today}
    heirs = heirs_of(session, gone, today)
    units = {one.unit_id for one in coming} | {unit for ones in heirs.values() for unit in ones}
    led = leaders(session, sorted(units), today) if coming else {}
    present = _with_a_post(session, {one.owner_id for one in coming if one.owner_id is not None}, today)
    found = {}
    for one in coming:
        owner = one.owner_id if one.owner_id in present else None
        places = sorted(heirs.get(one.unit_id, {one.unit_id}))
        found[one.id] = (
            [owner] if owner is not None else [who.person_id for unit in places for who in led.get(unit, [])]
        )
    return found


def _with_a_post(session: Session, people: set[int], today: date) -> set[int]:
    """Give those who hold a post: who has left every one is not written to any more."""
    if not people:
        return set()
    found = select(Appointment.person_id).where(
        Appointment.person_id.in_(sorted(people)),
        in_force(Appointment.valid_from, Appointment.valid_to, today),
    )
    return set(session.scalars(found))


def register_due() -> None:
    """Let the jobs remind of controls and risks, until they are done and looked over."""
    asking.register(Kind.CONTROL_DUE, OCCASION, awaited.still_asked)
    asking.register(Kind.RISK_REVIEW, RISK, still_asked)
    due.register("controls", remind_of_controls)
    due.register("risk_reviews", remind_of_risks)
