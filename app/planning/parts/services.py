"""Writes of activities and indicators, and of what is said of how things stand."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from app import clock
from app.planning import rules
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.facts import (
    ACTIVITY,
    INDICATOR,
    PROGRESS,
    Facts,
    activity_facts,
    indicator_facts,
    progress_facts,
)
from app.planning.goals.services import touch
from app.planning.models import Activity, ActivityState, Goal, GoalIndicator, Nature, ProgressNote
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Deed:
    """What an activity is to say; only what is to be done is needed."""

    what: str
    who: str = ""
    person_id: int | None = None
    starts_on: date | None = None
    due_on: date | None = None


@dataclass(frozen=True, slots=True)
class Sign:
    """What an indicator is to say; only its name is needed to save it."""

    name: str
    nature: str = Nature.QUALITATIVE
    method: str = ""
    routine: str = ""
    now: str = ""
    wanted: str = ""
    periodicity: str = ""


def add_activity(session: Session, *, actor_id: int, goal: Goal, deed: Deed) -> Activity:
    """Add an activity to a goal that is open for changes; raises `Refused`."""
    _open(goal)
    activity = Activity(
        goal_id=goal.id,
        position=max((one.position for one in goal.activities), default=0) + 1,
        what="",
        who="",
        state=ActivityState.NOT_BEGUN,
        state_since=clock.now(),
        revision=1,
    )
    _fill_deed(activity, deed)
    session.add(activity)
    _changed(session, actor_id, goal, activity, "added", None)
    return activity


def change_activity(
    session: Session, *, actor_id: int, goal: Goal, activity: Activity, deed: Deed, revision: int
) -> None:
    """Change an activity as it read at `revision`; raises `Refused` and `ChangedMeanwhile`."""
    _put(session, actor_id, goal, activity, lambda: _fill_deed(activity, deed), revision)


def _fill_deed(activity: Activity, deed: Deed) -> None:
    what, who = rules.clean(deed.what), rules.clean_line(deed.who)
    if not what:
        raise Refused(Fault.TEXT_MISSING, "what")
    if len(what) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "what")
    if len(who) > rules.LONGEST_LINE:
        raise Refused(Fault.TEXT_TOO_LONG, "who")
    if deed.starts_on and deed.due_on and deed.due_on < deed.starts_on:
        raise Refused(Fault.DAYS_TURNED, "due_on")
    activity.what, activity.who, activity.person_id = what, who, deed.person_id
    activity.starts_on, activity.due_on = deed.starts_on, deed.due_on


def remove_activity(session: Session, *, actor_id: int, goal: Goal, activity: Activity) -> None:
    """Take an activity away; it can be taken back. Raises `Refused`."""
    _take_away(session, actor_id, goal, activity)


def restore_activity(session: Session, *, actor_id: int, goal: Goal, activity: Activity) -> None:
    """Take an activity back; raises `Refused`."""
    _take_back(session, actor_id, goal, activity)


def add_indicator(session: Session, *, actor_id: int, goal: Goal, sign: Sign) -> GoalIndicator:
    """Add an indicator to a goal that is open for changes; raises `Refused`."""
    _open(goal)
    indicator = GoalIndicator(goal_id=goal.id, name="", revision=1)
    _fill_sign(indicator, sign)
    session.add(indicator)
    _changed(session, actor_id, goal, indicator, "added", None)
    return indicator


def change_indicator(
    session: Session, *, actor_id: int, goal: Goal, indicator: GoalIndicator, sign: Sign, revision: int
) -> None:
    """Change an indicator as it read at `revision`; raises `Refused` and `ChangedMeanwhile`."""
    _put(session, actor_id, goal, indicator, lambda: _fill_sign(indicator, sign), revision)


def _fill_sign(indicator: GoalIndicator, sign: Sign) -> None:
    name = rules.clean_line(sign.name)
    if not name:
        raise Refused(Fault.TEXT_MISSING, "name")
    values = {
        "now_value": rules.clean_line(sign.now),
        "wanted_value": rules.clean_line(sign.wanted),
        "periodicity": rules.clean_line(sign.periodicity),
    }
    texts = {"method": rules.clean(sign.method), "routine": rules.clean(sign.routine)}
    fields = {"now_value": "now", "wanted_value": "wanted"}
    if len(name) > rules.LONGEST_TITLE:
        raise Refused(Fault.TEXT_TOO_LONG, "name")
    for key, value in values.items():
        most = rules.LONGEST_LINE if key == "periodicity" else rules.LONGEST_VALUE
        if len(value) > most:
            raise Refused(Fault.TEXT_TOO_LONG, fields.get(key, key))
    for key, value in texts.items():
        if len(value) > rules.LONGEST_TEXT:
            raise Refused(Fault.TEXT_TOO_LONG, key)
    if sign.nature not in set(Nature):
        raise Refused(Fault.TEXT_MISSING, "nature")
    indicator.name, indicator.nature = name, sign.nature
    for key, value in (values | texts).items():
        setattr(indicator, key, value)


def remove_indicator(session: Session, *, actor_id: int, goal: Goal, indicator: GoalIndicator) -> None:
    """Take an indicator away; it can be taken back. Raises `Refused`."""
    _take_away(session, actor_id, goal, indicator)


def restore_indicator(session: Session, *, actor_id: int, goal: Goal, indicator: GoalIndicator) -> None:
    """Take an indicator back; raises `Refused`."""
    _take_back(session, actor_id, goal, indicator)


Thing = Activity | GoalIndicator
"""What hangs on a goal."""


def _take_away(session: Session, actor_id: int, goal: Goal, thing: Thing) -> None:
    _open(goal)
    if thing.removed_at is None:
        before = _facts(thing)
        thing.removed_at = clock.now()
        _changed(session, actor_id, goal, thing, "removed", before)


def _take_back(session: Session, actor_id: int, goal: Goal, thing: Thing) -> None:
    _open(goal)
    if thing.removed_at is not None:
        before = _facts(thing)
        thing.removed_at = None
        _changed(session, actor_id, goal, thing, "restored", before)


def _facts(thing: Thing) -> Facts:
    return activity_facts(thing) if isinstance(thing, Activity) else indicator_facts(thing)


def _changed(
    session: Session, actor_id: int, goal: Goal, thing: Thing, what: str, before: Facts | None
) -> None:
    """Note what was done to an activity or an indicator; what an established version would hold has moved."""
    if rules.is_open(goal):
        touch(goal)
    session.flush()
    kind, word = (ACTIVITY, "activity") if isinstance(thing, Activity) else (INDICATOR, "indicator")
    _noted(session, actor_id, f"{word}.{what}", kind, thing.id, before, _facts(thing))


def _put(
    session: Session, actor_id: int, goal: Goal, thing: Thing, fill: Callable[[], None], revision: int
) -> None:
    """Change what an activity or an indicator says, as it read at `revision`; nothing happens where nothing differs."""
    _open(goal)
    _standing(thing)
    if thing.revision != revision:
        raise ChangedMeanwhile
    before = _facts(thing)
    fill()
    if _facts(thing) != before:
        thing.revision += 1
        _changed(session, actor_id, goal, thing, "changed", before)


# --- how it stands


def say_of_goal(session: Session, *, actor_id: int, goal: Goal, text: str) -> ProgressNote:
    """Say in words how a goal stands; raises `Refused`."""
    text = _words(goal, text)
    if not text:
        raise Refused(Fault.WORDS_MISSING, "words")
    return _said(session, actor_id, ProgressNote(goal_id=goal.id, text=text, state="", value=""))


def say_of_activity(
    session: Session, *, actor_id: int, goal: Goal, activity: Activity, text: str, state: str
) -> ProgressNote:
    """Say how far an activity has come, in words or by its state or both; raises `Refused`."""
    text = _words(goal, text)
    _standing(activity)
    if state not in set(ActivityState):
        state = activity.state
    if not text and state == activity.state:
        raise Refused(Fault.WORDS_MISSING, "words")
    if state != activity.state:
        before = activity_facts(activity)
        activity.state, activity.state_since = state, clock.now()
        _changed(session, actor_id, goal, activity, "stepped", before)
    said = ProgressNote(goal_id=goal.id, activity_id=activity.id, text=text, state=state, value="")
    return _said(session, actor_id, said)


def say_of_indicator(
    session: Session, *, actor_id: int, goal: Goal, indicator: GoalIndicator, text: str, value: str
) -> ProgressNote:
    """Note what an indicator says now, as a value or in words or both; raises `Refused`."""
    text, value = _words(goal, text), rules.clean_line(value)
    _standing(indicator)
    if not text and not value:
        raise Refused(Fault.WORDS_MISSING, "value")
    if len(value) > rules.LONGEST_VALUE:
        raise Refused(Fault.TEXT_TOO_LONG, "value")
    if value and value != indicator.now_value:
        before = indicator_facts(indicator)
        indicator.now_value = value
        indicator.revision += 1
        _changed(session, actor_id, goal, indicator, "noted", before)
    said = ProgressNote(goal_id=goal.id, indicator_id=indicator.id, text=text, state="", value=value)
    return _said(session, actor_id, said)


def _words(goal: Goal, text: str) -> str:
    if not rules.is_running(goal):
        raise Refused(Fault.LOCKED)
    text = rules.clean(text)
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "words")
    return text


def _said(session: Session, actor_id: int, said: ProgressNote) -> ProgressNote:
    said.person_id, said.at = actor_id, clock.now()
    session.add(said)
    session.flush()
    _noted(session, actor_id, "progress.said", PROGRESS, said.id, None, progress_facts(said))
    return said


def _open(goal: Goal) -> None:
    if not rules.is_open(goal):
        raise Refused(Fault.LOCKED)


def _standing(thing: Thing) -> None:
    if thing.removed_at is not None:
        raise Refused(Fault.LOCKED)


def _noted(
    session: Session,
    actor_id: int,
    action: str,
    kind: str,
    object_id: int,
    before: Facts | None,
    after: Facts,
) -> None:
    note(
        session, actor_id=actor_id, action=action, kind=kind, object_id=object_id, before=before, after=after
    )
