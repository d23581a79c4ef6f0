"""How the history speaks of reports, deviations and follow-up plans: what stands is what was last told."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.records.witnesses import Heard, Row, Told, Witness
from app.reports import facts
from app.reports.models import DeviationNote, FollowUpPlan, Report, ReportDeviation, ReportWord


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _hear_said(told: Told, entry: Heard) -> None:
    told.say("", {**entry.after, "by": entry.actor_id})


def _rows(
    model: Any, facts_of: Callable[[Any], facts.Facts], *options: Any
) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = select(model).options(*options).order_by(model.id)
        for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
            yield Row(one.id, "", facts_of(one))

    return rows


def _word(one: ReportWord) -> facts.Facts:
    return {**facts.word_facts(one), "by": one.person_id}


def _note(one: DeviationNote) -> facts.Facts:
    return {**facts.note_facts(one), "by": one.person_id}


def _actions(kind: str, *names: str) -> tuple[str, ...]:
    return tuple(f"{kind}.{name}" for name in names)


WITNESSES = (
    Witness(
        "follow-up report",
        facts.REPORT,
        _actions("report", "begun", "submit", "acknowledge", "hand_back", "rewrite"),
        _hear,
        _rows(Report, facts.report_facts),
    ),
    Witness("word on report", facts.WORD, _actions("report", "said"), _hear_said, _rows(ReportWord, _word)),
    Witness(
        "deviation of report",
        facts.DEVIATION,
        _actions("report_deviation", "added", "changed", "removed", "restored", "stepped"),
        _hear,
        _rows(ReportDeviation, facts.deviation_facts),
    ),
    Witness(
        "note of deviation",
        facts.NOTE,
        _actions("report_deviation", "said"),
        _hear_said,
        _rows(DeviationNote, _note),
    ),
    Witness(
        "follow-up plan",
        facts.PLAN,
        _actions("follow_up_plan", "written", "established", "reopened"),
        _hear,
        _rows(FollowUpPlan, facts.plan_facts, selectinload(FollowUpPlan.times)),
    ),
)
