"""How the history speaks of candidates, goals and what hangs on them: what stands is what was last told."""

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning import facts
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.checking.models import GoalTick
from app.planning.judging.models import GoalJudgement
from app.planning.models import Activity, Candidate, FollowedIndicator, Goal, GoalIndicator, ProgressNote
from app.planning.stages.models import PartGoal
from app.records.earlier import TOLD_AGAIN
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _hear_said(told: Told, entry: Heard) -> None:
    told.say("", {**entry.after, "by": entry.actor_id})


def _rows(model: Any, facts_of: Callable[[Any], facts.Facts]) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = select(model).order_by(model.id).execution_options(yield_per=500, populate_existing=True)
        for one in session.scalars(found):
            yield Row(one.id, "", facts_of(one))

    return rows


def _said(one: ProgressNote) -> facts.Facts:
    return {**facts.progress_facts(one), "by": one.person_id}


WITNESSES = (
    Witness(
        "candidate",
        facts.CANDIDATE,
        (
            "candidate.proposed",
            "candidate.changed",
            "candidate.moved",
            "candidate.put_aside",
            "candidate.chosen",
            "candidate.taken_back",
        ),
        _hear,
        _rows(Candidate, facts.candidate_facts),
    ),
    Witness(
        "goal",
        facts.GOAL,
        (
            "goal.created",
            "goal.changed",
            "goal.shared",
            "goal.share_taken_back",
            "goal.established",
            "goal.reopened",
            "goal.ended",
            "goal.resumed",
            "goal.discarded",
            "goal.restored",
            TOLD_AGAIN,
        ),
        _hear,
        _rows(Goal, facts.goal_facts),
    ),
    Witness(
        "activity",
        facts.ACTIVITY,
        (
            "activity.added",
            "activity.changed",
            "activity.stepped",
            "activity.removed",
            "activity.restored",
            TOLD_AGAIN,
        ),
        _hear,
        _rows(Activity, facts.activity_facts),
    ),
    Witness(
        "indicator of goal",
        facts.INDICATOR,
        (
            "indicator.added",
            "indicator.changed",
            "indicator.noted",
            "indicator.removed",
            "indicator.restored",
            TOLD_AGAIN,
        ),
        _hear,
        _rows(GoalIndicator, facts.indicator_facts),
    ),
    Witness(
        "followed indicator",
        facts.FOLLOWED,
        ("followed.chosen", "followed.left"),
        _hear,
        _rows(FollowedIndicator, facts.followed_facts),
    ),
    Witness(
        "judgement of goal",
        facts.JUDGEMENT,
        ("judgement.made", TOLD_AGAIN),
        _hear,
        _rows(GoalJudgement, facts.judgement_facts),
    ),
    Witness(
        "tick of goal", facts.TICK, ("tick.written", TOLD_AGAIN), _hear, _rows(GoalTick, facts.tick_facts)
    ),
    Witness(
        "part-goal",
        facts.PART_GOAL,
        ("part_goal.added", "part_goal.changed", "part_goal.removed", "part_goal.restored", TOLD_AGAIN),
        _hear,
        _rows(PartGoal, facts.part_goal_facts),
    ),
    Witness(
        "acknowledgement of goal",
        facts.ACKNOWLEDGEMENT,
        ("acknowledgement.said", TOLD_AGAIN),
        _hear,
        _rows(GoalAcknowledgement, facts.acknowledgement_facts),
    ),
    Witness("progress of goal", facts.PROGRESS, ("progress.said",), _hear_said, _rows(ProgressNote, _said)),
)
