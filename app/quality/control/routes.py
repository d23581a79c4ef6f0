"""The plans of a year, the page of each, the risks it controls, its controls and days, and deciding it."""

from datetime import timedelta
from functools import partial
from itertools import groupby

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents.forms import number_from, revision_of
from app.quality.control import awaited, deciding, obstacles, queries, reported, rules, services
from app.quality.control.answering import back, kept, not_now
from app.quality.control.as_decided import plan_as_decided
from app.quality.control.blueprint import (
    ID,
    asked_year,
    chosen_in,
    control,
    past_the_end,
    plan_or_404,
    plan_to_write,
)
from app.quality.control.content import AsRead
from app.quality.control.errors import NotNow, NotYours, Refused
from app.quality.control.facts import PLAN
from app.quality.control.forms import PlanForm
from app.quality.control.models import ControlPlan
from app.quality.control.recording import decision_form, decision_page, try_decision
from app.quality.control.wording import FAULTS, history_lines, kept_word, went_words
from app.quality.risks import scale as scales
from app.quality.risks.blueprint import reader, risk_or_404
from app.quality.risks.queries.opening import reasonings
from app.quality.risks.reach import Reader, kinds_in
from app.quality.risks.wording import NATURES, scale_in_force, scales_known
from app.records.queries import history_of
from app.records.seeing import Sees
from app.steering.routes import profile_in_force, worded
from app.ui.addresses import url_for
from app.ui.formats import format_date
from app.ui.install import locale
from app.ui.notices import tell

View = str | tuple[str, int] | Response


@control.get("/")
@requires(May.READ_CONTROL)
def index() -> str:
    """Show the boards and companies of a year with their plans and reports."""
    who, year = reader(), asked_year()
    lines = queries.holders(db.session, who, kinds_in(profile_in_force()), year)
    live = [one.plan_id for one in lines if one.plan_id is not None and one.live]
    return render_template(
        "control/index.html",
        year=year,
        lines=lines,
        counted=queries.counted(db.session, live) if live else {},
        years=sorted(
            {*queries.years_with_plans(db.session), clock.today().year, clock.today().year + 1, year},
            reverse=True,
        ),
    )


@control.post("/plan/ny")
@requires(May.WRITE_CONTROL)
def begin() -> Response:
    """Begin a plan, from last year's where there is one."""
    unit_id, year = number_from(request.form.get("unit", "")), number_from(request.form.get("year", ""))
    if unit_id is None or year is None:
        abort(400)
    who = reader()
    # Whoever writes in a unit that is no board and no company begins no plan there: nobody would find it.
    if not any(
        one.unit_id == unit_id for one in queries.holders(db.session, who, kinds_in(profile_in_force()), year)
    ):
        abort(404)
    try:
        made = services.begin_plan(
            db.session,
            reader=who,
            unit_id=unit_id,
            year=year,
            threshold=scales.worth_controlling(scale_in_force()),
            natures=_natures(),
        )
        number, carried = made.id, made.from_plan_id is not None
        db.session.commit()
    except NotYours:
        abort(404)
    except NotNow:
        db.session.rollback()
        flash(gettext("Planen för det året finns redan."), "problem")
        return redirect(url_for("control.index", ar=year), 303)
    flash(
        gettext("Planen är påbörjad ur förra årets. Det som är nytt eller ändrat märks ut.")
        if carried
        else gettext("Planen är påbörjad. Välj de risker den ska kontrollera."),
        "done",
    )
    return redirect(url_for("control.plan", plan_id=number), 303)


@control.get(f"/plan/<{ID}:plan_id>/")
@requires(May.READ_CONTROL)
def plan(plan_id: int) -> str:
    """Show a plan: as it is to those who work with it, as it was decided to everybody else."""
    who = reader()
    opened = plan_or_404(plan_id, who)
    if opened.sees is Sees.EDITION:
        return _as_decided(opened.plan)
    found = opened.plan
    last = queries.whole_plan(db.session, found.from_plan_id) if found.from_plan_id else None
    chosen = rules.chosen_of(found)
    occasions = [
        day for one in chosen for check in rules.controls_of(one) for day in rules.occasions_of(check)
    ]
    edition, draft = queries.edition(db.session, found.edition_id), rules.is_open(found.state)
    decided = plan_as_decided(edition) if not draft else None
    return render_template(
        "control/plan.html",
        plan=found,
        edition=edition,
        as_decided={one["risk_id"]: one for one in decided["risks"]} if decided else {},
        writes=opened.writes,
        open=draft,
        chosen=chosen,
        controls_of=rules.controls_of,
        occasions_of=rules.occasions_of,
        reasons=reasonings(db.session, [one.risk_id for one in chosen]),
        since=rules.since_last(found, last),
        last=last,
        went=went_words(rules.how_it_went(occasions, clock.today())),
        lacking=obstacles.in_plan(plan_id, rules.missing(found)) if opened.writes and draft else [],
        report=reported.report_of(db.session, found.id),
        threshold=kept_word(decided["threshold_level"]) if decided else _threshold(found.threshold),
        several_natures=len(_natures()) > 1,
        lines=history_lines(history_of(db.session, PLAN, found.id)),
        worked_with=rules.may_be_worked_with(found),
        past_the_end=past_the_end(found.unit, occasions),
    )


def _threshold(value: int) -> str:
    level = scales.level_of(scale_in_force(), value)
    return worded(level.word) if level is not None else str(value)


def _as_decided(found: ControlPlan) -> str:
    edition = queries.edition(db.session, found.edition_id)
    report = reported.report_of(db.session, found.id)
    return render_template(
        "control/decided_plan.html",
        plan=found,
        edition=edition,
        content=plan_as_decided(edition),
        report=report if report is not None and report.edition_id is not None else None,
    )


@control.get(f"/plan/<{ID}:plan_id>/version/<{ID}:number>")
@requires(May.READ_CONTROL)
def version(plan_id: int, number: int) -> str:
    """Show a plan as it was decided once."""
    found = plan_or_404(plan_id, reader()).plan
    edition = next(
        (one for one in queries.editions_of(db.session, PLAN, plan_id) if one.number == number), None
    )
    if edition is None:
        abort(404)
    return render_template(
        "control/decided_plan.html",
        plan=found,
        edition=edition,
        content=plan_as_decided(edition),
        report=None,
        earlier=edition.id != found.edition_id,
    )


@control.get(f"/plan/<{ID}:plan_id>/kalender")
@requires(May.READ_RISKS)
def calendar(plan_id: int) -> str:
    """Show the occasions of a plan month by month."""
    opened = plan_or_404(plan_id, reader())
    if opened.sees is not Sees.LIVE:
        abort(404)
    days = sorted(
        (
            (day, check)
            for one in rules.chosen_of(opened.plan)
            for check in rules.controls_of(one)
            for day in rules.occasions_of(check)
        ),
        key=lambda pair: (pair[0].due_on, pair[0].id),
    )
    months = [
        (format_date(first, "LLLL yyyy", locale()), list(those))
        for first, those in groupby(days, key=lambda pair: pair[0].due_on.replace(day=1))
    ]
    return render_template(
        "control/calendar.html",
        plan=opened.plan,
        months=months,
        past_the_end=past_the_end(opened.plan.unit, [day for day, _ in days]),
    )


@control.route(f"/plan/<{ID}:plan_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def change(plan_id: int) -> View:
    """Change the opening words of a plan and from which level on risks belong in it."""
    who = reader()
    found = plan_to_write(plan_id, who)
    standing = {"opening": found.opening, "threshold": found.threshold, "revision": str(found.revision)}
    form = PlanForm(data=None if request.method == "POST" else standing)
    levels = [(one.at_least, worded(one.word)) for one in scale_in_force().levels]
    if found.threshold not in dict(levels):
        levels.append((found.threshold, str(found.threshold)))
    form.threshold.choices = levels
    status = 200
    if request.method == "POST":
        try:
            status = kept(
                form,
                lambda: services.change_plan(
                    db.session,
                    reader=who,
                    plan=found,
                    opening=form.opening.data or "",
                    threshold=form.threshold.data or found.threshold,
                    revision=revision_of(form.revision.data),
                ),
                revision_now=lambda: plan_to_write(plan_id, who).revision,
            )
        except NotNow:
            return not_now(plan_id)
        if status == 200:
            flash(gettext("Sparat."), "done")
            return back(plan_id)
    return render_template("control/plan_form.html", form=form, plan=plan_to_write(plan_id, who)), status


# --- risks in the plan


@control.get(f"/plan/<{ID}:plan_id>/risker")
@requires(May.WRITE_CONTROL)
def choose(plan_id: int) -> str:
    """Show the risks that can be taken into a plan: those over its threshold first, the others with a reason."""
    who = reader()
    return _choosing(plan_to_write(plan_id, who), who)


def _choosing(found: ControlPlan, who: Reader, tried: tuple[int, str, str] | None = None) -> str:
    candidates = _candidates(found, who)
    return render_template(
        "control/choose.html",
        plan=found,
        over=[one for one in candidates if one.value >= found.threshold],
        under=[one for one in candidates if one.value < found.threshold],
        threshold=_threshold(found.threshold),
        tried=tried,
        cut=len(candidates) == queries.CANDIDATES,
        natures=NATURES if len(_natures()) > 1 else {},
    )


def _candidates(found: ControlPlan, who: Reader) -> list[queries.Candidate]:
    return queries.candidates(db.session, who, found, kinds_in(profile_in_force()), _natures())


def _natures() -> frozenset[str]:
    return scales.natures_in_plans(scale_in_force())


@control.post(f"/plan/<{ID}:plan_id>/risker")
@requires(May.WRITE_CONTROL)
def take_in_risk(plan_id: int) -> View:
    """Take a risk into a plan."""
    who = reader()
    found = plan_to_write(plan_id, who)
    risk = risk_or_404(number_from(request.form.get("risk", "")) or 0, who)
    reason = request.form.get("reason", "").replace("\0", "")[:4000]
    allowed = {one.id for one in _candidates(found, who)}
    if risk.id not in allowed and risk.id not in {one.risk_id for one in found.chosen}:
        abort(404)
    try:
        services.choose(db.session, reader=who, plan=found, risk=risk, reason=reason, natures=_natures())
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        fault = next(iter(refused.faults.values()))
        return _choosing(plan_to_write(plan_id, who), who, (risk.id, reason, str(FAULTS[fault]))), 422
    except NotNow:
        return not_now(plan_id)
    flash(gettext("Risken är intagen i planen."), "done")
    return redirect(url_for("control.choose", plan_id=plan_id), 303)


@control.post(f"/plan/<{ID}:plan_id>/risker/<{ID}:chosen_id>")
@requires(May.WRITE_CONTROL)
def move_risk(plan_id: int, chosen_id: int) -> Response:
    """Take a risk out of a plan, or in again."""
    who = reader()
    found = plan_to_write(plan_id, who)
    chosen = chosen_in(found, chosen_id)
    wish = request.form.get("wish") or request.args.get("wish")
    if wish not in {"out", "in"}:
        abort(400)
    try:
        if wish == "out":
            services.take_out(db.session, reader=who, plan=found, chosen=chosen)
        else:
            services.take_in(db.session, reader=who, plan=found, chosen=chosen)
        db.session.commit()
    except NotNow:
        return not_now(plan_id)
    if wish == "out":
        undo = url_for("control.move_risk", plan_id=plan_id, chosen_id=chosen_id, wish="in")
        tell(gettext("Risken är inte längre med i planen."), undo=undo)
    return back(plan_id)


# --- deciding


@control.route(f"/plan/<{ID}:plan_id>/besluta", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def decide(plan_id: int) -> View:
    """Record that the board has decided the plan."""
    who = reader()
    found = plan_to_write(plan_id, who)
    now = partial(_stands, plan_id, who)
    form = decision_form(found.unit.name, now)
    tried = try_decision(
        form,
        lambda read: deciding.decide_plan(
            db.session,
            reader=who,
            plan=found,
            decision=form.decision(),
            expected=read,
            scales=scales_known(),
        ),
        lacking=rules.missing(found),
        say=partial(obstacles.in_plan, plan_id),
        now=now,
        changed=gettext(
            "Planen, eller bedömningen av en risk i den, har ändrats sedan du läste den. Läs den igen innan du för in beslutet."
        ),
    )
    if tried.closed:
        return not_now(plan_id)
    if tried.decided:
        flash(gettext("Planen är beslutad. De som ska göra kontrollerna påminns i tid."), "done")
        return back(plan_id)
    return decision_page(
        form,
        tried,
        title=gettext("För in beslutet om planen"),
        trail=_trail(plan_to_write(plan_id, who)),
        back=url_for("control.plan", plan_id=plan_id),
    )


def _stands(plan_id: int, who: Reader) -> AsRead:
    found = plan_to_write(plan_id, who)
    held = deciding.plan_as_it_stands(db.session, found, scales_known())
    return AsRead.of(found.record_revision, held)


def _trail(found: ControlPlan) -> list[tuple[str, str | None]]:
    name = gettext("%(unit)s %(year)s", unit=found.unit.name, year=found.year)
    return [
        (gettext("Internkontroll"), url_for("control.index", ar=found.year)),
        (name, url_for("control.plan", plan_id=found.id)),
    ]


@control.post(f"/plan/<{ID}:plan_id>/oppna")
@requires(May.WRITE_CONTROL)
def open_again(plan_id: int) -> Response:
    """Open a decided plan for a new version."""
    who = reader()
    found = plan_to_write(plan_id, who)
    try:
        deciding.open_again(db.session, reader=who, record=found, action="control_plan.opened_again")
        db.session.commit()
        flash(
            gettext("Planen är öppen. Den beslutade versionen läses tills nämnden har beslutat en ny."),
            "done",
        )
    except NotNow:
        return not_now(plan_id)
    return back(plan_id)


@control.get("/att-gora")
@requires(May.READ_RISKS)
def mine() -> str:
    """List the controls and remedies that wait for the one who has signed in."""
    who = reader()
    return render_template(
        "control/mine.html",
        due=awaited.due_for(db.session, who, until=clock.today() + timedelta(days=365), limit=200),
        remedies=awaited.remedies_of(db.session, who, 200),
        person=acting().name,
    )
