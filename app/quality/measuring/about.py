"""What of an indicator its figures are read by, how they lie in time, and how far they have come. Pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.quality.factors.reading import IndicatorView
from app.quality.indicators.models import Better, Indicator, Nature, Periodicity
from app.quality.measuring.fulfilment import fulfilment
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import NotAPeriod, Period, read_period
from app.quality.measuring.queries import Kept
from app.quality.measuring.rounds import Pace, pace_of
from app.steering.schema import Profile
from app.steering.shapes.measuring import Scale


@dataclass(frozen=True, slots=True)
class About:
    """What of an indicator the figures are read by."""

    id: int
    name: str
    nature: str
    unit_of_measure: str
    decimals: int
    better: str
    low: Decimal | None
    high: Decimal | None
    by_sex: bool
    periodicity: Periodicity
    starts_on: date | None
    targets: Mapping[int, Decimal] = field(default_factory=dict)
    skipped: frozenset[str] = frozenset()
    months: tuple[int, ...] = ()
    """The months of its rounds, where it is measured in rounds."""

    @property
    def pace(self) -> Pace:
        """How often it is measured."""
        return Pace(self.periodicity, self.months)

    @property
    def in_figures(self) -> bool:
        """Tell whether it is measured in figures."""
        return self.nature == Nature.QUANTITATIVE

    @classmethod
    def of(
        cls,
        one: Indicator | IndicatorView,
        targets: Mapping[int, Decimal] | None = None,
        skipped: Collection[str] = (),
    ) -> "About":
        """Read an indicator; targets and skipped periods come beside it."""
        return cls(
            one.id,
            one.name,
            one.nature,
            one.unit_of_measure,
            one.decimals,
            one.better,
            one.within_low,
            one.within_high,
            one.by_sex,
            Periodicity(one.periodicity),
            one.starts_on,
            targets or {},
            frozenset(skipped),
            pace_of(one.periodicity, one.rhythm).months,
        )


def places_between(pace: Pace, known: Collection[Period], until: Period | None = None) -> list[Period]:
    """Give the places along a line: the periods from the first known to the last, or `until`; none for none.

    A round that was measured when the rhythm had other months keeps its place.
    """
    if not known:
        return []
    last = max([*known, *([until] if until is not None else [])])
    return sorted({*pace.between(min(known), last), *known})


def by_period_of(kept: Iterable[Kept]) -> dict[Period, dict[Sex, Kept]]:
    """Give what is kept by period and by whom it is about."""
    found: dict[Period, dict[Sex, Kept]] = {}
    for one in kept:
        try:
            found.setdefault(read_period(one.period), {})[Sex(one.sex)] = one
        except NotAPeriod:
            continue
    return found


def degree_of(about: About, period: Period, value: Decimal | None) -> Fraction | None:
    """Tell how far a value has come towards the target of its year."""
    return fulfilment(
        value,
        better=Better(about.better),
        target=about.targets.get(period.year),
        low=about.low,
        high=about.high,
    )


def scales_for_indicators(profile: Profile) -> list[Scale]:
    """Give the scales of a model on which indicators are judged."""
    return [one for one in profile.scales if "indicator" in one.applies_to]
