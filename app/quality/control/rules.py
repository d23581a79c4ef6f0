"""Pure decisions about internal control: the days of a control, what a plan lacks, what is new since last year, who sees what."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.quality.control.errors import Fault, Lacks, Missing
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    Deviation,
    Occasion,
    Often,
    Outcome,
    RecordState,
)
from app.records.seeing import Sees

NEAR = timedelta(days=14)
"""So long before its day a control is told of, and stands on the start page."""

LATE = timedelta(days=180)
"""What is later than this was told of long ago."""

FIRST_YEAR, LAST_YEAR = 2000, 2100

MONTHS: dict[Often, tuple[int, ...]] = {
    Often.HALF_YEAR: (6, 12),
    Often.TERTIAL: (4, 8, 12),
    Often.QUARTER: (3, 6, 9, 12),
    Often.MONTH: tuple(range(1, 13)),
    Often.ONCE: (10,),
    Often.OTHER: (),
}
"""The months at whose end a control is carried out; one that is carried out once leaves time to report before the year ends."""


class Timing(StrEnum):
    """Where an occasion stands on a day."""

    DONE = "done"
    LEFT_OUT = "left_out"
    AHEAD = "ahead"
    NEAR = "near"
    LATE = "late"


def sees(*, works_with_it: bool, decided: bool, reads_decided: bool) -> Sees:
    """Tell what somebody sees (domain 3): those who write or lead above as it is, everybody else what was decided.

    A decided plan that is open again is read as it was decided.
    """
    if works_with_it:
        return Sees.LIVE
    return Sees.EDITION if decided and reads_decided else Sees.NOTHING


def days_of(often: Often, year: int) -> list[date]:
    """Give the days by which a control of a year is carried out."""
    return [date(year, month, monthrange(year, month)[1]) for month in MONTHS[often]]


def timing(occasion: Occasion, today: date) -> Timing:
    """Tell where an occasion stands; the twin of the reads of what is due."""
    if occasion.outcome:
        return Timing.DONE
    if occasion.left_out:
        return Timing.LEFT_OUT
    if occasion.due_on < today:
        return Timing.LATE
    return Timing.NEAR if occasion.due_on <= today + NEAR else Timing.AHEAD


def chosen_of(plan: ControlPlan) -> list[ChosenRisk]:
    """Give the risks a plan controls."""
    return [one for one in plan.chosen if one.removed_at is None]


def controls_of(chosen: ChosenRisk) -> list[Control]:
    """Give the controls of a chosen risk."""
    return [one for one in chosen.controls if one.removed_at is None]


def occasions_of(control: Control) -> list[Occasion]:
    """Give the occasions of a control."""
    return [one for one in control.occasions if one.removed_at is None]


def missing(plan: ControlPlan) -> list[Missing]:
    """Tell what a plan lacks before the board can decide it: each risk a control, each control all one asks of it."""
    chosen = chosen_of(plan)
    found = [] if chosen else [Missing(Lacks.RISKS)]
    for one in chosen:
        controls = controls_of(one)
        if not controls:
            found.append(Missing(Lacks.CONTROLS, one.risk.title, one.id))
        for control in controls:
            found += _lacking(control)
    return found


def _lacking(control: Control) -> list[Missing]:
    there = (
        (Lacks.METHOD, bool(control.method)),
        (Lacks.WHO, bool(control.who or control.person_id)),
        (Lacks.TOLD_TO, bool(control.told_to)),
        (Lacks.OCCASIONS, bool(occasions_of(control))),
    )
    return [Missing(lacks, control.what, control.id) for lacks, is_there in there if not is_there]


def may_be_worked_with(plan: ControlPlan) -> bool:
    """Tell whether controls are carried out: from when the board has first decided the plan."""
    return plan.edition_id is not None


def is_open(state: str) -> bool:
    """Tell whether something can be changed: until it is decided."""
    return state == RecordState.DRAFT


@dataclass(frozen=True, slots=True)
class Result:
    """What a control showed, as somebody filled it in."""

    done_on: date | None
    outcome: str
    seen: str
    deviation: str = ""


def faults_in_result(result: Result, today: date) -> dict[str, Fault]:
    """Tell what a result lacks: a control that only says yes or no has not been told (domain 7)."""
    faults: dict[str, Fault] = {}
    if result.outcome not in set(Outcome):
        faults["outcome"] = Fault.OUTCOME_MISSING
    if not result.seen.strip():
        faults["seen"] = Fault.WORDS_MISSING
    if result.done_on is None:
        faults["done_on"] = Fault.DAY_MISSING
    elif result.done_on > today:
        faults["done_on"] = Fault.DAY_AHEAD
    if result.outcome == Outcome.DEVIATION and not result.deviation.strip():
        faults["deviation"] = Fault.DEVIATION_MISSING
    return faults


def faults_in_closing(deviation: Deviation, follow_up: str) -> dict[str, Fault]:
    """Tell what stands in the way of closing a deviation: remedies still to be done, or no words on how it went."""
    faults: dict[str, Fault] = {}
    if any(one.done_on is None for one in deviation.remedies if one.removed_at is None):
        faults["follow_up"] = Fault.REMEDIES_LEFT
    if not follow_up.strip():
        faults["follow_up"] = Fault.WORDS_MISSING
    return faults


# --- what is new since last year

COMPARED = ("what", "method", "often", "who", "person_id", "told_to")


@dataclass(frozen=True, slots=True)
class SinceLast:
    """What differs from last year's plan: new and changed things by id, and the titles of risks that are no longer there."""

    new_risks: frozenset[int] = frozenset()
    new_controls: frozenset[int] = frozenset()
    changed_controls: frozenset[int] = frozenset()
    gone: tuple[str, ...] = ()


def since_last(plan: ControlPlan, last: ControlPlan | None) -> SinceLast:
    """Tell what differs from last year's plan; nothing where there was none. Both must be loaded whole."""
    if last is None:
        return SinceLast()
    before = {one.risk_id: one for one in chosen_of(last)}
    now = chosen_of(plan)
    kept = {control.id: control for one in before.values() for control in controls_of(one)}
    new, changed = set(), set()
    for one in now:
        for control in controls_of(one):
            earlier = kept.get(control.from_id or 0)
            if earlier is None:
                new.add(control.id)
            elif any(getattr(control, name) != getattr(earlier, name) for name in COMPARED):
                changed.add(control.id)
    there = {one.risk_id for one in now}
    return SinceLast(
        frozenset(one.id for one in now if one.risk_id not in before),
        frozenset(new),
        frozenset(changed),
        tuple(one.risk.title for number, one in before.items() if number not in there),
    )


@dataclass(frozen=True, slots=True)
class HowItWent:
    """How far a plan's controls have come: counted to be told in words, never as a grade."""

    occasions: int
    done: int
    left_out: int
    late: int
    deviations: int
    open_deviations: int


def how_it_went(occasions: Iterable[Occasion], today: date) -> HowItWent:
    """Count what a plan's occasions tell; `deviation` must be loaded."""
    every: Sequence[Occasion] = list(occasions)
    timings = [timing(one, today) for one in every]
    found = [one.deviation for one in every if one.deviation is not None]
    return HowItWent(
        len(every),
        timings.count(Timing.DONE),
        timings.count(Timing.LEFT_OUT),
        timings.count(Timing.LATE),
        len(found),
        sum(one.closed_on is None for one in found),
    )
