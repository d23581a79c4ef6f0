"""Follow-up reports of the populated municipality, as far as each has come; `canaries.report_right` says who reads which."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.models import Person, Unit
from app.reports import deviating, services
from app.reports.models import Report, ReportDeviation
from app.writing.queries import nearness_to
from tests.factories import reports as made
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.support.canaries import REPORT, UNIT_TEXT, canary

Values = dict[str, object]
MARCH, MAY, OCTOBER = (("forecast_report", month) for month in ("march", "may", "october"))


def words(place: str, kind: str) -> str:
    """Give the words of one text."""
    return f"Ord {canary(REPORT, place, kind)} ord."


def _text(where: str, what: str) -> str:
    return f"Ord {canary(UNIT_TEXT, where, what)} ord."


def fill_reports(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Write one that is received, one that was handed back and is written anew, a draft, and one that rolls up."""
    unit, section = people["unit_manager"], people["section_manager"]
    received = _report(session, town.unit, unit, "preschool", "established_report", MAY)
    deviation = _deviation(session, received, unit, "own_submitted")
    made.hand_in(session, received, unit, MAY)
    made.receive(session, received, section, words("own_submitted", "received"))
    deviating.say(
        session, actor_id=unit.id, one=deviation, text=words("own_submitted", "goes"), state="ongoing"
    )
    back = _report(session, town.unit, unit, "preschool", "established_back", OCTOBER)
    made.hand_in(session, back, unit, OCTOBER)
    back = made.send_back(session, back, section, words("own_submitted", "back"))
    near = nearness_to(session, acting_as(session, unit), back.kind, back.unit_id, made.clock.today())
    services.rewrite(session, actor=acting_as(session, unit), report=back, near=near)
    made.write(session, made.whole(session, back), unit, _text("preschool", "draft_anew"), "economy")
    _deviation(session, back, unit, "own_draft")
    _report(session, town.unit, unit, "preschool", "draft_report", MARCH)
    _report(session, town.section, section, "section", "draft_rolling", MAY)


def _report(
    session: Session, unit: Unit, by: Person, where: str, what: str, which: tuple[str, str]
) -> Report:
    return made.make_report(session, unit, by, _text(where, what), which=which)


def _deviation(session: Session, report: Report, by: Person, place: str) -> ReportDeviation:
    return made.add_deviation(
        session,
        report,
        by,
        words(place, "what"),
        why=words(place, "why"),
        remedy=words(place, "remedy"),
        effect=words(place, "effect"),
        who=words(place, "who"),
        person_id=by.id,
        due_on=made.clock.today(),
    )


def _reports(session: Session) -> list[int]:
    return list(session.scalars(select(Report.id).order_by(Report.id)))


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"follow_up_id"}): lambda session: [{"follow_up_id": one} for one in _reports(session)],
    frozenset({"follow_up_id", "source_id"}): lambda session: [
        {"follow_up_id": found[-1], "source_id": found[0]} for found in [_reports(session)] if found
    ],
    frozenset({"report_deviation_id"}): lambda session: [
        {"report_deviation_id": one}
        for one in session.scalars(select(ReportDeviation.id).order_by(ReportDeviation.id))
    ],
    frozenset({"plan_key"}): lambda _session: [{"plan_key": "follow_up_plan"}],
}
"""Values for the arguments of the views of reports."""

QUERIES: dict[str, list[str]] = {
    "reports.index": ["", "?enhet=5"],
    "reports.level": ["?kind=report/forecast_report/may&enhet=4"],
}
"""Further ways to ask."""
