"""The blueprint that all pages of plans hang on, and the looking up they share."""

from dataclasses import dataclass

from flask import Blueprint, abort, request

from app import clock
from app.access.guard import acting
from app.db import db
from app.organisation.models import Unit
from app.planning import places, queries, rules
from app.planning.following.queries import goal_following
from app.planning.judging.wording import judged_proposal_words, period_words
from app.planning.marks.wording import marks_shown
from app.planning.models import Activity, FollowedIndicator, Goal
from app.planning.parts import queries as part_queries
from app.planning.queries import Reader
from app.planning.rules import Standing
from app.planning.wording import (
    ACTIVITY_STATES,
    STATES,
    activity_word,
    counted_words,
    goal_word,
    missing_words,
    past_the_end_words,
    years_words,
)
from app.quality.blueprint import indicator_words
from app.quality.judging.wording import level_words
from app.quality.measuring.wording import SOURCES
from app.steering.routes import profile_in_force

planning = Blueprint("planning", __name__, url_prefix="/plan", template_folder="templates")

ID = "int(max=2147483647)"
"""Ids in addresses: larger ones than a database holds are simply not found."""


@planning.context_processor
def words() -> dict[str, object]:
    """Give the pages of plans the words they share."""
    return {
        "goal_word": goal_word,
        "activity_word": activity_word,
        "missing_words": missing_words,
        "past_the_end_words": past_the_end_words,
        "years_words": years_words,
        "counted_words": counted_words,
        "goal_states": STATES,
        "activity_states": ACTIVITY_STATES,
        **indicator_words(),
        "sources_words": SOURCES,
        "marks_shown": marks_shown,
        "level_words": level_words,
        "judged_after": period_words,
        "judged_proposal_words": judged_proposal_words,
    }


def reader() -> Reader:
    """Give the one who has signed in as a reader of plans today."""
    return Reader(acting(), clock.today(), rules.kinds_of_bodies(profile_in_force()))


def asked_number(name: str) -> int | None:
    """Read a number from the address; None when it is none."""
    text = request.args.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def asked_year() -> int:
    """Read the year from the address: this one where none is asked for or it is no year of ours."""
    year = asked_number("ar")
    return year if year is not None and rules.FIRST_YEAR <= year <= rules.LAST_YEAR else clock.today().year


@dataclass(frozen=True, slots=True)
class Opened:
    """A unit whose plan somebody has opened, and what they are to it."""

    unit: Unit
    standing: Standing


def home_unit() -> int | None:
    """Give the unit one comes to where the address asks for none."""
    return places.home_unit(db.session, reader(), profile_in_force())


def opens_for_all(unit: Unit) -> bool:
    """Tell whether everybody who reads plans may open a unit's page: a council or board that decides goals of its own."""
    profile = profile_in_force()
    bodies = rules.kinds_of_bodies(profile)
    return any(kind.key in bodies and unit.kind in kind.owner_kinds for kind in profile.all_goal_kinds())


def open_unit(unit_id: int | None) -> Opened:
    """Open a unit's plan; 404 when it is out of reach or there is none."""
    who = reader()
    unit = places.unit_of_day(db.session, unit_id) if unit_id is not None else None
    if unit is None:
        abort(404)
    standing = queries.standing_at(db.session, who, unit.id)
    if not (standing.any or opens_for_all(unit)):
        abort(404)
    return Opened(unit, standing)


def unit_to_write(unit_id: int | None) -> Opened:
    """Open the plan of a unit one writes for; 404 for everybody else's, also for one whose plan one may read."""
    opened = open_unit(unit_id)
    if not opened.standing.writes:
        abort(404)
    return opened


def goal_to_write(goal_id: int | None) -> Goal:
    """Give a goal of a unit one writes for, held where it is to be changed; 404 otherwise."""
    hold = request.method == "POST"
    goal = queries.goal_to_write(db.session, reader(), goal_id, hold=hold) if goal_id is not None else None
    if goal is None:
        abort(404)
    return goal


def activity_to_write(activity_id: int) -> tuple[Goal, Activity]:
    """Give an activity of a goal one writes, held for the change; 404 otherwise."""
    goal = goal_to_write(part_queries.goal_of_activity(db.session, activity_id))
    found = next((one for one in goal.activities if one.id == activity_id), None)
    if found is None:
        abort(404)
    return goal, found


def indicator_to_write(indicator_id: int) -> tuple[Goal, FollowedIndicator]:
    """Give an indicator that is written on a goal one writes, held for the change; 404 otherwise."""
    goal = goal_to_write(part_queries.goal_of_indicator(db.session, indicator_id))
    found = next((one for one in goal.followed if one.indicator_id == indicator_id), None)
    if found is None:
        abort(404)
    return goal, found


def followed_to_write(followed_id: int) -> tuple[Goal, FollowedIndicator]:
    """Give a followed indicator of a goal one writes, held for the change; 404 otherwise."""
    goal = goal_to_write(goal_following(db.session, followed_id))
    found = next((one for one in goal.followed if one.id == followed_id), None)
    if found is None:
        abort(404)
    return goal, found
