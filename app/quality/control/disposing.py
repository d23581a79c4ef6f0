"""What goes when a decided plan, report or evaluation is lawfully erased, beside its edition: the same words where they stand.

Risks are not of the plan: they stand in the register, and go by its own ways. That there was a control, a day and an outcome
stays; what was written of them is emptied here and in the history.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Base
from app.quality.control import queries
from app.quality.control.facts import EVALUATION, KINDS, REPORT
from app.quality.control.models import ControlReport, EvaluatedUnit, Evaluation
from app.records.disposal import HOLDS_NO_TEXT, erase_history_content
from app.records.models import HistoryContent, HistoryEntry

ERASED = "–"
"""What stands where a text must not be empty."""


def erase_beside_plan(session: Session, plan_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a plan and of all that hangs on it."""
    plan = queries.whole_plan(session, plan_id)
    if plan is None:
        return
    plan.opening = ""
    gone: list[Base] = [plan]
    for chosen in plan.chosen:
        chosen.reason = ""
        gone.append(chosen)
        for control in chosen.controls:
            control.what, control.method, control.who, control.told_to = ERASED, "", "", ""
            gone.append(control)
            for occasion in control.occasions:
                occasion.seen = ERASED if occasion.outcome else ""
                occasion.left_out = ERASED if occasion.left_out else ""
                gone.append(occasion)
                if occasion.deviation is None:
                    continue
                found = occasion.deviation
                found.words, found.follow_up = ERASED, ERASED if found.follow_up else ""
                gone.append(found)
                for remedy in found.remedies:
                    remedy.what, remedy.who = ERASED, ""
                    remedy.outcome = ERASED if remedy.outcome else ""
                    gone.append(remedy)
    session.flush()
    _erase_history(session, gone, because, actor_id)


def erase_beside_report(session: Session, report_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a report."""
    report = session.get_one(ControlReport, report_id)
    report.whole, report.learned = "", ""
    session.flush()
    _erase(session, REPORT, [report_id], because, actor_id)


def erase_beside_evaluation(session: Session, evaluation_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of an evaluation, on the whole and on each unit."""
    session.get_one(Evaluation, evaluation_id).whole = ""
    views = select(EvaluatedUnit).where(EvaluatedUnit.evaluation_id == evaluation_id)
    for one in session.scalars(views):
        one.words = ""
    session.flush()
    _erase(session, EVALUATION, [evaluation_id], because, actor_id)


def _erase_history(session: Session, gone: Iterable[Base], because: str, actor_id: int | None) -> None:
    by_kind: dict[str, list[int]] = {}
    for one in gone:
        by_kind.setdefault(KINDS[type(one)], []).append(one.id)  # type: ignore[attr-defined]  # all of them have one
    for kind, numbers in by_kind.items():
        _erase(session, kind, numbers, because, actor_id)


def _erase(session: Session, kind: str, ids: Sequence[int], because: str, actor_id: int | None) -> None:
    told = session.scalars(
        select(HistoryEntry.seq)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == kind,
            HistoryEntry.object_id.in_(ids),
            HistoryEntry.action.not_in(HOLDS_NO_TEXT),
            HistoryContent.erased_at.is_(None),
        )
    ).all()
    if told:
        erase_history_content(session, of=told, because=because, actor_id=actor_id)
