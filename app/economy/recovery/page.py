"""Puts together the page of a plan at a deficit: of a recovery, or of a plan of remedies, each with its own template."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template

from app import clock
from app.access.guard import acting
from app.access.matrix import May
from app.db import db
from app.economy import rules
from app.economy.blueprint import content_of, happened, reader, see_plan
from app.economy.facts import RECOVERY, Facts
from app.economy.forms import (
    DoneForm,
    DropForm,
    ExemptionForm,
    PlanForm,
    ReceiveForm,
    RemedyForm,
    RemedyPlanForm,
    StepForm,
)
from app.economy.models import PLAN_TOLD, EconomicRemedy, Recovery, RecoveryState, RemedyState
from app.economy.people import offer_people
from app.economy.periods import YEAR_END
from app.economy.queries import listing, opening
from app.economy.recovery.services import units_that_decide
from app.economy.remedy_plans.services import answered_for, receiver_of
from app.economy.rules import Standing
from app.economy.saving import Pages, Stopped
from app.economy.subjects import ECONOMY
from app.organisation.around import around
from app.organisation.tree import line_up
from app.passages.talks.pages import talked_about
from app.records.models import Edition
from app.steering.routes import profile_in_force


@dataclass(slots=True)
class Open(Stopped):
    """The forms on the page that hold something typed, or that somebody opened; and what was refused."""

    form: PlanForm | None = None
    new_step: StepForm | None = None
    step: RemedyForm | None = None
    step_id: int | None = None
    exemption: ExemptionForm | None = None
    done: DoneForm | None = None
    drop: DropForm | None = None
    receive: ReceiveForm | None = None
    unfinished: tuple[rules.Lacking, ...] = ()

    def lacks(self, lacking: Sequence[rules.Lacking]) -> None:
        """Say what is missing, by the form that says that a plan is done where that was what was pressed."""
        if self.done is not None:
            self.unfinished = tuple(lacking)
        else:
            self.lacking = tuple(lacking)


def plan_page(plan_id: int, opened: Open) -> str:
    """Make the page."""
    plan, standing = see_plan(plan_id)
    profile, who = profile_in_force(), reader()
    locked = opening.edition(db.session, plan.edition_id)
    reads_live = standing.writes or plan.state in PLAN_TOLD
    steps = listing.steps_of(db.session, plan) if reads_live else []
    standing_steps = rules.standing_steps(steps)
    may_change = standing.writes and rules.may_write_plan(plan)
    may_exempt = standing.writes and rules.may_exempt(plan, profile)
    if may_change:
        _begin(opened, plan, steps)
    if may_exempt:
        opened.exemption = opened.exemption or ExemptionForm(formdata=None)
        offer_deciders(opened.exemption)
    more = _of_remedies(plan, standing, standing_steps, opened) if rules.is_remedy_plan(plan) else {}
    return render_template(
        "economy/remedy_plan.html" if more else "economy/recovery.html",
        **more,
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
        notes=listing.notes_of(db.session, [one.id for one in steps]),
        lacking=rules.lacks_for_plan(plan, steps) if may_change else [],
        may_change=may_change,
        may_exempt=may_exempt,
        struck=rules.is_struck(plan),
        year_end=opening.standing_forecast(db.session, plan.unit_id, plan.year, YEAR_END),
        talked=talked_about(db.session, who.actor, ECONOMY, [plan.unit_id]),
        line=line_up(db.session, plan.unit_id, who.day),
        near=around(db.session, plan.unit_id, who.day),
        history=happened(db.session, RECOVERY, plan.id) if standing.writes else [],
        with_tests=profile.rules.child_rights_test != "off",
        is_late=rules.is_late,
        today=clock.today(),
    )


def _of_remedies(
    plan: Recovery, standing: Standing, steps: Sequence[EconomicRemedy], opened: Open
) -> dict[str, object]:
    """Give what the page of a plan of remedies has of its own: what is done already, and to whom it goes."""
    beside = _beside(plan, standing)
    receives = acting().may(May.ANSWER_REPORTS) and rules.may_receive(plan, answered_for(acting()))
    opened.done = opened.done or DoneForm(formdata=None)
    opened.drop = opened.drop or DropForm(formdata=None)
    opened.receive = opened.receive or ReceiveForm(formdata=None)
    # What was sent is of the version that was read, until it is told that another stands.
    if opened.said or not opened.receive.expected.data:
        opened.receive.expected.data = str(plan.edition_id or 0)
    to = plan.handed_to or receiver_of(db.session, profile_in_force(), plan.unit)
    together = [*steps, *beside]
    return {
        "beside": beside,
        "to": to,
        "receives": receives,
        "covered": rules.cover(plan.deficit, together) if together else None,
        "still": rules.lacks_to_finish(steps) if plan.state == RecoveryState.ESTABLISHED else [],
        "may_drop": standing.leads and rules.may_drop(plan),
        "may_reopen": standing.leads and rules.may_reopen(plan),
        "reached": standing.any,
    }


def _beside(plan: Recovery, standing: Standing) -> list[EconomicRemedy]:
    """Give the remedies that stand beside the year's forecasts: they meet the deficit too, unless the year was over."""
    if plan.month == YEAR_END or not standing.any:
        return []
    found = listing.remedies_of(db.session, reader(), plan.unit_id, plan.year)
    return [one for one in found if one.recovery_id is None and one.state != RemedyState.DROPPED]


def _locked(plan: Recovery, locked: Edition | None) -> Facts:
    """Give the version last established while the plan is being changed: all that others read of it."""
    if locked is None or plan.state != RecoveryState.OPEN:
        return {}
    return content_of(locked.content)


def _begin(opened: Open, plan: Recovery, steps: Sequence[EconomicRemedy]) -> None:
    if rules.is_remedy_plan(plan):
        opened.form = opened.form or RemedyPlanForm.of(plan)
        if isinstance(opened.form, RemedyPlanForm):
            offer_people(opened.form, plan.unit_id, plan)
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
    form.year.choices = [(one, str(one)) for one in rules.years_of_remedies(profile_in_force(), plan)]


def offer_deciders(form: ExemptionForm) -> None:
    """Put in those who can decide an exemption."""
    form.decided_by.choices = [
        (one.id, one.name) for one in units_that_decide(db.session, profile_in_force())
    ]


PLANS = Pages(see_plan, plan_page, "economy.recovery", "plan_id", name="plan")
