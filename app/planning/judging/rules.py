"""Pure decisions about judgements of goals: on which scale and after which months, what the figures propose (ADR 45)."""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.planning.measures.table import Measure
from app.planning.models import Goal, GoalState
from app.quality.measuring.fulfilment import HUNDRED, proposed_level, whole_per_cent
from app.steering.schema import Profile
from app.steering.shapes.goals import GoalKind
from app.steering.shapes.measuring import Level, Scale

YEAR_END = 12
OFFERED = 8
"""Periods one can judge: those that lie further back are read."""


def scale_of(profile: Profile, kind: GoalKind | None) -> Scale | None:
    """Give the scale goals of a kind are judged on; None where the model judges none of them."""
    if kind is None or kind.scale is None:
        return None
    return next((one for one in profile.scales if one.key == kind.scale and "goal" in one.applies_to), None)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """What a judgement is after: a month of a year."""

    year: int
    month: int

    @property
    def key(self) -> str:
        """Give it as it stands in addresses."""
        return f"{self.year}-{self.month:02d}"

    @property
    def last(self) -> date:
        """Give its last day."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])

    @classmethod
    def read(cls, key: str) -> "Period | None":
        """Read what stood in an address; None where it is no period."""
        year, _, month = key.partition("-")
        if not (len(year) == 4 and len(month) == 2 and (year + month).isascii() and (year + month).isdigit()):
            return None
        return cls(int(year), int(month)) if 1 <= int(month) <= YEAR_END else None


def months_of(profile: Profile) -> tuple[int, ...]:
    """Give the months after which goals are judged: those in which the model follows up; otherwise at the end of the year."""
    found = next((one.months for one in profile.rhythms if one.months and "follow_up" in one.applies_to), ())
    return tuple(sorted(found)) or (YEAR_END,)


def periods_to_judge(profile: Profile, goal: Goal, today: date) -> list[Period]:
    """Give the periods a goal can be judged after, the latest first: those of its years that have begun to end.

    In the last month of a period one can judge it; before the first has come there is none.
    """
    months = months_of(profile)
    last_year = min(today.year, goal.until_year or today.year)
    every = [Period(year, month) for year in range(goal.year, last_year + 1) for month in months]
    begun = [one for one in every if (one.year, one.month) <= (today.year, today.month)]
    return sorted(begun, reverse=True)[:OFFERED]


def may_judge(goal: Goal) -> bool:
    """Tell whether a goal can be judged: while it holds."""
    return goal.state == GoalState.ESTABLISHED


@dataclass(frozen=True, slots=True)
class Proposal:
    """What the figures propose: a level, from the degree of so many measures out of those with a level to reach."""

    level: Level | None = None
    degree: Fraction | None = None
    measured: int = 0
    of_measures: int = 0

    @property
    def per_cent(self) -> int | None:
        """The degree in whole per cent, rounded down."""
        return whole_per_cent(self.degree) if self.degree is not None else None


def proposal(scale: Scale, measures: Sequence[Measure], year: int) -> Proposal:
    """Give what the figures of a year propose on a scale that stands on how far targets are reached (ADR 45).

    Each measure with a level to reach that year weighs the same, and none more than its hundred: what was passed in one
    place does not hide what lacks in another. What is not measured is not zero: it is left out, and said. Where nothing is
    measured at all the level for that is proposed, and where nothing is to be reached none is.
    """
    if not scale.proposes_by_fulfilment:
        return Proposal()
    counted = [one for one in measures if one.to_be_reached(year)]
    if not counted:
        return Proposal()
    degrees = [degree for one in counted if (degree := one.degree(year)) is not None]
    if not degrees:
        return Proposal(proposed_level(scale, None), None, 0, len(counted))
    together = _together(degrees, alone=len(counted) == 1)
    return Proposal(proposed_level(scale, together), together, len(degrees), len(counted))


def _together(degrees: Sequence[Fraction], *, alone: bool) -> Fraction:
    if alone:
        return degrees[0]
    return sum((min(one, HUNDRED) for one in degrees), Fraction(0)) / len(degrees)
