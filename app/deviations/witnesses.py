"""How the history speaks of deviations and their levels: what stands is what was last told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.deviations import facts
from app.deviations.models import DeviationLevel, DeviationReport
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _reports(session: Session) -> Iterator[Row]:
    found = select(DeviationReport).order_by(DeviationReport.id)
    for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(one.id, "", facts.report_facts(one))


def _levels(session: Session) -> Iterator[Row]:
    found = select(DeviationLevel).order_by(DeviationLevel.id)
    for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(one.id, "", facts.level_facts(one))


WITNESSES = (
    Witness(
        "deviation report",
        facts.REPORT,
        ("deviation.reported", "deviation.taken_back"),
        _hear,
        _reports,
    ),
    Witness(
        "level of deviation",
        facts.LEVEL,
        ("deviation.came", "deviation.acknowledged", "deviation.kept", "deviation.passed_on"),
        _hear,
        _levels,
    ),
)
