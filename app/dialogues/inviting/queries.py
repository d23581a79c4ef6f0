"""What was last said about coming, as the history tells it."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.records.queries import history_of

ANSWERS = frozenset({"reply", "take_back_reply"})


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer a side gave: who gave it, and what that side said before and after."""

    person_id: int | None
    before: Mapping[str, object]
    after: Mapping[str, object]


def last_answer(session: Session, dialogue_id: int, side: str) -> Answered | None:
    """Give what a side answered last, unless it has taken that back since."""
    for change in history_of(session, "dialogue", dialogue_id):
        replies = (change.after or {}).get("replies", {})
        if change.action in ANSWERS and side in replies:
            if change.action == "take_back_reply":
                return None
            before = (change.before or {}).get("replies", {}).get(side, {})
            return Answered(change.actor_id, before, replies[side])
    return None
