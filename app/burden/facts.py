"""What is asked, as plain facts, and what follows from them. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.quality.measuring.rounds import Pace

FEWEST_MEETINGS, FEWEST_UNITS = 5, 3
"""Of how many meetings in how many units it may be told that nobody noted anything: of fewer, one could tell which."""


class Sort(StrEnum):
    """What sort of thing is asked for."""

    THEME = "theme"
    HEADING = "heading"
    INDICATOR = "indicator"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked for again and again: a theme, a heading, an indicator.

    `belongs` is the key or name of what it stands in and `place` the number of that; `times` is how often it is asked for in
    the year, in `units` units. So far it has come up `so_far` times, something was written `written` of them, and `used` of
    those came to anything.
    """

    sort: Sort
    title: str
    belongs: str
    place: int
    times: int
    units: int
    so_far: int
    written: int
    used: int

    @property
    def nobody_used(self) -> bool:
        """Tell whether it has come up, and nothing ever came of it."""
        return self.so_far > 0 and self.used == 0


@dataclass(slots=True)
class OfKind:
    """What one kind of unit is asked for in a year, all its units together; `minutes` are those of the meetings."""

    kind: str
    units: int = 0
    meetings: int = 0
    minutes: int = 0
    themes: int = 0
    headings: int = 0
    measurements: int = 0
    controls: int = 0
    reports: int = 0

    @property
    def in_all(self) -> int:
        """How much there is to fill in, meetings not counted."""
        return self.themes + self.headings + self.measurements + self.controls + self.reports

    def for_each(self, number: int) -> int:
        """Give what comes to one unit, to the nearest whole; what there is anything of is at least one."""
        if not number or not self.units:
            return 0
        return max(1, (2 * number + self.units) // (2 * self.units))

    @property
    def hours(self) -> int:
        """Hours in meetings for one unit, to the nearest whole."""
        return self.for_each((self.minutes + 30) // 60) if self.minutes else 0


@dataclass(slots=True)
class Burden:
    """What is asked in some units in a year, by kind of unit; what nobody has used, and what was used, by where it stands."""

    kinds: list[OfKind] = field(default_factory=list)
    unused: list[list[Asked]] = field(default_factory=list)
    used: list[list[Asked]] = field(default_factory=list)
    indicators: int = 0
    indicators_used: int = 0


def times_a_year(pace: Pace, year: int) -> int:
    """Tell how often an indicator is to be measured in a year."""
    return len(pace.of_year(year))


def may_be_told(meetings: int, units: int) -> bool:
    """Tell whether so many meetings in so many units hide which of them it was that noted nothing."""
    return meetings >= FEWEST_MEETINGS and units >= FEWEST_UNITS


def by_weight(found: Iterable[Asked]) -> list[Asked]:
    """Order what is asked by how often, then by name, so that what weighs most stands first."""
    return sorted(found, key=lambda one: (-one.times, one.sort, one.title, one.belongs))


def by_place(found: Iterable[Asked]) -> list[list[Asked]]:
    """Put together what stands in the same template or text, and all indicators, the places asked from most often first."""
    places: dict[tuple[Sort, str, int], list[Asked]] = {}
    for one in by_weight(found):
        # A factor seldom has more than one indicator nobody used: as many headings as lines would say nothing.
        place = ("", 0) if one.sort is Sort.INDICATOR else (one.belongs, one.place)
        places.setdefault((one.sort, *place), []).append(one)
    return sorted(places.values(), key=lambda ones: -sum(one.times for one in ones))


def used_since(year: int) -> date:
    """Give the first day on which use counts: much is asked in one year and used in the next, so the year before counts too."""
    return date(year - 1, 1, 1)
