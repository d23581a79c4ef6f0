"""The controls of a plan: writing one, changing it, taking it out, and its days."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.documents.forms import number_from, revision_of
from app.documents.pages import Searching, offer_people, put_in_form, wants_to_save
from app.quality.control import rules, services
from app.quality.control.answering import back, kept, not_now
from app.quality.control.blueprint import (
    ID,
    chosen_in,
    control,
    control_in,
    plan_to_write,
)
from app.quality.control.errors import NotNow, Refused
from app.quality.control.forms import ControlForm, DayForm
from app.quality.control.models import Often
from app.quality.control.wording import FAULTS
from app.quality.risks.blueprint import reader
from app.ui.addresses import url_for
from app.ui.notices import tell

View = str | tuple[str, int] | Response


@control.route(f"/plan/<{ID}:plan_id>/risker/<{ID}:chosen_id>/kontroll", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def new_control(plan_id: int, chosen_id: int) -> View:
    """Write a control of a risk."""
    who = reader()
    found = plan_to_write(plan_id, who)
    chosen = chosen_in(found, chosen_id)
    form, searching = ControlForm(), Searching()
    offer_people(form, searching, gettext("Ingen utpekad"))
    if wants_to_save() and form.validate():
        try:
            made = services.add_control(db.session, reader=who, plan=found, chosen=chosen, check=form.check())
            number, without_days = made.id, made.often == Often.OTHER
            db.session.commit()
            if without_days:
                return _to_days(number)
            flash(gettext("Kontrollen är sparad, med dagar för året."), "done")
            return back(plan_id, f"risk-{chosen_id}")
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults, said=FAULTS)
        except NotNow:
            return not_now(plan_id)
    found = plan_to_write(plan_id, who)
    page = render_template(
        "control/control_form.html",
        form=form,
        searching=searching,
        plan=found,
        chosen=chosen_in(found, chosen_id),
        check=None,
    )
    return page, 422 if form.errors else 200


def _to_days(control_id: int) -> Response:
    """Lead to where days are chosen, since a control without any cannot be decided."""
    flash(gettext("Kontrollen är sparad. Lägg till de dagar den ska göras."), "done")
    return redirect(url_for("control.one_control", control_id=control_id) + "#days", 303)


@control.route(f"/plan/<{ID}:plan_id>/kontroll/<{ID}:control_id>/andra", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def change_control(plan_id: int, control_id: int) -> View:
    """Change a control."""
    who = reader()
    found = plan_to_write(plan_id, who)
    check = control_in(found, control_id)
    standing = {
        "what": check.what,
        "method": check.method,
        "often": check.often,
        "responsible_person": check.person_id,
        "who": check.who,
        "told_to": check.told_to,
        "revision": str(check.revision),
    }
    form, searching = ControlForm(data=None if request.method == "POST" else standing), Searching()
    offer_people(form, searching, gettext("Ingen utpekad"), standing=check.person_id)
    status = 200
    if wants_to_save():
        try:
            status = kept(
                form,
                lambda: services.change_control(
                    db.session,
                    reader=who,
                    plan=found,
                    control=check,
                    check=form.check(),
                    revision=revision_of(form.revision.data),
                ),
                revision_now=lambda: control_in(plan_to_write(plan_id, who), control_id).revision,
            )
        except NotNow:
            return not_now(plan_id)
        if status == 200:
            if not rules.occasions_of(control_in(plan_to_write(plan_id, who), control_id)):
                return _to_days(control_id)
            flash(gettext("Kontrollen är sparad."), "done")
            return redirect(url_for("control.one_control", control_id=control_id), 303)
    found = plan_to_write(plan_id, who)
    check = control_in(found, control_id)
    page = render_template(
        "control/control_form.html",
        form=form,
        searching=searching,
        plan=found,
        chosen=next(one for one in found.chosen if one.id == check.chosen_id),
        check=check,
    )
    return page, status


@control.post(f"/plan/<{ID}:plan_id>/kontroll/<{ID}:control_id>")
@requires(May.WRITE_CONTROL)
def move_control(plan_id: int, control_id: int) -> Response:
    """Take a control out of the plan, or bring it back."""
    who = reader()
    found = plan_to_write(plan_id, who)
    check = control_in(found, control_id)
    wish = request.form.get("wish") or request.args.get("wish")
    if wish not in {"remove", "back"}:
        abort(400)
    try:
        if wish == "remove":
            services.remove_control(db.session, reader=who, plan=found, control=check)
        else:
            services.restore_control(db.session, reader=who, plan=found, control=check)
        db.session.commit()
    except NotNow:
        return not_now(plan_id)
    if wish == "remove":
        undo = url_for("control.move_control", plan_id=plan_id, control_id=control_id, wish="back")
        tell(gettext("Kontrollen är borttagen."), undo=undo)
    return back(plan_id)


@control.post(f"/plan/<{ID}:plan_id>/kontroll/<{ID}:control_id>/dagar")
@requires(May.WRITE_CONTROL)
def change_days(plan_id: int, control_id: int) -> Response:
    """Lay out a further day for a control, take one away or bring it back."""
    who = reader()
    found = plan_to_write(plan_id, who)
    check = control_in(found, control_id)
    wish = request.form.get("wish") or request.args.get("wish")
    day = next((one for one in check.occasions if one.id == number_from(request.values.get("day", ""))), None)
    there = redirect(url_for("control.one_control", control_id=control_id) + "#days", 303)
    try:
        if wish == "add":
            form = DayForm()
            on = form.due_on.data if form.validate() else None
            services.add_day(db.session, reader=who, plan=found, control=check, day=on)
        elif day is None:
            abort(404)
        elif wish == "remove":
            services.remove_day(db.session, reader=who, plan=found, occasion=day)
        elif wish == "back":
            services.restore_day(db.session, reader=who, plan=found, occasion=day)
        else:
            abort(400)
        number = day.id if day is not None else 0
        db.session.commit()
    except Refused as refused:
        db.session.rollback()
        flash(str(FAULTS[next(iter(refused.faults.values()))]), "problem")
        return there
    except NotNow:
        return not_now(plan_id)
    if wish == "remove":
        undo = url_for("control.change_days", plan_id=plan_id, control_id=control_id, wish="back", day=number)
        tell(gettext("Dagen är borttagen."), undo=undo)
    return there
