"""Remedies: added and changed beside a forecast or in a plan, and followed up on a page of their own."""

from dataclasses import dataclass

from flask import abort, render_template
from flask_babel import gettext

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import rules
from app.economy.blueprint import ID, economy, plan_address, reader, see_remedy
from app.economy.forecasts.page import FORECASTS, forecast_page
from app.economy.forecasts.page import Open as OpenForecast
from app.economy.forms import RemedyForm, SayForm, StepForm
from app.economy.models import EconomicRemedy
from app.economy.people import offer_people
from app.economy.queries import listing
from app.economy.recovery.page import PLANS, offer_years, plan_page
from app.economy.recovery.page import Open as OpenPlan
from app.economy.remedies import services
from app.economy.saving import Answer, Done, Pages, Stopped
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for


@dataclass(slots=True, kw_only=True)
class Saying(Stopped):
    """The page of a remedy: the form in which one says how it goes, and what was refused."""

    form: SayForm | None = None


@dataclass(slots=True, kw_only=True)
class Changing(Stopped):
    """The page a remedy stands on: the form it is changed in, where that is open, and what was refused."""

    form: RemedyForm | None = None


@economy.post(f"/prognos/<{ID}:forecast_id>/atgard")
@requires(May.WRITE_ECONOMY)
def add_remedy(forecast_id: int) -> Answer:
    """Add a remedy beside a draft."""
    found = FORECASTS.to_write(forecast_id)
    form = RemedyForm()
    offer_people(form, found.unit_id)
    return FORECASTS.press(
        forecast_id,
        OpenForecast(new_remedy=form),
        lambda: services.add_to_forecast(
            db.session, actor_id=acting().person_id, forecast=found, deed=form.deed()
        ),
        lambda added: Done(gettext("Tillagd."), to=home_of(added, f"remedy-{added.id}")),
        form=form,
    )


@economy.post(f"/atgardsplan/<{ID}:plan_id>/steg", endpoint="add_remedy_to_plan")
@economy.post(f"/aterhamtning/<{ID}:plan_id>/steg")
@requires(May.WRITE_ECONOMY)
def add_step(plan_id: int) -> Answer:
    """Add a step of a plan."""
    found = PLANS.to_write(plan_id)
    form = StepForm()
    offer_people(form, found.unit_id)
    offer_years(form, found)
    return PLANS.press(
        plan_id,
        OpenPlan(new_step=form),
        lambda: services.add_step(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            profile=profile_in_force(),
            year=form.year.data,
            deed=form.deed(),
        ),
        lambda added: Done(gettext("Tillagt."), to=plan_address(found, f"remedy-{added.id}")),
        form=form,
    )


@economy.get(f"/atgard/<{ID}:remedy_id>")
@requires(May.READ_ECONOMY)
def remedy(remedy_id: int) -> str:
    """Show a remedy, how it goes, and the form in which those who write it say so."""
    return _page(remedy_id, Saying())


def _page(remedy_id: int, opened: Saying) -> str:
    found, standing = see_remedy(remedy_id)
    if found.removed_at is not None:
        abort(404)
    who = reader()
    return render_template(
        "economy/remedy.html",
        remedy=found,
        unit=found.unit,
        standing=standing,
        form=opened.form or SayForm(formdata=None, state=found.state),
        opened=opened,
        notes=listing.notes_of(db.session, [found.id]).get(found.id, []),
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


def _where_it_stands(remedy_id: int, changing: Changing) -> str:
    """Show the page a remedy stands on, with its form open where it is being changed."""
    found, _ = see_remedy(remedy_id)
    number = found.id if changing.form is not None else None
    said, meanwhile = changing.said, changing.changed_meanwhile
    if found.forecast_id is not None:
        return forecast_page(
            found.forecast_id,
            OpenForecast(remedy=changing.form, remedy_id=number, said=said, changed_meanwhile=meanwhile),
        )
    return plan_page(
        found.recovery_id or 0,
        OpenPlan(step=changing.form, step_id=number, said=said, changed_meanwhile=meanwhile),
    )


REMEDIES = Pages(see_remedy, _page, "economy.remedy", "remedy_id", name="remedy")
WHERE_THEY_STAND = Pages(see_remedy, _where_it_stands, "economy.remedy", "remedy_id", name="remedy")


@economy.post(f"/atgard/<{ID}:remedy_id>/lage")
@requires(May.WRITE_ECONOMY)
def say_of_remedy(remedy_id: int) -> Answer:
    """Note how a remedy goes: those who write it, and whoever is to do it."""
    found, _ = see_remedy(remedy_id, to_say=True)
    form = SayForm()
    return REMEDIES.press(
        remedy_id,
        Saying(form=form),
        lambda: services.say(
            db.session,
            actor_id=acting().person_id,
            remedy=found,
            text=form.words.data or "",
            state=form.state.data or "",
            effect=form.effect.amount,
        ),
        lambda _: Done(gettext("Sparat.")),
        form=form,
    )


@economy.post(f"/atgard/<{ID}:remedy_id>/andra")
@requires(May.WRITE_ECONOMY)
def change_remedy(remedy_id: int) -> Answer:
    """Change a remedy where it stands."""
    found = WHERE_THEY_STAND.to_write(remedy_id)
    form = RemedyForm()
    offer_people(form, found.unit_id, found)
    return WHERE_THEY_STAND.press(
        remedy_id,
        Changing(form=form),
        lambda: services.change(
            db.session,
            actor_id=acting().person_id,
            remedy=found,
            deed=form.deed(),
            revision=number_of(form.revision),
        ),
        lambda _: Done(gettext("Sparat."), to=home_of(found, f"remedy-{remedy_id}")),
        form=form,
    )


@economy.post(f"/atgard/<{ID}:remedy_id>/ta-bort")
@requires(May.WRITE_ECONOMY)
def remove_remedy(remedy_id: int) -> Answer:
    """Take a remedy away, with a way back in the same notice."""
    found = WHERE_THEY_STAND.to_write(remedy_id)
    return WHERE_THEY_STAND.press(
        remedy_id,
        Changing(),
        lambda: services.remove(db.session, actor_id=acting().person_id, remedy=found),
        lambda _: Done(
            gettext("Borttagen."),
            to=home_of(found),
            undo=url_for("economy.restore_remedy", remedy_id=remedy_id),
        ),
    )


@economy.post(f"/atgard/<{ID}:remedy_id>/aterta")
@requires(May.WRITE_ECONOMY)
def restore_remedy(remedy_id: int) -> Answer:
    """Take a remedy back."""
    found = WHERE_THEY_STAND.to_write(remedy_id)
    return WHERE_THEY_STAND.press(
        remedy_id,
        Changing(),
        lambda: services.restore(db.session, actor_id=acting().person_id, remedy=found),
        lambda _: Done(gettext("Tillbaka."), to=home_of(found, f"remedy-{remedy_id}")),
    )
