"""What goes when an established version of a goal is lawfully erased, beside its edition: the same words where they were written.

Of a version that another has followed, or whose goal is being changed, its own words go and the goal stays as it is. With
the last one of a goal that has had its time go the goal itself, its activities and indicators and all that was said of how they
stand; that there was a goal, when and in which unit, stays. The candidate it came from is the unit's working material and is
disposed of by itself.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning import facts
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.checking.models import GoalTick
from app.planning.judging.models import GoalJudgement
from app.planning.models import Activity, FollowedIndicator, Goal, GoalIndicator, GoalState, ProgressNote
from app.planning.stages.models import PartGoal
from app.quality.disposing import FIELDS as QUALITY_FIELDS
from app.quality.disposing import judged_below, parts_below
from app.quality.factors.models import Factor
from app.quality.facts import FACTOR, factor_facts
from app.quality.indicators.models import Indicator
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Measurement, MeasurementVersion
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all, erase_earlier, is_followed

FIELDS = QUALITY_FIELDS | frozenset(
    {"title", "why", "owner", "closing_words", "what", "who", "name", "method", "routine"}
    | {"now", "wanted", "periodicity", "starting_point", "reason", "remedies", "note", "aim_title"}
)
"""What words are called in the history of goals and in their versions."""

GOAL = {"title": GONE, "why": "", "owner": "", "closing_words": "", "starting_point": "", "aim_title": ""}
PART_GOAL = {"what": GONE}
JUDGEMENT = {"reason": "", "remedies": ""}
ACKNOWLEDGEMENT = {"reason": ""}
TICK = {"note": ""}
ACTIVITY = {"what": GONE, "who": ""}
INDICATOR = {
    "name": GONE,
    "method": "",
    "routine": "",
    "now_value": "",
    "wanted_value": "",
    "periodicity": "",
}
PROGRESS = {"text": "", "value": ""}


def erase_beside_goal(session: Session, erased: Erased) -> None:
    """Erase the words of a version of a goal and of what hangs on it, and what the history tells of them."""
    goal = session.get_one(Goal, erased.object_id)
    if is_followed(session, erased.edition) or goal.state == GoalState.DRAFT:
        erase_earlier(session, erased, [*_parts(session, goal), *_stages(session, goal)], FIELDS)
        return
    erase_all(session, erased, all_of_goal(session, goal))


def all_of_goal(session: Session, goal: Goal) -> list[Written]:
    """Give everything people have written in a goal and of it."""
    parts = [*_parts(session, goal), *_stages(session, goal)]
    return [*parts, *_progress(session, goal), *_measured(session, goal), *_layers(session, goal)]


def _parts(session: Session, goal: Goal) -> Iterator[Written]:
    yield Written(facts.GOAL, goal.id, goal, GOAL, partial(facts.goal_facts, goal))
    for activity in session.scalars(select(Activity).where(Activity.goal_id == goal.id)):
        yield _part(facts.ACTIVITY, activity, ACTIVITY, partial(facts.activity_facts, activity))
    for indicator in session.scalars(select(GoalIndicator).where(GoalIndicator.goal_id == goal.id)):
        yield _part(facts.INDICATOR, indicator, INDICATOR, partial(facts.indicator_facts, indicator))
    holder = session.scalars(select(Factor).where(Factor.goal_id == goal.id)).one_or_none()
    if holder is not None:
        told = partial(factor_facts, holder)
        yield Written(FACTOR, holder.id, holder, {"title": GONE}, told)
        yield from parts_below(session, holder)
    for name in session.scalars(select(FollowedIndicator).where(FollowedIndicator.goal_id == goal.id)):
        yield _part(facts.FOLLOWED, name, {"name": GONE}, partial(facts.followed_facts, name))


def _stages(session: Session, goal: Goal) -> Iterator[Written]:
    for one in session.scalars(select(PartGoal).where(PartGoal.goal_id == goal.id)):
        yield _part(facts.PART_GOAL, one, PART_GOAL, partial(facts.part_goal_facts, one))


def _layers(session: Session, goal: Goal) -> Iterator[Written]:
    """Give what was judged, answered and noted of a goal: it goes with the last version, as what was said of it does."""
    for judged in session.scalars(select(GoalJudgement).where(GoalJudgement.goal_id == goal.id)):
        yield Written(facts.JUDGEMENT, judged.id, judged, JUDGEMENT)
    for said in session.scalars(select(GoalAcknowledgement).where(GoalAcknowledgement.goal_id == goal.id)):
        yield Written(facts.ACKNOWLEDGEMENT, said.id, said, ACKNOWLEDGEMENT)
    for tick in session.scalars(select(GoalTick).where(GoalTick.goal_id == goal.id)):
        yield Written(facts.TICK, tick.id, tick, TICK)


def _part(
    kind: str,
    one: Activity | GoalIndicator | FollowedIndicator | PartGoal,
    columns: Mapping[str, str],
    told: Callable[[], Mapping[str, object]],
) -> Written:
    return Written(kind, one.id, one, columns, told, removed=one.removed_at is not None)


def _progress(session: Session, goal: Goal) -> Iterator[Written]:
    for note in session.scalars(select(ProgressNote).where(ProgressNote.goal_id == goal.id)):
        yield Written(facts.PROGRESS, note.id, note, PROGRESS)


def _measured(session: Session, goal: Goal) -> Iterator[Written]:
    """Give what was measured of the goal's own indicators, as it stands and as it stood, and what was judged of them."""
    own = (
        select(Measurement)
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Factor, Factor.id == Indicator.factor_id)
        .where(Factor.goal_id == goal.id)
    )
    holder = session.scalars(select(Factor).where(Factor.goal_id == goal.id)).one_or_none()
    if holder is not None:
        yield from judged_below(session, holder)
    for one in session.scalars(own):
        yield Written(MEASUREMENT, one.id, one, {"text": ""})
        versions = select(MeasurementVersion).where(MeasurementVersion.measurement_id == one.id)
        for version in session.scalars(versions):
            yield Written(MEASUREMENT, one.id, version, {"text": ""})
