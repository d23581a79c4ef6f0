"""Candidates and goals for tests, made through the same services as in the product."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.organisation.models import Person, Unit
from app.planning import rules
from app.planning.candidates.services import propose_candidate
from app.planning.goals import services
from app.planning.goals.services import Wanted
from app.planning.models import Activity, Candidate, Goal
from app.planning.parts import services as parts
from app.planning.parts.services import Deed, Sign
from app.planning.queries import WHOLE
from app.steering.loader import load_profile
from app.steering.schema import Profile


def profile() -> Profile:
    """Give the profile in force, or Tranemo's outside an application."""
    try:
        found: Profile = current_app.extensions["samsyn_profile"]
    except RuntimeError:
        found = load_profile("tranemo")
    return found


def make_candidate(
    session: Session, unit: Unit, by: Person, text: str = "Stressiga lämningar", *, year: int = 0, **more: Any
) -> Candidate:
    """Propose a candidate, this year unless another is named."""
    return propose_candidate(session, by.id, unit.id, year or clock.today().year, text, **more)


def make_goal(
    session: Session,
    unit: Unit,
    by: Person,
    title: str = "Lugna lämningar",
    *,
    why: str = "",
    kind: str = "",
    year: int = 0,
    above: Goal | None = None,
) -> Goal:
    """Write a draft with nothing on it."""
    kinds = rules.kinds_for(profile(), unit.kind)
    made = services.create_goal(
        session,
        actor_id=by.id,
        unit_id=unit.id,
        year=year or clock.today().year,
        profile=profile(),
        kind=next((one for one in kinds if one.key == kind), kinds[0]),
        wanted=Wanted(title, why, above_id=above.id if above else None),
    )
    return whole(session, made)


def whole(session: Session, goal: Goal) -> Goal:
    """Load a goal with all that hangs on it, as the pages do."""
    session.flush()
    return session.scalars(
        select(Goal).where(Goal.id == goal.id).options(*WHOLE).execution_options(populate_existing=True)
    ).one()


def add_activity(
    session: Session,
    goal: Goal,
    by: Person,
    what: str = "Göra ett schema",
    *,
    person: Person | None = None,
    due: date | None = None,
) -> Activity:
    """Add an activity."""
    deed = Deed(what, person_id=person.id if person else None, due_on=due)
    return parts.add_activity(session, actor_id=by.id, goal=goal, deed=deed)


def complete(
    session: Session, goal: Goal, by: Person, *, activity: str = "Göra ett schema", sign: str = "Så känns det"
) -> Goal:
    """Add what a goal needs before it can be established."""
    parts.add_activity(session, actor_id=by.id, goal=goal, deed=Deed(activity))
    parts.add_indicator(
        session, actor_id=by.id, goal=goal, sign=Sign(sign, method="Samtal", routine="Alla, i april")
    )
    return whole(session, goal)


def establish(session: Session, goal: Goal, by: Person) -> Goal:
    """Establish a goal, completed where it lacks something."""
    goal = whole(session, goal)
    if not goal.activities or not goal.indicators:
        goal = complete(session, goal, by)
    services.establish(session, actor_id=by.id, goal=goal, profile=profile(), expected=goal.record_revision)
    return whole(session, goal)


def make_established(
    session: Session, unit: Unit, by: Person, title: str = "Lugna lämningar", **more: Any
) -> Goal:
    """Write a goal and establish it."""
    return establish(session, make_goal(session, unit, by, title, **more), by)
