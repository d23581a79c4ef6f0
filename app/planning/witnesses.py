"""How the history speaks of candidates, goals and what hangs on them: what stands is what was last told."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning import facts
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.checking.models import GoalTick
from app.planning.judging.models import GoalJudgement
from app.planning.models import (
    Activity,
    Candidate,
    FollowedIndicator,
    Goal,
    GoalIndicator,
    Prioritising,
    ProgressNote,
)
from app.planning.stages.models import PartGoal
from app.records.earlier import TOLD_AGAIN
from app.records.witnesses import (
    Heard,
    Row,
    Told,
    Witness,
    actions_of,
    hear,
    hear_said,
    rows_of,
    said_rows_of,
)


def _hear_list(told: Told, entry: Heard) -> None:
    key = str(entry.after["year"])
    if entry.after["shared_at"] is None:
        told.gone(key)
    else:
        told.say(key, entry.after)


def _shared_lists(session: Session) -> Iterator[Row]:
    wanted = select(Prioritising).where(Prioritising.shared_at.is_not(None)).order_by(Prioritising.unit_id)
    for one in session.scalars(wanted.execution_options(populate_existing=True)):
        yield Row(one.unit_id, str(one.year), facts.prioritising_facts(one))


WITNESSES = (
    Witness(
        "shared candidates",
        facts.PRIORITISING,
        actions_of("prioritising", "shared", "share_taken_back"),
        _hear_list,
        _shared_lists,
    ),
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
        hear,
        rows_of(Candidate, facts.candidate_facts),
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
        hear,
        rows_of(Goal, facts.goal_facts),
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
        hear,
        rows_of(Activity, facts.activity_facts),
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
        hear,
        rows_of(GoalIndicator, facts.indicator_facts),
    ),
    Witness(
        "followed indicator",
        facts.FOLLOWED,
        ("followed.chosen", "followed.left"),
        hear,
        rows_of(FollowedIndicator, facts.followed_facts),
    ),
    Witness(
        "judgement of goal",
        facts.JUDGEMENT,
        ("judgement.made", TOLD_AGAIN),
        hear,
        rows_of(GoalJudgement, facts.judgement_facts),
    ),
    Witness(
        "tick of goal", facts.TICK, ("tick.written", TOLD_AGAIN), hear, rows_of(GoalTick, facts.tick_facts)
    ),
    Witness(
        "part-goal",
        facts.PART_GOAL,
        ("part_goal.added", "part_goal.changed", "part_goal.removed", "part_goal.restored", TOLD_AGAIN),
        hear,
        rows_of(PartGoal, facts.part_goal_facts),
    ),
    Witness(
        "acknowledgement of goal",
        facts.ACKNOWLEDGEMENT,
        ("acknowledgement.said", TOLD_AGAIN),
        hear,
        rows_of(GoalAcknowledgement, facts.acknowledgement_facts),
    ),
    Witness(
        "progress of goal",
        facts.PROGRESS,
        ("progress.said",),
        hear_said,
        said_rows_of(ProgressNote, facts.progress_facts),
    ),
)
