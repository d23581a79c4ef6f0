"""What is measured of an indicator, put together for pages: the latest, what was said, a spark of a line."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, Protocol

from flask_babel import gettext

from app.quality.measuring.about import About, by_period_of, degree_of, places_between
from app.quality.measuring.charting import Drawn, spark
from app.quality.measuring.due import ToMeasure
from app.quality.measuring.fulfilment import proposed_level, whole_per_cent
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import (
    Period,
)
from app.quality.measuring.queries import Kept
from app.quality.measuring.rules import main_sex
from app.quality.measuring.wording import SEXES, Written, chart_words, period_name, value_words
from app.steering.shapes.measuring import Scale
from app.ui.install import locale

_EACH = tuple(Sex)


class Figure(NamedTuple):
    """A figure of one sex (or of all), as it is read: words, and whether it can still change."""

    name: str
    words: str
    preliminary: bool


class Outcome(NamedTuple):
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
    outcomes = (
        _outcome(about, one, by_period[one], _proposed(about, one, by_period[one], scales))
        for one in _latest_first(by_period)
    )
    return Measured(about, unit_id, tuple(outcomes), line, words)


def outcomes_before(row: ToMeasure, kept: Iterable[Kept], most: int) -> list[Outcome]:
    """Give the latest few of what was measured before the period a row is due for; `kept` is of its indicator and unit."""
    by_period = by_period_of(one for one in kept if not one.empty)
    due = row.period.days
    earlier = _latest_first(one for one in by_period if one.days < due)
    return [_outcome(row, period, by_period[period]) for period in earlier[:most]]


def _measured_in(about: About, unit_id: int, kept: Iterable[Kept]) -> dict[Period, dict[Sex, Kept]]:
    there = [one for one in kept if one.indicator_id == about.id and one.unit_id == unit_id and not one.empty]
    return by_period_of(there)


def _latest_first(periods: Iterable[Period]) -> list[Period]:
    return sorted(periods, key=lambda one: one.days[::-1], reverse=True)


class Told(Written, Protocol):
    """How an indicator tells what was measured of it: how it writes its figures, and whether it has one for each sex."""

    @property
    def by_sex(self) -> bool:
        """Whether it has."""


def _outcome(about: Told, period: Period, found: Mapping[Sex, Kept], proposal: str = "") -> Outcome:
    main = _main(about, found)
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
        proposal,
    )


def _main(about: Told, found: Mapping[Sex, Kept]) -> Kept:
    """Give what holds the words of a period: what is of all together, where there is that."""
    return found.get(main_sex(about.by_sex)) or next(iter(found.values()))


def _proposed(about: About, period: Period, found: Mapping[Sex, Kept], scales: Sequence[Scale]) -> str:
    return proposal_words(about, period, _main(about, found).value, scales)


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
