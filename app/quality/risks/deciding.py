"""Judging a risk, deciding about it, revoking, putting it away and taking it back."""

from flask import abort, flash, redirect, render_template, request
from flask_babel import gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import requires
from app.access.matrix import May
from app.db import db
from app.documents.forms import revision_of
from app.documents.pages import put_in_form
from app.quality.risks import rules, services
from app.quality.risks.blueprint import ID, reader, risk_to_write, risks
from app.quality.risks.errors import ChangedSince, NotNow, Refused
from app.quality.risks.forms import DecideForm, JudgeForm, WhyForm
from app.quality.risks.models import Risk
from app.quality.risks.wording import FAULTS, scale_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.ui.too_late import too_late

View = str | tuple[str, int] | Response


def _back(risk_id: int) -> Response:
    return redirect(url_for("risks.one", risk_id=risk_id), 303)


def _came_first(form: FlaskForm, risk: Risk) -> None:
    form.revision.data = str(risk.revision)
    form.form_errors.append(
        gettext("Någon annan har ändrat risken medan du skrev. Läs den igen, och spara sedan en gång till.")
    )


def _page(form: FlaskForm, template: str, risk: Risk) -> str:
    return render_template(
        template,
        form=form,
        risk=risk,
        scale=scale_in_force(),
        overdue=rules.due(risk.review_on, clock.today()) is rules.Due.OVERDUE,
    )


@risks.route(f"/<{ID}:risk_id>/bedom", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def judge(risk_id: int) -> View:
    """Judge a risk anew, beginning with how it was judged last."""
    who = reader()
    risk = risk_to_write(risk_id, who)
    form = JudgeForm(data=None if request.method == "POST" else _last(risk))
    form.offer_steps(scale_in_force())
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                services.judge(
                    db.session,
                    reader=who,
                    risk=risk,
                    judged=form.judged(),
                    review_on=form.review_on.data,
                    scale=scale_in_force(),
                    revision=revision_of(form.revision.data),
                )
                db.session.commit()
                flash(gettext("Bedömningen är sparad. Den förra går att läsa som den var."), "done")
                return _back(risk_id)
            except Refused as refused:
                db.session.rollback()
                put_in_form(form, refused.faults, said=FAULTS)
            except ChangedSince:
                db.session.rollback()
                _came_first(form, risk_to_write(risk_id, who))
                status = 409
            except NotNow:
                abort(409)
    return _page(form, "risks/judge.html", risk_to_write(risk_id, who)), status


def _last(risk: Risk) -> dict[str, object]:
    last = risk.judgements[0] if risk.judgements else None
    beginning: dict[str, object] = {
        "review_on": rules.review_proposed(risk.review_on, clock.today()),
        "revision": str(risk.revision),
    }
    if last is None:
        return beginning
    return beginning | {
        "likelihood": last.likelihood,
        "consequence": last.consequence,
        "reasoning": last.reasoning,
        "treatment": last.treatment,
        "treated_likelihood": last.treated_likelihood,
        "treated_consequence": last.treated_consequence,
    }


@risks.route(f"/<{ID}:risk_id>/bestam", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def decide(risk_id: int) -> View:
    """Record what was decided about a risk."""
    who = reader()
    risk = risk_to_write(risk_id, who)
    beginning = {"revision": str(risk.revision), "decided_on": clock.today()}
    form = DecideForm(data=None if request.method == "POST" else beginning)
    status = 200
    if request.method == "POST":
        status = 422
        if form.validate():
            try:
                services.decide(
                    db.session,
                    reader=who,
                    risk=risk,
                    decided=form.decided(),
                    unit=risk.unit.name,
                    revision=revision_of(form.revision.data),
                )
                db.session.commit()
                flash(gettext("Beslutet är infört, med risken som den är i dag."), "done")
                return _back(risk_id)
            except Refused as refused:
                db.session.rollback()
                put_in_form(form, refused.faults, said=FAULTS)
            except ChangedSince:
                db.session.rollback()
                _came_first(form, risk_to_write(risk_id, who))
                status = 409
            except NotNow:
                abort(409)
    return _page(form, "risks/decide.html", risk_to_write(risk_id, who)), status


@risks.route(f"/<{ID}:risk_id>/beslut/<{ID}:decision_id>/upphav", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def revoke(risk_id: int, decision_id: int) -> View:
    """Revoke the decision that holds."""
    who = reader()
    risk = risk_to_write(risk_id, who)
    decision = next((one for one in risk.decisions if one.id == decision_id), None)
    if decision is None:
        abort(404)
    form = WhyForm()
    if request.method == "POST" and form.validate():
        try:
            services.revoke(db.session, reader=who, risk=risk, decision=decision, why=form.why.data or "")
            db.session.commit()
            flash(gettext("Beslutet gäller inte längre. Det går att läsa som det var."), "done")
            return _back(risk_id)
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults, said=FAULTS)
        except NotNow:
            db.session.rollback()
            message = gettext("Beslutet är redan upphävt eller ersatt.")
            return too_late(message, _back(risk_id).location)
    page = _page(form, "risks/revoke.html", risk_to_write(risk_id, who))
    return page, 422 if form.errors else 200


@risks.route(f"/<{ID}:risk_id>/lagg-undan", methods=["GET", "POST"])
@requires(May.WRITE_CONTROL)
def put_away(risk_id: int) -> View:
    """Say that a risk is none any more."""
    who = reader()
    risk = risk_to_write(risk_id, who, left=True)
    form = WhyForm()
    if request.method == "POST" and form.validate():
        try:
            services.put_away(db.session, reader=who, risk=risk, why=form.why.data or "")
            db.session.commit()
            tell(
                gettext("Risken är undanlagd. Den går att läsa som förut."),
                undo=url_for("risks.take_back", risk_id=risk_id),
            )
            return _back(risk_id)
        except Refused as refused:
            db.session.rollback()
            put_in_form(form, refused.faults, said=FAULTS)
        except NotNow:
            db.session.rollback()
            return _back(risk_id)
    page = _page(form, "risks/put_away.html", risk_to_write(risk_id, who, left=True))
    return page, 422 if form.errors else 200


@risks.post(f"/<{ID}:risk_id>/ta-tillbaka")
@requires(May.WRITE_CONTROL)
def take_back(risk_id: int) -> Response:
    """Let a risk that was put away be one again."""
    who = reader()
    risk = risk_to_write(risk_id, who, left=True)
    try:
        services.take_back(db.session, reader=who, risk=risk)
        db.session.commit()
        flash(gettext("Risken är tillbaka."), "done")
    except NotNow:
        db.session.rollback()
    return _back(risk_id)
