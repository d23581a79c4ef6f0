"""Pages of financial goals: the list, each with its decision and what has been said of it, and how one is entered."""

from flask import abort, redirect, render_template
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents import errors as documents
from app.documents.pages import put_in_form, suggested_deciders
from app.economy.blueprint import ID, economy, reader
from app.economy.errors import ChangedMeanwhile, NotYours, Refused
from app.economy.forms import EndForm, FollowUpForm, GoalForm
from app.economy.goals import queries, services
from app.economy.models import FinancialGoal, GoalState
from app.economy.wording import FAULTS, period_choices
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


def may_enter() -> bool:
    """Tell whether the one who has signed in enters financial goals."""
    return queries.unit_of_goals(db.session, reader()) is not None


def _must_enter() -> None:
    if not may_enter():
        abort(404)


@economy.get("/finansiella-mal")
@requires(May.READ_ECONOMY)
def financial_goals() -> str:
    """List the financial goals with what was last said of each, words first."""
    found = queries.goals(db.session)
    return render_template(
        "economy/goals.html",
        goals=found,
        latest=queries.latest_follow_ups(db.session, [one.id for one in found]),
        may_enter=may_enter(),
    )


@economy.get("/finansiella-mal/nytt")
@requires(May.WRITE_ECONOMY)
def new_goal() -> str:
    """Ask for a financial goal and its decision."""
    _must_enter()
    return _ask(GoalForm(formdata=None, from_year=clock.today().year + 1))


def _ask(form: GoalForm, goal: FinancialGoal | None = None, *, changed: bool = False) -> str:
    return render_template(
        "economy/goal_form.html",
        form=form,
        goal=goal,
        changed=changed,
        deciders=suggested_deciders(),
        with_tests=goal is None and profile_in_force().rules.child_rights_test != "off",
    )


@economy.post("/finansiella-mal/nytt")
@requires(May.WRITE_ECONOMY)
def enter_goal() -> Answer:
    """Enter a financial goal, and record its decision."""
    _must_enter()
    form = GoalForm()
    if not form.validate():
        return _ask(form), 422
    try:
        goal = services.enter(db.session, actor=acting(), said=form.said(), decision=form.decision())
    except NotYours:
        abort(404)
    except documents.Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults)
        return _ask(form), 422
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _ask(form), 422
    goal_id = goal.id
    db.session.commit()
    tell(gettext("Infört, med beslutet."))
    return _to(goal_id)


def _goal(goal_id: int, *, to_write: bool = False) -> FinancialGoal:
    found = queries.one_goal(db.session, goal_id, to_write=to_write)
    if found is None:
        abort(404)
    return found


@economy.get(f"/finansiella-mal/<{ID}:financial_goal_id>")
@requires(May.READ_ECONOMY)
def financial_goal(financial_goal_id: int) -> str:
    """Show a financial goal, what was said of it period by period, and the decision it stands on."""
    return _page(financial_goal_id)


def _page(
    goal_id: int, form: FollowUpForm | None = None, ending: EndForm | None = None, said: str = ""
) -> str:
    goal, may = _goal(goal_id), may_enter()
    form = form or FollowUpForm(formdata=None)
    offer_periods(form)
    return render_template(
        "economy/goal.html",
        goal=goal,
        follow_ups=queries.follow_ups_of(db.session, goal.id),
        form=form,
        ending=ending,
        said=said,
        may_write=may and goal.state == GoalState.IN_FORCE,
        may_resume=may and goal.state == GoalState.ENDED,
    )


def offer_periods(form: FollowUpForm) -> None:
    """Put in the periods one can speak of."""
    form.period.choices = period_choices(clock.today())


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/uppfoljning")
@requires(May.WRITE_ECONOMY)
def follow_up_goal(financial_goal_id: int) -> Answer:
    """Say how a goal stands."""
    _must_enter()
    goal, form = _goal(financial_goal_id, to_write=True), FollowUpForm()
    offer_periods(form)
    if not form.validate():
        return _page(financial_goal_id, form), 422
    year, _, month = str(form.period.data).partition("-")
    try:
        services.follow_up(
            db.session,
            actor=acting(),
            goal=goal,
            year=int(year),
            month=int(month),
            text=form.words.data or "",
            value=form.value.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _page(financial_goal_id, form), 422 if refused.field else 409
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(financial_goal_id)


@economy.get(f"/finansiella-mal/<{ID}:financial_goal_id>/ratta")
@requires(May.WRITE_ECONOMY)
def change_goal(financial_goal_id: int) -> str:
    """Open a goal to put it right."""
    _must_enter()
    goal = _goal(financial_goal_id)
    return _ask(GoalForm.of(goal), goal)


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/ratta")
@requires(May.WRITE_ECONOMY)
def save_goal(financial_goal_id: int) -> Answer:
    """Put a goal right."""
    _must_enter()
    goal, form = _goal(financial_goal_id, to_write=True), GoalForm().without_decision()
    if not form.validate():
        return _ask(form, goal), 422
    try:
        services.correct(
            db.session,
            actor=acting(),
            goal=goal,
            said=form.said(),
            revision=number_of(form.revision),
        )
    except ChangedMeanwhile:
        db.session.rollback()
        goal = _goal(financial_goal_id, to_write=True)
        form.revision.data = str(goal.revision)
        return _ask(form, goal, changed=True), 409
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _ask(form, _goal(financial_goal_id)), 422 if refused.field else 409
    db.session.commit()
    tell(gettext("Sparat."))
    return _to(financial_goal_id)


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/avsluta")
@requires(May.WRITE_ECONOMY)
def end_goal(financial_goal_id: int) -> Answer:
    """End a goal with words on how it went."""
    _must_enter()
    goal, form = _goal(financial_goal_id, to_write=True), EndForm()
    if not form.validate():
        return _page(financial_goal_id, ending=form), 422
    try:
        services.end(db.session, actor=acting(), goal=goal, words=form.words.data or "")
    except Refused as refused:
        return _said(financial_goal_id, refused)
    db.session.commit()
    tell(gettext("Avslutat."), undo=url_for("economy.resume_goal", financial_goal_id=financial_goal_id))
    return _to(financial_goal_id)


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/aterta")
@requires(May.WRITE_ECONOMY)
def resume_goal(financial_goal_id: int) -> Answer:
    """Let an ended goal stand again."""
    _must_enter()
    goal = _goal(financial_goal_id, to_write=True)
    try:
        services.resume(db.session, actor=acting(), goal=goal)
    except Refused as refused:
        return _said(financial_goal_id, refused)
    db.session.commit()
    tell(gettext("Målet gäller igen."))
    return _to(financial_goal_id)


def _said(goal_id: int, refused: Refused) -> Answer:
    db.session.rollback()
    return _page(goal_id, said=str(FAULTS[refused.fault])), 409


def _to(goal_id: int) -> Response:
    return redirect(url_for("economy.financial_goal", financial_goal_id=goal_id))
