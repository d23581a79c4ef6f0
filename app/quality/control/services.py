"""Writes of a plan: begin it from last year's, choose risks, write controls, lay out days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app import clock
from app.quality.control import queries, rules
from app.quality.control.errors import Fault, NotNow, NotYours, Refused
from app.quality.control.facts import facts_of
from app.quality.control.models import (
    ChosenRisk,
    Control,
    ControlPlan,
    Occasion,
    Often,
    RecordState,
)
from app.quality.control.noting import line, noted, require
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.reach import Reader


@dataclass(frozen=True, slots=True)
class Check:
    """A control as somebody filled it in; only what is checked is needed."""

    what: str
    method: str = ""
    often: Often = Often.ONCE
    who: str = ""
    person_id: int | None = None
    told_to: str = ""


def begin_plan(
    session: Session, *, reader: Reader, unit_id: int, year: int, threshold: int, natures: frozenset[str]
) -> ControlPlan:
    """Begin the plan of a board or company for a year, from last year's where there is one: its own, and those it comes after.

    `natures` are those of risks that enter plans (`scale.natures_in_plans`).

    Raises `NotYours`, and `NotNow` when the year has one or is none of ours.
    """
    if not queries.may_write(session, reader, unit_id):
        raise NotYours
    if not rules.FIRST_YEAR <= year <= rules.LAST_YEAR or queries.plan_of(session, unit_id, year):
        raise NotNow
    before = queries.plans_before(session, unit_id, year - 1, reader.day)
    last = before[0] if before else None
    plan = ControlPlan(
        unit_id=unit_id,
        year=year,
        opening="",
        threshold=last.threshold if last is not None else threshold,
        from_plan_id=last.id if last is not None else None,
        state=RecordState.DRAFT,
        decided_by="",
        registry_number="",
        revision=1,
        record_revision=1,
        written_by_id=reader.actor.person_id,
        written_at=clock.now(),
    )
    try:
        with session.begin_nested():
            session.add(plan)
            session.flush()
    except IntegrityError as taken:
        # Somebody else began it in the same moment.
        raise NotNow from taken
    noted(session, reader, "control_plan.begun", plan, None)
    for one in before:
        _carry(session, reader, one, plan, natures)
    return plan


def _carry(
    session: Session, reader: Reader, last: ControlPlan, plan: ControlPlan, natures: frozenset[str]
) -> None:
    """Take along what last year's plan controlled and still is a risk, with its controls and days of the new year."""
    for one in rules.chosen_of(last):
        if one.risk.state != RiskState.OPEN or one.risk.nature not in natures:
            continue
        chosen = _chosen(session, reader, plan, one.risk, one.reason, carried=True)
        for place, control in enumerate(rules.controls_of(one)):
            check = Check(
                control.what,
                control.method,
                Often(control.often),
                control.who,
                control.person_id,
                control.told_to,
            )
            made = _control(session, reader, chosen, check, place, control.id)
            days = rules.days_of(check.often, plan.year)
            _lay_out(
                session, reader, made, days or [_next_year(day.due_on) for day in rules.occasions_of(control)]
            )


def _next_year(day: date) -> date:
    # The last of February is the only day a year can lack.
    return (
        day.replace(year=day.year + 1, day=28)
        if (day.month, day.day) == (2, 29)
        else day.replace(year=day.year + 1)
    )


def change_plan(
    session: Session, *, reader: Reader, plan: ControlPlan, opening: str, threshold: int, revision: int
) -> None:
    """Change the opening words of a plan, and from which value on risks belong in it. Raises `ChangedSince`, `NotNow`."""
    _require_open(plan)
    require(plan.revision, revision)
    before = facts_of(plan)
    plan.opening, plan.threshold = opening.strip(), threshold
    if facts_of(plan) == before:
        return
    plan.revision += 1
    plan.record_revision += 1
    noted(session, reader, "control_plan.changed", plan, before)


# --- risks in the plan


def choose(
    session: Session,
    *,
    reader: Reader,
    plan: ControlPlan,
    risk: Risk,
    reason: str,
    natures: frozenset[str],
) -> ChosenRisk:
    """Take a risk into a plan: over the threshold by itself, otherwise for a stated reason. Raises `Refused`, `NotNow`."""
    _require_open(plan)
    if risk.state != RiskState.OPEN or risk.nature not in natures:
        raise Refused({"risk": Fault.NO_SUCH_RISK})
    if risk.value < plan.threshold and not reason.strip():
        raise Refused({"reason": Fault.REASON_MISSING})
    earlier = next((one for one in plan.chosen if one.risk_id == risk.id), None)
    if earlier is not None and earlier.removed_at is None:
        return earlier
    plan.record_revision += 1
    if earlier is None:
        return _chosen(session, reader, plan, risk, reason.strip(), carried=False)
    before = facts_of(earlier)
    earlier.removed_at, earlier.reason, earlier.value = None, reason.strip(), risk.value
    noted(session, reader, "control_plan.risk_chosen", earlier, before)
    return earlier


def _chosen(
    session: Session, reader: Reader, plan: ControlPlan, risk: Risk, reason: str, *, carried: bool
) -> ChosenRisk:
    places = select(ChosenRisk.position).where(ChosenRisk.plan_id == plan.id)
    last = max(session.scalars(places), default=0)
    made = ChosenRisk(
        plan_id=plan.id,
        risk_id=risk.id,
        reason=reason,
        value=risk.value,
        carried=carried,
        position=last + 1,
    )
    session.add(made)
    noted(session, reader, "control_plan.risk_chosen", made, None)
    return made


def take_out(session: Session, *, reader: Reader, plan: ControlPlan, chosen: ChosenRisk) -> None:
    """Take a risk out of a plan, with its controls; it can be taken in again. Raises `NotNow`."""
    _require_open(plan)
    if chosen.removed_at is not None:
        raise NotNow
    before = facts_of(chosen)
    chosen.removed_at = clock.now()
    plan.record_revision += 1
    noted(session, reader, "control_plan.risk_taken_out", chosen, before)


def take_in(session: Session, *, reader: Reader, plan: ControlPlan, chosen: ChosenRisk) -> None:
    """Undo taking a risk out. Raises `NotNow`."""
    _require_open(plan)
    if chosen.removed_at is None:
        raise NotNow
    before = facts_of(chosen)
    chosen.removed_at = None
    plan.record_revision += 1
    noted(session, reader, "control_plan.risk_chosen", chosen, before)


# --- controls


def add_control(
    session: Session, *, reader: Reader, plan: ControlPlan, chosen: ChosenRisk, check: Check
) -> Control:
    """Write a control of a chosen risk, with its days laid out. Raises `Refused`, `NotNow`."""
    _require_open(plan)
    _require_what(check)
    made = _control(session, reader, chosen, check, len(chosen.controls), None)
    _lay_out(session, reader, made, rules.days_of(check.often, plan.year))
    plan.record_revision += 1
    session.flush()
    return made


def _control(
    session: Session, reader: Reader, chosen: ChosenRisk, check: Check, place: int, from_id: int | None
) -> Control:
    made = Control(chosen_id=chosen.id, position=place, from_id=from_id, revision=1)
    _fill(made, check)
    session.add(made)
    noted(session, reader, "control.added", made, None)
    return made


def change_control(
    session: Session, *, reader: Reader, plan: ControlPlan, control: Control, check: Check, revision: int
) -> None:
    """Change a control; other days are laid out where it is carried out as often as something else.

    Raises `Refused`, `ChangedSince`, `NotNow`.
    """
    _require_open(plan)
    require(control.revision, revision)
    _require_what(check)
    before, often = facts_of(control), control.often
    _fill(control, check)
    if facts_of(control) == before:
        return
    control.revision += 1
    plan.record_revision += 1
    noted(session, reader, "control.changed", control, before)
    if check.often != often and check.often is not Often.OTHER:
        for one in rules.occasions_of(control):
            if not one.outcome and not one.left_out:
                _take_day(session, reader, one)
        standing = {one.due_on for one in rules.occasions_of(control)}
        _lay_out(
            session,
            reader,
            control,
            [day for day in rules.days_of(check.often, plan.year) if day not in standing],
        )


def remove_control(session: Session, *, reader: Reader, plan: ControlPlan, control: Control) -> None:
    """Take a control out of the plan; it can be brought back. Raises `NotNow`."""
    _set_removed(session, reader, plan, control, "control.removed", gone=True)


def restore_control(session: Session, *, reader: Reader, plan: ControlPlan, control: Control) -> None:
    """Bring a control back that was taken out. Raises `NotNow`."""
    _set_removed(session, reader, plan, control, "control.restored", gone=False)


def _set_removed(
    session: Session, reader: Reader, plan: ControlPlan, control: Control, action: str, *, gone: bool
) -> None:
    _require_open(plan)
    if (control.removed_at is not None) == gone:
        raise NotNow
    before = facts_of(control)
    control.removed_at = clock.now() if gone else None
    plan.record_revision += 1
    noted(session, reader, action, control, before)


def _fill(control: Control, check: Check) -> None:
    control.what, control.method = line(check.what), check.method.strip()
    control.often, control.who = check.often, line(check.who)
    control.person_id, control.told_to = check.person_id, line(check.told_to)


def _require_what(check: Check) -> None:
    if not check.what.strip():
        raise Refused({"what": Fault.WORDS_MISSING})


# --- days


def add_day(
    session: Session, *, reader: Reader, plan: ControlPlan, control: Control, day: date | None
) -> Occasion:
    """Lay out a further day for a control. Raises `Refused`, `NotNow`."""
    _require_open(plan)
    if day is None:
        raise Refused({"due_on": Fault.DAY_MISSING})
    # The last control of a year may be made when the year has ended.
    if not date(plan.year, 1, 1) <= day <= date(plan.year + 1, 3, 31):
        raise Refused({"due_on": Fault.DAY_OF_ANOTHER_YEAR})
    plan.record_revision += 1
    return _lay_out(session, reader, control, [day])[0]


def remove_day(session: Session, *, reader: Reader, plan: ControlPlan, occasion: Occasion) -> None:
    """Take a day away that nothing was told of. Raises `NotNow`."""
    _require_open(plan)
    if occasion.outcome or occasion.removed_at is not None:
        raise NotNow
    plan.record_revision += 1
    _take_day(session, reader, occasion)


def restore_day(session: Session, *, reader: Reader, plan: ControlPlan, occasion: Occasion) -> None:
    """Bring a day back. Raises `NotNow`."""
    _require_open(plan)
    if occasion.removed_at is None:
        raise NotNow
    before = facts_of(occasion)
    occasion.removed_at = None
    plan.record_revision += 1
    noted(session, reader, "control.day_added", occasion, before)


def _lay_out(session: Session, reader: Reader, control: Control, days: list[date]) -> list[Occasion]:
    made = [
        Occasion(control_id=control.id, due_on=day, left_out="", seen="", outcome="", revision=1)
        for day in days
    ]
    session.add_all(made)
    for one in made:
        noted(session, reader, "control.day_added", one, None)
    return made


def _take_day(session: Session, reader: Reader, occasion: Occasion) -> None:
    before = facts_of(occasion)
    occasion.removed_at = clock.now()
    noted(session, reader, "control.day_removed", occasion, before)


def _require_open(plan: ControlPlan) -> None:
    if not rules.is_open(plan.state):
        raise NotNow
