"""Writes of activities, and of what is said of how things stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app import clock
from app.cleaning import clean, clean_line
from app.notifications.asking import asking
from app.notifications.services import About
from app.planning import rules
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.facts import ACTIVITY, PROGRESS, Facts, activity_facts, progress_facts
from app.planning.following import own
from app.planning.following.words import counted_in, often_in
from app.planning.goals.services import must_be_open, touch
from app.planning.marks.named import Choice, Marks
from app.planning.models import Activity, ActivityState, Goal, ProgressNote
from app.quality.indicators.models import Better, Indicator, Nature, Periodicity
from app.quality.indicators.services import Wanted
from app.quality.measuring.rounds import rhythm_called
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Deed:
    """What an activity is to say; only what is to be done is needed."""

    what: str
    who: str = ""
    person_id: int | None = None
    starts_on: date | None = None
    due_on: date | None = None
    marks: Choice | None = None
    """What was chosen to name on it; None leaves what stands."""


@dataclass(frozen=True, slots=True)
class Sign:
    """What an indicator of a goal is to say, as one says it in a file; only its name is needed to save it."""

    name: str
    nature: str = Nature.QUALITATIVE
    method: str = ""
    routine: str = ""
    now: str = ""
    wanted: str = ""
    periodicity: str = ""
    unit_of_measure: str = ""
    better: str = Better.NONE
    targets: Mapping[int, Decimal | None] = field(default_factory=dict)
    skipped: str = ""

    def as_wanted(self) -> Wanted:
        """Give what the indicator is to say; words on how often that say more stand with its routine.

        The name of a rhythm of the model is that rhythm, whatever else its words could mean.
        """
        rhythm = rhythm_called(self.periodicity)
        often, more = (Periodicity.ROUND, "") if rhythm else often_in(self.periodicity)
        in_figures = self.nature == Nature.QUANTITATIVE
        unit, decimals = counted_in([self.now, self.wanted]) if in_figures else ("", 0)
        return Wanted(
            self.name,
            self.nature,
            self.method,
            "\n\n".join(part for part in (self.routine, more) if part),
            self.now,
            self.wanted,
            unit_of_measure=self.unit_of_measure or unit,
            decimals=decimals,
            periodicity=often,
            rhythm=rhythm,
            better=self.better,
            targets=self.targets,
            skipped=self.skipped,
        )


def add_indicator(session: Session, *, actor_id: int, goal: Goal, sign: Sign) -> Indicator:
    """Add an indicator to a goal that is open for changes; raises `Refused`."""
    return own.add(session, actor_id=actor_id, goal=goal, wanted=sign.as_wanted()).indicator


def add_activity(session: Session, *, actor_id: int, goal: Goal, deed: Deed) -> Activity:
    """Add an activity to a goal that is open for changes; raises `Refused`."""
    must_be_open(goal)
    activity = Activity(
        goal_id=goal.id,
        marks="",
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
    must_be_open(goal)
    _standing(activity)
    if activity.revision != revision:
        raise ChangedMeanwhile
    before = activity_facts(activity)
    _fill_deed(activity, deed)
    if activity_facts(activity) != before:
        activity.revision += 1
        _changed(session, actor_id, goal, activity, "changed", before)


def _fill_deed(activity: Activity, deed: Deed) -> None:
    what, who = clean(deed.what), clean_line(deed.who)
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
    if deed.marks is not None:
        activity.marks = deed.marks.over(Marks.read(activity.marks)).written()


def remove_activity(session: Session, *, actor_id: int, goal: Goal, activity: Activity) -> None:
    """Take an activity away; it can be taken back. Raises `Refused`."""
    must_be_open(goal)
    if activity.removed_at is None:
        before = activity_facts(activity)
        activity.removed_at = clock.now()
        _changed(session, actor_id, goal, activity, "removed", before)


def restore_activity(session: Session, *, actor_id: int, goal: Goal, activity: Activity) -> None:
    """Take an activity back; raises `Refused`."""
    must_be_open(goal)
    if activity.removed_at is not None:
        before = activity_facts(activity)
        activity.removed_at = None
        _changed(session, actor_id, goal, activity, "restored", before)


def _changed(
    session: Session, actor_id: int, goal: Goal, activity: Activity, what: str, before: Facts | None
) -> None:
    """Note what was done to an activity; what an established version would hold has moved."""
    if rules.is_open(goal):
        touch(goal)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=f"activity.{what}",
        kind=ACTIVITY,
        object_id=activity.id,
        before=before,
        after=activity_facts(activity),
    )
    asking.settle(session, About(ACTIVITY, activity.id))


# --- how it stands


def say_of_goal(session: Session, *, actor_id: int, goal: Goal, text: str) -> ProgressNote:
    """Say in words how a goal stands; raises `Refused`."""
    return say(session, actor_id, goal, text)


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
    return _said(session, actor_id, goal, text, activity_id=activity.id, state=state)


def say(
    session: Session, actor_id: int, goal: Goal, text: str, *, part_goal_id: int | None = None
) -> ProgressNote:
    """Say in words how a goal or a part-goal of it stands; raises `Refused`."""
    text = _words(goal, text)
    if not text:
        raise Refused(Fault.WORDS_MISSING, "words")
    return _said(session, actor_id, goal, text, part_goal_id=part_goal_id)


def _words(goal: Goal, text: str) -> str:
    if not rules.is_running(goal):
        raise Refused(Fault.LOCKED)
    text = clean(text)
    if len(text) > rules.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "words")
    return text


def _said(
    session: Session,
    actor_id: int,
    goal: Goal,
    text: str,
    *,
    activity_id: int | None = None,
    part_goal_id: int | None = None,
    state: str = "",
) -> ProgressNote:
    said = ProgressNote(
        goal_id=goal.id,
        activity_id=activity_id,
        part_goal_id=part_goal_id,
        text=text,
        state=state,
        value="",
        person_id=actor_id,
        at=clock.now(),
    )
    session.add(said)
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action="progress.said",
        kind=PROGRESS,
        object_id=said.id,
        before=None,
        after=progress_facts(said),
    )
    return said


def _standing(activity: Activity) -> None:
    if activity.removed_at is not None:
        raise Refused(Fault.LOCKED)
