"""What waits for those who put a board's internal control together: its plan, its report, controls whose day has passed, and
its own risks, which no manager looks after (ADR 0023). Parts of the one statement of the start page.
"""

from collections.abc import Collection
from datetime import date
from typing import Any

from sqlalchemy import Integer, Select, and_, bindparam, func, literal, null, or_, select

from app.organisation.models import Unit, in_force
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Occasion,
)
from app.quality.risks import rules as risk_rules
from app.quality.risks.models import Risk, RiskState

PLAN, REPORT, LATE = "control_plan", "control_report", "late_controls"
SORTS = frozenset({PLAN, REPORT, LATE})
Part = Select[*tuple[Any, ...]]
"""A select in the shape of `ahead.Waiting`."""

PLAN_FROM_MONTH = 10
"""From October on next year's plan waits: every model has it decided before the year begins."""


def parts(boards: Collection[int], today: date, of_risk: str) -> list[Part]:
    """Give the selects for some boards and companies, in the shape of `ahead.Waiting`; none without any."""
    if not boards:
        return []
    theirs = sorted(boards)
    years = [today.year, *([today.year + 1] if today.month >= PLAN_FROM_MONTH else [])]
    return [
        *(_plans(theirs, year, today) for year in years),
        _reports(theirs, today.year - 1),
        _late(theirs, today),
        _risks(theirs, today, of_risk),
    ]


def _plans(boards: list[int], year: int, today: date) -> Part:
    """Those whose plan of a year has not been decided yet: begun ones by their number."""
    day = date(year - 1, 12, 31) if year > today.year else None
    return (
        select(
            literal(PLAN),
            func.coalesce(ControlPlan.id, 0),
            Unit.name,
            literal(day) if day is not None else null(),
            literal(1),
            literal(year),
        )
        .outerjoin(ControlPlan, and_(ControlPlan.unit_id == Unit.id, ControlPlan.year == year))
        .where(
            Unit.id.in_(boards),
            in_force(Unit.valid_from, Unit.valid_to, today),
            ControlPlan.edition_id.is_(None),
        )
    )


def _reports(boards: list[int], year: int) -> Part:
    """The report of a year that is over, where its plan was decided."""
    return (
        select(literal(REPORT), ControlPlan.id, Unit.name, null(), literal(1), ControlPlan.year)
        .join(Unit, Unit.id == ControlPlan.unit_id)
        .outerjoin(ControlReport, ControlReport.plan_id == ControlPlan.id)
        .where(
            ControlPlan.unit_id.in_(boards),
            ControlPlan.year == year,
            ControlPlan.edition_id.is_not(None),
            ControlReport.edition_id.is_(None),
        )
    )


def _late(boards: list[int], today: date) -> Part:
    """How many controls of a decided plan have passed their day, and since when: those others were to carry out. What somebody
    was to do themselves stands in rows of its own. It wants `person_id`.
    """
    return (
        select(
            literal(LATE),
            ControlPlan.id,
            Unit.name,
            func.min(Occasion.due_on),
            func.count(Occasion.id),
            ControlPlan.year,
        )
        .join(Unit, Unit.id == ControlPlan.unit_id)
        .join(ChosenRisk, ChosenRisk.plan_id == ControlPlan.id)
        .join(Control, Control.chosen_id == ChosenRisk.id)
        .join(Occasion, Occasion.control_id == Control.id)
        .where(
            ControlPlan.unit_id.in_(boards),
            ControlPlan.year >= today.year - 1,
            ControlPlan.edition_id.is_not(None),
            ChosenRisk.removed_at.is_(None),
            Control.removed_at.is_(None),
            Occasion.removed_at.is_(None),
            Occasion.outcome == "",
            Occasion.left_out == "",
            Occasion.due_on < today,
            or_(Control.person_id.is_(None), Control.person_id != bindparam("person_id", type_=Integer)),
        )
        .group_by(ControlPlan.id, Unit.name, ControlPlan.year)
    )


def _risks(boards: list[int], today: date, of_risk: str) -> Part:
    return select(literal(of_risk), Risk.id, Risk.title, Risk.review_on, literal(1), literal(0)).where(
        Risk.state == RiskState.OPEN,
        Risk.review_on <= today + risk_rules.NEAR,
        Risk.owner_id.is_(None),
        Risk.unit_id.in_(boards),
    )
