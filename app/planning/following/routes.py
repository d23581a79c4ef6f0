"""What the buttons at a goal's indicators of quality do."""

from flask import redirect, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.planning.blueprint import ID, followed_to_write, goal_to_write, planning
from app.planning.errors import Refused
from app.planning.following import services
from app.planning.forms import FollowForm
from app.planning.goals.page import Open, goal_page, offer
from app.planning.wording import FAULTS
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


@planning.post(f"/mal/<{ID}:goal_id>/folj")
@requires(May.WRITE_PLANS)
def follow_indicator(goal_id: int) -> Answer:
    """Let a goal be noticed by an indicator of its unit's quality."""
    goal, form = goal_to_write(goal_id), FollowForm()
    offer(Open(follow=form), goal)
    if not form.validate():
        return goal_page(goal_id, Open(follow=form)), 422
    try:
        made = services.follow(
            db.session, actor_id=acting().person_id, goal=goal, indicator_id=form.indicator_id.data
        )
    except Refused as refused:
        db.session.rollback()
        form.take(refused)
        if refused.field:
            return goal_page(goal_id, Open(follow=form)), 422
        return goal_page(goal_id, Open(said=str(FAULTS[refused.fault]))), 409
    followed_id = made.id
    db.session.commit()
    tell(gettext("Vald. Den mäts en gång, under sin kvalitetsfaktor, och läses här med."))
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=f"followed-{followed_id}"))


@planning.post(f"/foljd-indikator/<{ID}:followed_id>/lamna")
@requires(May.WRITE_PLANS)
def leave_indicator(followed_id: int) -> Answer:
    """Let a goal no longer be noticed by an indicator, with a way back in the same notice."""
    goal, followed = followed_to_write(followed_id)
    goal_id = goal.id
    try:
        services.leave(db.session, actor_id=acting().person_id, goal=goal, followed=followed)
    except Refused as refused:
        db.session.rollback()
        return goal_page(goal_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(
        gettext("Borttagen från målet. Det som är mätt står kvar under kvaliteten."),
        undo=url_for("planning.follow_again", followed_id=followed_id),
    )
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor="indicators"))


@planning.post(f"/foljd-indikator/<{ID}:followed_id>/valj-igen")
@requires(May.WRITE_PLANS)
def follow_again(followed_id: int) -> Answer:
    """Choose an indicator again that was left."""
    goal, followed = followed_to_write(followed_id)
    goal_id = goal.id
    try:
        services.follow(
            db.session, actor_id=acting().person_id, goal=goal, indicator_id=followed.indicator_id
        )
    except Refused as refused:
        db.session.rollback()
        return goal_page(goal_id, Open(said=str(FAULTS[refused.fault]))), 409
    db.session.commit()
    tell(gettext("Tillbaka."))
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=f"followed-{followed_id}"))
