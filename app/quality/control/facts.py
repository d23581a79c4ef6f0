"""What the history keeps of internal control; written when it changes, compared when it is verified."""

from app.db import Base
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    ControlReport,
    Deviation,
    EvaluatedUnit,
    Evaluation,
    Occasion,
    Remedy,
)

PLAN, REPORT, EVALUATION = "control_plan", "control_report", "control_evaluation"
CONTROL, OCCASION, DEVIATION, REMEDY = "control", "control_occasion", "control_deviation", "control_remedy"
CHOSEN = "chosen_risk"

KINDS: dict[type[Base], str] = {
    ControlPlan: PLAN,
    ChosenRisk: CHOSEN,
    Control: CONTROL,
    Occasion: OCCASION,
    Deviation: DEVIATION,
    Remedy: REMEDY,
    ControlReport: REPORT,
    Evaluation: EVALUATION,
}
"""What each table is called in the history; what is said of single units stands with the evaluation."""

NOT_TOLD = frozenset({"id", "revision", "record_revision"})
"""Columns that say nothing by themselves: how often something has changed is counted by its entries."""

Facts = dict[str, object]


def facts_of(thing: Base) -> Facts:
    """Give all that stands of something, by the names of its columns."""
    return {
        column.key: getattr(thing, column.key)
        for column in thing.__table__.columns
        if column.key not in NOT_TOLD
    }


def view_facts(view: EvaluatedUnit) -> Facts:
    """Give what is said of one unit."""
    return {"words": view.words}
