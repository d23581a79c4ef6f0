"""Pure decisions about judgements of a single indicator: on which scale, after which periods, what its figure proposes."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from app.quality.indicators.models import Better
from app.quality.measuring.about import About, degree_of, scales_for_indicators
from app.quality.measuring.fulfilment import proposed_level, whole_per_cent
from app.quality.measuring.periods import Period
from app.quality.measuring.queries import Kept
from app.steering.schema import Profile
from app.steering.shapes.measuring import Level, Scale

OFFERED = 8
"""Periods one can judge: those that lie further back are read."""


def scale_for(profile: Profile) -> Scale | None:
    """Give the scale single indicators are judged on, one that stands on targets before others; None where there is none."""
    scales = scales_for_indicators(profile)
    return next((one for one in scales if one.proposes_by_fulfilment), next(iter(scales), None))


def to_be_reached(about: About, year: int) -> bool:
    """Tell whether an indicator has something to reach in a year, so that it can be judged."""
    if not about.in_figures or about.better == Better.NONE:
        return False
    return year in about.targets or (about.better == Better.WITHIN and about.low != about.high)


def periods_to_judge(about: About, measured: Collection[Period], today: date) -> list[Period]:
    """Give the periods an indicator can be judged after, the latest first: those that are over and those measured already, with
    something to reach and nothing that says they were not to be measured.
    """
    one, found = about.pace.latest_begun(today), []
    for _ in range(OFFERED):
        begun = about.starts_on is None or about.starts_on <= one.last
        if begun and (one.ended_by(today) or one in measured) and to_be_reached(about, one.year):
            found.append(one)
        one = about.pace.before(one)
    return [one for one in found if one.key not in about.skipped]


@dataclass(frozen=True, slots=True)
class Proposal:
    """What a figure proposes: a level, from its degree of fulfilment; a level without a degree where nothing was measured."""

    level: Level | None = None
    degree: Fraction | None = None

    @property
    def per_cent(self) -> int | None:
        """The degree in whole per cent, rounded down."""
        return whole_per_cent(self.degree) if self.degree is not None else None


def proposal(scale: Scale, about: About, period: Period, kept: Kept | None) -> Proposal:
    """Give what the figure of a period proposes on a scale that stands on how far targets are reached.

    What was not measured is not zero: it gets the level for that, where the scale has one. What was said in words alone, or was
    not to be measured, proposes nothing.
    """
    if not scale.proposes_by_fulfilment or not to_be_reached(about, period.year):
        return Proposal()
    if kept is None or kept.empty:
        return Proposal(proposed_level(scale, None))
    if kept.value is None:
        return Proposal()
    degree = degree_of(about, period, kept.value)
    return Proposal(proposed_level(scale, degree), degree) if degree is not None else Proposal()
