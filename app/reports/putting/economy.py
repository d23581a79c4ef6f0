"""The economy in a report: what was submitted for the period, in words with the figures folded, and what is done about it."""

from flask_babel import gettext

from app import clock
from app.economy import rules
from app.economy.bringing import plan_href, remedies_listed, told_plans
from app.economy.models import Forecast, RecoveryState
from app.economy.periods import YEAR_END
from app.economy.queries import opening
from app.economy.subjects import ECONOMY
from app.economy.wording import deviation_words, forecast_title, month_name, plan_title, tkr
from app.passages.talks.queries import talked_about
from app.reports.putting.about import About, Lines
from app.ui.addresses import url_for
from app.ui.install import day
from app.writing.kinds import Brought


def economy(about: About) -> list[Brought]:
    """Give the forecast or outcome submitted for the period, or the latest before it, with its remedies and recovery plans."""
    found = Lines()
    talks = talked_about(
        about.session, actor=about.reader, day=clock.today(), kind=ECONOMY, ids=[about.unit.id]
    )
    found.talked(talks.get(about.unit.id))
    month = about.last.month
    forecast = opening.last_submitted(about.session, about.unit.id, about.year, before_month=month + 1)
    if forecast is None or forecast.month != month:
        found.missing.append(
            gettext("Ingen prognos är lämnad för %(period)s.", period=month_name(month))
            if month != YEAR_END
            else gettext("Årets utfall är inte lämnat än.")
        )
    if forecast is None:
        return [found.put()]
    _said(about, found, forecast)
    done = _done(about, forecast)
    return [found.put(), *([done.put()] if done.lines else [])]


def _said(about: About, found: Lines, forecast: Forecast) -> None:
    at = day(forecast.submitted_at) if forecast.submitted_at is not None else ""
    words = "\n\n".join(one for one in (forecast.says, forecast.why) if one)
    found.add(
        words or gettext("*Inga ord om siffrorna.*"),
        gettext("%(name)s, lämnad %(day)s", name=forecast_title(forecast.month, about.year), day=at),
        url_for("economy.forecast", forecast_id=forecast.id),
        figures=gettext(
            "%(result)s: budget %(budget)s, prognos %(expected)s, utfall %(outcome)s.",
            result=deviation_words(rules.deviation_of(forecast)),
            budget=tkr(forecast.budget),
            expected=tkr(rules.reckoned(forecast)),
            outcome=tkr(forecast.outcome),
        ),
    )


def _done(about: About, forecast: Forecast) -> Lines:
    """Tell what is done about it: the remedies beside the forecast, and the plans at deficits that hold."""
    found = Lines(gettext("Det vi gör åt det"))
    remedies = remedies_listed(about.session, forecast)
    if remedies:
        found.add(remedies)
    for plan in told_plans(about.session, about.unit.id, about.year):
        if plan.state == RecoveryState.ESTABLISHED and plan.words:
            found.add(plan.words, plan_title(plan.sort, plan.year), plan_href(plan))
    return found
