"""Pages and steps of a forecast: begun, written, submitted, withdrawn, thrown away."""

from flask import abort, redirect, request
from flask_babel import gettext

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import rules
from app.economy.blueprint import ID, economy, number, open_unit, reader
from app.economy.errors import Fault, NotYours, Refused
from app.economy.forecasts import services
from app.economy.forecasts.page import FORECASTS, Open, forecast_page
from app.economy.forms import ForecastForm, WithdrawForm
from app.economy.models import Forecast
from app.economy.queries import listing, opening
from app.economy.saving import Answer, Done
from app.economy.wording import deviation_words
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for


@economy.post("/prognos/ny")
@requires(May.WRITE_ECONOMY)
def begin_forecast() -> Answer:
    """Begin the forecast of a unit after a month, or open the one there is."""
    unit_id, year, month = (number(request.form.get(name, "")) for name in ("unit", "year", "month"))
    opened = open_unit(unit_id)
    if not opened.standing.writes or year is None or month is None:
        abort(404)
    try:
        forecast = services.begin(
            db.session, actor_id=acting().person_id, unit_id=opened.unit.id, year=year, month=month
        )
    except NotYours:
        abort(404)
    except Refused as refused:
        db.session.rollback()
        standing = opening.standing_forecast(db.session, opened.unit.id, year, month)
        if refused.fault is not Fault.ALREADY_BEGUN or standing is None:
            abort(404)
        return redirect(FORECASTS.address(standing.id))
    forecast_id = forecast.id
    db.session.commit()
    return redirect(FORECASTS.address(forecast_id))


@economy.get(f"/prognos/<{ID}:forecast_id>")
@requires(May.READ_ECONOMY)
def forecast(forecast_id: int) -> str:
    """Show a forecast: words first, then figures and what is done; the form of a draft to those who write it."""
    asked = request.args.get("andra", "")
    remedy_id = number(asked.removeprefix("atgard-")) if asked.startswith("atgard-") else None
    return forecast_page(forecast_id, Open(remedy_id=remedy_id))


@economy.post(f"/prognos/<{ID}:forecast_id>")
@requires(May.WRITE_ECONOMY)
def change_forecast(forecast_id: int) -> Answer:
    """Save what a draft says, whatever it still lacks."""
    found = FORECASTS.to_write(forecast_id)
    form = ForecastForm()
    return FORECASTS.press(
        forecast_id,
        Open(form),
        lambda: services.change(
            db.session,
            actor_id=acting().person_id,
            forecast=found,
            figures=form.figures(),
            revision=number_of(form.revision),
        ),
        lambda _: Done(_what_now(found)),
        form=form,
    )


def _what_now(found: Forecast) -> str:
    """Say that it is saved, and what the figures come to, before one goes on."""
    left = rules.deviation_of(found)
    return (
        gettext("Sparat. %(result)s.", result=deviation_words(left))
        if left is not None
        else gettext("Sparat.")
    )


@economy.post(f"/prognos/<{ID}:forecast_id>/lamna")
@requires(May.WRITE_ECONOMY)
def submit_forecast(forecast_id: int) -> Answer:
    """Submit a forecast; what it lacks is said, all of it."""
    found = FORECASTS.to_lead(forecast_id)
    return FORECASTS.press(
        forecast_id,
        Open(),
        lambda: services.submit(
            db.session,
            actor_id=acting().person_id,
            forecast=found,
            profile=profile_in_force(),
            expected=number(request.form.get("expected", "")) or 0,
        ),
        lambda _: _submitted(found),
        read_anew=gettext(
            "Någon har ändrat prognosen sedan du läste den. Läs igenom den och lämna den igen."
        ),
    )


def _submitted(found: Forecast) -> Done:
    """Tell that it is submitted, and lead to the plan where the year went over its budget."""
    plan = _recovery_of(found)
    if plan is None:
        return Done(gettext("Lämnad. Cheferna ovanför kan läsa den."))
    return Done(
        gettext("Lämnad. Året gick över budget: här börjar planen för att hämta hem det."),
        to=url_for("economy.recovery", plan_id=plan),
    )


def _recovery_of(found: Forecast) -> int | None:
    if not rules.is_year_end(found) or not rules.overspend(found):
        return None
    plans = listing.plans_of(db.session, reader(), found.unit_id, found.year, 0)
    return next((one.id for one in plans if not rules.is_remedy_plan(one)), None)


@economy.post(f"/prognos/<{ID}:forecast_id>/dra-tillbaka")
@requires(May.WRITE_ECONOMY)
def withdraw_forecast(forecast_id: int) -> Answer:
    """Withdraw a submitted forecast with a reason; one goes on in a new draft."""
    found = FORECASTS.to_lead(forecast_id)
    form = WithdrawForm()
    return FORECASTS.press(
        forecast_id,
        Open(withdraw=form),
        lambda: services.withdraw(
            db.session, actor_id=acting().person_id, forecast=found, why=form.words.data or ""
        ),
        lambda new: Done(
            gettext("Tillbakadragen. Det som var lämnat finns kvar att läsa; här är ett nytt utkast."),
            to=FORECASTS.address(new.id),
        ),
        form=form,
    )


@economy.post(f"/prognos/<{ID}:forecast_id>/slang")
@requires(May.WRITE_ECONOMY)
def discard_forecast(forecast_id: int) -> Answer:
    """Throw a draft away, with a way back in the same notice."""
    found = FORECASTS.to_write(forecast_id)
    return FORECASTS.press(
        forecast_id,
        Open(),
        lambda: services.discard(db.session, actor_id=acting().person_id, forecast=found),
        lambda _: Done(
            gettext("Utkastet är slängt."),
            to=url_for("economy.index", enhet=found.unit_id, ar=found.year),
            undo=url_for("economy.restore_forecast", forecast_id=forecast_id),
        ),
    )


@economy.post(f"/prognos/<{ID}:forecast_id>/aterta")
@requires(May.WRITE_ECONOMY)
def restore_forecast(forecast_id: int) -> Answer:
    """Take a draft back."""
    found = FORECASTS.to_write(forecast_id)
    return FORECASTS.press(
        forecast_id,
        Open(),
        lambda: services.restore(db.session, actor_id=acting().person_id, forecast=found),
        lambda _: Done(gettext("Tillbaka.")),
    )
