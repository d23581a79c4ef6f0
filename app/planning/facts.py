"""What the history keeps of candidates, goals and what hangs on them; written when they change, compared when it is verified."""

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

CANDIDATE, GOAL, ACTIVITY, INDICATOR, PROGRESS = "candidate", "goal", "activity", "goal_indicator", "progress"
JUDGEMENT, TICK, PART_GOAL = "goal_judgement", "goal_tick", "part_goal"
ACKNOWLEDGEMENT = "goal_acknowledgement"
FROM_ANALYSIS = "unit_text_part"
"""What a candidate that came out of a part of a text says it comes from."""
FOLLOWED = "followed_indicator"
EDITION = "goal"
"""The kind under which established versions of goals are kept."""

Facts = dict[str, object]


PRIORITISING = "prioritising"
"""What the history calls a list of candidates; it is told of under the number of its unit."""


def prioritising_facts(one: Prioritising) -> Facts:
    """Give since when a list of candidates is shared, and by whom."""
    return {"year": one.year, "shared_at": one.shared_at, "shared_by": one.shared_by_id}


def candidate_facts(one: Candidate) -> Facts:
    """Give all that a candidate says, where it stands and what was decided about it."""
    return {
        "unit": one.unit_id,
        "year": one.year,
        "text": one.text,
        "why": one.why,
        "origin": f"{one.origin_kind}:{one.origin_id}" if one.origin_kind else "",
        "origin_words": one.origin_words,
        "position": one.position,
        "state": one.state,
        "reason": one.reason,
        "proposed_by": one.proposed_by_id,
        "proposed_at": one.proposed_at,
        "decided_by": one.decided_by_id,
        "decided_at": one.decided_at,
    }


def goal_facts(one: Goal) -> Facts:
    """Give all that a goal says itself, and how far it has come; of an aim only where it has one."""
    aim = {"aim": f"{one.aim_kind}:{one.aim_id}", "aim_title": one.aim_title} if one.aim_kind else {}
    return aim | {
        "marks": one.marks or "",
        "starting_point": one.starting_point or "",
        "unit": one.unit_id,
        "kind": one.kind,
        "year": one.year,
        "until_year": one.until_year,
        "title": one.title,
        "why": one.why,
        "due_on": one.due_on,
        "owner": one.owner,
        "owner_id": one.owner_id,
        "above": one.above_id,
        "candidate": one.candidate_id,
        "state": one.state,
        "closing_words": one.closing_words,
        "edition": one.edition_id,
    }


def activity_facts(one: Activity) -> Facts:
    """Give all that an activity says."""
    return {
        "goal": one.goal_id,
        "what": one.what,
        "who": one.who,
        "person": one.person_id,
        "starts_on": one.starts_on,
        "due_on": one.due_on,
        "state": one.state,
        "marks": one.marks or "",
        "removed_at": one.removed_at,
    }


def indicator_facts(one: GoalIndicator) -> Facts:
    """Give all that an indicator says."""
    return {
        "goal": one.goal_id,
        "name": one.name,
        "nature": one.nature,
        "method": one.method,
        "routine": one.routine,
        "now": one.now_value,
        "wanted": one.wanted_value,
        "periodicity": one.periodicity,
        "removed_at": one.removed_at,
    }


def followed_facts(one: FollowedIndicator) -> Facts:
    """Give which indicator of quality a goal is noticed by, and what it was called."""
    return {
        "goal": one.goal_id,
        "indicator": one.indicator_id,
        "name": one.name,
        "removed_at": one.removed_at,
    }


def progress_facts(one: ProgressNote) -> Facts:
    """Give all that somebody said of how something stands; who said it stands in the entry itself."""
    return {
        "goal": one.goal_id,
        "activity": one.activity_id,
        "indicator": one.indicator_id,
        "part_goal": one.part_goal_id,
        "text": one.text,
        "state": one.state,
        "value": one.value,
        "at": one.at,
    }


def judgement_facts(one: GoalJudgement) -> Facts:
    """Give all that a judgement says: what was proposed, what was judged, why and what is done."""
    return {
        "goal": one.goal_id,
        "year": one.year,
        "month": one.month,
        "measured": one.measured,
        "of_measures": one.of_measures,
        **one.said(),
    }


def tick_facts(one: GoalTick) -> Facts:
    """Give which point of which checklist is ticked, where, and the note on it."""
    return {
        "goal": one.goal_id,
        "indicator": one.indicator_id,
        "checklist": one.checklist,
        "point": one.point,
        "ticked": one.ticked,
        "note": one.note,
        "by": one.person_id,
        "at": one.at,
    }


def part_goal_facts(one: PartGoal) -> Facts:
    """Give all that a part-goal says."""
    return {
        "goal": one.goal_id,
        "what": one.what,
        "due_on": one.due_on,
        "position": one.position,
        "removed_at": one.removed_at,
    }


def acknowledgement_facts(one: GoalAcknowledgement) -> Facts:
    """Give what a body said of a version of a goal, and why."""
    return {
        "goal": one.goal_id,
        "version": one.version,
        "point": one.point,
        "name": one.name,
        "unit": one.unit_id,
        "stance": one.stance,
        "reason": one.reason,
        "by": one.person_id,
        "at": one.at,
    }
