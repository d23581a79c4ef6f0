"""What the buttons at a goal's own indicators do."""

from collections.abc import Callable

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.planning.blueprint import ID, goal_to_write, indicator_to_write, planning
from app.planning.errors import Refused
from app.planning.following import own
from app.planning.following.writing import form_for
from app.planning.goals.page import Open, goal_page
from app.planning.wording import FAULTS
from app.quality.errors import ChangedMeanwhile
from app.quality.errors import Refused as NotAsIndicator
from app.quality.forms import revision_of
from app.quality.indicators.forms import IndicatorForm
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@planning.post(f"/mal/<{ID}:goal_id>/indikator")
@requires(May.WRITE_PLANS)
def add_indicator(goal_id: int) -> Answer:
    """Write an indicator on a goal."""
    goal = goal_to_write(goal_id)
    form = form_for(goal, sent=True)

    def add() -> int:
        return own.add(
            db.session, actor_id=acting().person_id, goal=goal, wanted=form.filled_in()
        ).indicator_id

    return _do(goal_id, add, gettext("Tillagd."), Open(new_indicator=form), form)


@planning.post(f"/indikator/<{ID}:indicator_id>/andra")
@requires(May.WRITE_PLANS)
def change_indicator(indicator_id: int) -> Answer:
    """Change an indicator where it stands."""
    goal, followed = indicator_to_write(indicator_id)
    goal_id = goal.id
    form = form_for(goal, sent=True)
    shown = Open(indicator=form, indicator_id=indicator_id)

    def change() -> int:
        own.change(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            followed=followed,
            wanted=form.filled_in(),
            revision=revision_of(form.revision.data),
        )
        return indicator_id

    try:
        return _do(goal_id, change, gettext("Sparat."), shown, form)
    except ChangedMeanwhile:
        db.session.rollback()
        form.revision.data = str(indicator_to_write(indicator_id)[1].indicator.revision)
        shown.changed_meanwhile = "indicator"
        return goal_page(goal_id, shown), 409


@planning.post(f"/indikator/<{ID}:indicator_id>/ta-bort")
@requires(May.WRITE_PLANS)
def remove_indicator(indicator_id: int) -> Answer:
    """Take an indicator away, with a way back in the same notice."""
    goal, followed = indicator_to_write(indicator_id)

    def remove() -> None:
        own.remove(db.session, actor_id=acting().person_id, goal=goal, followed=followed)

    undo = url_for("planning.restore_indicator", indicator_id=indicator_id)
    return _do(goal.id, remove, gettext("Borttagen. Det som är mätt finns kvar."), undo=undo)


@planning.post(f"/indikator/<{ID}:indicator_id>/aterta")
@requires(May.WRITE_PLANS)
def restore_indicator(indicator_id: int) -> Answer:
    """Take an indicator back."""
    goal, followed = indicator_to_write(indicator_id)

    def restore() -> int:
        own.restore(db.session, actor_id=acting().person_id, goal=goal, followed=followed)
        return indicator_id

    return _do(goal.id, restore, gettext("Tillbaka."))


def _do(
    goal_id: int,
    act: Callable[[], int | None],
    told: str,
    shown: Open | None = None,
    form: IndicatorForm | None = None,
    undo: str | None = None,
) -> Answer:
    """Do what a button asks for and lead to where it shows; what is refused is shown there with what was typed."""
    shown = shown or Open()
    if form is not None and not form.validate():
        return goal_page(goal_id, shown), 422
    try:
        which = act()
    except NotAsIndicator as refused:
        db.session.rollback()
        if form is not None:
            form.take(refused)
        return goal_page(goal_id, shown), 422
    except Refused as refused:
        db.session.rollback()
        shown.said = str(FAULTS[refused.fault])
        return goal_page(goal_id, shown), 409
    db.session.commit()
    tell(told, undo=undo)
    anchor = f"indicator-{which}" if which is not None else "indicators"
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=anchor))
