"""Remedies: added and changed beside a forecast or in a plan, and followed up on a page of their own."""

from flask import abort, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import queries, rules
from app.economy.blueprint import ID, economy, plan_address, reader, see_forecast, see_plan, see_remedy
from app.economy.errors import ChangedMeanwhile, Refused
from app.economy.forecasts.page import Open as OpenForecast
from app.economy.forecasts.page import forecast_page
from app.economy.forms import RemedyForm, SayForm, StepForm
from app.economy.models import EconomicRemedy
from app.economy.people import offer_people
from app.economy.recovery.page import Open as OpenPlan
from app.economy.recovery.page import offer_years, plan_page
from app.economy.remedies import services
from app.economy.wording import FAULTS
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@economy.post(f"/prognos/<{ID}:forecast_id>/atgard")
@requires(May.WRITE_ECONOMY)
def add_remedy(forecast_id: int) -> Answer:
    """Add a remedy beside a draft."""
    found, _ = see_forecast(forecast_id, to_write=True)
    form = RemedyForm()
    offer_people(form, found.unit_id)
    opened = OpenForecast(new_remedy=form)
    if not form.validate():
        return forecast_page(forecast_id, opened), 422
    try:
        added = services.add_to_forecast(
            db.session, actor_id=acting().person_id, forecast=found, deed=form.deed()
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return forecast_page(forecast_id, opened), 422 if refused.field else 409
    anchor = f"remedy-{added.id}"
    db.session.commit()
    tell(gettext("Tillagd."))
    return redirect(url_for("economy.forecast", forecast_id=forecast_id, _anchor=anchor))


@economy.post(f"/atgardsplan/<{ID}:plan_id>/steg", endpoint="add_remedy_to_plan")
@economy.post(f"/aterhamtning/<{ID}:plan_id>/steg")
@requires(May.WRITE_ECONOMY)
def add_step(plan_id: int) -> Answer:
    """Add a step of a plan."""
    found, _ = see_plan(plan_id, to_write=True)
    form = StepForm()
    offer_people(form, found.unit_id)
    offer_years(form, found)
    opened = OpenPlan(new_step=form)
    if not form.validate():
        return plan_page(plan_id, opened), 422
    try:
        added = services.add_step(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            profile=profile_in_force(),
            year=form.year.data,
            deed=form.deed(),
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return plan_page(plan_id, opened), 422 if refused.field else 409
    there = plan_address(found, f"remedy-{added.id}")
    db.session.commit()
    tell(gettext("Tillagt."))
    return redirect(there)


@economy.get(f"/atgard/<{ID}:remedy_id>")
@requires(May.READ_ECONOMY)
def remedy(remedy_id: int) -> str:
    """Show a remedy, how it goes, and the form in which those who write it say so."""
    return _page(remedy_id)


def _page(remedy_id: int, form: SayForm | None = None, said: str = "") -> str:
    found, standing = see_remedy(remedy_id)
    if found.removed_at is not None:
        abort(404)
    who = reader()
    return render_template(
        "economy/remedy.html",
        remedy=found,
        unit=found.unit,
        standing=standing,
        form=form or SayForm(formdata=None, state=found.state),
        said=said,
        notes=queries.notes_of(db.session, [found.id]).get(found.id, []),
        home=home_of(found),
        may_say=standing.writes or found.person_id == acting().person_id,
        may_change=standing.writes and services.is_open(found),
        line=line_up(db.session, found.unit_id, who.day),
        near=around(db.session, found.unit_id, who.day),
        is_late=rules.is_late,
        today=clock.today(),
    )


def home_of(one: EconomicRemedy, anchor: str | None = None) -> str:
    """Give the address of what a remedy stands in."""
    if one.forecast_id is not None:
        return url_for("economy.forecast", forecast_id=one.forecast_id, _anchor=anchor)
    assert one.recovery is not None  # noqa: S101  # nosec B101  what stands beside no forecast stands in a plan
    return plan_address(one.recovery, anchor)


@economy.post(f"/atgard/<{ID}:remedy_id>/lage")
@requires(May.WRITE_ECONOMY)
def say_of_remedy(remedy_id: int) -> Answer:
    """Note how a remedy goes: those who write it, and whoever is to do it."""
    found, _ = see_remedy(remedy_id, to_say=True)
    form = SayForm()
    if not form.validate():
        return _page(remedy_id, form), 422
    try:
        services.say(
            db.session,
            actor_id=acting().person_id,
            remedy=found,
            text=form.words.data or "",
            state=form.state.data or "",
            effect=form.effect.amount,
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _page(remedy_id, form), 422 if refused.field else 409
    db.session.commit()
    tell(gettext("Sparat."))
    return redirect(url_for("economy.remedy", remedy_id=remedy_id))


@economy.post(f"/atgard/<{ID}:remedy_id>/andra")
@requires(May.WRITE_ECONOMY)
def change_remedy(remedy_id: int) -> Answer:
    """Change a remedy where it stands."""
    found, _ = see_remedy(remedy_id, to_write=True)
    form = RemedyForm()
    offer_people(form, found.unit_id, found)
    if not form.validate():
        return _where_it_stands(found, form), 422
    try:
        services.change(
            db.session,
            actor_id=acting().person_id,
            remedy=found,
            deed=form.deed(),
            revision=number_of(form.revision),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        found, _ = see_remedy(remedy_id, to_write=True)
        form.revision.data = str(found.revision)
        return _where_it_stands(found, form, changed=True), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        found, _ = see_remedy(remedy_id)
        return _where_it_stands(found, form), 422 if refused.field else 409
    there = home_of(found, f"remedy-{found.id}")
    db.session.commit()
    tell(gettext("Sparat."))
    return redirect(there)


def _where_it_stands(found: EconomicRemedy, form: RemedyForm, *, changed: bool = False) -> str:
    """Show the page the remedy stands on, with its form open."""
    meanwhile = "remedy" if changed else ""
    if found.forecast_id is not None:
        opened = OpenForecast(remedy=form, remedy_id=found.id, changed_meanwhile=meanwhile)
        return forecast_page(found.forecast_id, opened)
    plan_id = found.recovery_id or 0
    return plan_page(plan_id, OpenPlan(step=form, step_id=found.id, changed_meanwhile=meanwhile))


@economy.post(f"/atgard/<{ID}:remedy_id>/ta-bort")
@requires(May.WRITE_ECONOMY)
def remove_remedy(remedy_id: int) -> Answer:
    """Take a remedy away, with a way back in the same notice."""
    found, _ = see_remedy(remedy_id, to_write=True)
    there = home_of(found)
    try:
        services.remove(db.session, actor_id=acting().person_id, remedy=found)
    except Refused as refused:
        db.session.rollback()
        tell(str(FAULTS[refused.fault]), "problem")
        return redirect(there)
    db.session.commit()
    tell(gettext("Borttagen."), undo=url_for("economy.restore_remedy", remedy_id=remedy_id))
    return redirect(there)


@economy.post(f"/atgard/<{ID}:remedy_id>/aterta")
@requires(May.WRITE_ECONOMY)
def restore_remedy(remedy_id: int) -> Answer:
    """Take a remedy back."""
    found, _ = see_remedy(remedy_id, to_write=True)
    there = home_of(found, f"remedy-{found.id}")
    try:
        services.restore(db.session, actor_id=acting().person_id, remedy=found)
    except Refused as refused:
        db.session.rollback()
        tell(str(FAULTS[refused.fault]), "problem")
        return redirect(there)
    db.session.commit()
    tell(gettext("Tillbaka."))
    return redirect(there)
