"""Deviations of a report: written while it is a draft, and the page where one says how a remedy goes."""

from flask import abort, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy.bringing import said_of
from app.reports import deviating, queries, rules, whose
from app.reports.blueprint import ID, Opened, reader, reports, see
from app.reports.deviating import Deviated
from app.reports.errors import Fault, Refused
from app.reports.forms import DeviationForm, SayForm
from app.reports.models import ReportDeviation
from app.reports.page import Open, deficit_of, offer, report_page
from app.reports.rules import Standing
from app.reports.wording import FAULTS
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.writing.queries import nearness_to
from app.writing.sent_parts import save_sent_parts

Answer = str | Response | tuple[str, int]


def _to_write(follow_up_id: int) -> Opened:
    opened = see(follow_up_id, write=True)
    if not opened.standing.writes:
        abort(404)
    return opened


def _alone(opened: Opened, found: ReportDeviation | None = None) -> Answer:
    """Show the form of a deviation by itself; once the report is handed in there is none to fill in, only the report."""
    if not opened.standing.writes:
        abort(404)
    removed = found is not None and found.removed_at is not None
    if removed or not rules.may_write_deviations(opened.report.state, opened.standing):
        return redirect(url_for("reports.one", follow_up_id=opened.report.id))
    form = DeviationForm.of(found) if found is not None else DeviationForm(formdata=None)
    return _form_page(opened, offer(form, opened, found), found.id if found is not None else 0)


def _form_page(opened: Opened, form: DeviationForm, deviation_id: int, problem: str = "") -> str:
    return render_template(
        "reports/deviation.html",
        report=opened.report,
        form=form,
        deviation_id=deviation_id,
        problem=problem,
    )


def _again(follow_up_id: int, open_: Open) -> str:
    """Show the form of a deviation anew where it was sent from."""
    form = open_.change or open_.new
    if form is None or "alone" not in request.form:
        return report_page(follow_up_id, open_)
    return _form_page(see(follow_up_id), form, open_.change_id, open_.problem)


def _there(follow_up_id: int, report_deviation_id: int) -> str:
    return url_for("reports.one", follow_up_id=follow_up_id, _anchor=f"deviation-{report_deviation_id}")


@reports.route(f"/<{ID}:follow_up_id>/avvikelse", methods=["GET", "POST"])
@requires(May.WRITE_REPORTS)
def add_deviation(follow_up_id: int) -> Answer:
    """Add a deviation to a draft: from its page, or from a page of its own, where no script saves the words beside it."""
    if request.method != "POST":
        return _alone(see(follow_up_id))
    opened = _to_write(follow_up_id)
    form = offer(DeviationForm(), opened)
    if not form.validate():
        return _again(follow_up_id, Open(new=form)), 422
    try:
        made = deviating.add(
            db.session,
            actor_id=acting().person_id,
            report=opened.report,
            text=opened.place.text,
            said=form.said(),
            scale=form.scale,
        )
    except Refused as refused:
        return _refused(follow_up_id, form, refused, Open(new=form))
    target = _there(follow_up_id, made.id)
    db.session.commit()
    tell(gettext("Tillagd."))
    return redirect(target)


def _refused(follow_up_id: int, form: DeviationForm, refused: Refused, open_: Open) -> Answer:
    db.session.rollback()
    form.take(refused)
    if not refused.field:
        open_.problem = str(FAULTS[refused.fault])
    return _again(follow_up_id, open_), 422 if refused.field else 409


@reports.post(f"/<{ID}:follow_up_id>/ur-prognosen")
@requires(May.WRITE_REPORTS)
def from_forecast(follow_up_id: int) -> Answer:
    """Take up the deficit of the period's forecast as a deviation, with the words of the page saved: its remedies stand
    in the forecast already.
    """
    left = save_sent_parts(_to_write(follow_up_id).place)
    if left is not None:
        return left
    opened = _to_write(follow_up_id)
    forecast = deficit_of(opened, queries.deviations_of(db.session, follow_up_id))
    if forecast is None:
        return redirect(url_for("reports.one", follow_up_id=follow_up_id))
    try:
        made = deviating.add(
            db.session,
            actor_id=acting().person_id,
            report=opened.report,
            text=opened.place.text,
            said=Deviated(
                gettext("Prognosen visar ett underskott"), forecast.why or forecast.says or said_of(forecast)
            ),
            forecast=forecast,
        )
    except Refused as refused:
        db.session.rollback()
        return report_page(follow_up_id, Open(problem=str(FAULTS[refused.fault]))), 409
    target = _there(follow_up_id, made.id)
    db.session.commit()
    tell(gettext("Tillagd. Åtgärderna står i prognosen."))
    return redirect(target)


def _deviation_to_write(report_deviation_id: int) -> tuple[ReportDeviation, Opened]:
    found = queries.one_deviation(db.session, reader(), report_deviation_id)
    if found is None:
        abort(404)
    opened = _to_write(found.report_id)
    found = queries.one_deviation(db.session, reader(), report_deviation_id, lock=True)
    if found is None:
        abort(404)
    return found, opened


def _words_kept(report_deviation_id: int) -> Answer | None:
    """Save the words that were sent along with a button of a deviation; gives the page with those that could not be."""
    return save_sent_parts(_deviation_to_write(report_deviation_id)[1].place)


@reports.route(f"/avvikelse/<{ID}:report_deviation_id>", methods=["GET", "POST"])
@requires(May.WRITE_REPORTS)
def change_deviation(report_deviation_id: int) -> Answer:
    """Change a deviation of a draft: on its page, or on a page of its own, where no script saves the words beside it."""
    if request.method != "POST":
        one = queries.one_deviation(db.session, reader(), report_deviation_id)
        return _alone(see(one.report_id), one) if one is not None else abort(404)
    found, opened = _deviation_to_write(report_deviation_id)
    form = offer(DeviationForm(), opened, found)
    follow_up_id, open_ = found.report_id, Open(change=form, change_id=report_deviation_id)
    if not form.validate():
        return _again(follow_up_id, open_), 422
    try:
        deviating.change(
            db.session,
            actor_id=acting().person_id,
            one=found,
            text=opened.place.text,
            said=form.said(),
            scale=form.scale,
            revision=form.read_at,
        )
    except Refused as refused:
        if refused.fault is Fault.CHANGED:
            db.session.rollback()
            now = queries.one_deviation(db.session, reader(), report_deviation_id)
            form.revision.data = str(now.revision) if now is not None else ""
            form.form_errors.append(FAULTS[Fault.CHANGED])
            return _again(follow_up_id, open_), 409
        return _refused(follow_up_id, form, refused, open_)
    db.session.commit()
    tell(gettext("Sparat."))
    return redirect(_there(follow_up_id, report_deviation_id))


@reports.post(f"/avvikelse/<{ID}:report_deviation_id>/ta-bort")
@requires(May.WRITE_REPORTS)
def remove_deviation(report_deviation_id: int) -> Answer:
    """Take a deviation away from a draft, with the words of the page saved and a way back in the same notice."""
    left = _words_kept(report_deviation_id)
    if left is not None:
        return left
    found, opened = _deviation_to_write(report_deviation_id)
    follow_up_id = found.report_id
    try:
        deviating.remove(db.session, actor_id=acting().person_id, one=found, text=opened.place.text)
    except Refused as refused:
        db.session.rollback()
        return report_page(follow_up_id, Open(problem=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(
        gettext("Borttagen."),
        undo=url_for("reports.restore_deviation", report_deviation_id=report_deviation_id),
    )
    return redirect(url_for("reports.one", follow_up_id=follow_up_id))


@reports.post(f"/avvikelse/<{ID}:report_deviation_id>/aterta")
@requires(May.WRITE_REPORTS)
def restore_deviation(report_deviation_id: int) -> Answer:
    """Take a deviation back, with the words of the page saved."""
    left = _words_kept(report_deviation_id)
    if left is not None:
        return left
    found, opened = _deviation_to_write(report_deviation_id)
    follow_up_id = found.report_id
    try:
        deviating.restore(db.session, actor_id=acting().person_id, one=found, text=opened.place.text)
    except Refused as refused:
        db.session.rollback()
        return report_page(follow_up_id, Open(problem=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    return redirect(_there(follow_up_id, report_deviation_id))


@reports.route(f"/atgard/<{ID}:report_deviation_id>", methods=["GET", "POST"])
@requires(May.READ_REPORTS)
def remedy(report_deviation_id: int) -> Answer:
    """Show what is done about a deviation and how it goes; those who write and whoever is to do it say so here."""
    found = queries.one_deviation(db.session, reader(), report_deviation_id, lock=request.method == "POST")
    if found is None or found.removed_at is not None:
        abort(404)
    may_say = bool(found.remedy) and rules.may_say(
        found.report.state, _standing(found), is_theirs=found.person_id == acting().person_id
    )
    if request.method != "POST":
        return _remedy_page(found, may_say)
    if not may_say:
        abort(404)
    form = SayForm()
    if not form.validate():
        return _remedy_page(found, may_say, form), 422
    try:
        deviating.say(
            db.session,
            actor_id=acting().person_id,
            one=found,
            text=form.words.data or "",
            state=form.state.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        again = queries.one_deviation(db.session, reader(), report_deviation_id)
        if again is None:
            abort(404)
        return _remedy_page(again, may_say, form), 422
    db.session.commit()
    tell(gettext("Sparat."))
    return redirect(url_for("reports.remedy", report_deviation_id=report_deviation_id))


def _standing(one: ReportDeviation) -> Standing:
    near = nearness_to(db.session, acting(), one.report.kind, one.report.unit_id, reader().day)
    return whose.standing_of(acting(), one.report, near)


def _remedy_page(one: ReportDeviation, may_say: bool, form: SayForm | None = None) -> str:
    return render_template(
        "reports/remedy.html",
        one=one,
        notes=queries.notes_of(db.session, [one.id]).get(one.id, []),
        may_say=may_say,
        form=form or SayForm(formdata=None, state=one.state),
    )


@reports.get(f"/avvikelse/<{ID}:report_deviation_id>/ta-bort")
@reports.get(f"/avvikelse/<{ID}:report_deviation_id>/aterta")
@requires(May.WRITE_REPORTS)
def deviation_again(report_deviation_id: int) -> Response:
    """Lead to the report of a deviation from where its forms are sent."""
    found = queries.one_deviation(db.session, reader(), report_deviation_id)
    if found is None:
        abort(404)
    return redirect(url_for("reports.one", follow_up_id=found.report_id))
