"""Pages and steps of plans of remedies: a deficit judged large, written, handed over, received, done."""

from flask import abort, redirect, render_template, request
from flask_babel import gettext

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.economy import rules
from app.economy.blueprint import (
    ID,
    asked_number,
    asked_unit,
    asked_year,
    economy,
    number,
    plan_address,
    reader,
    see_plan,
)
from app.economy.errors import Refused
from app.economy.forms import DoneForm, DropForm, JudgeForm, ReceiveForm, RemedyPlanForm
from app.economy.models import Recovery, RecoveryState
from app.economy.people import offer_people
from app.economy.queries import opening
from app.economy.recovery import services as plans
from app.economy.recovery.page import Open, plan_page
from app.economy.remedy_plans import services
from app.economy.remedy_plans.queries import plan_of, remedy_plans
from app.economy.rules import Standing
from app.economy.saving import Answer, Done, Pages
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell
from app.ui.too_late import too_late


def _see(plan_id: int, *, to_write: bool = False, to_receive: bool = False) -> tuple[Recovery, Standing]:
    """Open a plan of remedies; 404 for one that is not, or not for the one who asks."""
    found, standing = see_plan(plan_id, to_write=to_write, to_receive=to_receive)
    if not rules.is_remedy_plan(found):
        abort(404)
    return found, standing


PLANS = Pages(_see, plan_page, "economy.remedy_plan", "plan_id", name="plan")


@economy.get("/atgardsplaner")
@requires(May.READ_ECONOMY)
def remedy_plans_listed() -> str:
    """List the plans of remedies one may read, those that are not done first."""
    found = remedy_plans(db.session, reader(), page=asked_number("sida") or 1)
    return render_template(
        "economy/remedy_plans.html",
        found=found,
        page_address=lambda page: url_for("economy.remedy_plans_listed", sida=page if page > 1 else None),
        asks=profile_in_force().rules.remedy_plan_at_large_deficit,
    )


@economy.route("/atgardsplan/ny", methods=["GET", "POST"])
@requires(May.WRITE_ECONOMY)
def judge_deficit() -> Answer:
    """Judge the deficit of a unit's latest forecast large, and say why: that opens a plan."""
    opened, year, profile = asked_unit(), asked_year(), profile_in_force()
    forecast = opening.last_submitted(db.session, opened.unit.id, year)
    if not opened.standing.writes or forecast is None or not rules.may_judge(forecast, profile):
        abort(404)
    there = plan_of(db.session, opened.unit.id, year)
    if there is not None and there.state != RecoveryState.LAPSED:
        if request.method != "POST":
            return redirect(plan_address(there))
        message = gettext("Åtgärdsplanen är redan öppnad.")
        return too_late(message, plan_address(there), stands=[there.judged_why])
    form = JudgeForm()
    if request.method == "POST" and form.validate():
        try:
            made = services.judge(
                db.session,
                actor_id=acting().person_id,
                forecast=forecast,
                profile=profile,
                why=form.why.data or "",
            )
        except Refused as refused:
            db.session.rollback()
            form.take(refused)
        else:
            address = plan_address(made)
            db.session.commit()
            tell(gettext("Åtgärdsplanen är öppnad. Här skriver ni den."))
            return redirect(address)
    page = render_template(
        "economy/judge.html",
        form=form,
        unit=opened.unit,
        year=year,
        forecast=forecast,
        left=rules.deviation_of(forecast),
        line=line_up(db.session, opened.unit.id, reader().day),
        near=around(db.session, opened.unit.id, reader().day),
    )
    return page if request.method == "GET" else (page, 422)


@economy.get(f"/atgardsplan/<{ID}:plan_id>")
@requires(May.READ_ECONOMY)
def remedy_plan(plan_id: int) -> str:
    """Show a plan of remedies, how far it has come, and what one can do with it."""
    asked = request.args.get("andra", "")
    step_id = number(asked.removeprefix("steg-")) if asked.startswith("steg-") else None
    return plan_page(plan_id, Open(step_id=step_id))


@economy.post(f"/atgardsplan/<{ID}:plan_id>")
@requires(May.WRITE_ECONOMY)
def write_remedy_plan(plan_id: int) -> Answer:
    """Save what a plan says, who is responsible and by when."""
    found = PLANS.to_write(plan_id)
    form = RemedyPlanForm()
    offer_people(form, found.unit_id, found)
    return PLANS.press(
        plan_id,
        Open(form),
        lambda: plans.write(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            words=form.words.data or "",
            revision=number_of(form.revision),
            responsible=form.responsible(),
        ),
        lambda _: Done(gettext("Sparat.")),
        form=form,
    )


@economy.post(f"/atgardsplan/<{ID}:plan_id>/lamna")
@requires(May.WRITE_ECONOMY)
def hand_over_plan(plan_id: int) -> Answer:
    """Establish a plan and hand it over; what it lacks is said, all of it."""
    found = PLANS.to_lead(plan_id)
    return PLANS.press(
        plan_id,
        Open(),
        lambda: services.hand_over(
            db.session,
            actor_id=acting().person_id,
            plan=found,
            profile=profile_in_force(),
            expected=number(request.form.get("expected", "")) or 0,
        ),
        lambda _: Done(_handed_over(found)),
        read_anew=gettext("Någon har ändrat planen sedan du läste den. Läs igenom den och lämna den igen."),
    )


def _handed_over(found: Recovery) -> str:
    to = found.handed_to.name if found.handed_to is not None else ""
    return gettext("Lämnad till %(unit)s, och fastställd så som den står.", unit=to)


@economy.post(f"/atgardsplan/<{ID}:plan_id>/klar")
@requires(May.WRITE_ECONOMY)
def finish_plan(plan_id: int) -> Answer:
    """Say that a plan is done, and how it went."""
    found = PLANS.to_lead(plan_id)
    form = DoneForm()
    return PLANS.press(
        plan_id,
        Open(done=form),
        lambda: services.finish(
            db.session, actor_id=acting().person_id, plan=found, words=form.words.data or ""
        ),
        lambda _: Done(gettext("Planen är genomförd. Det du skrev läses av alla som läser planen.")),
        form=form,
    )


@economy.post(f"/atgardsplan/<{ID}:plan_id>/behovs-inte")
@requires(May.WRITE_ECONOMY)
def drop_plan(plan_id: int) -> Answer:
    """Say that a plan is not needed after all, and why."""
    found = PLANS.to_lead(plan_id)
    form = DropForm()
    return PLANS.press(
        plan_id,
        Open(drop=form),
        lambda: services.drop(
            db.session, actor_id=acting().person_id, plan=found, words=form.words.data or ""
        ),
        lambda _: Done(
            gettext("Planen är lagd åt sidan."), undo=url_for("economy.reopen_remedy_plan", plan_id=plan_id)
        ),
        form=form,
    )


@economy.post(f"/atgardsplan/<{ID}:plan_id>/mottagen")
@requires(May.ANSWER_REPORTS)
def receive_plan(plan_id: int) -> Answer:
    """Say that a plan has come, as it was read, to whom it was handed to."""
    found, _ = _see(plan_id, to_receive=True)
    form = ReceiveForm()
    return PLANS.press(
        plan_id,
        Open(receive=form),
        lambda: services.receive(
            db.session,
            actor=acting(),
            plan=found,
            words=form.received.data or "",
            expected=number_of(form.expected),
        ),
        lambda _: Done(gettext("Mottagen. De som skriver planen ser det.")),
        form=form,
    )
