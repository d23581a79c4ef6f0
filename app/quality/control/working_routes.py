"""The page of a control, what it showed, and what is done about what was not as it should."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.attachments.queries import attachments_of
from app.db import db
from app.documents.forms import revision_of
from app.documents.pages import Searching, offer_people, put_in_form, wants_to_save
from app.passages.talks.pages import talked_about
from app.quality.control import queries, rules, working
from app.quality.control.answering import kept
from app.quality.control.blueprint import (
    ID,
    control,
    control_or_404,
    deviation_or_404,
    occasion_or_404,
    past_the_end,
)
from app.quality.control.errors import NotNow, Refused
from app.quality.control.facts import CONTROL
from app.quality.control.forms import (
    CloseForm,
    DayForm,
    LeaveOutForm,
    OutcomeForm,
    RemedyForm,
    ResultForm,
)
from app.quality.control.models import Deviation, Occasion, Remedy
from app.quality.control.queries import OpenedControl
from app.quality.control.wording import FAULTS, history_lines
from app.quality.risks.blueprint import reader
from app.records.queries import history_of
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.ui.too_late import too_late

View = str | tuple[str, int] | Response
ON_OCCASION = "control_occasion"


@control.get(f"/kontroll/<{ID}:control_id>/")
@requires(May.READ_RISKS)
def one_control(control_id: int) -> str:
    """Show a control with its days and what it showed."""
    who = reader()
    opened = control_or_404(control_id, who)
    occasions = rules.occasions_of(opened.control)
    return render_template(
        "control/control.html",
        opened=opened,
        check=opened.control,
        plan=opened.plan,
        occasions=occasions,
        past_the_end=past_the_end(opened.plan.unit, occasions),
        open=rules.is_open(opened.plan.state),
        worked_with=rules.may_be_worked_with(opened.plan),
        talked=talked_about(db.session, acting(), CONTROL, [control_id]).get(control_id),
        files=files_of(control_id),
        day_form=DayForm(formdata=None),
        lines=history_lines(history_of(db.session, CONTROL, control_id)),
    )


def files_of(control_id: int) -> dict[int, list[object]]:
    """Give the evidence beside each occasion of a control."""
    found: dict[int, list[object]] = {}
    for file in attachments_of(db.session, CONTROL, control_id):
        if file.holder_kind == ON_OCCASION:
            found.setdefault(file.holder_id, []).append(file)
    return found


def _require_teller(opened: OpenedControl) -> None:
    if not opened.tells:
        abort(404)


@control.route(f"/tillfalle/<{ID}:occasion_id>", methods=["GET", "POST"])
@requires(May.READ_RISKS)
def result(occasion_id: int) -> View:
    """Tell what a control showed, or put right what was told."""
    who = reader()
    opened, occasion = occasion_or_404(occasion_id, who)
    _require_teller(opened)
    if not rules.may_be_worked_with(opened.plan):
        abort(404)
    form = ResultForm(data=None if request.method == "POST" else _told(occasion))
    status = 200
    if request.method == "POST":
        control_id = opened.control.id
        try:
            status = kept(
                form,
                lambda: working.tell_result(
                    db.session,
                    reader=who,
                    plan=opened.plan,
                    occasion=occasion,
                    result=form.result(),
                    revision=revision_of(form.revision.data),
                ),
                revision_now=lambda: occasion_or_404(occasion_id, who)[1].revision,
            )
        except NotNow:
            abort(409)
        if status == 200:
            return _after_result(control_id, occasion_id, form.outcome.data == "deviation")
    opened, occasion = occasion_or_404(occasion_id, who)
    page = render_template(
        "control/result.html",
        form=form,
        leave_form=LeaveOutForm(formdata=None),
        opened=opened,
        check=opened.control,
        occasion=occasion,
    )
    return page, status


def _after_result(control_id: int, occasion_id: int, deviates: bool) -> Response:
    if not deviates:
        flash(gettext("Sparat. Underlag kan du lägga till vid kontrollen."), "done")
        return redirect(url_for("control.one_control", control_id=control_id) + f"#day-{occasion_id}", 303)
    found = queries.deviation_at(db.session, occasion_id)
    flash(gettext("Sparat. Skriv vad som ska göras åt avvikelsen."), "done")
    return redirect(url_for("control.deviation", deviation_id=found), 303)


def _told(occasion: Occasion) -> dict[str, object]:
    return {
        "seen": occasion.seen,
        "outcome": occasion.outcome,
        "deviation": occasion.deviation.words if occasion.deviation else "",
        "done_on": occasion.done_on or clock.today(),
        "revision": str(occasion.revision),
    }


@control.post(f"/tillfalle/<{ID}:occasion_id>/gors-inte")
@requires(May.READ_RISKS)
def leave_out(occasion_id: int) -> View:
    """Say that a control is not carried out this time, and why; or take that back."""
    who = reader()
    opened, occasion = occasion_or_404(occasion_id, who)
    _require_teller(opened)
    form = LeaveOutForm()
    there = url_for("control.one_control", control_id=opened.control.id) + f"#day-{occasion_id}"
    try:
        if (request.form.get("wish") or request.args.get("wish")) == "back":
            working.take_up_again(db.session, reader=who, occasion=occasion)
            db.session.commit()
            return redirect(there, 303)
        if form.validate():
            working.leave_out(
                db.session, reader=who, plan=opened.plan, occasion=occasion, why=form.why.data or ""
            )
            db.session.commit()
            undo = url_for("control.leave_out", occasion_id=occasion_id, wish="back")
            tell(gettext("Sparat. Kontrollen görs inte den här gången."), undo=undo)
            return redirect(there, 303)
    except Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults, said=FAULTS)
    except NotNow:
        db.session.rollback()
        message = gettext("Det har redan sagts något om kontrollen. Så här står det nu.")
        return too_late(message, there, stands=[occasion_or_404(occasion_id, who)[1].left_out])
    opened, occasion = occasion_or_404(occasion_id, who)
    page = render_template(
        "control/result.html",
        form=ResultForm(formdata=None, data=_told(occasion)),
        leave_form=form,
        opened=opened,
        check=opened.control,
        occasion=occasion,
    )
    return page, 422


# --- deviations and what is done about them


@control.get(f"/avvikelse/<{ID}:deviation_id>/")
@requires(May.READ_RISKS)
def deviation(deviation_id: int) -> str:
    """Show a deviation, what is done about it and how it was closed."""
    return _deviation_page(deviation_id)


def _deviation_page(
    deviation_id: int,
    form: RemedyForm | None = None,
    close_form: CloseForm | None = None,
    outcome: tuple[int, OutcomeForm] | None = None,
) -> str:
    who = reader()
    opened, occasion, found = deviation_or_404(deviation_id, who)
    searching: Searching = {}
    form = form or RemedyForm(formdata=None)
    offer_people(form, searching, gettext("Ingen utpekad"))
    return render_template(
        "control/deviation.html",
        opened=opened,
        check=opened.control,
        occasion=occasion,
        deviation=found,
        remedies=[one for one in found.remedies if one.removed_at is None],
        form=form,
        searching=searching,
        close_form=close_form or CloseForm(formdata=None, data={"revision": str(found.revision)}),
        outcome=outcome,
        outcome_form=lambda: OutcomeForm(formdata=None),
        mine=lambda one: opened.tells or one.person_id == acting().person_id,
    )


def _there(deviation_id: int) -> Response:
    return redirect(url_for("control.deviation", deviation_id=deviation_id), 303)


def _not_now(deviation_id: int) -> Response:
    db.session.rollback()
    message = gettext("Det går inte nu. Kanske hann någon annan före: så här står det.")
    return too_late(message, url_for("control.deviation", deviation_id=deviation_id))


@control.post(f"/avvikelse/<{ID}:deviation_id>/atgard")
@requires(May.READ_RISKS)
def add_remedy(deviation_id: int) -> View:
    """Write what is to be done about a deviation."""
    who = reader()
    opened, _occasion, found = deviation_or_404(deviation_id, who)
    _require_teller(opened)
    form = RemedyForm()
    offer_people(form, {}, gettext("Ingen utpekad"))
    if wants_to_save() and form.validate():
        try:
            working.add_remedy(db.session, reader=who, deviation=found, deed=form.deed())
            db.session.commit()
            flash(gettext("Åtgärden är sparad."), "done")
            return _there(deviation_id)
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults, said=FAULTS)
        except NotNow:
            return _not_now(deviation_id)
    return _deviation_page(deviation_id, form=form), 422 if form.errors else 200


def _remedy(found: Deviation, remedy_id: int) -> Remedy:
    one = next((one for one in found.remedies if one.id == remedy_id), None)
    if one is None:
        abort(404)
    return one


@control.post(f"/avvikelse/<{ID}:deviation_id>/atgard/<{ID}:remedy_id>")
@requires(May.READ_RISKS)
def change_remedy(deviation_id: int, remedy_id: int) -> View:
    """Say how a remedy went, take that back, take the remedy away or bring it back."""
    who = reader()
    opened, _occasion, found = deviation_or_404(deviation_id, who)
    one = _remedy(found, remedy_id)
    if not (opened.tells or one.person_id == acting().person_id):
        abort(404)
    wish = request.form.get("wish") or request.args.get("wish")
    form: FlaskForm = OutcomeForm()
    if wish == "done" and not form.validate():
        return _deviation_page(deviation_id, outcome=(remedy_id, form)), 422
    try:
        if wish == "done":
            working.finish_remedy(
                db.session, reader=who, deviation=found, remedy=one, outcome=form.outcome.data or ""
            )
        elif wish == "not_done":
            working.unfinish_remedy(db.session, reader=who, deviation=found, remedy=one)
        elif wish == "remove":
            working.remove_remedy(db.session, reader=who, deviation=found, remedy=one)
        elif wish == "back":
            working.restore_remedy(db.session, reader=who, deviation=found, remedy=one)
        else:
            abort(400)
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults, said=FAULTS)
        return _deviation_page(deviation_id, outcome=(remedy_id, form)), 422
    except NotNow:
        return _not_now(deviation_id)
    undo = {"done": "not_done", "remove": "back"}.get(wish or "")
    if undo:
        words = gettext("Åtgärden är klar.") if wish == "done" else gettext("Åtgärden är borttagen.")
        tell(
            words,
            undo=url_for("control.change_remedy", deviation_id=deviation_id, remedy_id=remedy_id, wish=undo),
        )
    return _there(deviation_id)


@control.post(f"/avvikelse/<{ID}:deviation_id>/avsluta")
@requires(May.READ_RISKS)
def close_deviation(deviation_id: int) -> View:
    """Close a deviation with what the follow-up showed."""
    who = reader()
    opened, _occasion, found = deviation_or_404(deviation_id, who)
    _require_teller(opened)
    form = CloseForm()
    try:
        status = kept(
            form,
            lambda: working.close_deviation(
                db.session,
                reader=who,
                deviation=found,
                follow_up=form.follow_up.data or "",
                revision=revision_of(form.revision.data),
            ),
            revision_now=lambda: deviation_or_404(deviation_id, who)[2].revision,
        )
    except NotNow:
        return _not_now(deviation_id)
    if status == 200:
        tell(
            gettext("Avvikelsen är avslutad."),
            undo=url_for("control.open_deviation", deviation_id=deviation_id),
        )
        return _there(deviation_id)
    return _deviation_page(deviation_id, close_form=form), status


@control.post(f"/avvikelse/<{ID}:deviation_id>/oppna")
@requires(May.READ_RISKS)
def open_deviation(deviation_id: int) -> Response:
    """Open a deviation again."""
    who = reader()
    opened, _occasion, found = deviation_or_404(deviation_id, who)
    _require_teller(opened)
    try:
        working.open_deviation(db.session, reader=who, deviation=found)
        db.session.commit()
        flash(gettext("Avvikelsen är öppen igen."), "done")
    except NotNow:
        return _not_now(deviation_id)
    return _there(deviation_id)
