"""What the buttons at activities do, and the page of an activity with all that was said of it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import HiddenField

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.planning import rules
from app.planning.blueprint import (
    ID,
    activity_to_write,
    goal_to_write,
    planning,
    reader,
)
from app.planning.errors import ChangedMeanwhile, Refused
from app.planning.following.queries import goal_following
from app.planning.forms import ActivityForm, StepForm, WordsForm
from app.planning.goals.page import Open, goal_page, last_day_for, offer, seen_by
from app.planning.models import GoalState
from app.planning.parts import queries as part_queries
from app.planning.parts import services
from app.planning.queries import Reader
from app.planning.reading import Notes, own_view
from app.planning.stages.queries import goal_of_part
from app.planning.talked import talked_about
from app.planning.wording import FAULTS
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@planning.post(f"/mal/<{ID}:goal_id>/lage")
@requires(May.WRITE_PLANS)
def say_of_goal(goal_id: int) -> Answer:
    """Say in words how a goal stands."""
    goal, form = goal_to_write(goal_id), WordsForm()

    def say() -> str:
        services.say_of_goal(db.session, actor_id=acting().person_id, goal=goal, text=form.words.data or "")
        return "status"

    return _do(
        goal_id,
        say,
        gettext("Sparat. Så här står det till nu, tills någon säger något nytt."),
        Open(words=form),
        form,
    )


@planning.post(f"/mal/<{ID}:goal_id>/aktivitet")
@requires(May.WRITE_PLANS)
def add_activity(goal_id: int) -> Answer:
    """Add an activity to a goal."""
    goal, form = goal_to_write(goal_id), ActivityForm()
    shown = Open(new_activity=form)
    offer(shown, goal)

    def add() -> str:
        deed = form.deed()
        return f"activity-{services.add_activity(db.session, actor_id=acting().person_id, goal=goal, deed=deed).id}"

    return _do(goal_id, add, gettext("Tillagd."), shown, form)


@planning.get(f"/aktivitet/<{ID}:activity_id>")
@requires(May.READ_ACTIVITIES)
def activity(activity_id: int) -> str:
    """Show an activity with all that was said of how it goes."""
    return _activity_page(activity_id)


def _activity_page(activity_id: int, form: StepForm | None = None) -> str:
    """Make the page: beside its goal for those who read that, by itself for whoever is to do it and reads no plans."""
    who, goal_id = reader(), part_queries.goal_of_activity(db.session, activity_id)
    seen = seen_by(who, goal_id) if goal_id is not None and who.actor.may(May.READ_PLANS) else None
    view = next((one for one in seen.view.activities if one.id == activity_id), None) if seen else None
    if seen is None or view is None:
        return _own_activity_page(who, activity_id)
    return render_template(
        "planning/parts/activity.html",
        goal=seen.goal,
        goal_view=seen.view,
        view=view,
        may_say=seen.standing.writes and rules.is_running(seen.goal),
        may_take_up=seen.may_take_up,
        may_change=seen.standing.writes and rules.is_open(seen.goal),
        form=form or StepForm(formdata=None, state=view.state),
        talked=talked_about(db.session, actor=who.actor, day=who.day, kind="activity", ids=[activity_id]),
        line=line_up(db.session, seen.goal.unit_id, who.day),
        last_day=last_day_for(seen.goal.unit, [view]),
        near=around(db.session, seen.goal.unit_id, who.day),
        today=clock.today(),
    )


def _own_activity_page(who: Reader, activity_id: int) -> str:
    found = part_queries.own_activity(db.session, who, activity_id)
    if found is None:
        abort(404)
    activity, edition = found
    own = own_view(activity, edition, Notes.of(part_queries.notes_of_activity(db.session, activity_id)))
    if own is None:
        abort(404)
    return render_template(
        "planning/parts/own_activity.html",
        view=own.view,
        goal=own.goal,
        unit=activity.goal.unit,
        last_day=last_day_for(activity.goal.unit, [own.view]),
        talked=talked_about(db.session, actor=who.actor, day=who.day, kind="activity", ids=[activity_id]),
        may_take_up=who.actor.may(May.TAKE_PART) and activity.goal.state == GoalState.ESTABLISHED,
        near=around(db.session, activity.goal.unit_id, who.day),
        today=clock.today(),
    )


@planning.post(f"/aktivitet/<{ID}:activity_id>/lage")
@requires(May.WRITE_PLANS)
def say_of_activity(activity_id: int) -> Answer:
    """Say how far an activity has come."""
    goal, one = activity_to_write(activity_id)
    form = StepForm()
    if not form.validate():
        return _activity_page(activity_id, form), 422
    try:
        services.say_of_activity(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            activity=one,
            text=form.words.data or "",
            state=form.state.data or "",
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        return _activity_page(activity_id, form), 422
    goal_id = goal.id
    db.session.commit()
    tell(gettext("Sparat."))
    if request.form.get("from") == "start":
        return redirect(url_for("home.start"))
    if request.form.get("from") == "goal":
        return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=f"activity-{activity_id}"))
    return redirect(url_for("planning.activity", activity_id=activity_id))


@planning.post(f"/aktivitet/<{ID}:activity_id>/andra")
@requires(May.WRITE_PLANS)
def change_activity(activity_id: int) -> Answer:
    """Change an activity where it stands."""
    goal, one = activity_to_write(activity_id)
    form = ActivityForm()
    shown = Open(activity=form, activity_id=activity_id)
    offer(shown, goal)

    def change() -> str:
        services.change_activity(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            activity=one,
            deed=form.deed(),
            revision=number_of(form.revision),
        )
        return f"activity-{activity_id}"

    def stands() -> int:
        return activity_to_write(activity_id)[1].revision

    return _do(goal.id, change, gettext("Sparat."), shown, form, Since("activity", form.revision, stands))


@planning.post(f"/aktivitet/<{ID}:activity_id>/ta-bort")
@requires(May.WRITE_PLANS)
def remove_activity(activity_id: int) -> Answer:
    """Take an activity away, with a way back in the same notice."""
    goal, one = activity_to_write(activity_id)

    def remove() -> str:
        services.remove_activity(db.session, actor_id=acting().person_id, goal=goal, activity=one)
        return "activities"

    undo = url_for("planning.restore_activity", activity_id=activity_id)
    return _do(goal.id, remove, gettext("Borttagen."), undo=undo)


@planning.post(f"/aktivitet/<{ID}:activity_id>/aterta")
@requires(May.WRITE_PLANS)
def restore_activity(activity_id: int) -> Answer:
    """Take an activity back."""
    goal, one = activity_to_write(activity_id)

    def restore() -> str:
        services.restore_activity(db.session, actor_id=acting().person_id, goal=goal, activity=one)
        return f"activity-{activity_id}"

    return _do(goal.id, restore, gettext("Tillbaka."))


Form = ActivityForm | WordsForm


@dataclass(frozen=True, slots=True)
class Since:
    """What can have been changed by somebody else since it was read: what, the field that knows its revision, what stands."""

    what: str
    revision: HiddenField
    stands: Callable[[], int]


def _do(
    goal_id: int,
    act: Callable[[], str],
    told: str,
    shown: Open | None = None,
    form: Form | None = None,
    since: Since | None = None,
    undo: str | None = None,
) -> Answer:
    """Do what a button asks for and lead to where it shows; `act` gives that place on the page of the goal.

    What is refused is shown on the same page with what was typed.
    """
    shown = shown or Open()
    try:
        if form is not None and not form.validate():
            return goal_page(goal_id, shown), 422
        anchor = act()
    except ChangedMeanwhile:
        db.session.rollback()
        if since is not None:
            since.revision.data = str(since.stands())
            shown.changed_meanwhile = since.what
        return goal_page(goal_id, shown), 409
    except Refused as refused:
        return _again(goal_id, shown, form, refused)
    db.session.commit()
    tell(told, undo=undo)
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=anchor))


def _again(goal_id: int, shown: Open, form: Form | None, refused: Refused) -> Answer:
    """Show the page anew with what was typed, and why it was refused."""
    db.session.rollback()
    if form is not None and refused.field:
        form.take(refused)
        return goal_page(goal_id, shown), 422
    shown.said = str(FAULTS[refused.fault])
    return goal_page(goal_id, shown), 409


@planning.get(f"/indikator/<{ID}:indicator_id>/andra")
@planning.get(f"/indikator/<{ID}:indicator_id>/ta-bort")
@planning.get(f"/indikator/<{ID}:indicator_id>/aterta")
@requires(May.WRITE_PLANS)
def indicator_again(indicator_id: int) -> Response:
    """Lead to the goal an indicator is written on from where its forms are sent."""
    return _to_goal(part_queries.goal_of_indicator(db.session, indicator_id))


@planning.get(f"/foljd-indikator/<{ID}:followed_id>/lamna")
@planning.get(f"/foljd-indikator/<{ID}:followed_id>/valj-igen")
@requires(May.WRITE_PLANS)
def followed_again(followed_id: int) -> Response:
    """Lead to the goal that is noticed by an indicator from where that is changed."""
    return _to_goal(goal_following(db.session, followed_id))


@planning.get(f"/delmal/<{ID}:part_goal_id>/lage")
@planning.get(f"/delmal/<{ID}:part_goal_id>/ta-bort")
@planning.get(f"/delmal/<{ID}:part_goal_id>/aterta")
@requires(May.WRITE_PLANS)
def part_again(part_goal_id: int) -> Response:
    """Lead to the goal of a part-goal from where its forms are sent."""
    return _to_goal(goal_of_part(db.session, part_goal_id))


def _to_goal(goal_id: int | None) -> Response:
    return redirect(url_for("planning.goal", goal_id=goal_to_write(goal_id).id))
