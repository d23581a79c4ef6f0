"""What goes when a reported deviation that no level has left to answer is disposed of."""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, and_, exists, func, literal, or_, select
from sqlalchemy.orm import Session

from app.deviations.facts import LEVEL, REPORT
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.disposing.kinds import year_in
from app.disposing.things import Thing, says_something
from app.records.earlier import GONE, Written


def _written(session: Session, number: int) -> Iterator[Written]:
    report = session.get_one(DeviationReport, number)
    yield Written(REPORT, number, report, {"happened": GONE, "done": "", "needed": ""})
    for level in session.scalars(select(DeviationLevel).where(DeviationLevel.report_id == number)):
        yield Written(LEVEL, level.id, level, {"words": ""})


def _over(_year: int) -> ColumnElement[bool]:
    waits = exists().where(
        DeviationLevel.report_id == DeviationReport.id, DeviationLevel.outcome == Outcome.WAITING
    )
    return and_(
        or_(DeviationReport.taken_back_at.is_not(None), ~waits), says_something(DeviationReport.happened)
    )


_SETTLED_AT = (
    select(func.max(DeviationLevel.settled_at))
    .where(DeviationLevel.report_id == DeviationReport.id)
    .correlate(DeviationReport)
    .scalar_subquery()
)

DEVIATIONS = Thing(
    kind=REPORT,
    of=literal("deviation"),
    number=DeviationReport.id,
    unit_id=DeviationReport.unit_id,
    year=year_in(DeviationReport.reported_at),
    since_at=func.coalesce(_SETTLED_AT, DeviationReport.reported_at),
    at=DeviationReport.reported_at,
    over=_over,
    written=_written,
    goes=lazy_gettext("vad som hände, vad som gjorts och behövs, och vad nivåerna ovanför sade om det"),
)
