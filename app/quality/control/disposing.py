"""What goes when a decided plan, report or evaluation is lawfully erased, beside its edition: the same words where they stand.

Of a version that another has followed, or that is being changed, its own words go and what is decided now stays. Risks are
not of the plan: they stand in the register, and go by its own ways. That there was a control, a day and an outcome stays; what
was written of them is emptied here and in the history.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Base
from app.quality.control import queries
from app.quality.control.facts import EVALUATION, KINDS, facts_of
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Deviation,
    EvaluatedUnit,
    Evaluation,
    Occasion,
    RecordState,
    Remedy,
)
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all, erase_earlier, is_followed

COLUMNS: dict[type[Base], Mapping[str, str]] = {
    ControlPlan: {"opening": ""},
    ChosenRisk: {"reason": ""},
    Control: {"what": GONE, "method": "", "who": "", "told_to": ""},
    Occasion: {"seen": GONE, "left_out": GONE},
    Deviation: {"words": GONE, "follow_up": GONE},
    Remedy: {"what": GONE, "who": "", "outcome": GONE},
    ControlReport: {"whole": "", "learned": ""},
    Evaluation: {"whole": ""},
}
"""Where words stand, and what stands there when they are emptied."""

FIELDS = frozenset(
    {"opening", "reason", "what", "method", "who", "told_to", "seen", "left_out", "words", "follow_up"}
    | {"whole", "learned"}
)
"""What words are called in the history of internal control and in what is decided. What became of a remedy stands
under the name the outcome of a control has too; it is of the work, and goes with the plan's last version."""


def erase_beside_plan(session: Session, erased: Erased) -> None:
    """Erase the words of a version of a plan and of all that hangs on it."""
    plan = queries.whole_plan(session, erased.object_id)
    if plan is not None:
        _erase(session, erased, plan.state, [*_of_plan(plan)])


def erase_beside_report(session: Session, erased: Erased) -> None:
    """Erase the words of a version of a report."""
    report = session.get_one(ControlReport, erased.object_id)
    _erase(session, erased, report.state, [_written(report)])


def erase_beside_evaluation(session: Session, erased: Erased) -> None:
    """Erase the words of a version of an evaluation, on the whole and on each unit."""
    evaluation = session.get_one(Evaluation, erased.object_id)
    views = session.scalars(select(EvaluatedUnit).where(EvaluatedUnit.evaluation_id == evaluation.id))
    units = [Written(EVALUATION, evaluation.id, one, {"words": ""}) for one in views]
    _erase(session, erased, evaluation.state, [_written(evaluation), *units])


def _erase(session: Session, erased: Erased, state: str, written: Sequence[Written]) -> None:
    if is_followed(session, erased.edition) or state == RecordState.DRAFT:
        erase_earlier(session, erased, written, FIELDS)
    else:
        erase_all(session, erased, written)


def _written(thing: Base) -> Written:
    kind, number = KINDS[type(thing)], thing.id  # type: ignore[attr-defined]  # all of them have one
    removed = getattr(thing, "removed_at", None) is not None
    return Written(kind, number, thing, COLUMNS[type(thing)], partial(facts_of, thing), removed=removed)


def _of_plan(plan: ControlPlan) -> Iterator[Written]:
    yield _written(plan)
    for chosen in plan.chosen:
        yield _written(chosen)
        for control in chosen.controls:
            yield _written(control)
            for occasion in control.occasions:
                yield _written(occasion)
                if occasion.deviation is None:
                    continue
                yield _written(occasion.deviation)
                for remedy in occasion.deviation.remedies:
                    yield _written(remedy)
