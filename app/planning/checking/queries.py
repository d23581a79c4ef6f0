"""Reads of what is ticked; checklists are for those who write."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.planning.checking.models import GoalTick
from app.steering.schema import Profile
from app.steering.shapes.goals import Checklist, ChecklistPoint, GoalKind


def checklist_of(profile: Profile, key: str | None) -> Checklist | None:
    """Give a checklist of the model by its key."""
    return next((one for one in profile.checklists if one.key == key), None) if key else None


def for_goal(profile: Profile, kind: GoalKind | None) -> Checklist | None:
    """Give the checklist that is offered where a goal of a kind is written."""
    return checklist_of(profile, kind.checklist) if kind is not None else None


def for_indicator(profile: Profile) -> Checklist | None:
    """Give the checklist that is offered where an indicator is written."""
    return checklist_of(profile, profile.indicators.checklist)


def ticks_of(session: Session, goal_id: int) -> list[GoalTick]:
    """Give what is ticked at a goal and its indicators; one statement."""
    return list(session.scalars(select(GoalTick).where(GoalTick.goal_id == goal_id).order_by(GoalTick.id)))


def ticks_of_many(session: Session, goal_ids: Collection[int]) -> dict[int, list[GoalTick]]:
    """Give what is ticked at some goals and their indicators, by goal; one statement."""
    found: dict[int, list[GoalTick]] = {goal_id: [] for goal_id in goal_ids}
    rows = select(GoalTick).where(GoalTick.goal_id.in_(sorted(goal_ids))).order_by(GoalTick.id)
    for one in session.scalars(rows):
        found[one.goal_id].append(one)
    return found


@dataclass(frozen=True, slots=True)
class Checked:
    """A checklist at a goal, or at one of its indicators, with what is ticked of it."""

    checklist: Checklist
    indicator_id: int | None
    ticks: dict[str, GoalTick]

    @property
    def left(self) -> Sequence[ChecklistPoint]:
        """Give the points that are not ticked."""
        return [one for one in self.checklist.points if not self.ticked(one.key)]

    @property
    def done(self) -> int:
        """How many points are ticked."""
        return len(self.checklist.points) - len(self.left)

    def ticked(self, point: str) -> bool:
        """Tell whether a point is ticked."""
        return point in self.ticks and self.ticks[point].ticked

    def note(self, point: str) -> str:
        """Give the note on a point."""
        return self.ticks[point].note if point in self.ticks else ""


def checked(checklist: Checklist, ticks: Sequence[GoalTick], indicator_id: int | None = None) -> Checked:
    """Give a checklist with what is ticked of it."""
    here = {
        one.point: one for one in ticks if one.checklist == checklist.key and one.indicator_id == indicator_id
    }
    return Checked(checklist, indicator_id, here)
