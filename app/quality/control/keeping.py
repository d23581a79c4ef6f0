"""What boards decide of internal control as records: plans, yearly reports and evaluations."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, literal, or_

from app.disposing.kinds import Columns, Kept, RecordKind, followed_at, statement
from app.disposing.naming import by_number
from app.disposing.wording import OF, version_name
from app.quality.control.facts import EVALUATION, PLAN, REPORT
from app.quality.control.models import ControlPlan, ControlReport, Evaluation, RecordState
from app.records.models import Edition


def _columns(
    of: str, owner: type[ControlPlan] | type[Evaluation], record: Any, year: int, *, applies: bool
) -> Columns:
    changing: ColumnElement[bool] = record.state == RecordState.DRAFT
    in_force = or_(changing, owner.year >= year) if applies else changing
    return Columns(
        of=literal(of),
        unit_id=owner.unit_id,
        year=owner.year,
        since_year=owner.year,
        in_force=and_(followed_at().is_(None), in_force),
        registry_number=record.registry_number,
    )


def _plans(year: int) -> Select[Any]:
    columns = _columns(PLAN, ControlPlan, ControlPlan, year, applies=True)
    return statement(columns).join(
        ControlPlan, and_(Edition.kind == PLAN, Edition.object_id == ControlPlan.id)
    )


def _reports(year: int) -> Select[Any]:
    columns = _columns(REPORT, ControlPlan, ControlReport, year, applies=False)
    return (
        statement(columns)
        .join(ControlReport, and_(Edition.kind == REPORT, Edition.object_id == ControlReport.id))
        .join(ControlPlan, ControlPlan.id == ControlReport.plan_id)
    )


def _evaluations(year: int) -> Select[Any]:
    columns = _columns(EVALUATION, Evaluation, Evaluation, year, applies=False)
    return statement(columns).join(
        Evaluation, and_(Edition.kind == EVALUATION, Edition.object_id == Evaluation.id)
    )


def _name(one: Kept) -> str:
    return version_name(str(OF[one.of]), one.number)


CONTROL_RECORDS = (
    RecordKind(
        kind=PLAN,
        kept=_plans,
        called=by_number(_name),
        goes=lazy_gettext(
            "planen med sina kontroller så som de stod i versionen, och det som skrevs på vägen till den"
        ),
        stays=lazy_gettext(
            "Kvar blir att planen beslutades, när och av vem. Andra versioner och risker i registret rörs inte. Gallras den "
            "sista versionen går också det som kontrollerna visade; årsrapporten gallras för sig."
        ),
    ),
    RecordKind(
        kind=REPORT,
        kept=_reports,
        called=by_number(_name),
        goes=lazy_gettext("rapportens ord och sammanställningen av vad kontrollerna visade"),
        stays=lazy_gettext("Kvar blir att rapporten beslutades, när och av vem. Planen gallras för sig."),
    ),
    RecordKind(
        kind=EVALUATION,
        kept=_evaluations,
        called=by_number(_name),
        goes=lazy_gettext("utvärderingens ord, om helheten och om varje nämnd och bolag"),
        stays=lazy_gettext("Kvar blir att utvärderingen beslutades, när och av vem."),
    ),
)
