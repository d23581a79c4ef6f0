"""Steps of reports as people take them: the step itself, and those it concerns told of it."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.access.actor import Actor
from app.notifications.asking import asking
from app.notifications.services import About
from app.reports import services, telling
from app.reports.asked import Asked
from app.reports.models import Report, Step
from app.steering.routes import profile_in_force
from app.writing.kinds import Brought
from app.writing.models import UnitText
from app.writing.rules import Nearness


def submit(
    session: Session,
    *,
    actor: Actor,
    report: Report,
    text: UnitText,
    near: Nearness,
    asked: Asked,
    revision: int,
    brought: Mapping[int, Sequence[Brought]],
    read: str | None = None,
) -> None:
    """Hand in exactly what was read, and tell the level it is handed to."""
    services.submit(
        session,
        actor=actor,
        report=report,
        text=text,
        near=near,
        asked=asked,
        profile=profile_in_force(),
        revision=revision,
        brought=brought,
        read=read,
    )
    asking.settle(session, About(telling.REPORT_OF, report.unit_id))
    telling.submitted(session, report, actor.person_id)


def acknowledge(
    session: Session,
    *,
    actor: Actor,
    report: Report,
    near: Nearness,
    words: str,
    expected: int | None = None,
) -> None:
    """Receive a report in own words, in the version that was read, and tell those who handed it in."""
    services.acknowledge(session, actor=actor, report=report, near=near, words=words, expected=expected)
    telling.answered(session, report, Step.ACKNOWLEDGE, actor.person_id)


def hand_back(
    session: Session,
    *,
    actor: Actor,
    report: Report,
    near: Nearness,
    words: str,
    expected: int | None = None,
) -> None:
    """Hand a report back with the reason, in the version that was read, and tell those who handed it in."""
    services.hand_back(session, actor=actor, report=report, near=near, words=words, expected=expected)
    telling.answered(session, report, Step.HAND_BACK, actor.person_id)


def take_back(session: Session, *, actor: Actor, report: Report, near: Nearness) -> None:
    """Take a report back that nobody has received, and tell the level it was handed to."""
    services.take_back(session, actor=actor, report=report, near=near)
    telling.taken_back(session, report, actor.person_id)
