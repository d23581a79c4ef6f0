"""Follow-up reports for tests, written and handed in through the services of the product."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person, Unit
from app.reports import deviating, queries, services, taking
from app.reports.asked import Asked, kind_of
from app.reports.deviating import Deviated
from app.reports.models import Report, ReportDeviation
from app.writing import services as writing
from app.writing.models import UnitText
from app.writing.queries import nearness_to
from tests.factories.documents import acting_as
from tests.factories.planning import profile

INTERIM, FORECAST = ("interim_report", "august"), ("forecast_report", "october")


def asked(which: tuple[str, str]) -> Asked:
    """Give what a report of the model is, by its key and its period's."""
    report = next(one for one in profile().reports if one.key == which[0])
    return Asked(report, next(one for one in report.periods if one.key == which[1]))


def kind(which: tuple[str, str] = INTERIM) -> str:
    """Give the kind of text a report is."""
    one = asked(which)
    return kind_of(one.report, one.period)


def whole(session: Session, report: Report) -> Report:
    """Load a report as the pages do."""
    session.flush()
    session.expire(report)
    found = queries.report_of(session, session.get_one(UnitText, report.text_id))
    assert found is not None
    return found


def make_report(
    session: Session,
    unit: Unit,
    by: Person,
    analysis: str = "",
    *,
    which: tuple[str, str] = INTERIM,
    year: int = 0,
) -> Report:
    """Begin a report, and write its own analysis where there is one."""
    made = services.begin(
        session,
        actor=acting_as(session, by),
        unit=unit,
        asked=asked(which),
        year=year or clock.today().year,
    )
    if analysis:
        write(session, made, by, analysis)
    return whole(session, made)


def write(session: Session, report: Report, by: Person, words: str, key: str = "analysis") -> None:
    """Write own words in a part of a draft."""
    text = queries.text_of(session, report.text_id)
    part = next(one for one in text.parts if one.key == key)
    writing.write_part(
        session,
        actor_id=by.id,
        text=text,
        near=nearness_to(session, acting_as(session, by), text.kind, text.unit_id, clock.today()),
        part=part,
        words=words,
        base=part.revision_id or 0,
    )


def add_deviation(
    session: Session, report: Report, by: Person, what: str = "Två tjänster är vakanta", **more: Any
) -> ReportDeviation:
    """Add a deviation to a draft."""
    text = queries.text_of(session, report.text_id)
    return deviating.add(session, actor_id=by.id, report=report, text=text, said=Deviated(what, **more))


def hand_in(session: Session, report: Report, by: Person, which: tuple[str, str] = INTERIM) -> Report:
    """Hand in a report as it is."""
    text = queries.text_of(session, report.text_id)
    report = whole(session, report)
    text_kind = services.kind_for(report.kind)
    actor = acting_as(session, by)
    taking.submit(
        session,
        actor=actor,
        report=report,
        text=text,
        near=nearness_to(session, actor, text.kind, text.unit_id, clock.today()),
        asked=asked(which),
        revision=text.revision,
        brought=text_kind.brought_into(session, text),
    )
    return whole(session, report)


def receive(session: Session, report: Report, by: Person, words: str = "") -> Report:
    """Receive a report."""
    actor = acting_as(session, by)
    near = nearness_to(session, actor, report.kind, report.unit_id, clock.today())
    taking.acknowledge(session, actor=actor, report=report, near=near, words=words)
    return whole(session, report)


def send_back(session: Session, report: Report, by: Person, words: str) -> Report:
    """Hand a report back with the reason."""
    actor = acting_as(session, by)
    near = nearness_to(session, actor, report.kind, report.unit_id, clock.today())
    taking.hand_back(session, actor=actor, report=report, near=near, words=words)
    return whole(session, report)
