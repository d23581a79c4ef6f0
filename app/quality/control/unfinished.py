"""Plans, reports and evaluations of internal control that nobody decided while their year lasted, as what can be disposed of."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, exists, literal, or_
from sqlalchemy.orm import Session

from app.disposing.things import Thing, says_something
from app.quality.control.disposing import all_of_evaluation, all_of_plan, dispose_of_evidence, written_of
from app.quality.control.facts import EVALUATION, PLAN, REPORT
from app.quality.control.models import ChosenRisk, Control, ControlPlan, ControlReport, Evaluation
from app.quality.control.queries import whole_plan
from app.records.earlier import Written


def _of_plan(session: Session, number: int) -> Sequence[Written]:
    plan = whole_plan(session, number)
    return [*all_of_plan(plan)] if plan is not None else []


def _of_report(session: Session, number: int) -> Iterator[Written]:
    yield written_of(session.get_one(ControlReport, number))


def _of_evaluation(session: Session, number: int) -> Sequence[Written]:
    return all_of_evaluation(session, session.get_one(Evaluation, number))


def _beside_plan(wanted: Select[Any]) -> Select[Any]:
    return wanted.join(ControlPlan, ControlPlan.id == ControlReport.plan_id)


def _plan_over(year: int) -> ColumnElement[bool]:
    controlled = exists().where(
        ChosenRisk.plan_id == ControlPlan.id, Control.chosen_id == ChosenRisk.id, says_something(Control.what)
    )
    return and_(
        ControlPlan.year < year,
        ControlPlan.edition_id.is_(None),
        or_(says_something(ControlPlan.opening), controlled),
    )


def _report_over(year: int) -> ColumnElement[bool]:
    # One year later than the plan: a report is decided in the year after the one it is of.
    return and_(
        ControlPlan.year < year - 1, ControlReport.edition_id.is_(None), says_something(ControlReport.whole)
    )


def _evaluation_over(year: int) -> ColumnElement[bool]:
    return and_(Evaluation.year < year - 1, Evaluation.edition_id.is_(None), says_something(Evaluation.whole))


UNDECIDED = (
    Thing(
        kind="control_plan_draft",
        of=literal(PLAN),
        number=ControlPlan.id,
        unit_id=ControlPlan.unit_id,
        year=ControlPlan.year,
        since_year=ControlPlan.year,
        over=_plan_over,
        written=_of_plan,
        besides=dispose_of_evidence,
        name=lazy_gettext("Intern kontrollplan som aldrig beslutades"),
        goes=lazy_gettext("planen med sina kontroller och vad de visade"),
    ),
    Thing(
        kind="control_report_draft",
        of=literal(REPORT),
        number=ControlReport.id,
        unit_id=ControlPlan.unit_id,
        year=ControlPlan.year,
        since_year=ControlPlan.year,
        over=_report_over,
        written=_of_report,
        joined=_beside_plan,
        name=lazy_gettext("Årsrapport om intern kontroll som aldrig beslutades"),
        goes=lazy_gettext("rapportens ord"),
    ),
    Thing(
        kind="evaluation_draft",
        of=literal(EVALUATION),
        number=Evaluation.id,
        unit_id=Evaluation.unit_id,
        year=Evaluation.year,
        since_year=Evaluation.year,
        over=_evaluation_over,
        written=_of_evaluation,
        name=lazy_gettext("Utvärdering av intern kontroll som aldrig beslutades"),
        goes=lazy_gettext("utvärderingens ord, om helheten och om varje nämnd och bolag"),
    ),
)
