"""The economy of the populated municipality: every state, each text a canary, and the table of who reads which.

A canary is named by the unit, how far its text has come, and its kind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.economy.forecasts import services as forecasts
from app.economy.frames.services import Given, set_frames
from app.economy.goals import services as goals
from app.economy.models import EconomicRemedy, FinancialGoal, Forecast, Recovery
from app.economy.recovery import services as recovery
from app.economy.remedies import services as remedies
from app.economy.remedy_plans import services as remedy_plans
from app.organisation.models import Person, Unit
from tests.factories import economy as made
from tests.factories.documents import acting_as
from tests.factories.organisation import Municipality
from tests.factories.planning import profile
from tests.support.canaries import ECONOMY, canary

Values = dict[str, Any]


def words(place: str, kind: str) -> str:
    """Give the words of one text."""
    return f"Ord {canary(ECONOMY, place, kind)} ord."


def fill_economy(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Write the economy of three units in every state, frames, and a financial goal of the council."""
    for unit, place, by in (
        (town.unit, "own", people["unit_manager"]),
        (town.section, "section", people["section_manager"]),
        (town.other_unit, "other", people["other_unit_manager"]),
    ):
        _forecasts(session, unit, place, by)
    chief = people["chief_executive"]
    _recoveries(session, people, town)
    _remedy_plans(session, people, town)
    year = clock.today().year
    set_frames(
        session,
        actor_id=people["section_manager"].id,
        unit_id=town.unit.id,
        profile=profile(),
        given=[Given(year, 10_000_000, None, words("own_submitted", "frame"), 0)],
    )
    goal = made.make_financial_goal(
        session, chief, words("council_goal", "title"), words=words("council_goal", "why"), measure="Andel"
    )
    actor = acting_as(session, chief)
    goals.follow_up(
        session,
        actor=actor,
        goal=goal,
        year=year,
        month=3,
        text=words("council_goal", "followed"),
        value="2 %",
    )
    ended = made.make_financial_goal(session, chief, "Ett äldre mål")
    goals.end(session, actor=actor, goal=ended, words=words("council_goal", "ended"))


def _forecasts(session: Session, unit: Unit, place: str, by: Person) -> None:
    _written(session, unit, f"{place}_draft", by, month=3)
    old = _submitted(session, unit, f"{place}_withdrawn", by, month=8)
    forecasts.withdraw(
        session,
        actor_id=by.id,
        forecast=made.whole(session, old),
        why=words(f"{place}_withdrawn", "withdrawn"),
    )
    told = _submitted(session, unit, f"{place}_submitted", by, month=10)
    remedy = session.scalars(select(EconomicRemedy).where(EconomicRemedy.forecast_id == told.id)).one()
    remedies.say(
        session,
        actor_id=by.id,
        remedy=remedy,
        text=words(f"{place}_submitted", "note"),
        state="ongoing",
        effect=None,
    )
    slung = made.make_forecast(session, unit, by, month=5, says=words(f"{place}_draft", "slung"))
    forecasts.discard(session, actor_id=by.id, forecast=slung)


def _written(session: Session, unit: Unit, place: str, by: Person, month: int) -> Forecast:
    forecast = made.make_forecast(
        session,
        unit,
        by,
        month=month,
        expected=11_000,
        says=words(place, "says"),
        why=words(place, "reasons"),
    )
    made.add_remedy(
        session, forecast, by, words(place, "remedy"), who=canary(ECONOMY, place, "who"), person_id=by.id
    )
    return forecast


def _submitted(session: Session, unit: Unit, place: str, by: Person, month: int) -> Forecast:
    return made.submit(session, _written(session, unit, place, by, month), by)


def _recoveries(session: Session, people: dict[str, Person], town: Municipality) -> None:
    own, section = people["unit_manager"], people["section_manager"]
    plan = made.make_overspend(session, town.unit, own, says=words("own_submitted", "year"))
    _planned(session, plan, own, "own_open")
    plan = made.make_overspend(session, town.section, section)
    _planned(session, plan, section, "section_edition")
    recovery.establish_plan(session, actor_id=section.id, plan=plan, expected=plan.record_revision)
    recovery.reopen(session, actor_id=section.id, plan=plan)
    recovery.write(
        session,
        actor_id=section.id,
        plan=plan,
        words=words("section_changed", "plan"),
        revision=plan.revision,
    )
    other = people["other_unit_manager"]
    plan = made.make_overspend(session, town.other_unit, other)
    recovery.exempt(
        session,
        actor=acting_as(session, other),
        plan=plan,
        profile=profile(),
        exemption=recovery.Exemption("Avsteg", town.council.id, decided_on=clock.today()),
    )
    earlier = made.make_overspend(session, town.other_unit, other, year=clock.today().year - 2)
    _planned(session, earlier, other, "other_established")
    recovery.establish_plan(session, actor_id=other.id, plan=earlier, expected=earlier.record_revision)


def _remedy_plans(session: Session, people: dict[str, Person], town: Municipality) -> None:
    """Judge three deficits large: a plan being written, one handed over and received, one written anew after that."""
    own, section, other = (people[name] for name in ("unit_manager", "section_manager", "other_unit_manager"))
    for unit, by, place in (
        (town.unit, own, "own_open"),
        (town.section, section, "section_edition"),
        (town.other_unit, other, "other_established"),
    ):
        plan = made.make_remedy_plan(session, unit, by, why=words(place, "large"))
        made.write_remedy_plan(
            session,
            plan,
            by,
            words(place, "remedyplan"),
            words(place, "planremedy"),
            who=words(place, "planwho"),
        )
        if place != "own_open":
            made.hand_over(session, plan, by)
    plan = made.remedy_plan_of(session, town.other_unit, clock.today().year)
    remedy_plans.receive(
        session,
        actor=acting_as(session, people["other_section_manager"]),
        plan=plan,
        words=words("other_established", "received"),
    )
    plan = made.remedy_plan_of(session, town.section, clock.today().year)
    recovery.reopen(session, actor_id=section.id, plan=plan)
    recovery.write(
        session,
        actor_id=section.id,
        plan=plan,
        words=words("section_changed", "remedyplan"),
        revision=plan.revision,
    )


def _planned(session: Session, plan: Recovery, by: Person, place: str) -> None:
    recovery.write(session, actor_id=by.id, plan=plan, words=words(place, "plan"), revision=plan.revision)
    made.add_step(session, plan, by, words(place, "step"))


def _one_each(column: Any, name: str) -> Callable[[Session], list[Values]]:
    return lambda session: [{name: one} for one in session.scalars(select(column).order_by(column))]


ARGUMENTS: dict[frozenset[str], Callable[[Session], list[Values]]] = {
    frozenset({"forecast_id"}): _one_each(Forecast.id, "forecast_id"),
    frozenset({"remedy_id"}): _one_each(EconomicRemedy.id, "remedy_id"),
    frozenset({"plan_id"}): _one_each(Recovery.id, "plan_id"),
    frozenset({"plan_id", "form"}): lambda session: [
        {"plan_id": one, "form": "docx"} for one in session.scalars(select(Recovery.id).order_by(Recovery.id))
    ],
    frozenset({"financial_goal_id"}): _one_each(FinancialGoal.id, "financial_goal_id"),
}
"""Values for the arguments of the economy's views."""

QUERIES: dict[str, list[str]] = {
    "economy.index": ["", *(f"?enhet={unit}" for unit in (1, 4, 5, 6, 8)), "?ar=2031", "?enhet=999999"],
    "economy.units": ["", "?manad=10", "?visa=underskott&manad=10", "?q=finns+inte", "?ar=2031&sida=2"],
    "economy.take_away": ["", "?manad=10"],
    "economy.frames": ["", "?enhet=4&andra=5", "?enhet=5", "?ar=2031"],
    "economy.forecast": ["", "?andra=atgard-1"],
    "economy.recovery": ["", "?andra=steg-1"],
    "economy.remedy_plan": ["", "?andra=steg-1"],
    "economy.remedy_plans_listed": ["", "?sida=2"],
    "economy.judge_deficit": ["", "?enhet=5", "?ar=2031"],
    "economy.template_file": ["", "?manad=3"],
}
"""Further ways to ask."""
