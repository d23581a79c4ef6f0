"""What is measured of an indicator, put together for pages: the latest, what was said, a spark of a line."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from flask_babel import gettext

from app.quality.factors.reading import IndicatorView
from app.quality.indicators.models import Better, Indicator, Nature, Periodicity
from app.quality.measuring.charting import Drawn, spark
from app.quality.measuring.due import ToMeasure
from app.quality.measuring.fulfilment import fulfilment, proposed_level, whole_per_cent
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import (
    NotAPeriod,
    Period,
    periods_between,
    read_period,
)
from app.quality.measuring.queries import Kept
from app.quality.measuring.rules import main_sex
from app.quality.measuring.wording import SEXES, chart_words, period_name, value_words
from app.steering.schema import Profile
from app.steering.shapes.measuring import Scale
from app.ui.install import locale


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
        )

    @classmethod
    def of_row(cls, row: ToMeasure) -> "About":
        """Read what a row to be measured says of its indicator; enough for putting what stood before into words."""
        return cls(
            row.indicator_id,
            row.name,
            row.nature,
            row.unit_of_measure,
            row.decimals,
            Better.NONE,
            None,
            None,
            row.by_sex,
            row.period.kind,
            None,
        )


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of one sex (or of all), as it is read: words, and whether it can still change."""

    name: str
    words: str
    preliminary: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What is measured for one period: the words somebody wrote, the figures, who and when."""

    measurement_id: int
    period: Period
    period_words: str
    figures: tuple[Figure, ...]
    text: str
    not_measured: bool
    preliminary: bool
    person: str
    at: datetime
    source: str
    proposal: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """What is measured of an indicator in a unit; outcomes are the latest first."""

    about: About
    unit_id: int
    outcomes: tuple[Outcome, ...]
    spark: Drawn | None
    spark_words: str

    @property
    def latest(self) -> Outcome | None:
        """The latest of what was measured; what was not to be measured says nothing of how it is."""
        return next((one for one in self.outcomes if not one.not_measured), None)

    @property
    def told(self) -> list[Outcome]:
        """What was said in words, the latest first."""
        return [one for one in self.outcomes if one.text and not one.not_measured]


def measured(about: About, unit_id: int, kept: Iterable[Kept], scales: Sequence[Scale] = ()) -> Measured:
    """Put together what is measured of an indicator in a unit."""
    there = [one for one in kept if one.indicator_id == about.id and one.unit_id == unit_id and not one.empty]
    by_period = by_period_of(there)
    outcomes = [
        outcome
        for period in sorted(by_period, key=lambda one: (one.last, one.first), reverse=True)
        if (outcome := _outcome(about, period, by_period[period], scales)) is not None
    ]
    main = {
        period: found[main_sex(about.by_sex)]
        for period, found in by_period.items()
        if main_sex(about.by_sex) in found
    }
    own = sorted(period for period in main if period.kind == about.periodicity)
    places = list(periods_between(own[0], own[-1])) if own else []
    values = [main[one].value if one in main else None for one in places]
    line = spark(
        values, frozenset(at for at, one in enumerate(places) if one in main and main[one].preliminary)
    )
    told = [(period, value) for period, value in zip(places, values, strict=True) if value is not None]
    words = chart_words([("", told)], (), (), about) if line is not None else ""
    return Measured(about, unit_id, tuple(outcomes), line, words)


def by_period_of(kept: Iterable[Kept]) -> dict[Period, dict[Sex, Kept]]:
    """Give what is kept by period and by whom it is about."""
    found: dict[Period, dict[Sex, Kept]] = {}
    for one in kept:
        try:
            found.setdefault(read_period(one.period), {})[Sex(one.sex)] = one
        except NotAPeriod:
            continue
    return found


def _outcome(
    about: About, period: Period, found: Mapping[Sex, Kept], scales: Sequence[Scale]
) -> Outcome | None:
    main = found.get(main_sex(about.by_sex)) or next(iter(found.values()), None)
    if main is None:
        return None
    figures = tuple(
        Figure(
            str(SEXES[sex]) if len(found) > 1 or sex in {Sex.WOMEN, Sex.MEN} else "",
            value_words(one.value, about),
            one.preliminary,
        )
        for sex in Sex
        if (one := found.get(sex)) is not None and one.value is not None
    )
    return Outcome(
        main.id,
        period,
        period_name(period),
        figures,
        main.text,
        main.not_measured,
        main.preliminary,
        main.person or "",
        main.at,
        main.source,
        proposal_words(about, period, main.value, scales),
    )


def proposal_words(about: About, period: Period, value: Decimal | None, scales: Sequence[Scale]) -> str:
    """Say which level a scale of the model proposes; nothing where it has none, or there is nothing to compare with."""
    scale = next((one for one in scales if one.proposes_by_fulfilment), None)
    degree = degree_of(about, period, value)
    level = proposed_level(scale, degree) if scale is not None and degree is not None else None
    if level is None or degree is None:
        return ""
    return gettext(
        "Förslag: %(level)s, %(degree)s %% av målvärdet. En människa bedömer.",
        level=level.word.in_language(locale()),
        degree=whole_per_cent(degree),
    )


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
