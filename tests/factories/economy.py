"""Forecasts, remedies, overspends and financial goals for tests, made through the services of the product."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.economy.forecasts import services
from app.economy.forecasts.services import Figures
from app.economy.goals import services as goals
from app.economy.models import EconomicRemedy, FinancialGoal, Forecast, PlanSort, Recovery
from app.economy.queries import opening
from app.economy.recovery import services as recovery
from app.economy.remedies import services as remedies
from app.economy.remedies.services import Deed
from app.economy.remedy_plans import queries as plan_queries
from app.economy.remedy_plans import services as services_of_plans
from app.organisation.models import Person, Unit
from app.steering.schema import Profile
from tests.factories.documents import acting_as
from tests.factories.planning import profile

KRONOR = 1000


def whole(session: Session, forecast: Forecast) -> Forecast:
    """Load a forecast as the pages do."""
    session.flush()
    return session.scalars(
        select(Forecast)
        .where(Forecast.id == forecast.id)
        .options(joinedload(Forecast.unit), joinedload(Forecast.submitted_by))
        .execution_options(populate_existing=True)
    ).one()


def make_forecast(
    session: Session,
    unit: Unit,
    by: Person,
    *,
    year: int = 0,
    month: int = 10,
    budget: int | None = 10_000,
    outcome: int | None = None,
    expected: int | None = None,
    says: str = "",
    why: str = "",
) -> Forecast:
    """Write a draft; amounts in thousands of kronor."""
    made = services.begin(
        session, actor_id=by.id, unit_id=unit.id, year=year or clock.today().year, month=month
    )
    amounts = [one * KRONOR if one is not None else None for one in (budget, outcome, expected)]
    services.change(
        session,
        actor_id=by.id,
        forecast=made,
        figures=Figures(*amounts, says, why),
        revision=made.revision,
    )
    return whole(session, made)


def add_remedy(
    session: Session,
    forecast: Forecast,
    by: Person,
    what: str = "Vi håller tjänsten vakant",
    *,
    effect: int | None = 500,
    **more: Any,
) -> EconomicRemedy:
    """Add a remedy beside a draft; the effect in thousands of kronor."""
    deed = Deed(what, effect * KRONOR if effect is not None else None, **more)
    return remedies.add_to_forecast(session, actor_id=by.id, forecast=forecast, deed=deed)


def submit(session: Session, forecast: Forecast, by: Person) -> Forecast:
    """Submit a forecast as it is."""
    forecast = whole(session, forecast)
    services.submit(
        session, actor_id=by.id, forecast=forecast, profile=profile(), expected=forecast.record_revision
    )
    return whole(session, forecast)


def make_submitted(session: Session, unit: Unit, by: Person, **more: Any) -> Forecast:
    """Write a forecast and submit it; a deficit gets a remedy that meets it."""
    forecast = make_forecast(session, unit, by, **{"expected": more.get("budget", 10_000)} | more)
    if forecast.month != 12 and (forecast.expected or 0) > (forecast.budget or 0):
        add_remedy(
            session, forecast, by, effect=((forecast.expected or 0) - (forecast.budget or 0)) // KRONOR
        )
        if not forecast.says:
            services.change(
                session,
                actor_id=by.id,
                forecast=forecast,
                figures=Figures(forecast.budget, forecast.outcome, forecast.expected, "Vikarierna kostar."),
                revision=forecast.revision,
            )
    return submit(session, forecast, by)


def make_overspend(
    session: Session, unit: Unit, by: Person, *, year: int = 0, over: int = 300, says: str = "Dyr vinter."
) -> Recovery:
    """Let a year go over its budget; gives the recovery it opens."""
    year = year or clock.today().year - 1
    make_submitted(session, unit, by, year=year, month=12, budget=10_000, outcome=10_000 + over, says=says)
    return plan_of(session, unit, year)


def plan_of(session: Session, unit: Unit, year: int) -> Recovery:
    """Load the recovery of a unit's year as the pages do."""
    session.flush()
    return session.scalars(
        select(Recovery)
        .where(Recovery.unit_id == unit.id, Recovery.year == year, Recovery.sort == PlanSort.RECOVERY)
        .options(joinedload(Recovery.unit), joinedload(Recovery.decision))
        .execution_options(populate_existing=True)
    ).one()


def make_remedy_plan(
    session: Session, unit: Unit, by: Person, *, year: int = 0, why: str = "Det går inte över.", **more: Any
) -> Recovery:
    """Judge the deficit of a submitted forecast large: gives the plan of remedies it opens."""
    year = year or clock.today().year
    told = opening.last_submitted(session, unit.id, year)
    if told is None:
        told = make_submitted(session, unit, by, year=year, expected=11_000, **more)
    services_of_plans.judge(session, actor_id=by.id, forecast=told, profile=with_remedy_plans(), why=why)
    return remedy_plan_of(session, unit, year)


def remedy_plan_of(session: Session, unit: Unit, year: int) -> Recovery:
    """Load the plan of remedies of a unit's year as the pages do."""
    session.flush()
    found = plan_queries.plan_of(session, unit.id, year)
    assert found is not None
    return found


def write_remedy_plan(
    session: Session, plan: Recovery, by: Person, words: str, step: str, *, who: str = ""
) -> None:
    """Write what a plan needs before it is handed over: words, who is responsible, a remedy with effect and by when."""
    recovery.write(
        session,
        actor_id=by.id,
        plan=plan,
        words=words,
        revision=plan.revision,
        responsible=recovery.Responsible(by.id, who),
    )
    deed = Deed(step, 400 * KRONOR, due_on=date(plan.year, 12, 1))
    remedies.add_step(
        session, actor_id=by.id, plan=plan, profile=with_remedy_plans(), year=plan.year, deed=deed
    )


def hand_over(session: Session, plan: Recovery, by: Person) -> Recovery:
    """Hand a plan of remedies over as it is."""
    plan = remedy_plan_of(session, plan.unit, plan.year)
    services_of_plans.hand_over(
        session,
        actor_id=by.id,
        plan=plan,
        profile=with_remedy_plans(),
        expected=plan.record_revision,
    )
    return plan


def with_remedy_plans() -> Profile:
    """Give the model of the tests, where plans of remedies are asked for at large deficits."""
    rules = profile().rules.model_copy(update={"remedy_plan_at_large_deficit": True})
    return profile().model_copy(update={"rules": rules})


def add_step(
    session: Session,
    plan: Recovery,
    by: Person,
    what: str = "Vi byter leverantör",
    *,
    effect: int | None = 300,
    year: int = 0,
) -> EconomicRemedy:
    """Add a step of a recovery plan."""
    deed = Deed(what, effect * KRONOR if effect is not None else None)
    return remedies.add_step(
        session, actor_id=by.id, plan=plan, profile=profile(), year=year or plan.year + 1, deed=deed
    )


def make_financial_goal(
    session: Session, by: Person, title: str = "Resultatet är minst två procent", **more: Any
) -> FinancialGoal:
    """Enter a financial goal with its decision."""
    said = goals.Said(title, clock.today().year, **more)
    return goals.enter(
        session,
        actor=acting_as(session, by),
        said=said,
        decision=goals.GoalDecision("Kommunfullmäktige", registry_number="KS/2026:1"),
    )
