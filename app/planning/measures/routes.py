"""The measures of a goal on one page: results and target levels by year."""

from decimal import Decimal

from flask import render_template, url_for

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.tree import line_up
from app.planning.blueprint import ID, asked_number, planning, reader
from app.planning.following.reading import opened_quality
from app.planning.goals.page import Seen, see
from app.planning.measures.reading import followed_measures
from app.planning.measures.table import Measure, Table, base_year, table
from app.quality.measuring.about import scales_for_indicators
from app.quality.measuring.fulfilment import proposed_level
from app.quality.measuring.numbers import number_words, with_unit
from app.steering.routes import profile_in_force
from app.steering.shapes.measuring import Level
from app.ui.install import locale


@planning.get(f"/mal/<{ID}:goal_id>/matt")
@requires(May.READ_PLANS)
def measures(goal_id: int) -> str:
    """Show the measures of a goal, years as columns."""
    seen, who = see(goal_id), reader()
    return render_template(
        "planning/measures/measures.html",
        goal=seen.goal,
        view=seen.view,
        table=_laid_out(seen),
        this_year=clock.today().year,
        line=line_up(db.session, seen.goal.unit_id, who.day),
        near=around(db.session, seen.goal.unit_id, who.day),
    )


def _laid_out(seen: Seen) -> Table:
    """Lay out what a goal is noticed by as the one who asks reads it: its own whoever reads the goal reads."""
    who, indicators, this_year = reader(), profile_in_force().indicators, clock.today().year
    unit_id, followed = seen.goal.unit_id, seen.view.followed
    quality = opened_quality(db.session, who.actor, {one.indicator_id for one in followed}, unit_id)
    own = {one.indicator_id: one.own for one in followed if one.own is not None}
    hrefs = {
        number: url_for("measuring.of_indicator", indicator_id=number, enhet=unit_id)
        for number in quality.views
    }
    measures = followed_measures(
        db.session, followed, quality.views | own, unit_id, by_units=quality.below, hrefs=hrefs
    )
    return table(
        measures,
        base_year(seen.goal, this_year, asked_number("ar")),
        result_years=indicators.result_years,
        target_years=indicators.target_years,
        this_year=this_year,
    )


@planning.context_processor
def figures() -> dict[str, object]:
    """Give the pages of measures their way of writing figures."""
    return {"measure_figure": _figure, "measure_level": _level}


def _level(measure: Measure, year: int) -> Level | None:
    """Give the level a scale for indicators proposes for what a measure showed in a year; None where the model has none."""
    scales = scales_for_indicators(profile_in_force())
    scale = next((one for one in scales if one.proposes_by_fulfilment), None)
    degree = measure.degree(year) if scale is not None else None
    return proposed_level(scale, degree) if scale is not None and degree is not None else None


def _figure(value: Decimal, measure: Measure, *, unit: bool = False) -> str:
    written = number_words(value, locale(), decimals=measure.decimals)
    return with_unit(written, measure.unit_of_measure) if unit else written
