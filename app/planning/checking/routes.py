"""The page of a checklist at a goal or one of its indicators: tick what holds, with a note where one likes."""

from flask import abort, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from app import clock
from app.access.guard import acting, requires
from app.access.matrix import May
from app.db import db
from app.organisation.tree import line_up
from app.planning import rules
from app.planning.blueprint import ID, asked_number, goal_to_write, planning
from app.planning.checking import queries, services
from app.planning.errors import Refused, TickedMeanwhile
from app.planning.models import Goal
from app.planning.wording import FAULTS
from app.quality.indicators.models import Indicator
from app.steering.routes import profile_in_force, reader_language
from app.steering.shapes.goals import Checklist
from app.ui.notices import tell

Answer = str | Response | tuple[str, int]
Points = dict[str, services.Point]


def _about(goal: Goal, indicator_id: int | None) -> tuple[Checklist, Indicator | None]:
    """Give the checklist of a goal, or of one of its indicators; 404 where the model has none."""
    profile = profile_in_force()
    if indicator_id is None:
        found, one = queries.for_goal(profile, rules.kind_of(profile, goal.kind)), None
    else:
        one = next((i for i in goal.indicators if i.id == indicator_id and i.removed_at is None), None)
        found = queries.for_indicator(profile) if one is not None else None
    if found is None:
        abort(404)
    return found, one


@planning.get(f"/mal/<{ID}:goal_id>/checklista")
@requires(May.WRITE_PLANS)
def checklist(goal_id: int) -> str:
    """Show the checklist of a goal, with `?indikator=` of one of its indicators."""
    return _page(goal_to_write(goal_id), asked_number("indikator"))


def _page(
    goal: Goal,
    indicator_id: int | None,
    typed: Points | None = None,
    wrong: dict[str, str] | None = None,
    meanwhile: frozenset[str] = frozenset(),
) -> str:
    """Show the list as it stands, with the points one has changed (`typed`) as they were typed.

    `meanwhile` are those of them that somebody else has changed otherwise.
    """
    found, one = _about(goal, indicator_id)
    checked = queries.checked(found, queries.ticks_of(db.session, goal.id), indicator_id)
    stand = {point.key: (checked.ticked(point.key), checked.note(point.key)) for point in found.points}
    return render_template(
        "planning/checking/checklist.html",
        goal=goal,
        indicator=one,
        checklist=found,
        stand=stand,
        shown=stand | (typed or {}),
        wrong=wrong or {},
        meanwhile=meanwhile,
        language=reader_language(),
        line=line_up(db.session, goal.unit_id, clock.today()),
    )


def _as_shown(found: Checklist) -> Points:
    """Read how the points stood on the page that was sent: its key, ticked or not, and the note."""
    sent = [one.split(" ", 2) for one in request.form.getlist("expected")]
    known = {one.key for one in found.points}
    return {one[0]: (one[1] == "1", one[2]) for one in sent if len(one) == 3 and one[0] in known}


@planning.post(f"/mal/<{ID}:goal_id>/checklista")
@requires(May.WRITE_PLANS)
def tick(goal_id: int) -> Answer:
    """Keep what one has ticked, beside what others have ticked since."""
    goal = goal_to_write(goal_id)
    indicator_id = request.form.get("indikator", type=int)
    found, _ = _about(goal, indicator_id)
    typed = {
        one.key: (request.form.get(f"p-{one.key}") is not None, request.form.get(f"n-{one.key}", ""))
        for one in found.points
    }
    shown = _as_shown(found)
    try:
        services.tick(
            db.session,
            actor_id=acting().person_id,
            goal=goal,
            checklist=found,
            indicator_id=indicator_id,
            points=typed,
            shown=shown,
        )
    except TickedMeanwhile as stop:
        db.session.rollback()
        mine = services.changed(typed, shown)
        return _page(goal_to_write(goal_id), indicator_id, mine, meanwhile=stop.points), 409
    except Refused as refused:
        db.session.rollback()
        wrong = {refused.field: str(FAULTS[refused.fault])}
        return _page(goal_to_write(goal_id), indicator_id, services.changed(typed, shown), wrong), 422
    db.session.commit()
    tell(gettext("Sparat."))
    anchor = f"indicator-{indicator_id}" if indicator_id else "next"
    return redirect(url_for("planning.goal", goal_id=goal_id, _anchor=anchor))
