"""Pages on which one measures all that is due, and reads and corrects what was measured."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.drafts.pages import rows_sent
from app.exports.answers import register_file
from app.organisation.around import around
from app.organisation.models import Unit
from app.organisation.tree import line_up
from app.paging import pages_of
from app.quality.factors.models import Factor, Reach
from app.quality.factors.reading import IndicatorView
from app.quality.judging.routes import judging_of
from app.quality.measuring import due, pages, queries, saving
from app.quality.measuring.about import scales_for_indicators
from app.quality.measuring.blueprint import (
    ID,
    asked_number,
    draft_place,
    measuring,
    open_indicator,
    open_period,
    open_unit,
    reader,
)
from app.quality.measuring.charting import NARROW
from app.quality.measuring.due import key_of
from app.quality.measuring.filling import Filling
from app.quality.measuring.models import Sex
from app.quality.measuring.opening import Opened
from app.quality.measuring.pages import about_of, due_page, paired_with, whole_of
from app.quality.measuring.periods import NotAPeriod, read_slug
from app.quality.measuring.reading import measured
from app.quality.measuring.rules import takes_measurements
from app.quality.measuring.series import measurable, series
from app.quality.measuring.taking_away import HEAD, rows_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.htmx import wants_fragment
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]

TOLD_AT_ONCE = 20
"""What was said in words, on one page."""


@measuring.get("/mata")
@requires(May.WRITE_QUALITY)
def to_measure() -> str:
    """Show all that is due to be measured, to fill in from the top down."""
    return _due()


def _due(typed: Mapping[str, Filling] | None = None) -> str:
    who = reader()
    everything = request.values.get("vy") == "alla"
    found = due.due_to(
        db.session, who, page=max(1, min(asked_number("sida") or 1, 10_000)), everything=everything
    )
    return render_template(
        "measuring/due.html",
        page=due_page(db.session, acting(), found, typed),
        everything=everything,
        refused=[one for one in (typed or {}).values() if one.told],
        page_address=lambda number: url_for(
            "measuring.to_measure", vy="alla" if everything else None, sida=number
        ),
        today=clock.today(),
    )


@measuring.post("/mata")
@requires(May.WRITE_QUALITY)
def save() -> Answer:
    """Keep the rows that were sent: one as one leaves it, or all of them with the button."""
    sent = saving.save_rows(db.session, reader(), request.form)
    _let_go_of_drafts(sent)
    if wants_fragment():
        return _told_of_one(sent)
    typed = {one.key: one for one in sent.refused}
    db.session.commit()
    if sent.refused:
        return _due(typed), 409 if any(one.meanwhile or "row" in one.errors for one in sent.refused) else 422
    if sent.gone and not sent.saved:
        abort(404)
    tell(
        ngettext("En mätning är sparad.", "%(num)s mätningar är sparade.", len(sent.saved))
        if sent.saved
        else gettext("Inget var ifyllt. Inget har ändrats."),
        "done" if sent.saved else "plain",
    )
    return redirect(url_for("measuring.to_measure", vy="alla" if request.form.get("vy") == "alla" else None))


def _let_go_of_drafts(sent: saving.Sent) -> None:
    kept = [one.key for one in (*sent.saved, *sent.unchanged)]
    fields = list(request.form.items(multi=True))
    rows_sent(
        {
            draft_place(key): [(name, text) for name, text in fields if name.startswith(f"{key}.")]
            for key in kept
        }
    )


def _told_of_one(sent: saving.Sent) -> Answer:
    rows = [*sent.saved, *sent.unchanged, *sent.refused]
    if not rows:
        abort(404)
    db.session.commit()
    status = 422 if sent.refused else 200
    return render_template("measuring/_state.html", filling=rows[0], plain=rows[0] in sent.unchanged), status


@dataclass(frozen=True, slots=True)
class Place:
    """An indicator's unit, and the others one could look at."""

    unit: Unit | None
    units: list[Unit]
    before: list[Unit]
    """Units that are no more, in which it was measured."""


def _place(opened: Opened) -> Place:
    units = queries.units_measured(db.session, reader(), opened.factor)
    before = queries.units_before(db.session, reader(), opened.factor)
    wanted = asked_number("enhet")
    if wanted is not None:
        found = next((unit for unit in [*units, *before] if unit.id == wanted), None)
        if found is None:
            abort(404)
        return Place(found, units, before)
    held = {one.unit_id for one in acting().holdings}
    own = next((unit for unit in units if unit.id in held), units[0] if len(units) == 1 else None)
    if not units:
        abort(404)
    return Place(own, units, before)


@measuring.get(f"/indikator/<{ID}:indicator_id>/matningar")
@requires(May.READ_QUALITY)
def of_indicator(indicator_id: int) -> str:
    """Show all that is measured of an indicator in a unit; of an area's factor, first the units it is measured in."""
    opened = open_indicator(indicator_id)
    place = _place(opened)
    if place.unit is None or request.args.get("vy") == "enheter":
        return _units(opened, place)
    indicator, who = opened.view, reader()
    unit, about = place.unit, about_of(indicator)
    whole = whole_of(
        db.session,
        who.actor,
        indicator,
        unit,
        today=who.day,
        scales=scales_for_indicators(profile_in_force()),
    )
    page = max(1, min(asked_number("sida") or 1, 10_000))
    told, may_measure = whole.measured.told, _may_measure(opened.factor, unit)
    return render_template(
        "measuring/indicator.html",
        indicator=indicator,
        opened=opened,
        unit=unit,
        place=_switch(indicator, place),
        whole=whole,
        about=about,
        told=told[(page - 1) * TOLD_AT_ONCE : page * TOLD_AT_ONCE],
        told_pages=(page, pages_of(len(told), TOLD_AT_ONCE), len(told)),
        pairs=paired_with(db.session, opened, unit.id),
        judging=judging_of(opened, about, unit, may_measure=may_measure),
        is_past=_is_past(unit, who.day),
        beside_itself=lambda: series(about, unit.id, whole.kept, today=who.day, width=NARROW),
        pair_series=lambda one: series(
            about_of(one.indicator), unit.id, one.kept, today=who.day, width=NARROW
        ),
        periods=measurable(about, who.day) if may_measure else [],
        over=about.pace.latest_ended(who.day),
        line=line_up(db.session, unit.id, who.day),
        near=around(db.session, unit.id, who.day),
        page_address=lambda number: url_for(
            "measuring.of_indicator", indicator_id=indicator.id, enhet=unit.id, sida=number
        ),
    )


def _is_past(unit: Unit, day: date) -> bool:
    return unit.valid_to is not None and unit.valid_to <= day


def _may_measure(factor: Factor, unit: Unit) -> bool:
    scope = reader().writing
    if not takes_measurements(factor.state, established=factor.edition_id is not None):
        return False
    return queries.writes_for(db.session, scope, unit.id, reader().day)


Groups = list[tuple[str, list[tuple[str, str, bool]]]]


def _switch(indicator: IndicatorView, place: Place) -> Groups:
    if len(place.units) + len(place.before) <= 1:
        return []
    here = place.unit.id if place.unit is not None else None
    units = [
        (
            unit.name,
            url_for("measuring.of_indicator", indicator_id=indicator.id, enhet=unit.id),
            unit.id == here,
        )
        for unit in [*place.units[:40], *place.before[:20]]
    ]
    every = url_for("measuring.of_indicator", indicator_id=indicator.id, vy="enheter")
    return [(gettext("Enhet"), [*units, (gettext("Alla enheter"), every, False)])]


UNITS_AT_ONCE = 50


def _units(opened: Opened, place: Place) -> str:
    """List the units an area's indicator is measured in, by name: nobody is ranked."""
    indicator = opened.view
    page = max(1, min(asked_number("sida") or 1, 10_000))
    units = place.units[(page - 1) * UNITS_AT_ONCE : page * UNITS_AT_ONCE]
    kept = queries.latest_kept(db.session, [indicator.id], [unit.id for unit in units], 6)
    about = about_of(indicator)
    return render_template(
        "measuring/units.html",
        indicator=indicator,
        opened=opened,
        rows=[(unit, measured(about, unit.id, kept)) for unit in units],
        pages=(page, pages_of(len(place.units), UNITS_AT_ONCE), len(place.units)),
        page_address=lambda number: url_for(
            "measuring.of_indicator", indicator_id=indicator.id, vy="enheter", sida=number
        ),
        line=line_up(db.session, opened.factor.unit_id, reader().day),
    )


@measuring.get(f"/indikator/<{ID}:indicator_id>/kurva/<{ID}:unit_id>")
@requires(May.READ_QUALITY)
def chart(indicator_id: int, unit_id: int) -> str:
    """Give the chart and the table of an indicator in a unit, for where they are folded."""
    opened = open_indicator(indicator_id)
    unit = open_unit(opened.factor, unit_id, past=True)
    whole = whole_of(db.session, acting(), opened.view, unit, today=clock.today())
    return render_template(
        "measuring/_series.html", series=whole.series, about=whole.about, unit_id=unit.id, years=6
    )


@measuring.get(f"/indikator/<{ID}:indicator_id>/matningar.<any(csv,xlsx):sort>")
@requires(May.READ_QUALITY)
def take_away(indicator_id: int, sort: str) -> Response:
    """Give all that is measured of an indicator, in the units one reads of, as a file."""
    opened = open_indicator(indicator_id)
    units = [
        *queries.units_measured(db.session, reader(), opened.factor),
        *queries.units_before(db.session, reader(), opened.factor),
    ]
    kept = queries.kept_of(db.session, [indicator_id], [unit.id for unit in units])
    rows = list(rows_of(opened.view, opened.title, units, kept))
    return register_file(sort, f"matningar-{indicator_id}", HEAD, rows, sheet=gettext("Mätningar"))


@measuring.get(f"/indikator/<{ID}:indicator_id>/mat")
@requires(May.WRITE_QUALITY)
def choose_period(indicator_id: int) -> Response:
    """Lead to the period one has chosen to measure."""
    open_indicator(indicator_id)
    unit_id = asked_number("enhet")
    try:
        period = read_slug(request.args.get("period", ""))
    except NotAPeriod:
        abort(404)
    if unit_id is None:
        abort(404)
    return redirect(url_for("measuring.one", indicator_id=indicator_id, unit_id=unit_id, period=period.slug))


@measuring.get(f"/indikator/<{ID}:indicator_id>/matningar/<{ID}:unit_id>/<period>")
@requires(May.READ_QUALITY)
def one(indicator_id: int, unit_id: int, period: str) -> str:
    """Show one measurement: what was said of it, what it says, how it has changed; and the fields, for who measures it."""
    return _one(indicator_id, unit_id, period)


def _one(indicator_id: int, unit_id: int, slug: str, filling: Filling | None = None) -> str:
    opened = open_indicator(indicator_id)
    indicator, factor = opened.view, opened.factor
    unit, period = open_unit(factor, unit_id, past=True), open_period(slug)
    who, about = reader(), about_of(indicator)
    kept = [
        each for each in queries.kept_of(db.session, [indicator.id], [unit.id]) if each.period == period.key
    ]
    row = due.row_of(indicator, factor.id, opened.title, unit.id, unit.name, period)
    found = measured(about, unit.id, kept, scales_for_indicators(profile_in_force()))
    outcome = found.outcomes[0] if found.outcomes else None
    measured_then = about.pace.has(period) and period.key not in about.skipped and who.day >= period.first
    may_measure = measured_then and _may_measure(factor, unit)
    if outcome is None and not may_measure:
        abort(404)
    talked, ref = pages.talked_of_measurement(db.session, who.actor, kept)
    return render_template(
        "measuring/one.html",
        indicator=indicator,
        opened=opened,
        unit=unit,
        period=period,
        about=about,
        outcome=outcome,
        talked_about=talked,
        talked_ref=ref,
        filling=filling or (Filling.of(row, {Sex(each.sex): each for each in kept}) if may_measure else None),
        versions=queries.versions_of(db.session, [each.id for each in kept]),
        kept=kept,
        line=line_up(db.session, unit.id, who.day),
        near=around(db.session, unit.id, who.day),
        may_take_up=who.actor.may(May.TAKE_PART),
        is_past=_is_past(unit, who.day),
        of_area=factor.reach == Reach.AREA,
    )


@measuring.post(f"/indikator/<{ID}:indicator_id>/matningar/<{ID}:unit_id>/<period>")
@requires(May.WRITE_QUALITY)
def save_one(indicator_id: int, unit_id: int, period: str) -> Answer:
    """Keep or correct one measurement."""
    open_indicator(indicator_id)
    asked = open_period(period)
    key = key_of(indicator_id, unit_id, asked)
    wanted = {name: value for name, value in request.form.items() if name.startswith(f"{key}.")}
    sent = saving.save_rows(db.session, reader(), wanted)
    if sent.gone or not (sent.saved or sent.unchanged or sent.refused):
        abort(404)
    _let_go_of_drafts(sent)
    db.session.commit()
    if sent.refused:
        refused = sent.refused[0]
        return _one(indicator_id, unit_id, period, refused), 409 if "row" in refused.errors else 422
    tell(
        gettext("Sparat.") if sent.saved else gettext("Inget var ändrat."), "done" if sent.saved else "plain"
    )
    return redirect(url_for("measuring.one", indicator_id=indicator_id, unit_id=unit_id, period=period))
