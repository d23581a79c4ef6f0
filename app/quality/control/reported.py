"""Reads of the yearly reports and of the executive board's evaluation of a year."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import and_, collate, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.db import SWEDISH
from app.organisation.models import Unit, in_force
from app.quality.control.models import ControlPlan, ControlReport, EvaluatedUnit, Evaluation
from app.quality.control.queries import PAGE, years_with_plans
from app.quality.risks.reach import Kinds
from app.records.models import Edition


def report_of(session: Session, plan_id: int) -> ControlReport | None:
    """Give the report on a plan."""
    return session.scalars(select(ControlReport).where(ControlReport.plan_id == plan_id)).one_or_none()


class ReportLine(NamedTuple):
    """A board's or company's decided report of a year."""

    unit_id: int
    unit: str
    plan_id: int | None
    edition_id: int | None
    decided_on: date | None


def reports_of_year(session: Session, kinds: Kinds, year: int, day: date) -> list[ReportLine]:
    """Give every board and company with the report it has decided for a year, by name."""
    rows = session.execute(
        select(Unit.id, Unit.name, ControlPlan.id, ControlReport.edition_id, ControlReport.decided_on)
        .outerjoin(ControlPlan, and_(ControlPlan.unit_id == Unit.id, ControlPlan.year == year))
        .outerjoin(ControlReport, ControlReport.plan_id == ControlPlan.id)
        .where(
            Unit.kind.in_(sorted(kinds.holders)),
            or_(in_force(Unit.valid_from, Unit.valid_to, day), ControlPlan.id.is_not(None)),
        )
        .order_by(Unit.kind.in_(sorted(kinds.companies)), collate(Unit.name, SWEDISH), Unit.id)
        .limit(PAGE)
    )
    return [ReportLine._make(row) for row in rows]


def editions(session: Session, ids: Collection[int]) -> dict[int, Edition]:
    """Give editions by their numbers."""
    found = select(Edition).where(Edition.id.in_(sorted(ids)))
    return {one.id: one for one in session.scalars(found)}


def evaluation_of(session: Session, year: int) -> Evaluation | None:
    """Give the executive board's evaluation of a year."""
    return session.scalars(
        select(Evaluation)
        .where(Evaluation.year == year)
        .options(joinedload(Evaluation.unit), selectinload(Evaluation.views).joinedload(EvaluatedUnit.unit))
        .order_by(Evaluation.id)
        .limit(1)
        .execution_options(populate_existing=True)
    ).one_or_none()


def evaluated_years(session: Session) -> list[int]:
    """Give the years there is an evaluation or a plan of, the latest first."""
    found = {*session.scalars(select(Evaluation.year)), *years_with_plans(session)}
    return sorted(found, reverse=True)


def executive_board(session: Session, kinds: Sequence[str], day: date) -> Unit | None:
    """Give the executive board of a day."""
    return session.scalars(
        select(Unit)
        .where(Unit.kind.in_(kinds), in_force(Unit.valid_from, Unit.valid_to, day))
        .order_by(Unit.id)
        .limit(1)
    ).one_or_none()
