"""What stands in the way of a decision, each with the form in which it is mended."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.quality.control.errors import Lacks, Missing
from app.quality.control.wording import missing_words
from app.ui.addresses import url_for

FIELDS: dict[Lacks, str] = {
    Lacks.METHOD: "method",
    Lacks.WHO: "responsible_person",
    Lacks.TOLD_TO: "told_to",
}
"""In which field of the form of a control something is filled in."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What is missing, in words, and where it is mended."""

    words: str
    href: str


def in_plan(plan_id: int, missing: Sequence[Missing]) -> list[Obstacle]:
    """Say what a plan lacks."""
    return _told(missing, [_place_in_plan(plan_id, one) for one in missing])


def in_report(plan_id: int, missing: Sequence[Missing]) -> list[Obstacle]:
    """Say what the yearly report on a plan lacks: its own words."""
    return _told(missing, [url_for("control.write_report", plan_id=plan_id) + "#whole" for _ in missing])


def in_evaluation(year: int, missing: Sequence[Missing]) -> list[Obstacle]:
    """Say what the evaluation of a year lacks: words on the whole, or on single boards and companies."""
    form = url_for("control.write_evaluation", year=year)
    return _told(missing, [f"{form}#{f'unit-{one.number}' if one.number else 'whole'}" for one in missing])


def _told(missing: Sequence[Missing], places: Sequence[str]) -> list[Obstacle]:
    return [Obstacle(*pair) for pair in zip(missing_words(missing), places, strict=True)]


def _place_in_plan(plan_id: int, one: Missing) -> str:
    if one.lacks is Lacks.RISKS:
        return url_for("control.choose", plan_id=plan_id)
    if one.lacks is Lacks.CONTROLS:
        return url_for("control.new_control", plan_id=plan_id, chosen_id=one.number)
    if one.lacks is Lacks.OCCASIONS:
        return url_for("control.one_control", control_id=one.number) + "#days"
    form = url_for("control.change_control", plan_id=plan_id, control_id=one.number)
    return f"{form}#{FIELDS[one.lacks]}"
