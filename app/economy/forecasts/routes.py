"""Pages and steps of a forecast: begun, written, submitted, withdrawn, thrown away."""

from flask import abort, redirect, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import queries, rules
from app.economy.blueprint import ID, economy, must_lead, number, open_unit, reader, see_forecast
from app.economy.errors import ChangedMeanwhile, Fault, NotYet, NotYours, Refused
from app.economy.forecasts import services
from app.economy.forecasts.page import Open, forecast_page
from app.economy.forms import ForecastForm, WithdrawForm
from app.economy.models import Forecast
from app.economy.wording import FAULTS, deviation_words
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


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
        standing = queries.standing_forecast(db.session, opened.unit.id, year, month)
        if refused.fault is not Fault.ALREADY_BEGUN or standing is None:
            abort(404)
        return _to(standing.id)
    forecast_id = forecast.id
    db.session.commit()
    return _to(forecast_id)


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
    found, _ = see_forecast(forecast_id, to_write=True)
    form = ForecastForm()
    if not form.validate():
        return forecast_page(forecast_id, Open(form)), 422
    try:
        services.change(
            db.session,
            actor_id=acting().person_id,
            forecast=found,
            figures=form.figures(),
            revision=number_of(form.revision),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(see_forecast(forecast_id, to_write=True)[0].revision)
        return forecast_page(forecast_id, Open(form, changed_meanwhile="forecast")), 409
    except Refused as refused:
        return again(forecast_id, Open(form), refused, form)
    said = _what_now(found)
    db.session.commit()
    tell(said)
    return _to(forecast_id)


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
    found, standing = see_forecast(forecast_id, to_write=True)
    must_lead(standing)
    try:
        services.submit(
            db.session,
            actor_id=acting().person_id,
            forecast=found,
            profile=profile_in_force(),
            expected=number(request.form.get("expected", "")) or 0,
        )
    except NotYet as missing:
        db.session.rollback()
        return forecast_page(forecast_id, Open(lacking=tuple(missing.lacking))), 422
    except ChangedMeanwhile:
        db.session.rollback()
        said = gettext("Någon har ändrat prognosen sedan du läste den. Läs igenom den och lämna den igen.")
        return forecast_page(forecast_id, Open(said=said)), 409
    except Refused as refused:
        return again(forecast_id, Open(), refused)
    plan = _recovery_of(found)
    db.session.commit()
    if plan is None:
        tell(gettext("Lämnad. Cheferna ovanför kan läsa den."))
        return _to(forecast_id)
    tell(gettext("Lämnad. Året gick över budget: här börjar planen för att hämta hem det."))
    return redirect(url_for("economy.recovery", plan_id=plan))


def _recovery_of(found: Forecast) -> int | None:
    if not rules.is_year_end(found) or not rules.overspend(found):
        return None
    plans = queries.plans_of(db.session, reader(), found.unit_id, found.year, 0)
    return next((one.id for one in plans if not rules.is_remedy_plan(one)), None)


@economy.post(f"/prognos/<{ID}:forecast_id>/dra-tillbaka")
@requires(May.WRITE_ECONOMY)
def withdraw_forecast(forecast_id: int) -> Answer:
    """Withdraw a submitted forecast with a reason; one goes on in a new draft."""
    found, standing = see_forecast(forecast_id, to_write=True)
    must_lead(standing)
    form = WithdrawForm()
    if not form.validate():
        return forecast_page(forecast_id, Open(withdraw=form)), 422
    try:
        new = services.withdraw(
            db.session, actor_id=acting().person_id, forecast=found, why=form.words.data or ""
        )
    except Refused as refused:
        return again(forecast_id, Open(withdraw=form), refused, form)
    new_id = new.id
    db.session.commit()
    tell(gettext("Tillbakadragen. Det som var lämnat finns kvar att läsa; här är ett nytt utkast."))
    return _to(new_id)


@economy.post(f"/prognos/<{ID}:forecast_id>/slang")
@requires(May.WRITE_ECONOMY)
def discard_forecast(forecast_id: int) -> Answer:
    """Throw a draft away, with a way back in the same notice."""
    found, _ = see_forecast(forecast_id, to_write=True)
    unit_id, year = found.unit_id, found.year
    try:
        services.discard(db.session, actor_id=acting().person_id, forecast=found)
    except Refused as refused:
        return again(forecast_id, Open(), refused)
    db.session.commit()
    tell(gettext("Utkastet är slängt."), undo=url_for("economy.restore_forecast", forecast_id=forecast_id))
    return redirect(url_for("economy.index", enhet=unit_id, ar=year))


@economy.post(f"/prognos/<{ID}:forecast_id>/aterta")
@requires(May.WRITE_ECONOMY)
def restore_forecast(forecast_id: int) -> Answer:
    """Take a draft back."""
    found, _ = see_forecast(forecast_id, to_write=True)
    try:
        services.restore(db.session, actor_id=acting().person_id, forecast=found)
    except Refused as refused:
        return again(forecast_id, Open(), refused)
    db.session.commit()
    tell(gettext("Tillbaka."))
    return _to(forecast_id)


def again(
    forecast_id: int, opened: Open, refused: Refused, form: ForecastForm | WithdrawForm | None = None
) -> Answer:
    """Show the page anew with what was typed, and why it was refused."""
    db.session.rollback()
    if form is not None and refused.field:
        form.take(refused)
        return forecast_page(forecast_id, opened), 422
    opened.said = str(FAULTS[refused.fault])
    return forecast_page(forecast_id, opened), 409


def _to(forecast_id: int, anchor: str | None = None) -> Response:
    return redirect(url_for("economy.forecast", forecast_id=forecast_id, _anchor=anchor))
