"""The blueprint of internal control, and looking up what may be read or written."""

from collections.abc import Iterable

from flask import Blueprint, abort, request

from app import clock
from app.db import db
from app.organisation.last_days import LastDay, last_day_of
from app.organisation.models import Unit
from app.organisation.wording import after_the_last_day
from app.quality.control import queries
from app.quality.control.models import ChosenRisk, Control, ControlPlan, Deviation, Occasion
from app.quality.control.queries import Opened, OpenedControl
from app.quality.control.rules import Timing, timing
from app.quality.control.wording import (
    OFTEN,
    OUTCOMES,
    PLAN_STATES,
    day_words,
    judged_words,
    kept_word,
    late_words,
    not_done_words,
)
from app.quality.risks.reach import Reader

control = Blueprint("control", __name__, url_prefix="/internkontroll", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""


@control.context_processor
def words() -> dict[str, object]:
    """Give the pages of internal control the words they share."""
    return {
        "OFTEN": OFTEN,
        "OUTCOMES": OUTCOMES,
        "PLAN_STATES": PLAN_STATES,
        "Timing": Timing,
        "timing": timing,
        "day_words": day_words,
        "judged_words": judged_words,
        "kept_word": kept_word,
        "late_words": late_words,
        "not_done_words": not_done_words,
        "today": clock.today(),
        "after_the_last_day": after_the_last_day,
    }


def past_the_end(board: Unit, occasions: Iterable[Occasion]) -> LastDay | None:
    """Give the last day of a board or company that is no more when some of what is still to be done is due; None otherwise."""
    today = clock.today()
    waits = [one.due_on for one in occasions if timing(one, today) not in {Timing.DONE, Timing.LEFT_OUT}]
    return last_day_of(db.session, board, max(waits, default=None))


def asked_year() -> int:
    """Give the year asked for with `ar`, or this one."""
    text = request.args.get("ar", "")
    year = int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0
    return year if 2000 <= year <= 2100 else clock.today().year


def plan_or_404(plan_id: int, who: Reader) -> Opened:
    """Give a plan that may be read, or end the request."""
    found = queries.plan_for(db.session, who, plan_id)
    if found is None:
        abort(404)
    return found


def plan_to_write(plan_id: int, who: Reader) -> ControlPlan:
    """Give a plan one writes, held for the change; 404 otherwise."""
    found = queries.plan_to_write(db.session, who, plan_id, lock=request.method == "POST")
    if found is None:
        abort(404)
    return found


def chosen_in(plan: ControlPlan, chosen_id: int) -> ChosenRisk:
    """Give a chosen risk of a plan; 404 otherwise."""
    found = next((one for one in plan.chosen if one.id == chosen_id), None)
    if found is None:
        abort(404)
    return found


def control_in(plan: ControlPlan, control_id: int) -> Control:
    """Give a control of a plan; 404 otherwise."""
    found = next((one for chosen in plan.chosen for one in chosen.controls if one.id == control_id), None)
    if found is None:
        abort(404)
    return found


def control_or_404(control_id: int | None, who: Reader) -> OpenedControl:
    """Give a control that may be read, held where something is told of it, or end the request."""
    hold = request.method == "POST"
    found = queries.control_for(db.session, who, control_id, hold=hold) if control_id is not None else None
    if found is None:
        abort(404)
    return found


def occasion_or_404(occasion_id: int, who: Reader) -> tuple[OpenedControl, Occasion]:
    """Give an occasion of a control that may be read; 404 otherwise."""
    opened = control_or_404(queries.control_of_occasion(db.session, occasion_id), who)
    return opened, next(one for one in opened.control.occasions if one.id == occasion_id)


def deviation_or_404(deviation_id: int, who: Reader) -> tuple[OpenedControl, Occasion, Deviation]:
    """Give a deviation of a control that may be read; 404 otherwise."""
    place = queries.control_of_deviation(db.session, deviation_id)
    opened = control_or_404(place[0] if place else None, who)
    occasion = next(
        one for one in opened.control.occasions if one.deviation and one.deviation.id == deviation_id
    )
    if occasion.deviation is None:
        abort(404)
    return opened, occasion, occasion.deviation
