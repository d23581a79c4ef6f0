"""What is measured of an indicator, put together for pages: the latest, what was said, a spark of a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext

from app.quality.measuring.about import About, by_period_of, degree_of, places_between
from app.quality.measuring.charting import Drawn, spark
from app.quality.measuring.fulfilment import proposed_level, whole_per_cent
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import (
    Period,
)
from app.quality.measuring.queries import Kept
from app.quality.measuring.rules import main_sex
from app.quality.measuring.wording import SEXES, chart_words, period_name, value_words
from app.steering.shapes.measuring import Scale
from app.ui.install import locale

_EACH = tuple(Sex)


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
    by_period = _measured_in(about, unit_id, kept)
    main = {
        period: found[main_sex(about.by_sex)]
        for period, found in by_period.items()
        if main_sex(about.by_sex) in found
    }
    own = sorted(period for period in main if period.kind == about.periodicity)
    places = places_between(about.pace, own)
    values = [main[one].value if one in main else None for one in places]
    line = spark(
        values, frozenset(at for at, one in enumerate(places) if one in main and main[one].preliminary)
    )
    told = [(period, value) for period, value in zip(places, values, strict=True) if value is not None]
    words = chart_words([("", told)], (), (), about) if line is not None else ""
    return Measured(about, unit_id, tuple(_latest_first(about, by_period, scales)), line, words)


def outcomes_before(
    about: About, unit_id: int, kept: Iterable[Kept], period: Period, most: int
) -> list[Outcome]:
    """Give the latest of what was measured of an indicator in a unit before a period, where nothing is drawn."""
    by_period = _measured_in(about, unit_id, kept)
    earlier = {one: found for one, found in by_period.items() if one < period}
    return _latest_first(about, earlier, (), most)


def _measured_in(about: About, unit_id: int, kept: Iterable[Kept]) -> dict[Period, dict[Sex, Kept]]:
    there = [one for one in kept if one.indicator_id == about.id and one.unit_id == unit_id and not one.empty]
    return by_period_of(there)


def _latest_first(
    about: About,
    by_period: Mapping[Period, Mapping[Sex, Kept]],
    scales: Sequence[Scale],
    most: int | None = None,
) -> list[Outcome]:
    latest = sorted(by_period, key=lambda one: (one.last, one.first), reverse=True)
    return [_outcome(about, period, by_period[period], scales) for period in latest[:most]]


def _outcome(about: About, period: Period, found: Mapping[Sex, Kept], scales: Sequence[Scale]) -> Outcome:
    main = found.get(main_sex(about.by_sex)) or next(iter(found.values()))
    figures = tuple(
        Figure(
            str(SEXES[sex]) if len(found) > 1 or sex in {Sex.WOMEN, Sex.MEN} else "",
            value_words(one.value, about),
            one.preliminary,
        )
        for sex in _EACH
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
    degree = degree_of(about, period, value) if scale is not None else None
    level = proposed_level(scale, degree) if scale is not None and degree is not None else None
    if level is None or degree is None:
        return ""
    return gettext(
        "Förslag: %(level)s, %(degree)s %% av målvärdet. En människa bedömer.",
        level=level.word.in_language(locale()),
        degree=whole_per_cent(degree),
    )
