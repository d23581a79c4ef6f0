"""Deviations for tests, reported and answered through the services of the product."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.deviations import services
from app.deviations.models import DeviationLevel, DeviationReport
from app.organisation.models import Person, Unit
from tests.factories.documents import acting_as


def make_deviation(
    session: Session, by: Person, unit: Unit, happened: str = "Köket är stängt.", **more: Any
) -> DeviationReport:
    """Report a deviation to the level above, or `as_employee` to one's own manager."""
    made = services.report(session, actor=acting_as(session, by), unit_id=unit.id, happened=happened, **more)
    return whole(session, made)


def whole(session: Session, one: DeviationReport) -> DeviationReport:
    """Load a deviation as the pages do."""
    session.flush()
    levels = selectinload(DeviationReport.levels)
    return session.scalars(
        select(DeviationReport)
        .where(DeviationReport.id == one.id)
        .options(joinedload(DeviationReport.unit), levels.joinedload(DeviationLevel.unit))
        .execution_options(populate_existing=True)
    ).one()


def keep(session: Session, by: Person, one: DeviationReport, words: str = "Vi löser det här.") -> None:
    """Keep a deviation at the level it came to last."""
    one = whole(session, one)
    services.keep(session, actor=acting_as(session, by), one=one, level=one.levels[-1], words=words)


def pass_on(
    session: Session, by: Person, one: DeviationReport, words: str = "Det här rår vi inte på."
) -> DeviationReport:
    """Pass a deviation on from the level it came to last."""
    one = whole(session, one)
    services.pass_on(session, actor=acting_as(session, by), one=one, level=one.levels[-1], words=words)
    return whole(session, one)
