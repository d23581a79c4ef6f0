"""Writes of plans at deficits: recoveries, opened by a year's overspend, and what they share with plans of remedies."""

from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.documents.decisions.services import About, Decided, record_decision
from app.documents.rules import ChildRightsTest
from app.economy import keeping, rules
from app.economy.errors import ChangedMeanwhile, Fault, NotYet, Refused
from app.economy.facts import RECOVERY, Facts, plan_content, recovery_facts
from app.economy.models import Forecast, PlanSort, Recovery, RecoveryState
from app.economy.queries import listing
from app.economy.remedy_plans import telling
from app.economy.rights import require_leader, unit_written_by
from app.organisation.models import Unit, in_force
from app.records.noting import note
from app.records.services import Signed, establish
from app.steering.schema import Profile

SIDE = "unit"


def reckon(session: Session, *, actor_id: int, forecast: Forecast, profile: Profile) -> Recovery | None:
    """Follow a submitted year: an overspend opens a recovery or is reckoned anew, none lets an open one lapse."""
    plan = session.scalars(
        select(Recovery)
        .where(
            Recovery.unit_id == forecast.unit_id,
            Recovery.year == forecast.year,
            Recovery.sort == PlanSort.RECOVERY,
        )
        .execution_options(populate_existing=True)
    ).one_or_none()
    over = rules.overspend(forecast)
    if plan is None:
        return _opened(session, actor_id, forecast, over) if rules.opens_recovery(forecast, profile) else None
    before = recovery_facts(plan)
    if not over:
        if plan.state != RecoveryState.OPEN:
            return plan
        plan.state, plan.state_since = RecoveryState.LAPSED, clock.now()
        noted(session, actor_id, "lapsed", plan, before)
        return plan
    if plan.deficit == over and plan.state != RecoveryState.LAPSED:
        return plan
    if plan.state == RecoveryState.LAPSED:
        plan.state, plan.state_since = RecoveryState.OPEN, clock.now()
    plan.deficit = over
    plan.record_revision += 1
    noted(session, actor_id, "reckoned", plan, before)
    return plan


def _opened(session: Session, actor_id: int, forecast: Forecast, over: int) -> Recovery:
    plan = new_plan(forecast, over, PlanSort.RECOVERY)
    session.add(plan)
    noted(session, actor_id, "opened", plan, None)
    return plan


def new_plan(forecast: Forecast, deficit: int, sort: PlanSort) -> Recovery:
    """Make an empty plan at the deficit of a forecast."""
    return Recovery(
        unit_id=forecast.unit_id,
        year=forecast.year,
        deficit=deficit,
        words="",
        state=RecoveryState.OPEN,
        state_since=clock.now(),
        revision=1,
        record_revision=1,
        opened_at=clock.now(),
        sort=sort,
        **dict.fromkeys(("judged_why", "who", "received_words", "closing_words"), ""),
    )


@dataclass(frozen=True, slots=True)
class Responsible:
    """Who is responsible for a plan of remedies, and by when it is done."""

    person_id: int | None = None
    who: str = ""
    due_on: date | None = None


def write(
    session: Session,
    *,
    actor_id: int,
    plan: Recovery,
    words: str,
    revision: int,
    responsible: Responsible | None = None,
) -> None:
    """Write what the plan says as it read at `revision`; raises `Refused` and `ChangedMeanwhile`."""
    if not rules.may_write_plan(plan):
        raise Refused(Fault.LOCKED)
    if plan.revision != revision:
        raise ChangedMeanwhile
    before = recovery_facts(plan)
    plan.words = keeping.words(words, "words")
    if responsible is not None:
        plan.person_id, plan.due_on = responsible.person_id, responsible.due_on
        plan.who = keeping.line(responsible.who, "who")
    if recovery_facts(plan) == before:
        return
    plan.revision += 1
    plan.record_revision += 1
    noted(session, actor_id, "changed", plan, before)


def establish_plan(
    session: Session, *, actor_id: int, plan: Recovery, expected: int, handed_to: Unit | None = None
) -> None:
    """Establish a plan as it read at the record revision `expected`, and hand it over where there is somebody to hand it to.

    Raises `NotYours` for others than the unit's manager, `Refused`, `ChangedMeanwhile`, and `NotYet`.
    """
    require_leader(session, actor_id, plan.unit_id)
    if plan.state != RecoveryState.OPEN or (rules.is_remedy_plan(plan) and handed_to is None):
        raise Refused(Fault.NO_SUCH_STEP)
    if plan.record_revision != expected:
        raise ChangedMeanwhile
    steps = listing.steps_of(session, plan)
    lacking = rules.lacks_for_plan(plan, steps)
    if lacking:
        raise NotYet(lacking)
    before, at = recovery_facts(plan), clock.now()
    standing = rules.standing_steps(steps)
    locked = establish(
        session,
        kind=RECOVERY,
        object_id=plan.id,
        content=plan_content(plan, standing),
        signed=[Signed(actor_id, SIDE, at)],
    )
    plan.state, plan.state_since, plan.edition_id = RecoveryState.ESTABLISHED, at, locked.id
    if handed_to is not None:
        # Another version is another one to receive.
        plan.handed_to_id, plan.handed_to = handed_to.id, handed_to
        plan.received_by_id, plan.received_at, plan.received_words = None, None, ""
    noted(session, actor_id, "established", plan, before)


def reopen(session: Session, *, actor_id: int, plan: Recovery) -> None:
    """Open an established plan for a new version, or one whose exemption no longer holds; raises `Refused`, `NotYours`."""
    require_leader(session, actor_id, plan.unit_id)
    if not rules.may_reopen(plan):
        raise Refused(Fault.NO_SUCH_STEP)
    before = recovery_facts(plan)
    plan.state, plan.state_since = RecoveryState.OPEN, clock.now()
    # How it went, or why it was not needed, holds no longer; the history keeps the words.
    plan.closing_words = ""
    plan.record_revision += 1
    noted(session, actor_id, "reopened", plan, before)
    if rules.is_remedy_plan(plan):
        telling.no_longer_waits(session, plan)


@dataclass(frozen=True, slots=True)
class Exemption:
    """A decision that a unit need not bring an overspend home, as it was filled in; `decider_id` is the unit that decided."""

    title: str
    decider_id: int
    text: str = ""
    decided_on: date | None = None
    registry_number: str = ""
    link: str = ""
    test: ChildRightsTest = field(default_factory=ChildRightsTest)


def exempt(session: Session, *, actor: Actor, plan: Recovery, profile: Profile, exemption: Exemption) -> None:
    """Record that those who may have exempted a unit from recovering, with their decision.

    Raises `NotYours`, `Refused`, and what `record_decision` refuses.
    """
    unit_written_by(session, actor.person_id, plan.unit_id)
    if not rules.deciders(profile):
        raise Refused(Fault.NO_EXEMPTIONS)
    if not rules.may_exempt(plan, profile):
        raise Refused(Fault.NO_SUCH_STEP)
    decider = next(
        (one for one in units_that_decide(session, profile) if one.id == exemption.decider_id), None
    )
    if decider is None:
        raise Refused(Fault.UNKNOWN_DECIDER, "decided_by")
    before = recovery_facts(plan)
    decision = record_decision(
        session,
        actor=actor,
        decided=Decided(
            title=exemption.title,
            responsible_unit_id=plan.unit_id,
            text=exemption.text,
            decided_by=decider.name,
            decided_on=exemption.decided_on,
            registry_number=exemption.registry_number,
            link=exemption.link,
            about=About(RECOVERY, plan.id),
            test=exemption.test,
        ),
    )
    plan.decision_id = decision.id
    plan.state, plan.state_since = RecoveryState.EXEMPTED, clock.now()
    plan.record_revision += 1
    noted(session, actor.person_id, "exempted", plan, before)


def units_that_decide(session: Session, profile: Profile) -> list[Unit]:
    """Give the units of today that can decide an exemption in this model."""
    today = clock.today()
    return list(
        session.scalars(
            select(Unit)
            .where(
                Unit.kind.in_(sorted(rules.deciders(profile))),
                in_force(Unit.valid_from, Unit.valid_to, today),
            )
            .order_by(Unit.id)
            .limit(100)
        )
    )


def noted(session: Session, actor_id: int, action: str, plan: Recovery, before: Facts | None) -> None:
    """Tell the history what has been done with a plan."""
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"recovery.{action}",
        kind=RECOVERY,
        object_id=plan.id,
        before=before,
        after=recovery_facts(plan),
    )
