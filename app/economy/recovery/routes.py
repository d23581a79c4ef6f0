"""Pages and steps of a recovery: written, established, opened again, exempted with the decision."""

from flask import abort, request
from flask_babel import gettext

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import rules
from app.economy.blueprint import ID, economy, number, plan_address
from app.economy.forms import ExemptionForm, PlanForm
from app.economy.recovery import services
from app.economy.recovery.page import PLANS, Open, offer_deciders, plan_page
from app.economy.saving import Answer, Done
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force


@economy.get(f"/aterhamtning/<{ID}:plan_id>")
@requires(May.READ_ECONOMY)
def recovery(plan_id: int) -> str:
    """Show an overspend and how it is brought home."""
    asked = request.args.get("andra", "")
    step_id = number(asked.removeprefix("steg-")) if asked.startswith("steg-") else None
    return plan_page(plan_id, Open(step_id=step_id))


@economy.post(f"/aterhamtning/<{ID}:plan_id>")
@requires(May.WRITE_ECONOMY)
def write_recovery(plan_id: int) -> Answer:
    """Save what the plan says."""
    found = PLANS.to_write(plan_id)
    if rules.is_remedy_plan(found):
        abort(404)
    form = PlanForm()
    return PLANS.press(
        plan_id,
        Open(form),
        lambda: services.write(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            words=form.words.data or "",
            revision=number_of(form.revision),
        ),
        lambda _: Done(gettext("Sparat.")),
        form=form,
    )


@economy.post(f"/aterhamtning/<{ID}:plan_id>/faststall")
@requires(May.WRITE_ECONOMY)
def establish_recovery(plan_id: int) -> Answer:
    """Establish the plan; what it lacks is said, all of it."""
    found = PLANS.to_lead(plan_id)
    return PLANS.press(
        plan_id,
        Open(),
        lambda: services.establish_plan(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            expected=number(request.form.get("expected", "")) or 0,
        ),
        lambda _: Done(gettext("Fastställd. Cheferna ovanför kan läsa planen.")),
        read_anew=gettext(
            "Någon har ändrat planen sedan du läste den. Läs igenom den och fastställ den igen."
        ),
    )


@economy.post(f"/atgardsplan/<{ID}:plan_id>/oppna", endpoint="reopen_remedy_plan")
@economy.post(f"/aterhamtning/<{ID}:plan_id>/oppna")
@requires(May.WRITE_ECONOMY)
def reopen_recovery(plan_id: int) -> Answer:
    """Open the plan for a new version."""
    found = PLANS.to_lead(plan_id)
    return PLANS.press(
        plan_id,
        Open(),
        lambda: services.reopen(db.session, actor_id=acting().person_id, plan=found),
        lambda _: Done(
            gettext("Öppen för en ny version. Den fastställda står kvar tills du fastställer igen."),
            to=plan_address(found),
        ),
    )


@economy.post(f"/aterhamtning/<{ID}:plan_id>/undantag")
@requires(May.WRITE_ECONOMY)
def exempt_recovery(plan_id: int) -> Answer:
    """Record that an exemption has been decided, with the decision."""
    found = PLANS.to_write(plan_id)
    form = ExemptionForm()
    offer_deciders(form)
    return PLANS.press(
        plan_id,
        Open(exemption=form),
        lambda: services.exempt(
            db.session,
            actor=acting(),
            plan=found,
            profile=profile_in_force(),
            exemption=form.exemption(),
        ),
        lambda _: Done(gettext("Undantaget är infört, med beslutet.")),
        form=form,
    )
