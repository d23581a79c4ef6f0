"""Writes of plans of remedies: a deficit judged large, handed over, received, done, or not needed after all."""

from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.economy import keeping, rules
from app.economy.errors import Fault, NotYet, NotYours, Refused
from app.economy.facts import recovery_facts
from app.economy.models import Forecast, PlanSort, Recovery, RecoveryState
from app.economy.queries import listing
from app.economy.recovery.services import establish_plan, new_plan, noted
from app.economy.remedy_plans import telling
from app.economy.remedy_plans.queries import plan_of
from app.economy.rights import require_leader, unit_written_by
from app.organisation import handing
from app.organisation.models import Unit
from app.passages.rules import managed_units, presided_units
from app.steering.schema import Profile


def judge(session: Session, *, actor_id: int, forecast: Forecast, profile: Profile, why: str) -> Recovery:
    """Judge the deficit of a submitted forecast large, and say why: that opens a plan. Raises `NotYours` and `Refused`.

    A plan that was not needed after all is taken up again, with the deficit as it is now.
    """
    unit_written_by(session, actor_id, forecast.unit_id)
    left = rules.deviation_of(forecast)
    if not rules.may_judge(forecast, profile) or left is None:
        raise Refused(Fault.NO_LARGE_DEFICIT)
    why = keeping.words(why, "why", required=True)
    plan = plan_of(session, forecast.unit_id, forecast.year)
    if plan is not None and plan.state != RecoveryState.LAPSED:
        raise Refused(Fault.ALREADY_BEGUN)
    before = recovery_facts(plan) if plan is not None else None
    if plan is None:
        plan = new_plan(forecast, -left, PlanSort.REMEDIES)
        session.add(plan)
    plan.deficit, plan.month = -left, forecast.month
    plan.judged_why, plan.judged_by_id, plan.closing_words = why, actor_id, ""
    plan.state, plan.state_since = RecoveryState.OPEN, clock.now()
    plan.record_revision = (plan.record_revision or 0) + 1
    noted(session, actor_id, "judged", plan, before)
    return plan


def receiver_of(session: Session, profile: Profile, unit: Unit) -> Unit | None:
    """Give whom a unit hands its plan to: whom the model says, the unit above where it says nothing."""
    today = clock.today()
    line = handing.above(session, unit, today)
    refs = profile.rules.remedy_plan_to
    return handing.receiver(session, refs, profile, unit, line, today) if refs else next(iter(line), None)


def hand_over(session: Session, *, actor_id: int, plan: Recovery, profile: Profile, expected: int) -> None:
    """Establish a plan and hand it to whom the model says.

    Raises what `establish_plan` does, and `Refused` where there is nobody to hand it to.
    """
    to = receiver_of(session, profile, plan.unit)
    if to is None:
        raise Refused(Fault.NO_RECEIVER)
    establish_plan(session, actor_id=actor_id, plan=plan, expected=expected, handed_to=to)
    telling.handed_over(session, plan, actor_id)


def answered_for(actor: Actor) -> frozenset[int]:
    """Give the units somebody receives plans for: those they lead, and the boards they preside over."""
    return managed_units(actor) | presided_units(actor)


def receive(
    session: Session, *, actor: Actor, plan: Recovery, words: str, expected: int | None = None
) -> None:
    """Say that a plan has come to whom it was handed to, in own words if one likes; raises `NotYours` and `Refused`.

    `expected` is the edition of the plan that was read; None where no page was read.
    """
    if plan.handed_to_id not in answered_for(actor):
        raise NotYours
    if not rules.may_receive(plan, answered_for(actor)):
        raise Refused(Fault.NOT_HANDED_OVER if plan.state == RecoveryState.OPEN else Fault.ALREADY_RECEIVED)
    if expected not in (None, plan.edition_id):
        raise Refused(Fault.HANDED_OVER_ANEW)
    before = recovery_facts(plan)
    plan.received_words = keeping.words(words, "received")
    plan.received_by_id, plan.received_at = actor.person_id, clock.now()
    noted(session, actor.person_id, "received", plan, before)
    telling.received(session, plan, actor.person_id)


def finish(session: Session, *, actor_id: int, plan: Recovery, words: str) -> None:
    """Say that a plan is done, and how it went; raises `NotYours`, `Refused`, and `NotYet` while a remedy is still to be done."""
    require_leader(session, actor_id, plan.unit_id)
    if not rules.is_remedy_plan(plan) or plan.state != RecoveryState.ESTABLISHED:
        raise Refused(Fault.NO_SUCH_STEP)
    lacking = rules.lacks_to_finish(listing.steps_of(session, plan))
    if lacking:
        raise NotYet(lacking)
    _close(session, actor_id, plan, RecoveryState.DONE, words, "done")


def drop(session: Session, *, actor_id: int, plan: Recovery, words: str) -> None:
    """Say that a plan is not needed after all, and why; raises `NotYours` and `Refused`, also where it has been handed over."""
    require_leader(session, actor_id, plan.unit_id)
    if not rules.may_drop(plan):
        raise Refused(Fault.NO_SUCH_STEP)
    _close(session, actor_id, plan, RecoveryState.LAPSED, words, "lapsed")


def _close(
    session: Session, actor_id: int, plan: Recovery, state: RecoveryState, words: str, action: str
) -> None:
    said = keeping.words(words, "words", required=True)
    before = recovery_facts(plan)
    plan.closing_words = said
    plan.state, plan.state_since = state, clock.now()
    noted(session, actor_id, action, plan, before)
