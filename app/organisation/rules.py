"""Pure decisions about trees and appointments over time. Periods are half-open: from a day up to but not including another."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol, TypeVar

FOREVER = date.max
"""Stands for “until further notice” inside this module; outside it is None."""

Name = TypeVar("Name")


class KindRule(Protocol):
    """What is needed to know of a kind of unit; the profile's unit kinds fit."""

    @property
    def key(self) -> str:
        """Key of the kind."""

    @property
    def parents(self) -> tuple[str, ...]:
        """Kinds it may hang under; none means that it can be the root."""

    @property
    def may_nest(self) -> bool:
        """Whether it may hang under its own kind."""

    @property
    def nature(self) -> str:
        """What it is in law and practice."""

    @property
    def is_top(self) -> bool:
        """Whether it is the kind whose manager is the kommunchef."""


@dataclass(frozen=True, slots=True)
class Period:
    """From a day up to but not including another; None means until further notice."""

    start: date
    end: date | None = None

    @property
    def last(self) -> date:
        """Give the end as a day that can be compared."""
        return self.end or FOREVER

    @property
    def is_possible(self) -> bool:
        """Tell whether it holds at least one day."""
        return self.start < self.last

    def holds(self, day: date) -> bool:
        """Tell whether `day` lies in it."""
        return self.start <= day < self.last

    def overlaps(self, other: "Period") -> bool:
        """Tell whether the two share a day."""
        return self.start < other.last and other.start < self.last

    def covers(self, other: "Period") -> bool:
        """Tell whether every day of `other` lies in it."""
        return self.start <= other.start and other.last <= self.last

    def common(self, other: "Period") -> "Period | None":
        """Give the days the two share, or None."""
        if not self.overlaps(other):
            return None
        return Period(max(self.start, other.start), _open(min(self.last, other.last)))


def _open(day: date) -> date | None:
    return None if day == FOREVER else day


@dataclass(frozen=True, slots=True)
class Place:
    """Where a unit hangs during a period; no parent for a root."""

    unit: int
    parent: int | None
    period: Period


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """That `ancestor` lies `depth` steps above `descendant` during a period: one row of the closure."""

    descendant: int
    ancestor: int
    start: date
    end: date | None
    depth: int


class CycleFound(Exception):
    """A unit would lie above itself; `units` are those of the ring, in order."""

    def __init__(self, units: Sequence[int]) -> None:
        super().__init__(units)
        self.units = tuple(units)


def closure(places: Iterable[Place], only: Iterable[int] | None = None) -> list[Line]:
    """Give every line from the units in `only` (all when None) upward, with the longest possible periods.

    `places` must hold the places of those units and of everything ever above them. Raises `CycleFound`.
    """
    at = _by_unit(places)
    wanted = at.keys() if only is None else only
    return [line for unit in wanted for line in _joined(_lines_up(unit, at))]


MOST_LEVELS = 60
"""Units above one another, several times as many as anybody has. A column filled in downwards, so that each unit hangs under the
one before it, is a slip of the hand, and what such a tree costs grows with its square.
"""


def too_deep(places: Iterable[Place], through: Iterable[int]) -> int | None:
    """Give a unit of those in `through` that more than `MOST_LEVELS` lie above, on whatever days; None without any."""
    parents: dict[int, set[int]] = {}
    for place in places:
        if place.parent is not None:
            parents.setdefault(place.unit, set()).add(place.parent)
    for unit in through:
        seen, above = {unit}, {unit}
        for _level in range(MOST_LEVELS + 1):
            above = {one for at in above for one in parents.get(at, ())} - seen
            seen |= above
        if above:
            return unit
    return None


def rings(places: Iterable[Place], through: Iterable[int]) -> Iterator[tuple[int, ...]]:
    """Give the units of every ring above those in `through`, in order; a unit is in one ring at most."""
    at = _by_unit(places)
    for unit in through:
        while ring := _ring_above(unit, at):
            yield ring
            for one in ring:
                at.pop(one, None)


def _ring_above(unit: int, at: Mapping[int, Sequence[Place]]) -> tuple[int, ...]:
    try:
        for _line in _lines_up(unit, at):
            pass
    except CycleFound as found:
        return found.units
    return ()


def _by_unit(places: Iterable[Place]) -> dict[int, list[Place]]:
    at: dict[int, list[Place]] = {}
    for place in places:
        at.setdefault(place.unit, []).append(place)
    return at


def _lines_up(unit: int, at: Mapping[int, Sequence[Place]]) -> Iterator[Line]:
    for place in at.get(unit, ()):
        yield Line(unit, unit, place.period.start, place.period.end, 0)
        waiting: list[tuple[Place, Period, tuple[int, ...]]] = [(place, place.period, (unit,))]
        while waiting:
            here, period, below = waiting.pop()
            if here.parent is None:
                continue
            if here.parent in below:
                raise CycleFound(below[below.index(here.parent) :])
            # How long the parent stands there at all is the business of `covered`; here its places decide.
            for above in at.get(here.parent, ()):
                shared = period.common(above.period)
                if shared is None:
                    continue
                yield Line(unit, here.parent, shared.start, shared.end, len(below))
                waiting.append((above, shared, (*below, here.parent)))


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """Join lines that follow on each other, so that the closure is the same whatever way it was reached."""
    ordered = sorted(lines, key=lambda line: (line.ancestor, line.start))
    current: Line | None = None
    for line in ordered:
        if (
            current is not None
            and current.ancestor == line.ancestor
            and current.depth == line.depth
            and current.end == line.start
        ):
            current = Line(line.descendant, line.ancestor, current.start, line.end, line.depth)
            continue
        if current is not None:
            yield current
        current = line
    if current is not None:
        yield current


def covered(period: Period, by: Iterable[Period]) -> bool:
    """Tell whether `by` together hold every day of `period`."""
    day = period.start
    for part in sorted(by, key=lambda part: part.start):
        if part.start > day:
            return False
        day = max(day, part.last)
        if day >= period.last:
            return True
    return False


def moved(places: Sequence[Place], parent: int | None, on: date) -> list[Place]:
    """Give a unit's places after a move on a day: what was before stays, what was planned for later stays.

    `places` are those of one unit. A move on the very day a place begins takes its place.
    """
    after: list[Place] = []
    for place in sorted(places, key=lambda place: place.period.start):
        if not place.period.holds(on):
            after.append(place)
            continue
        if place.period.start < on:
            after.append(Place(place.unit, place.parent, Period(place.period.start, on)))
        after.append(Place(place.unit, parent, Period(on, place.period.end)))
    return joined_places(after)


def ended(places: Sequence[Place], on: date) -> list[Place]:
    """Give a unit's places when it ends on a day."""
    kept = [place for place in places if place.period.start < on]
    return [
        Place(place.unit, place.parent, Period(place.period.start, min(place.period.last, on)))
        for place in kept
    ]


def restored(
    places: Sequence[Place], before: Sequence[Place], after: Sequence[Place], on: date
) -> list[Place] | None:
    """Give a unit's places when a change of a day, which turned `before` into `after`, is taken back.

    What has happened to the unit until that day since then stays; None where what comes from that day on has been changed.
    """
    if _from(places, on) != _from(after, on):
        return None
    head, tail = ended(places, on), _from(before, on)
    if head and tail and any(place.period.start < on < place.period.last for place in before):
        # The place it would have kept past that day is the one it has by then.
        tail[0] = Place(tail[0].unit, head[-1].parent, tail[0].period)
    return joined_places([*head, *tail])


def _from(places: Sequence[Place], on: date) -> list[Place]:
    """Give a unit's places from a day on."""
    return joined_places(
        [
            Place(place.unit, place.parent, Period(max(place.period.start, on), place.period.end))
            for place in places
            if place.period.last > on
        ]
    )


def joined_places(places: Sequence[Place]) -> list[Place]:
    """Join places under the same parent that follow on each other."""
    result: list[Place] = []
    for place in sorted(places, key=lambda place: place.period.start):
        before = result[-1] if result else None
        if before and before.parent == place.parent and before.period.end == place.period.start:
            result[-1] = Place(place.unit, place.parent, Period(before.period.start, place.period.end))
        else:
            result.append(place)
    return result


def may_hang_under(kind: KindRule, parent: KindRule | None) -> bool:
    """Tell whether a unit of `kind` may hang under one of `parent`, or be the root when `parent` is None."""
    if parent is None:
        return not kind.parents
    return parent.key in kind.parents or (kind.may_nest and kind.key == parent.key)


def possible_kinds(kinds: Iterable[KindRule], parent: KindRule | None) -> list[str]:
    """Give the keys of the kinds that may hang under `parent`, in the profile's order."""
    return [kind.key for kind in kinds if may_hang_under(kind, parent)]


BOARDS = frozenset({"council", "executive_board", "board", "committee"})


def role_fits(role: str, nature: str) -> bool:
    """Tell whether a role can be held at a unit of `nature`: managers lead administrations, politicians sit on boards.

    A company has both: a managing director and a board.
    """
    if role == "manager":
        return nature not in BOARDS
    if role == "politician":
        return nature in BOARDS or nature == "company"
    return True


def first_clash(periods: Iterable[tuple[object, Period]]) -> tuple[object, object] | None:
    """Give the names of the first two periods that share a day, or None; of use for ordinary managers of a unit."""
    ordered = sorted(periods, key=lambda named: (named[1].start, named[1].last))
    longest: tuple[object, Period] | None = None
    for named in ordered:
        if longest is not None and longest[1].overlaps(named[1]):
            return longest[0], named[0]
        if longest is None or named[1].last > longest[1].last:
            longest = named
    return None


def clashes(periods: Iterable[tuple[int, Name, Period]]) -> Iterator[tuple[int, Name, Name]]:
    """Give the periods to leave out so that no two of the others share a day: the rank of each, what it clashes with, itself.

    Each has a rank, a name and a period; of two that share a day the one of lower rank stays.
    """
    kept: tuple[int, Name, Period] | None = None
    for one in sorted(periods, key=lambda ranked: (ranked[2].start, ranked[2].last)):
        if kept is None or not kept[2].overlaps(one[2]):
            kept = one
        elif one[0] < kept[0]:
            yield kept[0], one[1], kept[1]
            kept = one
        else:
            yield one[0], kept[1], one[1]
