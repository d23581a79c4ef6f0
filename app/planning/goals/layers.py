"""The layers a model puts on its goals, for the page of one: judgements, part-goals, acknowledgements, checklists, the table of
measures. What neither the model nor the goal has is not there, and costs nothing but the one statement that asks.
"""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from app.db import db
from app.planning.acknowledging import queries as acknowledgements
from app.planning.acknowledging.models import GoalAcknowledgement
from app.planning.acknowledging.rules import may_be_acknowledged, points_of, spoken_for
from app.planning.acknowledging.services import receiving
from app.planning.checking import queries as checking
from app.planning.checking.queries import Checked
from app.planning.goals.counted import counting
from app.planning.goals.horizon import horizon_note
from app.planning.judging import queries as judging
from app.planning.judging import rules as judging_rules
from app.planning.judging.models import GoalJudgement
from app.planning.models import Goal
from app.planning.queries import Reader
from app.planning.reading import GoalView, Notes, Said
from app.planning.stages.models import PartGoal
from app.planning.stages.queries import standing_parts
from app.planning.wording import horizon_words
from app.steering.schema import Profile
from app.steering.shapes.goals import Acknowledgement, GoalKind
from app.steering.shapes.measuring import Scale

if TYPE_CHECKING:
    from app.planning.goals.page import Seen


@dataclass(frozen=True, slots=True)
class PartView:
    """A part-goal as it reads on pages."""

    id: int
    what: str
    due_on: date | None
    latest: Said | None
    notes: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Receiving:
    """A body that receives the goal by a point of the model, and what it said; `may_say` is whether the reader speaks for it."""

    point: Acknowledgement
    unit_id: int
    unit: str
    said: GoalAcknowledgement | None
    may_say: bool


@dataclass(slots=True)
class Layers:
    """What there is of each layer."""

    scale: Scale | None = None
    judgements: list[GoalJudgement] = field(default_factory=list)
    may_judge: bool = False
    has_parts: bool = False
    parts: list[PartView] = field(default_factory=list)
    receiving: list[Receiving] = field(default_factory=list)
    said_before: list[GoalAcknowledgement] = field(default_factory=list)
    checklist: Checked | None = None
    of_indicators: dict[int, Checked] = field(default_factory=dict)
    has_table: bool = False
    horizon: str = ""
    people: int = 0
    """How many employees have a goal of their own that hangs on this one; 0 where they are too few to be told of."""

    @property
    def judged(self) -> GoalJudgement | None:
        """The judgement that stands of the latest period."""
        return self.judgements[0] if self.judgements else None


def layers_of(
    seen: "Seen", who: Reader, profile: Profile, kind: GoalKind | None, *, may_change: bool
) -> Layers:
    """Put together what there is of each layer for the one who reads a goal."""
    goal, view = seen.goal, seen.view
    there = _there(goal.id)
    found = Layers(scale=judging_rules.scale_of(profile, kind))
    if there.judged:
        found.judgements = judging.judgements_of(db.session, goal.id)
    found.may_judge = found.scale is not None and seen.standing.writes and judging_rules.may_judge(goal)
    found.has_parts = bool(kind is not None and kind.has_part_goals) or there.parts
    if there.parts:
        found.parts = part_views(goal, view, seen.notes)
    _acknowledged(found, seen, who, profile, there=there.acknowledged)
    if may_change:
        _checked(found, goal, profile, kind)
    if kind is not None and seen.standing.writes:
        found.horizon = horizon_words(horizon_note(profile, kind, goal), kind)
    found.people = counting.of(db.session, profile, goal.id, goal.kind)
    found.has_table = profile.indicators.yearly_targets and bool(view.followed)
    return found


@dataclass(frozen=True, slots=True)
class _There:
    judged: bool
    parts: bool
    acknowledged: bool


def _there(goal_id: int) -> _There:
    """Tell which layers a goal has anything of, whatever the model says now: what was written under another is still shown."""
    row = db.session.execute(
        select(
            exists().where(GoalJudgement.goal_id == goal_id).label("judged"),
            exists().where(PartGoal.goal_id == goal_id).label("parts"),
            exists().where(GoalAcknowledgement.goal_id == goal_id).label("acknowledged"),
        )
    ).one()
    return _There(bool(row.judged), bool(row.parts), bool(row.acknowledged))


def part_views(goal: Goal, view: GoalView, notes: Notes) -> list[PartView]:
    """Give the part-goals as they are now, or as the established version holds them."""
    if view.live:
        return [
            _part(goal, notes, one.id, one.what, one.due_on) for one in standing_parts(db.session, goal.id)
        ]
    return [
        _part(goal, notes, one["id"], one["what"], _day(one["due_on"]), goal.reopened_at)
        for one in view.kept.get("part_goals", ())
    ]


def _part(
    goal: Goal,
    notes: Notes,
    part_id: int,
    what: str,
    due_on: date | None,
    until: datetime | None = None,
) -> PartView:
    said = notes.said(goal.id, (None, None, part_id), until)
    return PartView(part_id, what, due_on, said[0] if said else None, said)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _acknowledged(found: Layers, seen: "Seen", who: Reader, profile: Profile, *, there: bool) -> None:
    goal = seen.goal
    points = points_of(profile, goal.kind) if goal.edition_id is not None else []
    if not (points or there):
        return
    said = acknowledgements.said_of(db.session, goal.id) if there else []
    latest = {(one.point, one.unit_id, one.version): one for one in reversed(said)}
    for point in points:
        units = receiving(db.session, profile, point, goal)
        spoken = spoken_for(who.actor, {one.id for one in units}) if may_be_acknowledged(goal) else []
        found.receiving += [
            Receiving(
                point,
                one.id,
                one.name,
                latest.get((point.key, one.id, seen.view.number or 0)),
                one.id in spoken,
            )
            for one in units
        ]
    now = {one.said.id for one in found.receiving if one.said is not None}
    found.said_before = [one for one in said if one.id not in now]


def _checked(found: Layers, goal: Goal, profile: Profile, kind: GoalKind | None) -> None:
    of_goal, of_indicators = checking.for_goal(profile, kind), checking.for_indicator(profile)
    standing = [one for one in goal.indicators if one.removed_at is None]
    if of_goal is None and (of_indicators is None or not standing):
        return
    ticks = checking.ticks_of(db.session, goal.id)
    if of_goal is not None:
        found.checklist = checking.checked(of_goal, ticks)
    if of_indicators is not None:
        found.of_indicators = {one.id: checking.checked(of_indicators, ticks, one.id) for one in standing}
