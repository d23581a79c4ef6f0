"""The page of a unit's economy for a year: what it says now, what is done, what the units below say."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import render_template
from flask_babel import gettext

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.economy import rollup, rules
from app.economy.blueprint import asked_number, asked_unit, asked_year, economy, place_groups, reader
from app.economy.goals.queries import goals_in_force
from app.economy.models import EconomicRemedy, Forecast, ForecastState
from app.economy.periods import Period, boards_of, period_after, period_now, periods_of, years_of_plan
from app.economy.queries import listing
from app.economy.subjects import ECONOMY
from app.economy.wording import period_name
from app.organisation.around import around
from app.organisation.tree import line_up
from app.passages.talks.pages import talked_about
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.install import capitalised


@dataclass(frozen=True, slots=True)
class Time:
    """One of the times in a year a unit says how its economy stands, and what it has said."""

    period: Period
    forecast: Forecast | None
    earlier: tuple[Forecast, ...]

    @property
    def deviation(self) -> int | None:
        """How far the year lies from its budget, as said then."""
        return rules.deviation_of(self.forecast) if self.forecast is not None else None


@economy.get("/")
@requires(May.READ_ECONOMY)
def index() -> str:
    """Show how a unit's economy stands: one's own unit's where none is asked for."""
    opened, year, who = asked_unit(), asked_year(), reader()
    unit, profile = opened.unit, profile_in_force()
    periods = periods_of(profile)
    forecasts = listing.forecasts_of(db.session, who, unit.id, year)
    times = times_of(periods, forecasts)
    submitted = [one for one in forecasts if one.state == ForecastState.SUBMITTED]
    chosen = next((one.period for one in times if one.period.month == asked_number("manad")), None)
    latest = next((one for one in reversed(submitted) if chosen is None or one.month == chosen.month), None)
    remedies = listing.remedies_of(db.session, who, unit.id, year)
    counted = [one for one in remedies if latest is not None and rules.counts(one, latest)]
    now = chosen or (
        period_after(periods, latest.month) if latest is not None else period_now(periods, year, who.day)
    )
    years = years_of_plan(profile, year)
    newest = submitted[-1] if submitted else None
    plans = listing.plans_of(
        db.session, who, unit.id, year, profile.rules.recovery_years, profile.rules.plan_years - 1
    )
    boards = boards_of(profile)
    under = rollup.sums_below(db.session, who, unit.id, year, now.month)
    return render_template(
        "economy/unit.html",
        unit=unit,
        standing=opened.standing,
        year=year,
        times=times,
        speaks=unit.kind not in boards or bool(forecasts),
        latest=latest,
        left=rules.deviation_of(latest) if latest is not None else None,
        remedies=remedies,
        counted=counted,
        met=met_by(latest, counted),
        notes=listing.notes_of(db.session, [one.id for one in remedies]),
        plans=plans,
        may_judge=opened.standing.writes
        and newest is not None
        and rules.may_judge(newest, profile)
        and not any(rules.is_remedy_plan(one) and one.year == year for one in plans),
        has_remedy_plans=profile.rules.remedy_plan_at_large_deficit
        or any(rules.is_remedy_plan(one) for one in plans),
        is_struck=rules.is_struck,
        is_late=rules.is_late,
        now=now,
        below=rollup.units_below(db.session, who, unit.id, year, now.month, boards, under),
        under=under,
        boards=boards,
        total=rollup.added(under.values()),
        frames=listing.frames_of(db.session, [unit.id], years),
        years=years,
        talked=talked_about(db.session, who.actor, ECONOMY, [unit.id]),
        line=line_up(db.session, unit.id, who.day),
        near=around(db.session, unit.id, who.day),
        chosen=chosen,
        place=[
            (gettext("När"), _moments(unit.id, year, times, chosen)),
            *place_groups(unit, year, listing.years_of(db.session, unit.id, who.day)),
        ],
        today=clock.today(),
        reckoned=rules.reckoned,
        goals_in_force=goals_in_force(db.session),
    )


def _moments(
    unit_id: int, year: int, times: Sequence[Time], chosen: Period | None
) -> list[tuple[str, str, bool]]:
    """Give the times of a year one can look at, first what was said last."""
    shown: list[tuple[str, Period | None]] = [
        (gettext("Det som lämnades senast"), None),
        *((capitalised(period_name(one.period)), one.period) for one in times),
    ]
    return [
        (
            called,
            url_for("economy.index", enhet=unit_id, ar=year, manad=period.month if period else None),
            period == chosen,
        )
        for called, period in shown
    ]


def times_of(periods: tuple[Period, ...], forecasts: list[Forecast]) -> list[Time]:
    """Put what has been said into the times of a year; one the model no longer has is still there."""
    months = sorted({one.month for one in periods} | {one.month for one in forecasts})
    found = []
    for month in months:
        said = [one for one in forecasts if one.month == month]
        standing = [one for one in said if one.state != ForecastState.WITHDRAWN]
        current = standing[-1] if standing else None
        earlier = tuple(one for one in said if one is not current)
        found.append(Time(period_after(periods, month), current, earlier))
    return found


def met_by(latest: Forecast | None, counted: list[EconomicRemedy]) -> rules.Cover | None:
    """Hold what counts against the deficit of the latest forecast; None where there is none."""
    left = rules.deviation_of(latest) if latest is not None else None
    if latest is None or left is None or left >= 0:
        return None
    return rules.cover(-left, counted) if counted else None
