"""How the history speaks of risks and internal control: what stands is what was last told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.db import Base
from app.quality.control.facts import EVALUATION, KINDS, facts_of, view_facts
from app.quality.control.models import EvaluatedUnit
from app.quality.risks import facts as risk_facts
from app.quality.risks.models import Risk, RiskDecision, RiskJudgement
from app.records.earlier import TOLD_AGAIN
from app.records.witnesses import Heard, Row, Told, Witness, hear, rows_of

ACTIONS: dict[str, tuple[str, ...]] = {
    "control_plan": ("begun", "changed", "decided", "opened_again"),
    "chosen_risk": ("risk_chosen", "risk_taken_out"),
    "control": ("added", "changed", "removed", "restored"),
    "control_occasion": ("day_added", "day_removed", "result", "left_out", "taken_up_again"),
    "control_deviation": ("found", "changed", "closed", "opened_again"),
    "control_remedy": ("added", "done", "not_done", "removed", "restored"),
    "control_report": ("written", "decided", "opened_again"),
    "control_evaluation": ("written", "decided", "opened_again"),
}
"""What can have happened to each."""

PREFIXES = {
    "chosen_risk": "control_plan",
    "control_occasion": "control",
    "control_deviation": "deviation",
    "control_remedy": "remedy",
}
"""What the actions are named by where it is not the kind itself."""


def _hear_units(told: Told, entry: Heard) -> None:
    for key, facts in entry.after.items():
        told.say(key, facts)


def _views(session: Session) -> Iterator[Row]:
    found = select(EvaluatedUnit).order_by(EvaluatedUnit.evaluation_id, EvaluatedUnit.unit_id)
    for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(one.evaluation_id, f"unit {one.unit_id}", view_facts(one))


def _of_control(model: type[Base], kind: str) -> Witness:
    prefix = PREFIXES.get(kind, kind)
    actions = (*(f"{prefix}.{action}" for action in ACTIONS[kind]), TOLD_AGAIN)
    return Witness(kind.replace("_", " "), kind, actions, hear, rows_of(model, facts_of))


WITNESSES = (
    Witness(
        "risk",
        risk_facts.RISK,
        (
            "risk.entered",
            "risk.corrected",
            "risk.judged",
            "risk.decision_holds",
            "risk.decision_gone",
            "risk.put_away",
            "risk.taken_back",
            "risk.taken_over",
        ),
        hear,
        rows_of(Risk, risk_facts.risk_facts),
    ),
    Witness(
        "judgement of risk",
        risk_facts.JUDGEMENT,
        ("risk.judgement",),
        hear,
        rows_of(RiskJudgement, risk_facts.judgement_facts),
    ),
    Witness(
        "decision about risk",
        risk_facts.DECISION,
        ("risk.decided", "risk.decision_revoked"),
        hear,
        rows_of(RiskDecision, risk_facts.decision_facts),
    ),
    *(_of_control(model, kind) for model, kind in KINDS.items()),
    Witness(
        "evaluated unit",
        EVALUATION,
        ("control_evaluation.said_of_units",),
        _hear_units,
        _views,
    ),
)
