"""What the buttons at part-goals do; what is refused is shown on a page of its own, with what was typed."""

from collections.abc import Callable

from flask import abort, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.around import around
from app.organisation.forms import number_of
from app.organisation.tree import line_up
from app.planning import rules
from app.planning.blueprint import ID, goal_to_write, planning
from app.planning.errors import ChangedMeanwhile, Refused
from app.planning.forms import WordsForm
from app.planning.goals.page import Open, goal_page
from app.planning.models import Goal
from app.planning.stages import queries, services
from app.planning.stages.forms import PartForm
from app.planning.stages.models import PartGoal
from app.planning.wording import FAULTS
from app.steering.routes import profile_in_force
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


def _part(part_goal_id: int) -> tuple[Goal, PartGoal]:
    """Give a part-goal of a goal one writes, held for the change; 404 otherwise."""
    goal = goal_to_write(queries.goal_of_part(db.session, part_goal_id))
    found = next((one for one in queries.parts_of(db.session, goal.id) if one.id == part_goal_id), None)
    if found is None:
        abort(404)
    return goal, found


def _page(goal: Goal, form: PartForm | WordsForm, one: PartGoal | None, *, said: str = "") -> str:
    return render_template(
        "planning/stages/part.html",
        goal=goal,
        form=form,
        one=one,
        words="words" in form,
        said=said,
        line=line_up(db.session, goal.unit_id, clock.today()),
        near=around(db.session, goal.unit_id, clock.today()),
    )


def _do(
    goal_id: int, act: Callable[[], int], told: str, again: Callable[[str], str], undo: str = ""
) -> Answer:
    """Do what a button asks for, and lead to where it shows; `again` shows the form anew with why it was refused."""
    try:
        part_id = act()
    except ChangedMeanwhile:
        db.session.rollback()
        return again(
            gettext(
                "Någon annan har ändrat delmålet medan du skrev. Ditt står kvar i fälten; sparar du gäller ditt."
            )
        ), 409
    except Refused as refused:
        db.session.rollback()
        return again(str(FAULTS[refused.fault])), 422 if refused.field else 409
    db.session.commit()
    tell(told, undo=undo or None)
    return redirect(
        url_for("planning.goal", goal_id=goal_id, _anchor=f"part-{part_id}" if not undo else "parts")
    )


@planning.post(f"/mal/<{ID}:goal_id>/delmal")
@requires(May.WRITE_PLANS)
def add_part(goal_id: int) -> Answer:
    """Add a part-goal, where the model breaks goals of the kind down."""
    goal, form = goal_to_write(goal_id), PartForm()
    kind = rules.kind_of(profile_in_force(), goal.kind)
    if kind is None or not kind.has_part_goals:
        abort(404)
    if not form.validate():
        return _page(goal, form, None), 422
    return _do(
        goal_id,
        lambda: services.add_part(db.session, actor_id=acting().person_id, goal=goal, stage=form.stage()).id,
        gettext("Delmålet är tillagt."),
        lambda said: _page(goal_to_write(goal_id), form, None, said=said),
    )


@planning.get(f"/delmal/<{ID}:part_goal_id>/andra")
@requires(May.WRITE_PLANS)
def part(part_goal_id: int) -> str:
    """Open a part-goal for changes."""
    goal, one = _part(part_goal_id)
    return _page(goal, PartForm.of(one), one)


@planning.post(f"/delmal/<{ID}:part_goal_id>/andra")
@requires(May.WRITE_PLANS)
def change_part(part_goal_id: int) -> Answer:
    """Change a part-goal."""
    (goal, one), form = _part(part_goal_id), PartForm()
    goal_id = goal.id
    if not form.validate():
        return _page(goal, form, one), 422

    def change() -> int:
        services.change_part(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            one=one,
            stage=form.stage(),
            revision=number_of(form.revision),
        )
        return part_goal_id

    def again(said: str) -> str:
        goal, one = _part(part_goal_id)
        form.revision.data = str(one.revision)
        return _page(goal, form, one, said=said)

    return _do(goal_id, change, gettext("Sparat."), again)


@planning.post(f"/delmal/<{ID}:part_goal_id>/lage")
@requires(May.WRITE_PLANS)
def say_of_part(part_goal_id: int) -> Answer:
    """Say in words how a part-goal stands."""
    (goal, one), form = _part(part_goal_id), WordsForm()
    if not form.validate():
        return _page(goal, form, one), 422

    def say() -> int:
        services.say_of_part(
            db.session, actor_id=acting().person_id, goal=goal, one=one, text=form.words.data or ""
        )
        return part_goal_id

    return _do(goal.id, say, gettext("Sparat."), lambda said: _page(*_again(part_goal_id, form), said=said))


def _again(part_goal_id: int, form: WordsForm) -> tuple[Goal, WordsForm, PartGoal]:
    goal, one = _part(part_goal_id)
    return goal, form, one


@planning.post(f"/delmal/<{ID}:part_goal_id>/ta-bort")
@requires(May.WRITE_PLANS)
def remove_part(part_goal_id: int) -> Answer:
    """Take a part-goal away, with a way back in the same notice."""
    goal, one = _part(part_goal_id)
    goal_id = goal.id

    def remove() -> int:
        services.remove_part(db.session, actor_id=acting().person_id, goal=goal, one=one)
        return part_goal_id

    undo = url_for("planning.restore_part", part_goal_id=part_goal_id)
    return _do(goal_id, remove, gettext("Borttaget."), lambda said: goal_page(goal_id, Open(said=said)), undo)


@planning.post(f"/delmal/<{ID}:part_goal_id>/aterta")
@requires(May.WRITE_PLANS)
def restore_part(part_goal_id: int) -> Answer:
    """Take a part-goal back."""
    goal, one = _part(part_goal_id)
    goal_id = goal.id

    def restore() -> int:
        services.restore_part(db.session, actor_id=acting().person_id, goal=goal, one=one)
        return part_goal_id

    return _do(goal_id, restore, gettext("Tillbaka."), lambda said: goal_page(goal_id, Open(said=said)))
