"""Puts together the page of a forecast: what it says, what is done, what it lacks, the form that is open."""

from dataclasses import dataclass

from flask import render_template

from app import clock
from app.db import db
from app.economy import rules
from app.economy.blueprint import content_of, happened, reader, see_forecast
from app.economy.facts import FORECAST
from app.economy.forms import ForecastForm, RemedyForm, WithdrawForm
from app.economy.models import EconomicRemedy, ForecastState
from app.economy.people import offer_people
from app.economy.periods import period_after, periods_of
from app.economy.queries import listing, opening
from app.economy.saving import Pages, Stopped
from app.economy.subjects import ECONOMY
from app.organisation.around import around
from app.organisation.tree import line_up
from app.passages.talks.pages import talked_about
from app.steering.routes import profile_in_force


@dataclass(slots=True)
class Open(Stopped):
    """The forms on the page that hold something typed, or that somebody opened; and what was refused."""

    form: ForecastForm | None = None
    new_remedy: RemedyForm | None = None
    remedy: RemedyForm | None = None
    remedy_id: int | None = None
    withdraw: WithdrawForm | None = None


def forecast_page(forecast_id: int, opened: Open) -> str:
    """Make the page."""
    forecast, standing = see_forecast(forecast_id)
    profile, who = profile_in_force(), reader()
    remedies = listing.remedies_for(db.session, forecast)
    counted = [one for one in remedies if rules.counts(one, forecast)]
    left = rules.deviation_of(forecast)
    may_change = standing.writes and rules.is_open(forecast)
    if may_change:
        _begin(opened, forecast.unit_id, remedies)
        opened.form = (opened.form or ForecastForm.of(forecast)).after(forecast.month)
    locked = opening.edition(db.session, forecast.edition_id)
    return render_template(
        "economy/forecast.html",
        forecast=forecast,
        unit=forecast.unit,
        standing=standing,
        opened=opened,
        left=left,
        reckoned=rules.reckoned(forecast),
        is_year_end=rules.is_year_end(forecast),
        remedies=remedies if forecast.state == ForecastState.DRAFT else counted,
        counted=counted,
        edition=locked,
        locked=content_of(locked.content) if locked is not None else {},
        met=rules.cover(-left, counted) if left is not None and left < 0 and counted else None,
        needs=rules.needs_remedies(forecast, profile.rules),
        notes=listing.notes_of(db.session, [one.id for one in remedies]),
        may_change=may_change,
        lacking=rules.lacks_for_submission(forecast, remedies, profile.rules) if may_change else [],
        asks_for_recovery=rules.opens_recovery(forecast, profile),
        recovery_years=profile.rules.recovery_years,
        period=period_after(periods_of(profile), forecast.month),
        talked=talked_about(db.session, who.actor, ECONOMY, [forecast.unit_id]),
        line=line_up(db.session, forecast.unit_id, who.day),
        near=around(db.session, forecast.unit_id, who.day),
        history=happened(db.session, FORECAST, forecast.id) if standing.writes else [],
        is_late=rules.is_late,
        is_open_remedy=lambda one: may_change and one.forecast_id == forecast.id,
        today=clock.today(),
    )


def _begin(opened: Open, unit_id: int, remedies: list[EconomicRemedy]) -> None:
    """Put in the forms that stand folded on the page, as they begin."""
    opened.new_remedy = opened.new_remedy or RemedyForm(formdata=None)
    offer_people(opened.new_remedy, unit_id)
    one = next((r for r in remedies if r.id == opened.remedy_id), None)
    if one is not None:
        opened.remedy = opened.remedy or RemedyForm.of(one)
        offer_people(opened.remedy, unit_id, one)


FORECASTS = Pages(see_forecast, forecast_page, "economy.forecast", "forecast_id", name="forecast")
