"""What goes when a decided plan, report or evaluation is lawfully erased, beside its edition: the same words where they stand.

Of a version that another has followed, or that is being changed, its own words go and what is decided now stays. Risks are
not of the plan: they stand in the register, and go by its own ways. That there was a control, a day and an outcome stays; what
was written of them is emptied here and in the history.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.attachments.services import dispose_all
from app.db import Base
from app.quality.control import queries
from app.quality.control.facts import CONTROL, EVALUATION, KINDS, OCCASION, facts_of
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
    if plan is None:
        return
    _erase(session, erased, plan.state, [*all_of_plan(plan)])
    if not _stays(session, erased, plan.state):
        dispose_of_evidence(session, erased)


def dispose_of_evidence(session: Session, erased: Erased) -> None:
    """Dispose of the files beside what the controls of a plan showed."""
    controls = select(Control.id).join(ChosenRisk, ChosenRisk.id == Control.chosen_id)
    for number in session.scalars(controls.where(ChosenRisk.plan_id == erased.object_id)).all():
        dispose_all(
            session,
            source=(CONTROL, number),
            holder_kind=OCCASION,
            because=erased.because,
            actor_id=erased.actor_id,
        )


def erase_beside_report(session: Session, erased: Erased) -> None:
    """Erase the words of a version of a report."""
    report = session.get_one(ControlReport, erased.object_id)
    _erase(session, erased, report.state, [written_of(report)])


def erase_beside_evaluation(session: Session, erased: Erased) -> None:
    """Erase the words of a version of an evaluation, on the whole and on each unit."""
    evaluation = session.get_one(Evaluation, erased.object_id)
    _erase(session, erased, evaluation.state, all_of_evaluation(session, evaluation))


def all_of_evaluation(session: Session, evaluation: Evaluation) -> list[Written]:
    """Give everything people have written in an evaluation."""
    views = session.scalars(select(EvaluatedUnit).where(EvaluatedUnit.evaluation_id == evaluation.id))
    units = [Written(EVALUATION, evaluation.id, one, {"words": ""}) for one in views]
    return [written_of(evaluation), *units]


def _erase(session: Session, erased: Erased, state: str, written: Sequence[Written]) -> None:
    if _stays(session, erased, state):
        erase_earlier(session, erased, written, FIELDS)
    else:
        erase_all(session, erased, written)


def _stays(session: Session, erased: Erased, state: str) -> bool:
    """Tell whether there is something that lives on beside the version that goes."""
    return is_followed(session, erased.edition) or state == RecordState.DRAFT


def written_of(thing: Base) -> Written:
    """Give a row of internal control as one that people write words in."""
    kind, number = KINDS[type(thing)], thing.id  # type: ignore[attr-defined]  # all of them have one
    removed = getattr(thing, "removed_at", None) is not None
    return Written(kind, number, thing, COLUMNS[type(thing)], partial(facts_of, thing), removed=removed)


def all_of_plan(plan: ControlPlan) -> Iterator[Written]:
    """Give everything people have written in a plan and of it; it must be loaded whole."""
    yield written_of(plan)
    for chosen in plan.chosen:
        yield written_of(chosen)
        for control in chosen.controls:
            yield written_of(control)
            for occasion in control.occasions:
                yield written_of(occasion)
                if occasion.deviation is None:
                    continue
                yield written_of(occasion.deviation)
                for remedy in occasion.deviation.remedies:
                    yield written_of(remedy)
