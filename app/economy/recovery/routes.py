"""Pages and steps of a recovery: written, established, opened again, exempted with the decision."""

from flask import abort, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents import errors as documents
from app.documents.pages import put_in_form
from app.economy import rules
from app.economy.blueprint import ID, economy, must_lead, number, plan_address, see_plan
from app.economy.errors import ChangedMeanwhile, NotYet, NotYours, Refused
from app.economy.forms import ExemptionForm, PlanForm
from app.economy.recovery import services
from app.economy.recovery.page import Open, offer_deciders, plan_page
from app.economy.wording import FAULTS
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


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
    found, _ = see_plan(plan_id, to_write=True)
    if rules.is_remedy_plan(found):
        abort(404)
    form = PlanForm()
    if not form.validate():
        return plan_page(plan_id, Open(form)), 422
    try:
        services.write(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            words=form.words.data or "",
            revision=number_of(form.revision),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(see_plan(plan_id, to_write=True)[0].revision)
        return plan_page(plan_id, Open(form, changed_meanwhile="plan")), 409
    except Refused as refused:
        return _again(plan_id, Open(form), refused, form)
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(plan_id)


@economy.post(f"/aterhamtning/<{ID}:plan_id>/faststall")
@requires(May.WRITE_ECONOMY)
def establish_recovery(plan_id: int) -> Answer:
    """Establish the plan; what it lacks is said, all of it."""
    found, standing = see_plan(plan_id, to_write=True)
    must_lead(standing)
    try:
        services.establish_plan(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            expected=number(request.form.get("expected", "")) or 0,
        )
    except NotYet as missing:
        db.session.rollback()
        return plan_page(plan_id, Open(lacking=tuple(missing.lacking))), 422
    except ChangedMeanwhile:
        db.session.rollback()
        said = gettext("Någon har ändrat planen sedan du läste den. Läs igenom den och fastställ den igen.")
        return plan_page(plan_id, Open(said=said)), 409
    except Refused as refused:
        return _again(plan_id, Open(), refused)
    db.session.commit()
    tell(gettext("Fastställd. Cheferna ovanför kan läsa planen."))
    return _to(plan_id)


@economy.post(f"/atgardsplan/<{ID}:plan_id>/oppna", endpoint="reopen_remedy_plan")
@economy.post(f"/aterhamtning/<{ID}:plan_id>/oppna")
@requires(May.WRITE_ECONOMY)
def reopen_recovery(plan_id: int) -> Answer:
    """Open the plan for a new version."""
    found, standing = see_plan(plan_id, to_write=True)
    must_lead(standing)
    try:
        services.reopen(db.session, actor_id=acting().person_id, plan=found)
    except Refused as refused:
        return _again(plan_id, Open(), refused)
    there = plan_address(found)
    db.session.commit()
    tell(gettext("Öppen för en ny version. Den fastställda står kvar tills du fastställer igen."))
    return redirect(there)


@economy.post(f"/aterhamtning/<{ID}:plan_id>/undantag")
@requires(May.WRITE_ECONOMY)
def exempt_recovery(plan_id: int) -> Answer:
    """Record that an exemption has been decided, with the decision."""
    found, _ = see_plan(plan_id, to_write=True)
    form = ExemptionForm()
    offer_deciders(form)
    opened = Open(exemption=form)
    if not form.validate():
        return plan_page(plan_id, opened), 422
    try:
        services.exempt(
            db.session,
            actor=acting(),
            plan=found,
            profile=profile_in_force(),
            exemption=form.exemption(),
        )
    except NotYours:
        abort(404)
    except documents.Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults)
        return plan_page(plan_id, opened), 422
    except Refused as refused:
        return _again(plan_id, opened, refused, form)
    db.session.commit()
    tell(gettext("Undantaget är infört, med beslutet."))
    return _to(plan_id)


def _again(
    plan_id: int, opened: Open, refused: Refused, form: PlanForm | ExemptionForm | None = None
) -> Answer:
    """Show the page anew with what was typed, and why it was refused."""
    db.session.rollback()
    if form is not None and refused.field:
        form.take(refused)
        return plan_page(plan_id, opened), 422
    opened.said = str(FAULTS[refused.fault])
    return plan_page(plan_id, opened), 409


def _to(plan_id: int) -> Response:
    return redirect(url_for("economy.recovery", plan_id=plan_id))
