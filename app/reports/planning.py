"""Writes of the yearly follow-up plan: which areas are followed up after which period, and by when."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Unit
from app.records.noting import note
from app.records.services import Signed, establish
from app.reports import queries, rules
from app.reports.asked import Planned
from app.reports.errors import Fault, Refused
from app.reports.facts import PLAN, Facts, plan_facts
from app.reports.models import FollowUpPlan, PlannedTime, PlanState
from app.reports.services import clean


def write(
    session: Session,
    *,
    actor_id: int,
    unit: Unit,
    key: str,
    year: int,
    words: str,
    times: Mapping[str, Planned],
    revision: int,
) -> FollowUpPlan:
    """Write a plan that is open, as it read at `revision` (0 for one that was not there); raises `Refused`."""
    said = clean(words, "words")
    plan = queries.plan_of(session, key, year, lock=True)
    before: Facts | None = plan_facts(plan) if plan is not None else None
    if plan is None:
        plan = FollowUpPlan(key=key, year=year, unit_id=unit.id, words="", times=[], revision=0)
        session.add(plan)
    elif plan.revision != revision:
        raise Refused(Fault.CHANGED)
    if before is not None and not rules.plan_is_open(plan.state):
        raise Refused(Fault.LOCKED)
    plan.state, plan.words = PlanState.DRAFT, said
    _place(plan, times)
    session.flush()
    if before is None or plan_facts(plan) != before:
        plan.revision += 1
        _noted(session, actor_id, "written", plan, before)
    return plan


def _place(plan: FollowUpPlan, times: Mapping[str, Planned]) -> None:
    there = {time.period: time for time in plan.times}
    for period, planned in times.items():
        if period not in there:
            there[period] = PlannedTime(period=period)
            plan.times.append(there[period])
        there[period].due_on = planned.due_on
        there[period].areas = " ".join(sorted(planned.areas))


def establish_plan(session: Session, *, actor_id: int, plan: FollowUpPlan) -> None:
    """Establish a plan: from now on each period is asked for what it places there. Raises `Refused` where it places nothing."""
    if not rules.plan_is_open(plan.state):
        raise Refused(Fault.NOT_NOW)
    if not any(time.areas for time in plan.times):
        raise Refused(Fault.NOTHING_PLACED)
    before = plan_facts(plan)
    edition = establish(
        session,
        kind=PLAN,
        object_id=plan.id,
        content={
            "key": plan.key,
            "year": plan.year,
            "unit": plan.unit.name,
            "words": plan.words,
            "times": _times(plan.times),
        },
        signed=[Signed(actor_id, "manager", clock.now())],
    )
    plan.state, plan.edition_id = PlanState.ESTABLISHED, edition.id
    plan.revision += 1
    _noted(session, actor_id, "established", plan, before)


def _times(times: Sequence[PlannedTime]) -> list[dict[str, object]]:
    return [
        {"period": one.period, "due_on": one.due_on.isoformat() if one.due_on else None, "areas": one.areas}
        for one in times
    ]


def reopen(session: Session, *, actor_id: int, plan: FollowUpPlan) -> None:
    """Open an established plan for changes; what is established holds until the change is. Raises `Refused`."""
    if plan.state != PlanState.ESTABLISHED:
        raise Refused(Fault.NOT_NOW)
    before = plan_facts(plan)
    plan.state = PlanState.DRAFT
    plan.revision += 1
    _noted(session, actor_id, "reopened", plan, before)


def _noted(session: Session, actor_id: int, action: str, plan: FollowUpPlan, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"follow_up_plan.{action}",
        kind=PLAN,
        object_id=plan.id,
        before=before,
        after=plan_facts(plan),
    )
