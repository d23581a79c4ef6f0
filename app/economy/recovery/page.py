"""Puts together the page of a recovery: what went over, how it is brought home, or who decided that it need not be."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from app import clock
from app.db import db
from app.economy import queries, rules
from app.economy.blueprint import content_of, happened, reader, see_plan
from app.economy.facts import RECOVERY, Facts
from app.economy.forms import ExemptionForm, PlanForm, RemedyForm, StepForm
from app.economy.models import EconomicRemedy, Recovery, RecoveryState
from app.economy.people import offer_people
from app.economy.periods import YEAR_END, years_to_recover
from app.economy.recovery.services import units_that_decide
from app.economy.subjects import ECONOMY
from app.organisation.around import around
from app.organisation.tree import line_up
from app.passages.talks.pages import talked_about
from app.records.models import Edition
from app.steering.routes import profile_in_force


@dataclass(slots=True)
class Open:
    """The forms on the page that hold something typed, or that somebody opened; and what was refused."""

    form: PlanForm | None = None
    new_step: StepForm | None = None
    step: RemedyForm | None = None
    step_id: int | None = None
    exemption: ExemptionForm | None = None
    lacking: tuple[rules.Lacking, ...] = ()
    said: str = ""
    changed_meanwhile: str = ""


def plan_page(plan_id: int, opened: Open | None = None) -> str:
    """Make the page."""
    opened = opened or Open()
    plan, standing = see_plan(plan_id)
    profile, who = profile_in_force(), reader()
    locked = queries.edition(db.session, plan.edition_id)
    reads_live = standing.writes or plan.state == RecoveryState.ESTABLISHED
    steps = queries.steps_of(db.session, plan) if reads_live else []
    standing_steps = rules.standing_steps(steps)
    may_change = standing.writes and rules.may_write_plan(plan)
    may_exempt = standing.writes and rules.may_exempt(plan, profile)
    if may_change:
        _begin(opened, plan, steps)
    if may_exempt:
        opened.exemption = opened.exemption or ExemptionForm(formdata=None)
        offer_deciders(opened.exemption)
    return render_template(
        "economy/recovery.html",
        plan=plan,
        unit=plan.unit,
        standing=standing,
        opened=opened,
        reads_live=reads_live,
        edition=locked,
        locked=_locked(plan, locked),
        steps=steps,
        years=rules.years_for_steps(profile, plan, steps),
        by_year={year: [one for one in steps if one.year == year] for year in {one.year for one in steps}},
        met=rules.cover(plan.deficit, standing_steps) if standing_steps else None,
        notes=queries.notes_of(db.session, [one.id for one in steps]),
        lacking=rules.lacks_for_plan(plan, steps) if may_change else [],
        may_change=may_change,
        may_exempt=may_exempt,
        struck=rules.is_struck(plan),
        year_end=queries.standing_forecast(db.session, plan.unit_id, plan.year, YEAR_END),
        talked=talked_about(db.session, who.actor, ECONOMY, [plan.unit_id]),
        line=line_up(db.session, plan.unit_id, who.day),
        near=around(db.session, plan.unit_id, who.day),
        history=happened(db.session, RECOVERY, plan.id) if standing.writes else [],
        with_tests=profile.rules.child_rights_test != "off",
        is_late=rules.is_late,
        today=clock.today(),
    )


def _locked(plan: Recovery, locked: Edition | None) -> Facts:
    """Give the version last established while the plan is being changed: all that others read of it."""
    if locked is None or plan.state != RecoveryState.OPEN:
        return {}
    return content_of(locked.content)


def _begin(opened: Open, plan: Recovery, steps: Sequence[EconomicRemedy]) -> None:
    opened.form = opened.form or PlanForm.of(plan)
    opened.new_step = opened.new_step or StepForm(formdata=None)
    offer_people(opened.new_step, plan.unit_id)
    offer_years(opened.new_step, plan)
    one = next((s for s in steps if s.id == opened.step_id), None)
    if one is not None:
        opened.step = opened.step or RemedyForm.of(one)
        offer_people(opened.step, plan.unit_id, one)


def offer_years(form: StepForm, plan: Recovery) -> None:
    """Put in the years a step can be in."""
    form.year.choices = [(one, str(one)) for one in years_to_recover(profile_in_force(), plan.year)]


def offer_deciders(form: ExemptionForm) -> None:
    """Put in those who can decide an exemption."""
    form.decided_by.choices = [
        (one.id, one.name) for one in units_that_decide(db.session, profile_in_force())
    ]
