"""Risks, plans and what controls showed for tests, made through the services of the product."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person, Unit
from app.quality.control import deciding, queries, services, working
from app.quality.control.content import AsRead
from app.quality.control.models import Control, ControlPlan, Occasion, Often
from app.quality.control.rules import Result
from app.quality.risks import services as risks
from app.quality.risks.models import Risk
from app.quality.risks.queries.opening import risk_for
from app.quality.risks.reach import Reader, kinds_in, reader_of
from app.quality.risks.rules import Entry, Judged
from app.quality.risks.scale import natures_in_plans, scale_of
from app.steering.loader import load_profile
from tests.factories.documents import acting_as

SERIOUS = Judged(3, 3, "Det har hänt två gånger i år.", "Vi lär upp en till.", 2, 3)
"""A judgement over the threshold, with reasons and what is meant to be done."""

NATURES = natures_in_plans(scale_of(load_profile("tranemo")))
"""What enters a plan in Tranemo's model: operational risks alone."""


def reader(session: Session, person: Person) -> Reader:
    """Give a person as a reader of risks and controls today."""
    return reader_of(session, acting_as(session, person), clock.today(), kinds_in(load_profile("tranemo")))


def make_risk(
    session: Session,
    by: Person,
    unit: Unit,
    title: str = "Fel lön betalas ut",
    judged: Judged | None = SERIOUS,
    **more: Any,
) -> Risk:
    """Write a risk by somebody who may."""
    return risks.enter(
        session,
        reader=reader(session, by),
        entry=Entry(title=title, unit_id=unit.id, **more),
        scale=scale_of(load_profile("tranemo")),
        judged=judged,
    )


def whole_risk(session: Session, by: Person, risk_id: int) -> Risk:
    """Give a risk with all its page says."""
    session.flush()
    session.expire_all()
    found = risk_for(session, reader=reader(session, by), risk_id=risk_id)
    assert found is not None
    return found


def begin_plan(session: Session, by: Person, unit: Unit, year: int | None = None) -> ControlPlan:
    """Begin a plan by somebody who may, whole."""
    made = services.begin_plan(
        session,
        reader=reader(session, by),
        unit_id=unit.id,
        year=year or clock.today().year,
        threshold=8,
        natures=NATURES,
    )
    return whole_plan(session, made.id)


def whole_plan(session: Session, plan_id: int) -> ControlPlan:
    """Give a plan with all that hangs on it."""
    session.flush()
    session.expire_all()
    found = queries.whole_plan(session, plan_id)
    assert found is not None
    return found


def add_control(
    session: Session,
    by: Person,
    plan: ControlPlan,
    risk: Risk,
    what: str = "Att lönelistor attesteras",
    *,
    person: Person | None = None,
    often: Often = Often.QUARTER,
    method: str = "Stickprov på tjugo löner.",
    told_to: str = "Personalutskottet",
    who: str = "Lönegruppen",
    reason: str = "",
) -> ControlPlan:
    """Take a risk into a plan where it is not, with a control that lacks nothing."""
    plan = whole_plan(session, plan.id)
    risk = session.get_one(Risk, risk.id)
    chosen = services.choose(
        session, reader=reader(session, by), plan=plan, risk=risk, reason=reason, natures=NATURES
    )
    plan = whole_plan(session, plan.id)
    services.add_control(
        session,
        reader=reader(session, by),
        plan=plan,
        chosen=next(one for one in plan.chosen if one.id == chosen.id),
        check=services.Check(what, method, often, who, person.id if person else None, told_to),
    )
    return whole_plan(session, plan.id)


def decide_plan(session: Session, by: Person, plan: ControlPlan, number: str = "KS/2026:1") -> ControlPlan:
    """Let the board decide a plan."""
    plan = whole_plan(session, plan.id)
    deciding.decide_plan(
        session,
        reader=reader(session, by),
        plan=plan,
        decision=deciding.Decision(clock.today(), plan.unit.name, number),
        expected=AsRead(plan.record_revision, None),
        scales=[scale_of(load_profile("tranemo"))],
    )
    return whole_plan(session, plan.id)


def decided_plan(
    session: Session, by: Person, unit: Unit, risk: Risk, *, person: Person | None = None, **more: Any
) -> ControlPlan:
    """Make a decided plan with one risk and one control."""
    return decide_plan(
        session, by, add_control(session, by, begin_plan(session, by, unit), risk, person=person, **more)
    )


def first_control(plan: ControlPlan) -> Control:
    """Give the first control of a plan."""
    return plan.chosen[0].controls[0]


def occasions(session: Session, plan: ControlPlan) -> list[Occasion]:
    """Give the occasions of a plan's first control, by day."""
    number = first_control(whole_plan(session, plan.id)).id
    found = select(Occasion).where(Occasion.control_id == number).order_by(Occasion.due_on)
    return list(session.scalars(found))


def tell(
    session: Session,
    by: Person,
    plan: ControlPlan,
    place: int = 0,
    seen: str = "Tjugo löner, alla rätt.",
    deviation: str = "",
    on: date | None = None,
) -> ControlPlan:
    """Tell what a plan's first control showed at one of its occasions."""
    plan = whole_plan(session, plan.id)
    occasion = first_control(plan).occasions[place]
    outcome = "deviation" if deviation else "as_it_should"
    working.tell_result(
        session,
        reader=reader(session, by),
        plan=plan,
        occasion=occasion,
        result=Result(on or clock.today(), outcome, seen, deviation),
        revision=occasion.revision,
    )
    return whole_plan(session, plan.id)
