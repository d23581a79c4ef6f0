"""The yearly follow-up plan: areas placed in periods, established, read by everybody who reads reports."""

from dataclasses import dataclass
from datetime import date

from flask import abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.asking import day_or_none, number_or_none
from app.reports import planning, queries, rules
from app.reports.asked import Planned, plan_key, regular
from app.reports.blueprint import FIRST_YEAR, LAST_YEAR, asked_year, reports
from app.reports.errors import Refused
from app.reports.models import FollowUpPlan
from app.reports.wording import FAULTS
from app.steering.routes import profile_in_force, reader_language, worded
from app.steering.shapes.reports import Report as ReportShape
from app.steering.shapes.reports import ReportPeriod
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.writing.queries import nearness, top_unit
from app.writing.rules import STRANGER, Nearness

Answer = str | Response | tuple[str, int]


@dataclass(frozen=True, slots=True)
class Area:
    """An area that can be placed."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """A period with what is placed in it."""

    period: ReportPeriod
    name: str
    areas: frozenset[str]
    area_names: str
    due_on: date | None


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody sent: kept on the page when it could not be saved."""

    words: str
    times: dict[str, Planned]


def _shapes(key: str) -> list[ReportShape]:
    """Give the reports that go by a plan; 404 where the model has no such plan."""
    found = [one for one in regular(profile_in_force()) if plan_key(one) == key]
    if not found:
        abort(404)
    return found


def _near() -> Nearness:
    top = top_unit(db.session)
    return nearness(db.session, acting(), top.id, clock.today()) if top is not None else STRANGER


@reports.route("/uppfoljningsplan/<string(maxlength=60):plan_key>", methods=["GET", "POST"])
@requires(May.READ_REPORTS)
def follow_up_plan(plan_key: str) -> Answer:
    """Show a year's plan, to place areas in while it is open."""
    year = asked_year()
    _shapes(plan_key)
    if request.method != "POST":
        return _page(plan_key, year)
    near, top = _near(), top_unit(db.session)
    if not near.writes or top is None:
        abort(404)
    sent = _typed(plan_key)
    establishes = bool(request.form.get("establish")) and near.leads
    try:
        plan = planning.write(
            db.session,
            actor_id=acting().person_id,
            unit=top,
            key=plan_key,
            year=year,
            words=sent.words,
            times=sent.times,
            revision=number_or_none(request.form.get("revision", "")) or 0,
        )
        if establishes:
            db.session.refresh(plan, ["unit"])
            planning.establish_plan(db.session, actor_id=acting().person_id, plan=plan)
    except Refused as refused:
        db.session.rollback()
        return _page(plan_key, year, sent, str(FAULTS[refused.fault])), 409
    db.session.commit()
    tell(
        gettext("Fastställd. Varje period frågar nu efter sina områden.")
        if establishes
        else gettext("Sparat.")
    )
    return redirect(url_for("reports.follow_up_plan", plan_key=plan_key, ar=year))


@reports.post("/uppfoljningsplan/<string(maxlength=60):plan_key>/oppna")
@requires(May.WRITE_REPORTS)
def open_plan(plan_key: str) -> Answer:
    """Open an established plan for changes."""
    year = asked_year()
    _shapes(plan_key)
    plan = queries.plan_of(db.session, plan_key, year, lock=True)
    if plan is None or not _near().leads:
        abort(404)
    try:
        planning.reopen(db.session, actor_id=acting().person_id, plan=plan)
    except Refused as refused:
        db.session.rollback()
        return _page(plan_key, year, problem=str(FAULTS[refused.fault])), 409
    db.session.commit()
    return redirect(url_for("reports.follow_up_plan", plan_key=plan_key, ar=year))


def _typed(key: str) -> Typed:
    shape = _shapes(key)[0]
    known = {area.key for one in _shapes(key) for area in one.area_list}
    times = {}
    for period in shape.periods:
        due_on = day_or_none(request.form.get(f"day-{period.key}", ""))
        if due_on is not None and not FIRST_YEAR <= due_on.year <= LAST_YEAR:
            due_on = None
        times[period.key] = Planned(due_on, frozenset(request.form.getlist(period.key)) & known)
    return Typed(request.form.get("words", "").replace("\0", ""), times)


def _page(key: str, year: int, sent: Typed | None = None, problem: str = "") -> str:
    shapes, near = _shapes(key), _near()
    plan = queries.plan_of(db.session, key, year)
    established = {
        period: planned
        for (plan_of, of_year, period), planned in queries.plans_of(db.session, (year,)).items()
        if plan_of == key and of_year == year
    }
    areas = {area.key: worded(area.name) for one in shapes for area in one.area_list}
    opened = near.writes and (plan is None or rules.plan_is_open(plan.state))
    shown = sent.times if sent is not None else (_open_times(plan) if opened else established)
    return render_template(
        "reports/plan.html",
        plan_key=key,
        year=year,
        plan=plan,
        established=established,
        names=[one.names.in_language(reader_language()).definite for one in shapes],
        areas=[Area(one, name) for one, name in areas.items()],
        rows=[_row(period, shown.get(period.key), areas) for period in shapes[0].periods],
        typed=sent,
        writes=near.writes,
        leads=near.leads,
        problem=problem,
        groups=_groups(key, year),
    )


def _open_times(plan: FollowUpPlan | None) -> dict[str, Planned]:
    times = plan.times if plan is not None else []
    return {one.period: Planned(one.due_on, frozenset(one.areas.split())) for one in times}


def _row(period: ReportPeriod, planned: Planned | None, areas: dict[str, str]) -> Row:
    placed = planned.areas if planned is not None else frozenset[str]()
    said = ", ".join(name for one, name in areas.items() if one in placed)
    return Row(period, worded(period.name), placed, said, planned.due_on if planned is not None else None)


def _groups(key: str, year: int) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    this = clock.today().year
    return [
        (
            gettext("År"),
            [
                (str(one), url_for("reports.follow_up_plan", plan_key=key, ar=one), one == year)
                for one in sorted({this + 1, this, this - 1, year}, reverse=True)
            ],
        )
    ]
