"""The yearly report on a plan, and the executive board's evaluation of all boards and companies."""

from functools import partial

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.documents.forms import revision_of
from app.organisation.models import Unit
from app.quality.control import content, deciding, obstacles, queries, reported, reporting, rules
from app.quality.control.answering import kept
from app.quality.control.blueprint import ID, asked_year, control, plan_or_404, plan_to_write
from app.quality.control.errors import Lacks, Missing, NotNow, NotYours
from app.quality.control.forms import EvaluationForm, ReportForm
from app.quality.control.models import ControlReport, Evaluation, RecordState
from app.quality.control.queries import Opened
from app.quality.control.recording import decision_form, decision_page, try_decision
from app.quality.control.report_facts import units_of
from app.quality.control.wording import went_words
from app.quality.risks.blueprint import reader
from app.quality.risks.reach import Kinds, Reader, kinds_in
from app.records.seeing import Sees
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.too_late import too_late

View = str | tuple[str, int] | Response


def report_seen(plan_id: int, who: Reader) -> tuple[Opened, ControlReport | None, content.Content | None]:
    """Give a report and what it says to the one who reads: as it is, or as decided; 404 where that is nothing."""
    opened = plan_or_404(plan_id, who)
    report = reported.report_of(db.session, plan_id)
    if opened.sees is Sees.LIVE and (report is None or report.state == RecordState.DRAFT):
        shown = report or ControlReport(whole="", learned="")
        return opened, report, content.of_report(shown, opened.plan)
    if report is None or report.edition_id is None:
        abort(404)
    return opened, report, content.read(queries.edition(db.session, report.edition_id))


@control.get(f"/plan/<{ID}:plan_id>/rapport/")
@requires(May.READ_CONTROL)
def report(plan_id: int) -> str:
    """Show the yearly report: its own words first, then what each control showed."""
    opened, found, held = report_seen(plan_id, reader())
    live = opened.sees is Sees.LIVE
    days = (
        [
            day
            for one in rules.chosen_of(opened.plan)
            for check in rules.controls_of(one)
            for day in rules.occasions_of(check)
        ]
        if live
        else []
    )
    return render_template(
        "control/report.html",
        plan=opened.plan,
        report=found,
        edition=queries.edition(db.session, found.edition_id) if found is not None else None,
        content=held,
        writes=opened.writes,
        draft=found is None or found.state == RecordState.DRAFT,
        went=went_words(rules.how_it_went(days, clock.today())) if live else "",
        worked_with=rules.may_be_worked_with(opened.plan),
    )


@control.route(f"/plan/<{ID}:plan_id>/rapport/skriv", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def write_report(plan_id: int) -> View:
    """Write the report's own words."""
    who = reader()
    found = plan_to_write(plan_id, who)
    standing = reported.report_of(db.session, plan_id)
    filled = {
        "whole": standing.whole if standing else "",
        "learned": standing.learned if standing else "",
        "revision": str(standing.revision if standing else 0),
    }
    form = ReportForm(data=None if request.method == "POST" else filled)
    status = 200
    if request.method == "POST":
        try:
            status = kept(
                form,
                lambda: reporting.write_report(
                    db.session,
                    reader=who,
                    plan=found,
                    report=standing,
                    whole=form.whole.data or "",
                    learned=form.learned.data or "",
                    revision=revision_of(form.revision.data),
                ),
                revision_now=lambda: _revision(reported.report_of(db.session, plan_id)),
            )
        except NotNow:
            return _not_now(plan_id)
        if status == 200:
            flash(gettext("Rapporten är sparad."), "done")
            return _to_report(plan_id)
    page = render_template("control/report_form.html", form=form, plan=plan_to_write(plan_id, who))
    return page, status


def _revision(kept_one: ControlReport | Evaluation | None) -> int:
    return kept_one.revision if kept_one is not None else 0


def _to_report(plan_id: int) -> Response:
    return redirect(url_for("control.report", plan_id=plan_id), 303)


def _not_now(plan_id: int) -> Response:
    db.session.rollback()
    message = gettext("Det går inte att ändra nu. Är rapporten godkänd, öppna den först.")
    return too_late(message, url_for("control.report", plan_id=plan_id))


@control.route(f"/plan/<{ID}:plan_id>/rapport/besluta", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def decide_report(plan_id: int) -> View:
    """Record that the board has approved the report."""
    who = reader()
    found = plan_to_write(plan_id, who)
    standing = reported.report_of(db.session, plan_id)
    if standing is None:
        abort(404)
    now = partial(_report_stands, plan_id, who)
    form = decision_form(found.unit.name, now)
    tried = try_decision(
        form,
        lambda read: reporting.decide_report(
            db.session, reader=who, plan=found, report=standing, decision=form.decision(), expected=read
        ),
        lacking=[] if standing.whole else [Missing(Lacks.WHOLE)],
        say=partial(obstacles.in_report, plan_id),
        now=now,
        changed=gettext(
            "Rapporten, eller det kontrollerna visade, har ändrats sedan du läste den. Läs den igen innan du för in beslutet."
        ),
    )
    if tried.closed:
        return _not_now(plan_id)
    if tried.decided:
        flash(gettext("Rapporten är godkänd. Alla ledamöter läser den här versionen."), "done")
        return _to_report(plan_id)
    found = plan_to_write(plan_id, who)
    trail = [
        (gettext("Internkontroll"), url_for("control.index", ar=found.year)),
        (f"{found.unit.name} {found.year}", url_for("control.plan", plan_id=plan_id)),
        (gettext("Årsrapport"), url_for("control.report", plan_id=plan_id)),
    ]
    return decision_page(
        form,
        tried,
        title=gettext("För in att rapporten är godkänd"),
        trail=trail,
        back=url_for("control.report", plan_id=plan_id),
    )


def _report_stands(plan_id: int, who: Reader) -> content.AsRead:
    found, standing = plan_to_write(plan_id, who), reported.report_of(db.session, plan_id)
    if standing is None:
        abort(404)
    return content.AsRead.of(standing.revision, content.of_report(standing, found))


@control.post(f"/plan/<{ID}:plan_id>/rapport/oppna")
@requires(May.WRITE_CONTROL)
def open_report(plan_id: int) -> Response:
    """Open an approved report for a new version."""
    who = reader()
    plan_to_write(plan_id, who)
    standing = reported.report_of(db.session, plan_id)
    if standing is None:
        abort(404)
    try:
        deciding.open_again(db.session, reader=who, record=standing, action="control_report.opened_again")
        db.session.commit()
        flash(gettext("Rapporten är öppen. Den godkända läses tills en ny är godkänd."), "done")
    except NotNow:
        return _not_now(plan_id)
    return _to_report(plan_id)


# --- the evaluation of all


def evaluated(year: int, who: Reader) -> tuple[Unit, Evaluation | None, bool, Kinds]:
    """Give the executive board, its evaluation of a year, whether one writes it, and the kinds of unit; 404 without a board."""
    profile = profile_in_force()
    keys = [kind.key for kind in profile.all_unit_kinds() if kind.nature == "executive_board"]
    found = reported.evaluation_of(db.session, year)
    board = found.unit if found is not None else reported.executive_board(db.session, keys, who.day)
    if board is None:
        abort(404)
    return board, found, queries.may_write(db.session, who, board.id), kinds_in(profile)


@control.get("/utvardering")
@requires(May.READ_CONTROL)
def evaluations() -> str:
    """Show the executive board's evaluation of a year beside the reports it rests on."""
    who = reader()
    years = reported.evaluated_years(db.session)
    year = asked_year() if request.args.get("ar") else _latest_to_evaluate(years)
    board, found, writes, kinds = evaluated(year, who)
    lines = reported.reports_of_year(db.session, kinds, year, who.day)
    editions = reported.editions(db.session, [one.edition_id for one in lines if one.edition_id is not None])
    reports = {one.unit_id: content.read(editions.get(one.edition_id or 0)) for one in lines}
    draft = found is None or found.state == RecordState.DRAFT
    edition = queries.edition(db.session, found.edition_id) if found is not None else None
    # While it is written those who do not write it read what was decided last.
    held = (
        content.of_evaluation(found, units_of(lines)) if found and writes and draft else content.read(edition)
    )
    return render_template(
        "control/evaluation.html",
        year=year,
        years=sorted({*years, year}, reverse=True),
        board=board,
        evaluation=found,
        content=held,
        lines=lines,
        reports=reports,
        writes=writes,
        draft=draft,
        edition=edition,
    )


def _latest_to_evaluate(years: list[int]) -> int:
    """Give the year one most likely comes for: the last whole one there is something about."""
    whole = [one for one in years if one < clock.today().year]
    return whole[0] if whole else clock.today().year - 1


@control.route("/utvardering/<int(max=2100):year>/skriv", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def write_evaluation(year: int) -> View:
    """Write the executive board's own words on the whole and on each board and company."""
    who = reader()
    board, found, writes, kinds = evaluated(year, who)
    if not writes or year < rules.FIRST_YEAR:
        abort(404)
    lines = reported.reports_of_year(db.session, kinds, year, who.day)
    words = {one.unit_id: one.words for one in found.views} if found else {}
    filled = {"whole": found.whole if found else "", "revision": str(found.revision if found else 0)}
    form = EvaluationForm(data=None if request.method == "POST" else filled)
    status = 200
    if request.method == "POST":
        words = {
            one.unit_id: request.form.get(f"unit-{one.unit_id}", "").replace("\0", "")[:20_000]
            for one in lines
        }
        try:
            status = kept(
                form,
                lambda: reporting.write_evaluation(
                    db.session,
                    reader=who,
                    unit_id=board.id,
                    year=year,
                    evaluation=found,
                    whole=form.whole.data or "",
                    views=words,
                    revision=revision_of(form.revision.data),
                ),
                revision_now=lambda: _revision(reported.evaluation_of(db.session, year)),
            )
        except NotNow:
            db.session.rollback()
            message = gettext("Utvärderingen är beslutad. Öppna den först.")
            return too_late(message, url_for("control.evaluations", ar=year))
        except NotYours:
            abort(404)
        if status == 200:
            flash(gettext("Utvärderingen är sparad."), "done")
            return _to_evaluation(year)
    board, found, writes, kinds = evaluated(year, who)
    page = render_template(
        "control/evaluation_form.html", form=form, year=year, board=board, lines=lines, words_of=words
    )
    return page, status


def _to_evaluation(year: int) -> Response:
    return redirect(url_for("control.evaluations", ar=year), 303)


@control.route("/utvardering/<int(max=2100):year>/besluta", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def decide_evaluation(year: int) -> View:
    """Record that the executive board has decided its evaluation."""
    who = reader()
    board, found, writes, kinds = evaluated(year, who)
    if not writes or found is None:
        abort(404)
    units = units_of(reported.reports_of_year(db.session, kinds, year, who.day))
    now = partial(_evaluation_stands, year, who)
    form = decision_form(board.name, now)
    tried = try_decision(
        form,
        lambda read: reporting.decide_evaluation(
            db.session, reader=who, evaluation=found, units=units, decision=form.decision(), expected=read
        ),
        lacking=[],
        say=partial(obstacles.in_evaluation, year),
        now=now,
        changed=gettext(
            "Utvärderingen, eller någon enhets rapport, har ändrats sedan du läste den. Läs den igen innan du för in beslutet."
        ),
    )
    if tried.decided:
        flash(gettext("Utvärderingen är beslutad."), "done")
    if tried.decided or tried.closed:
        return _to_evaluation(year)
    back = url_for("control.evaluations", ar=year)
    trail = [
        (gettext("Internkontroll"), url_for("control.index")),
        (gettext("Utvärdering %(year)s", year=year), back),
    ]
    return decision_page(
        form, tried, title=gettext("För in beslutet om utvärderingen"), trail=trail, back=back
    )


def _evaluation_stands(year: int, who: Reader) -> content.AsRead:
    _board, found, _writes, kinds = evaluated(year, who)
    if found is None:
        abort(404)
    units = units_of(reported.reports_of_year(db.session, kinds, year, who.day))
    return content.AsRead.of(found.revision, content.of_evaluation(found, units))


@control.post("/utvardering/<int(max=2100):year>/oppna")
@requires(May.WRITE_CONTROL)
def open_evaluation(year: int) -> Response:
    """Open a decided evaluation for a new version."""
    who = reader()
    _board, found, writes, _kinds = evaluated(year, who)
    if not writes or found is None:
        abort(404)
    try:
        deciding.open_again(db.session, reader=who, record=found, action="control_evaluation.opened_again")
        db.session.commit()
        flash(gettext("Utvärderingen är öppen. Den beslutade läses tills en ny är beslutad."), "done")
    except NotNow:
        db.session.rollback()
    return _to_evaluation(year)
