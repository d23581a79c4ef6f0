"""Pages of financial goals: the list, each with its decision and what has been said of it, and how one is entered."""

from dataclasses import dataclass

from flask import abort, redirect, render_template
from flask_babel import gettext

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.documents import errors as documents
from app.documents.pages import put_in_form, suggested_deciders
from app.economy.blueprint import ID, economy, reader
from app.economy.errors import NotYours, Refused
from app.economy.forms import EndForm, FollowUpForm, GoalForm
from app.economy.goals import queries, services
from app.economy.models import FinancialGoal, GoalState
from app.economy.rules import Standing
from app.economy.saving import Answer, Done, Pages, Stopped
from app.economy.wording import period_choices
from app.organisation.forms import number_of
from app.steering.routes import profile_in_force
from app.ui.addresses import url_for
from app.ui.notices import tell


@dataclass(slots=True, kw_only=True)
class Following(Stopped):
    """The page of a goal: the forms on it that hold something typed, and what was refused."""

    form: FollowUpForm | None = None
    ending: EndForm | None = None


@dataclass(slots=True, kw_only=True)
class Correcting(Stopped):
    """The page a goal is put right on: its form, and what was refused."""

    form: GoalForm


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
    return _ask(Correcting(form=GoalForm(formdata=None, from_year=clock.today().year + 1)))


def _ask(opened: Correcting, goal: FinancialGoal | None = None) -> str:
    return render_template(
        "economy/goal_form.html",
        form=opened.form,
        goal=goal,
        opened=opened,
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
        return _ask(Correcting(form=form)), 422
    try:
        goal = services.enter(db.session, actor=acting(), said=form.said(), decision=form.decision())
    except NotYours:
        abort(404)
    except documents.Refused as refused:
        db.session.rollback()
        put_in_form(form, refused.faults)
        return _ask(Correcting(form=form)), 422
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _ask(Correcting(form=form)), 422
    goal_id = goal.id
    db.session.commit()
    tell(gettext("Infört, med beslutet."))
    return redirect(url_for("economy.financial_goal", financial_goal_id=goal_id))


def _goal(goal_id: int, *, to_write: bool = False) -> tuple[FinancialGoal, Standing]:
    found = queries.one_goal(db.session, goal_id, to_write=to_write)
    if found is None:
        abort(404)
    return found, Standing(writes=may_enter(), reads=True)


@economy.get(f"/finansiella-mal/<{ID}:financial_goal_id>")
@requires(May.READ_ECONOMY)
def financial_goal(financial_goal_id: int) -> str:
    """Show a financial goal, what was said of it period by period, and the decision it stands on."""
    return _page(financial_goal_id, Following())


def _page(goal_id: int, opened: Following) -> str:
    goal, standing = _goal(goal_id)
    form = opened.form or FollowUpForm(formdata=None)
    offer_periods(form)
    return render_template(
        "economy/goal.html",
        goal=goal,
        follow_ups=queries.follow_ups_of(db.session, goal.id),
        form=form,
        ending=opened.ending,
        opened=opened,
        may_write=standing.writes and goal.state == GoalState.IN_FORCE,
        may_resume=standing.writes and goal.state == GoalState.ENDED,
    )


def offer_periods(form: FollowUpForm) -> None:
    """Put in the periods one can speak of."""
    form.period.choices = period_choices(clock.today())


def _put_right(goal_id: int, opened: Correcting) -> str:
    goal, _ = _goal(goal_id)
    return _ask(opened, goal)


GOALS = Pages(_goal, _page, "economy.financial_goal", "financial_goal_id", name="goal")
CORRECTED = Pages(_goal, _put_right, "economy.financial_goal", "financial_goal_id", name="goal")


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/uppfoljning")
@requires(May.WRITE_ECONOMY)
def follow_up_goal(financial_goal_id: int) -> Answer:
    """Say how a goal stands."""
    _must_enter()
    goal, form = GOALS.to_write(financial_goal_id), FollowUpForm()
    offer_periods(form)
    return GOALS.press(
        financial_goal_id,
        Following(form=form),
        lambda: services.follow_up(
            db.session,
            actor=acting(),
            goal=goal,
            year=form.year,
            month=form.month,
            text=form.words.data or "",
            value=form.value.data or "",
        ),
        lambda _: Done(gettext("Sparat.")),
        form=form,
    )


@economy.get(f"/finansiella-mal/<{ID}:financial_goal_id>/ratta")
@requires(May.WRITE_ECONOMY)
def change_goal(financial_goal_id: int) -> str:
    """Open a goal to put it right."""
    _must_enter()
    goal, _ = _goal(financial_goal_id)
    return _ask(Correcting(form=GoalForm.of(goal)), goal)


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/ratta")
@requires(May.WRITE_ECONOMY)
def save_goal(financial_goal_id: int) -> Answer:
    """Put a goal right."""
    _must_enter()
    goal, form = CORRECTED.to_write(financial_goal_id), GoalForm().without_decision()
    return CORRECTED.press(
        financial_goal_id,
        Correcting(form=form),
        lambda: services.correct(
            db.session,
            actor=acting(),
            goal=goal,
            said=form.said(),
            revision=number_of(form.revision),
        ),
        lambda _: Done(gettext("Sparat.")),
        form=form,
    )


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/avsluta")
@requires(May.WRITE_ECONOMY)
def end_goal(financial_goal_id: int) -> Answer:
    """End a goal with words on how it went."""
    _must_enter()
    goal, form = GOALS.to_write(financial_goal_id), EndForm()
    return GOALS.press(
        financial_goal_id,
        Following(ending=form),
        lambda: services.end(db.session, actor=acting(), goal=goal, words=form.words.data or ""),
        lambda _: Done(
            gettext("Avslutat."), undo=url_for("economy.resume_goal", financial_goal_id=financial_goal_id)
        ),
        form=form,
    )


@economy.post(f"/finansiella-mal/<{ID}:financial_goal_id>/aterta")
@requires(May.WRITE_ECONOMY)
def resume_goal(financial_goal_id: int) -> Answer:
    """Let an ended goal stand again."""
    _must_enter()
    goal = GOALS.to_write(financial_goal_id)
    return GOALS.press(
        financial_goal_id,
        Following(),
        lambda: services.resume(db.session, actor=acting(), goal=goal),
        lambda _: Done(gettext("Målet gäller igen.")),
    )
