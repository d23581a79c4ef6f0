"""Writes of the yearly report on a plan, and of the executive board's evaluation of all boards and companies."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, selectinload

from app import clock
from app.quality.control import content, queries, rules
from app.quality.control.content import AsRead
from app.quality.control.deciding import Decision, lock
from app.quality.control.errors import ChangedSince, Lacks, Missing, NotNow, NotYet, NotYours
from app.quality.control.facts import EVALUATION, facts_of, view_facts
from app.quality.control.models import (
    ControlPlan,
    ControlReport,
    EvaluatedUnit,
    Evaluation,
    RecordState,
)
from app.quality.control.noting import noted, require
from app.quality.risks.reach import Reader
from app.records.noting import note


def write_report(
    session: Session,
    *,
    reader: Reader,
    plan: ControlPlan,
    report: ControlReport | None,
    whole: str,
    learned: str,
    revision: int,
) -> ControlReport:
    """Write the report's own words. Raises `NotNow` before the plan is decided or when the report is, `ChangedSince`."""
    if not rules.may_be_worked_with(plan):
        raise NotNow
    before = None
    if report is None:
        require(0, revision)
        report = ControlReport(
            plan_id=plan.id,
            state=RecordState.DRAFT,
            decided_by="",
            registry_number="",
            revision=1,
            written_by_id=reader.actor.person_id,
            written_at=clock.now(),
        )
        session.add(report)
    else:
        if report.state != RecordState.DRAFT:
            raise NotNow
        require(report.revision, revision)
        before = facts_of(report)
        report.revision += 1
    report.whole, report.learned = whole.strip(), learned.strip()
    noted(session, reader, "control_report.written", report, before)
    return report


def decide_report(
    session: Session,
    *,
    reader: Reader,
    plan: ControlPlan,
    report: ControlReport,
    decision: Decision,
    expected: AsRead,
) -> None:
    """Record that the board approved the report as it was read. Raises `NotYet`, `ChangedSince`, `Refused`, `NotNow`."""
    if not report.whole:
        raise NotYet([Missing(Lacks.WHOLE)])
    require(report.revision, expected.revision)
    held = content.of_report(report, plan)
    lock(session, reader, report, decision, held, "control_report.decided", expected.sign)


def write_evaluation(
    session: Session,
    *,
    reader: Reader,
    unit_id: int,
    year: int,
    evaluation: Evaluation | None,
    whole: str,
    views: Mapping[int, str],
    revision: int,
) -> Evaluation:
    """Write the executive board's own words on the whole and on each unit. Raises `NotYours`, `NotNow`, `ChangedSince`."""
    if not queries.may_write(session, reader, unit_id):
        raise NotYours
    before = None
    if evaluation is None:
        require(0, revision)
        evaluation = Evaluation(
            unit_id=unit_id,
            year=year,
            state=RecordState.DRAFT,
            decided_by="",
            registry_number="",
            revision=1,
            written_by_id=reader.actor.person_id,
            written_at=clock.now(),
        )
        evaluation.views = []
        evaluation.whole = whole.strip()
        try:
            with session.begin_nested():
                session.add(evaluation)
                session.flush()
        except IntegrityError as taken:
            # Somebody else began it in the same moment.
            raise ChangedSince from taken
    else:
        _hold(session, evaluation)
        if evaluation.state != RecordState.DRAFT:
            raise NotNow
        require(evaluation.revision, revision)
        before = facts_of(evaluation)
        evaluation.revision += 1
        evaluation.whole = whole.strip()
    noted(session, reader, "control_evaluation.written", evaluation, before)
    _say_of_units(session, reader, evaluation, views)
    return evaluation


def _hold(session: Session, evaluation: Evaluation) -> None:
    """Read an evaluation anew and keep others from changing it: what is compared with what was read is what stands."""
    session.scalars(
        select(Evaluation)
        .where(Evaluation.id == evaluation.id)
        .options(joinedload(Evaluation.unit), selectinload(Evaluation.views).joinedload(EvaluatedUnit.unit))
        .with_for_update(of=Evaluation)
        .execution_options(populate_existing=True)
    ).one()


def _say_of_units(session: Session, reader: Reader, evaluation: Evaluation, views: Mapping[int, str]) -> None:
    standing = {one.unit_id: one for one in evaluation.views}
    told: dict[str, object] = {}
    earlier: dict[str, object] = {}
    for unit_id, words in views.items():
        one = standing.get(unit_id)
        if one is None and not words.strip():
            continue
        if one is None:
            one = EvaluatedUnit(unit_id=unit_id, words="")
            evaluation.views.append(one)
        elif one.words == words.strip():
            continue
        else:
            earlier[f"unit {unit_id}"] = view_facts(one)
        one.words = words.strip()
        told[f"unit {unit_id}"] = view_facts(one)
    if told:
        note(
            session,
            actor_id=reader.actor.person_id,
            action="control_evaluation.said_of_units",
            kind=EVALUATION,
            object_id=evaluation.id,
            before=earlier,
            after=told,
        )


def decide_evaluation(
    session: Session,
    *,
    reader: Reader,
    evaluation: Evaluation,
    units: Sequence[tuple[int, str, str]],
    decision: Decision,
    expected: AsRead,
) -> None:
    """Record that the executive board decided its evaluation; every unit needs its words. `units` as in `content`.

    Raises `NotYet` with the units nothing is said of, `ChangedSince`, `Refused`, `NotNow`.
    """
    _hold(session, evaluation)
    said = {one.unit_id for one in evaluation.views if one.words}
    lacking = [] if evaluation.whole else [Missing(Lacks.WHOLE)]
    lacking += [Missing(Lacks.VIEWS, name, number) for number, name, _report in units if number not in said]
    if lacking:
        raise NotYet(lacking)
    require(evaluation.revision, expected.revision)
    held = content.of_evaluation(evaluation, units)
    lock(session, reader, evaluation, decision, held, "control_evaluation.decided", expected.sign)
