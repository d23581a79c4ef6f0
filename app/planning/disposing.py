"""What goes when an established goal is lawfully erased, beside its edition: the same words where they were written.

The goal itself, its activities and indicators, the names of those of quality it follows, and all that was said of how they
stand are emptied here and in the history;
that there was a goal, when and in which unit, stays. The candidate it came from is the unit's working material and is
disposed of by itself.
"""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning import facts
from app.planning.models import Activity, FollowedIndicator, Goal, GoalIndicator, ProgressNote
from app.records.disposal import HOLDS_NO_TEXT, erase_history_content
from app.records.models import HistoryContent, HistoryEntry

ERASED = "–"
"""What stands where a text must not be empty."""


def erase_beside_goal(session: Session, goal_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a goal and of what hangs on it, and what the history tells of them."""
    goal = session.get_one(Goal, goal_id)
    goal.title, goal.why, goal.owner, goal.closing_words = ERASED, "", "", ""
    activities = session.scalars(select(Activity).where(Activity.goal_id == goal_id)).all()
    for activity in activities:
        activity.what, activity.who = ERASED, ""
    indicators = session.scalars(select(GoalIndicator).where(GoalIndicator.goal_id == goal_id)).all()
    for one in indicators:
        one.name, one.method, one.routine = ERASED, "", ""
        one.now_value, one.wanted_value, one.periodicity = "", "", ""
    followed = session.scalars(select(FollowedIndicator).where(FollowedIndicator.goal_id == goal_id)).all()
    for name in followed:
        name.name = ERASED
    notes = session.scalars(select(ProgressNote).where(ProgressNote.goal_id == goal_id)).all()
    for note in notes:
        note.text, note.value = "", ""
    session.flush()
    for kind, ids in (
        (facts.GOAL, [goal_id]),
        (facts.ACTIVITY, [one.id for one in activities]),
        (facts.INDICATOR, [one.id for one in indicators]),
        (facts.FOLLOWED, [one.id for one in followed]),
        (facts.PROGRESS, [one.id for one in notes]),
    ):
        _erase_history(session, kind, ids, because, actor_id)


def _erase_history(
    session: Session, kind: str, ids: Sequence[int], because: str, actor_id: int | None
) -> None:
    told = session.scalars(
        select(HistoryEntry.seq)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == kind,
            HistoryEntry.object_id.in_(ids),
            HistoryEntry.action.not_in(HOLDS_NO_TEXT),
            HistoryContent.erased_at.is_(None),
        )
    ).all()
    if told:
        erase_history_content(session, of=told, because=because, actor_id=actor_id)
