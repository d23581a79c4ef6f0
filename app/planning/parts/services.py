"""Writes of activities, and of what is said of how things stand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from app import clock
from app.planning import rules
from app.planning.errors import ChangedMeanwhile, Fault, Refused
from app.planning.facts import ACTIVITY, PROGRESS, Facts, activity_facts, progress_facts
from app.planning.following import own
from app.planning.following.words import counted_in, often_in
from app.planning.goals.services import touch
from app.planning.marks.named import Choice, Marks
from app.planning.models import Activity, ActivityState, Goal, ProgressNote
from app.quality.indicators.models import Better, Indicator, Nature
from app.quality.indicators.services import Wanted
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
        """Give what the indicator is to say; words on how often that say more stand with its routine."""
        often, more = often_in(self.periodicity)
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
            better=self.better,
            targets=self.targets,
            skipped=self.skipped,
        )


def add_indicator(session: Session, *, actor_id: int, goal: Goal, sign: Sign) -> Indicator:
    """Add an indicator to a goal that is open for changes; raises `Refused`."""
    return own.add(session, actor_id=actor_id, goal=goal, wanted=sign.as_wanted()).indicator


def add_activity(session: Session, *, actor_id: int, goal: Goal, deed: Deed) -> Activity:
    """Add an activity to a goal that is open for changes; raises `Refused`."""
    _open(goal)
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
    if deed.marks is not None:
        activity.marks = deed.marks.over(Marks.read(activity.marks)).written()


def remove_activity(session: Session, *, actor_id: int, goal: Goal, activity: Activity) -> None:
    """Take an activity away; it can be taken back. Raises `Refused`."""
    _take_away(session, actor_id, goal, activity)


def restore_activity(session: Session, *, actor_id: int, goal: Goal, activity: Activity) -> None:
    """Take an activity back; raises `Refused`."""
    _take_back(session, actor_id, goal, activity)


def _take_away(session: Session, actor_id: int, goal: Goal, thing: Activity) -> None:
    _open(goal)
    if thing.removed_at is None:
        before = activity_facts(thing)
        thing.removed_at = clock.now()
        _changed(session, actor_id, goal, thing, "removed", before)


def _take_back(session: Session, actor_id: int, goal: Goal, thing: Activity) -> None:
    _open(goal)
    if thing.removed_at is not None:
        before = activity_facts(thing)
        thing.removed_at = None
        _changed(session, actor_id, goal, thing, "restored", before)


def _changed(
    session: Session, actor_id: int, goal: Goal, thing: Activity, what: str, before: Facts | None
) -> None:
    """Note what was done to an activity; what an established version would hold has moved."""
    if rules.is_open(goal):
        touch(goal)
    session.flush()
    _noted(session, actor_id, f"activity.{what}", ACTIVITY, thing.id, before, activity_facts(thing))


def _put(
    session: Session, actor_id: int, goal: Goal, thing: Activity, fill: Callable[[], None], revision: int
) -> None:
    """Change what an activity says, as it read at `revision`; nothing happens where nothing differs."""
    _open(goal)
    _standing(thing)
    if thing.revision != revision:
        raise ChangedMeanwhile
    before = activity_facts(thing)
    fill()
    if activity_facts(thing) != before:
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


def _standing(thing: Activity) -> None:
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
