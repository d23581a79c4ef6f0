"""The page on which a body that receives a goal acknowledges it, or speaks against it with a reason."""

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
from app.planning import queries
from app.planning.acknowledging import rules, services, telling
from app.planning.acknowledging.forms import AcknowledgeForm
from app.planning.acknowledging.rules import Place
from app.planning.blueprint import ID, planning
from app.planning.errors import ChangedMeanwhile, NotYours, Refused
from app.planning.goals.page import Seen, see
from app.planning.wording import FAULTS
from app.steering.routes import profile_in_force, reader_language
from app.steering.shapes.goals import Acknowledgement
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]


def _opened(goal_id: int, unit_id: int, key: str) -> tuple[Seen, Acknowledgement, Place]:
    """Give a goal, the point and the body one speaks for; 404 for everybody else."""
    seen = see(goal_id)
    points = rules.points_of(profile_in_force(), seen.goal.kind)
    point = next((one for one in points if one.key == key), None)
    if point is None or seen.goal.edition_id is None:
        abort(404)
    units = {one.id: one for one in services.receiving(db.session, profile_in_force(), point, seen.goal)}
    if unit_id not in rules.spoken_for(acting(), set(units)):
        abort(404)
    return seen, point, units[unit_id]


def _page(seen: Seen, point: Acknowledgement, unit: Place, form: AcknowledgeForm, said: str = "") -> str:
    # What was sent is of the version that was read, until it is told that another stands.
    form.expected.data = form.expected.data or str(seen.goal.edition_id)
    return render_template(
        "planning/acknowledging/acknowledge.html",
        goal=seen.goal,
        view=seen.view,
        point=point,
        unit=unit,
        form=form,
        said=said,
        language=reader_language(),
        line=line_up(db.session, seen.goal.unit_id, clock.today()),
        near=around(db.session, seen.goal.unit_id, clock.today()),
    )


@planning.get(f"/mal/<{ID}:goal_id>/kvittera/<{ID}:unit_id>/<key>")
@requires(May.ACKNOWLEDGE_GOALS)
def acknowledging(goal_id: int, unit_id: int, key: str) -> str:
    """Ask a body what it says of a goal it receives."""
    seen, point, unit = _opened(goal_id, unit_id, key)
    if not rules.may_be_acknowledged(seen.goal):
        abort(404)
    return _page(seen, point, unit, AcknowledgeForm(formdata=None))


@planning.post(f"/mal/<{ID}:goal_id>/kvittera/<{ID}:unit_id>/<key>")
@requires(May.ACKNOWLEDGE_GOALS)
def acknowledge_goal(goal_id: int, unit_id: int, key: str) -> Answer:
    """Keep what the body says, with the version it read and said it of."""
    queries.hold(db.session, goal_id)
    (seen, point, unit), form = _opened(goal_id, unit_id, key), AcknowledgeForm()
    if not form.validate():
        return _page(seen, point, unit, form), 422
    word = services.Word(
        unit_id, form.stance.data or "", form.reason.data or "", expected=number_of(form.expected)
    )
    try:
        said = services.acknowledge(
            db.session, actor=acting(), goal=seen.goal, profile=profile_in_force(), point=point, word=word
        )
        telling.answered(db.session, seen.goal, said, unit.name, acting().person_id)
    except NotYours:
        abort(404)
    except ChangedMeanwhile:
        db.session.rollback()
        form.expected.data = ""
        said_now = gettext(
            "Målet är fastställt i en ny version sedan du läste det. Inget är sparat, och det du skrev står kvar. "
            "Läs målet så som det står nu."
        )
        return _page(*_opened(goal_id, unit_id, key), form, said_now), 409
    except Refused as refused:
        db.session.rollback()
        seen, point, unit = _opened(goal_id, unit_id, key)
        if not refused.field:
            return _page(seen, point, unit, form, str(FAULTS[refused.fault])), 409
        form.take(refused)
        return _page(seen, point, unit, form), 422
    db.session.commit()
    tell(gettext("Sparat. Det står på målet, med den version det gäller."))
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor="acknowledged"))
