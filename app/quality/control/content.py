"""What a decided plan, report and evaluation hold: the words as they were, so that they read the same ever after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Self

from app.quality.control import rules
from app.quality.control.levels import with_levels
from app.quality.control.models import Control, ControlPlan, ControlReport, Deviation, Evaluation, Occasion
from app.records.models import Edition
from app.records.signs import sign_of
from app.steering.shapes.control import InternalControl

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class AsRead:
    """How something stands for whoever records a decision about it: its revision, and a sign of all it would hold.

    Judgements of risks and results of controls move no revision of a plan or a report, and are locked with it.
    """

    revision: int
    sign: str | None

    @classmethod
    def of(cls, revision: int, held: Content) -> Self:
        """Give how it stands now, of what it would `held`."""
        return cls(revision, sign_of(held))


def read(edition: Edition | None) -> Content | None:
    """Give what an edition holds; None where there is none, or it was lawfully erased."""
    if edition is None or edition.content is None:
        return None
    content: dict[str, Any] = json.loads(edition.content)
    return content


def named(person: str | None, words: str) -> str:
    """Put a person and further words into one line."""
    return ", ".join(part for part in (person or "", words) if part)


def of_plan(
    plan: ControlPlan, reasons: Mapping[int, str], known: Sequence[InternalControl]
) -> dict[str, Any]:
    """Give what a plan says, with what its risks amount to in words; `reasons` are the reasonings of their latest judgements,
    by risk, and `known` the scale in force and then those of earlier models.
    """
    said = {
        "unit": plan.unit.name,
        "year": plan.year,
        "opening": plan.opening,
        "threshold": plan.threshold,
        "risks": [
            {
                "risk_id": one.risk_id,
                "title": one.risk.title,
                "unit": one.risk.unit.name,
                "happens": one.risk.happens,
                "effect": one.risk.effect,
                "likelihood": one.risk.likelihood,
                "consequence": one.risk.consequence,
                "value": one.risk.value,
                "reasoning": reasons.get(one.risk_id, ""),
                "reason": one.reason,
                "controls": [_control(control) for control in rules.controls_of(one)],
            }
            for one in rules.chosen_of(plan)
        ],
    }
    return with_levels(said, known)


def _control(control: Control) -> dict[str, Any]:
    return {
        "id": control.id,
        "what": control.what,
        "method": control.method,
        "often": control.often,
        "who": named(control.person.name if control.person else None, control.who),
        "told_to": control.told_to,
        "days": [one.due_on.isoformat() for one in rules.occasions_of(control)],
    }


def of_report(report: ControlReport, plan: ControlPlan) -> dict[str, Any]:
    """Give what a report says, with what the controls showed until now; `plan` must be loaded whole."""
    return {
        "unit": plan.unit.name,
        "year": plan.year,
        "whole": report.whole,
        "learned": report.learned,
        "risks": [
            {
                "title": one.risk.title,
                "controls": [
                    {
                        "what": control.what,
                        "occasions": [_occasion(occasion) for occasion in rules.occasions_of(control)],
                    }
                    for control in rules.controls_of(one)
                ],
            }
            for one in rules.chosen_of(plan)
        ],
    }


def _occasion(occasion: Occasion) -> dict[str, Any]:
    return {
        "due_on": occasion.due_on.isoformat(),
        "done_on": _iso(occasion.done_on),
        "outcome": occasion.outcome,
        "seen": occasion.seen,
        "left_out": occasion.left_out,
        "by": occasion.person.name if occasion.person else "",
        "deviation": _deviation(occasion.deviation),
    }


def _deviation(deviation: Deviation | None) -> dict[str, Any] | None:
    if deviation is None:
        return None
    return {
        "words": deviation.words,
        "follow_up": deviation.follow_up,
        "closed_on": _iso(deviation.closed_on),
        "remedies": [
            {
                "what": one.what,
                "who": named(one.person.name if one.person else None, one.who),
                "due_on": _iso(one.due_on),
                "done_on": _iso(one.done_on),
                "outcome": one.outcome,
            }
            for one in deviation.remedies
            if one.removed_at is None
        ],
    }


def of_evaluation(evaluation: Evaluation, units: Sequence[tuple[int, str, str]]) -> dict[str, Any]:
    """Give what an evaluation says; `units` are number, name and how far each report had come."""
    words = {one.unit_id: one.words for one in evaluation.views}
    return {
        "unit": evaluation.unit.name,
        "year": evaluation.year,
        "whole": evaluation.whole,
        "views": [
            {"unit_id": number, "unit": name, "words": words.get(number, ""), "report": report}
            for number, name, report in units
        ],
    }


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None
