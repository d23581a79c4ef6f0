"""When an indicator is measured: for each period of a kind, or in the named rounds of a rhythm of the steering model.

A round is a period too, kept as "2026-R08": what stood after August, whatever happened since the round before. Which months have
rounds is the rhythm's to say, so a period of that kind knows no neighbours by itself: they are asked of the `Pace`.
"""

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, case, literal

from app.quality.indicators.models import Indicator, Periodicity
from app.quality.measuring.periods import (
    Period,
    latest_ended,
    period_of,
    periods_between,
    periods_of_year,
)
from app.steering.schema import Profile
from app.steering.shapes.year import Rhythm

INDICATOR = "indicator"
"""What a rhythm applies to that indicators can take."""

AT_THE_END = (12,)
"""When there are rounds where no model knows the rhythm any more: at the end of the year."""

Rounds = tuple[tuple[str, tuple[int, ...]], ...]
"""The rhythms indicators can have been given, each with the months that have rounds."""


def round_by(months: Collection[int], day: date, step: int = 0) -> Period:
    """Give the latest round that is over on a day, or the one so many rounds after it (before it, where `step` is negative).

    All arithmetic of rounds is this: with k months a year the rounds stand in one line, k to a year, and a day has a place in
    it. A round is over the day after the last of its month; so on the last of August the round of August is not over, and on
    the first of September it is. Which month comes first does not matter, and a month named twice counts once.
    """
    ordered = sorted(set(months))
    place = day.year * len(ordered) + bisect_right(ordered, day.month - 1) - 1 + step
    year, at = divmod(place, len(ordered))
    return Period(Periodicity.ROUND, year, ordered[at])


@dataclass(frozen=True, slots=True)
class Pace:
    """How often something is measured. `months` are those of the rounds, where it is measured in rounds."""

    kind: Periodicity
    months: tuple[int, ...] = ()

    @property
    def _months(self) -> tuple[int, ...]:
        return self.months or AT_THE_END

    @property
    def _in_rounds(self) -> bool:
        return self.kind is Periodicity.ROUND

    def latest_ended(self, day: date) -> Period:
        """Give the latest period that is over on a day."""
        return round_by(self._months, day) if self._in_rounds else latest_ended(self.kind, day)

    def latest_begun(self, day: date) -> Period:
        """Give the latest period one can measure on a day: that which goes on, where there is one."""
        if not self._in_rounds:
            return period_of(self.kind, day)
        coming = round_by(self._months, day, 1)
        return coming if coming.first <= day else round_by(self._months, day)

    def before(self, period: Period) -> Period:
        """Give the period before one."""
        return round_by(self._months, period.first) if self._in_rounds else period.previous

    def has(self, period: Period) -> bool:
        """Tell whether a period is one it is measured for."""
        return period.kind is self.kind and (not self._in_rounds or period.number in self._months)

    def between(self, first: Period, last: Period) -> Iterator[Period]:
        """Give the periods from one through another."""
        if not self._in_rounds:
            yield from periods_between(first, last)
            return
        one = round_by(self._months, first.first, 1)
        while not last < one:
            yield one
            one = round_by(self._months, one.last + timedelta(days=1), 1)

    def of_year(self, year: int) -> list[Period]:
        """Give the periods that belong to a year."""
        found = periods_of_year(self.kind, year)
        return [one for one in found if self.has(one)] if self._in_rounds else found


def in_rounds(rhythm: Rhythm) -> bool:
    """Tell whether indicators can take a rhythm: it is for them, and says which months have rounds."""
    return bool(rhythm.months) and INDICATOR in rhythm.applies_to


def rounds_in(profile: Profile) -> Rounds:
    """Give the rhythms an indicator may have been given, those of earlier models too."""
    return tuple((one.key, tuple(sorted(set(one.months)))) for one in profile.all_rhythms() if in_rounds(one))


class Model:
    """The steering model in force, from who knows it: this room knows nothing of the web."""

    def __init__(self) -> None:
        """Begin without anybody to ask."""
        self._ask: Callable[[], Profile] | None = None

    def register(self, ask: Callable[[], Profile]) -> None:
        """Say whom to ask for it."""
        self._ask = ask

    def rhythms(self) -> tuple[Rhythm, ...]:
        """Give the rhythms of the model in force."""
        return self._ask().rhythms if self._ask is not None else ()

    def all_rhythms(self) -> tuple[Rhythm, ...]:
        """Give those of earlier models too."""
        return self._ask().all_rhythms() if self._ask is not None else ()

    def rounds(self) -> Rounds:
        """Give the rhythms an indicator may have been given."""
        return rounds_in(self._ask()) if self._ask is not None else ()


model = Model()


def rounds_in_force() -> Rounds:
    """Give the rhythms an indicator may have been given, as the steering model in force has them."""
    return model.rounds()


def pace_of(periodicity: str, rhythm: str) -> Pace:
    """Give how often an indicator is measured."""
    kind = Periodicity(periodicity)
    return Pace(kind, dict(rounds_in_force()).get(rhythm, ())) if kind is Periodicity.ROUND else Pace(kind)


def rhythm_called(words: str) -> str:
    """Give the key of the rhythm of the model in force that somebody named in words; empty where they named none."""
    said = " ".join(words.split()).casefold()
    return next(
        (
            one.key
            for one in model.rhythms()
            if said
            and in_rounds(one)
            and said in {one.name.in_language(tongue).casefold() for tongue in ("sv", "en")}
        ),
        "",
    )


def rhythm_name(key: str) -> str:
    """Give what a rhythm is called in the municipality's language, as `rhythm_called` reads it; empty for none."""
    known = model.all_rhythms() if key else ()
    return next((one.name.sv for one in known if one.key == key), "")


# --- many at once, told apart by a name


def named(rhythm: str) -> str:
    """Name the pace of a rhythm, as it stands beside the periodicities."""
    return f"{Periodicity.ROUND}/{rhythm}"


def pace_key(periodicity: str, rhythm: str) -> str:
    """Give the name of an indicator's pace."""
    return named(rhythm) if rhythm else periodicity


@lru_cache(maxsize=64)
def paces(rounds: Rounds) -> Mapping[str, Pace]:
    """Give every pace there is by its name: the periodicities, and the rhythms; of a rhythm nobody knows that of no name."""
    found = {str(kind): Pace(kind) for kind in Periodicity}
    return found | {named(rhythm): Pace(Periodicity.ROUND, months) for rhythm, months in rounds}


def pace_called(rounds: Rounds, name: str) -> Pace:
    """Give a pace by its name."""
    known = paces(rounds)
    return known.get(name) or known[Periodicity.ROUND]


def pace_name() -> ColumnElement[str]:
    """Give an indicator's pace by name, as a column."""
    return case(
        (
            Indicator.periodicity == Periodicity.ROUND,
            literal(named("")).concat(Indicator.rhythm),
        ),
        else_=Indicator.periodicity,
    )
