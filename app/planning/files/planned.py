"""What a file of goals asks for: goals with what hangs on them, and what it would tick at goals that are there. Pure."""

import hashlib
import json
from dataclasses import dataclass, field
from datetime import date

from app.organisation.heads import OwnUnit
from app.organisation.rows import Problem
from app.passages.subjects import Ref
from app.planning.files import ticking
from app.planning.marks.named import Choice, Of
from app.steering.shapes.goals import Checklist, ChecklistPoint, GoalKind

Link = int | Ref
"""What a goal hangs on: a goal above, by its number, or the vision or a value."""


@dataclass(frozen=True, slots=True)
class PlannedActivity:
    """An activity a file asks for."""

    what: str
    who: str
    starts_on: date | None
    due_on: date | None
    state: str
    marks: Choice | None = None


@dataclass(frozen=True, slots=True)
class PlannedIndicator:
    """An indicator a file asks for."""

    name: str
    nature: str
    method: str
    routine: str
    periodicity: str
    now: str
    wanted: str
    ticks: ticking.Cells = field(default_factory=dict)


@dataclass(slots=True)
class PlannedGoal:
    """A goal a file asks for, on which row it begins, and what hangs on it."""

    row: int
    unit: OwnUnit
    year: int
    kind: GoalKind
    title: str
    why: str
    until_year: int | None
    due_on: date | None
    owner: str
    exists: bool = False
    activities: list[PlannedActivity] = field(default_factory=list)
    indicators: list[PlannedIndicator] = field(default_factory=list)
    called: str = ""
    """What it is said to hang on."""
    link: Link | None = None
    follows: list[int] = field(default_factory=list)
    starting_point: str = ""
    marks: dict[Of, frozenset[str]] = field(default_factory=dict)
    """What is named on it, of the lists the file has a column for."""
    stages: list[tuple[str, date | None]] = field(default_factory=list)
    """Its part-goals: what each is, and when."""
    said: dict[str, str] = field(default_factory=dict)
    """What its first row says in columns further rows must not contradict."""
    ticks: ticking.Cells = field(default_factory=dict)
    """What it says of the points of the goal's checklist."""

    @property
    def ticked(self) -> int:
        """How many points are ticked on it and on its indicators."""
        lists = [self.ticks, *(one.ticks for one in self.indicators)]
        return sum(cell.ticked for cells in lists for cell in cells.values())


@dataclass(frozen=True, slots=True)
class Ticked:
    """A point of a checklist that a file changes, at a goal that is there or at one of its indicators, by its name."""

    goal_id: int
    goal: str
    unit_id: int
    unit: str
    year: int
    indicator_id: int | None
    indicator: str
    checklist: Checklist
    point: ChecklistPoint
    before: tuple[bool, str]
    after: tuple[bool, str]


@dataclass(slots=True)
class Plan:
    """What a file would make, what is there already and is left alone, and what stands in the way."""

    goals: list[PlannedGoal] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    ticked: list[Ticked] = field(default_factory=list)
    """What would be ticked, or no longer, at goals that are there already."""

    @property
    def new(self) -> list[PlannedGoal]:
        """The goals that would be made."""
        return [goal for goal in self.goals if not goal.exists]

    @property
    def known(self) -> list[PlannedGoal]:
        """The goals that are there already."""
        return [goal for goal in self.goals if goal.exists]

    @property
    def fingerprint(self) -> str:
        """A short name for exactly this plan, so that what is carried out is what was shown."""
        told: list[object] = [
            [
                goal.unit.id,
                goal.year,
                goal.kind.key,
                goal.title,
                goal.why,
                goal.until_year,
                str(goal.due_on),
                goal.owner,
                goal.exists,
                [repr(one) for one in goal.activities],
                [repr(one) for one in goal.indicators],
                str(goal.link or ""),
                goal.follows,
                goal.starting_point,
                {which: sorted(keys) for which, keys in goal.marks.items()},
                [repr(one) for one in goal.stages],
                [f"{key}: {one}" for key, one in goal.ticks.items()],
            ]
            for goal in self.goals
        ]
        told.append(
            [
                [one.goal_id, one.indicator_id, one.checklist.key, one.point.key, one.before, one.after]
                for one in self.ticked
            ]
        )
        return hashlib.sha256(json.dumps(told, ensure_ascii=False).encode()).hexdigest()
