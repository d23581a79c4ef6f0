"""The form of an indicator that is written on a goal: the same as that of quality."""

from flask_babel import gettext

from app import clock
from app.planning.models import Goal
from app.quality.factors.page import writers_around
from app.quality.indicators.forms import IndicatorForm, indicator_form
from app.quality.indicators.models import Indicator
from app.quality.indicators.rules import target_years
from app.steering.routes import profile_in_force


def form_for(goal: Goal, one: Indicator | None = None, *, sent: bool = False) -> IndicatorForm:
    """Make the form of an indicator of a goal: a new one, or one as it stands."""
    years = target_years(profile_in_force().indicators, clock.today().year)
    form = indicator_form(years, writers_around(goal.unit_id)[1], one, sent=sent)
    form.name.label.text = gettext("Vad visar att ni är på väg?")
    return form
