"""Lays the year out as a wheel: months around, a ring for each phase where there is room, an arc for each event. Pure.

The year begins at the top and goes as the clock does. Events that meet in time lie in rings beside each other. A list beside the
wheel tells the same.
"""

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from math import cos, pi, sin

from app.cycle.rules import Instance

SIZE = 620
MIDDLE = SIZE / 2
OUTER, HOLE = 262.0, 78.0
"""Radius of the wheel, and of the least that is left for the year in its middle."""

PITCH, GAP = 36.0, 0.14
"""Width of a lane with what parts it from the next, and how much of it that is; lanes are narrower where there are many."""

EDGE, MONTH_AT = 267.0, 287.0
LEAST = 9.0
"""Degrees of the shortest arc: a single day is still something to point at."""

APART = 1.2
"""Degrees between two arcs that follow each other."""


@dataclass(frozen=True, slots=True)
class Arc:
    """An event on the wheel: its number in the list, the shape, and where the number stands."""

    instance: Instance
    number: int
    path: str
    x: float
    y: float
    phase: int


@dataclass(frozen=True, slots=True)
class Mark:
    """A month: its name's place, and the line where it begins."""

    month: int
    x: float
    y: float
    line: str


@dataclass(frozen=True, slots=True)
class Wheel:
    """All that is drawn."""

    arcs: list[Arc]
    months: list[Mark]
    rings: list[float]
    hand: str
    inner: float


def draw(found: Sequence[Instance], year: int, phases: Sequence[str], today: date) -> Wheel:
    """Lay out what lies in a calendar year; numbers follow the order of `found`."""
    numbers = {one.key: number for number, one in enumerate(found, start=1)}
    places = {phase: place for place, phase in enumerate(phases)}
    lanes = [
        row
        for phase in phases
        for row in _lanes([one for one in found if (one.event.phase or "") == phase], year)
    ]
    if len(lanes) * PITCH > OUTER - HOLE:
        # Too many to keep phases apart: wider lanes that they share are easier to read and to point at.
        lanes = _lanes(sorted(found, key=lambda one: places[one.event.phase or ""]), year)
    pitch = min(PITCH, (OUTER - HOLE) / max(1, len(lanes)))
    arcs = [
        _arc(
            one,
            numbers[one.key],
            year,
            (OUTER - lane * pitch, OUTER - (lane + 1 - GAP) * pitch),
            places[one.event.phase or ""],
        )
        for lane, row in enumerate(lanes)
        for one in row
    ]
    inner = OUTER - max(1, len(lanes)) * pitch
    return Wheel(
        arcs=sorted(arcs, key=lambda arc: arc.number),
        months=[_mark(month, year, inner) for month in range(1, 13)],
        rings=[EDGE, inner],
        hand=_line(_turn(today, year), inner, EDGE) if today.year == year else "",
        inner=inner,
    )


def _lanes(found: Sequence[Instance], year: int) -> list[list[Instance]]:
    """Lay events in as few lanes as they need not to meet, each in the outermost that has room for it."""
    lanes: list[list[Instance]] = []
    for one in found:
        row = next((row for row in lanes if not any(_meet(one, other, year) for other in row)), None)
        if row is None:
            lanes.append([one])
        else:
            row.append(one)
    return lanes


def _meet(one: Instance, other: Instance, year: int) -> bool:
    (begins, ends), (begun, ended) = _span(one, year), _span(other, year)
    return begins < ended and begun < ends


def _span(one: Instance, year: int) -> tuple[float, float]:
    first, last = max(one.first, date(year, 1, 1)), min(one.last, date(year, 12, 31))
    begins, ends = _turn(first, year), _turn(last, year) + 360 / _days(year)
    if ends - begins < LEAST:
        begins = min(begins, 360 - LEAST)
        ends = begins + LEAST
    return begins, ends


def _days(year: int) -> int:
    return 366 if monthrange(year, 2)[1] == 29 else 365


def _turn(day: date, year: int) -> float:
    return 360 * (day - date(year, 1, 1)).days / _days(year)


def _arc(one: Instance, number: int, year: int, radii: tuple[float, float], phase: int) -> Arc:
    begins, ends = _span(one, year)
    ends = max(begins + LEAST / 2, ends - APART)
    outer, inner = radii
    far = 1 if ends - begins > 180 else 0
    a, b, c, d = _at(begins, outer), _at(ends, outer), _at(ends, inner), _at(begins, inner)
    path = f"M{a}A{outer:.1f} {outer:.1f} 0 {far} 1 {b}L{c}A{inner:.1f} {inner:.1f} 0 {far} 0 {d}Z"
    x, y = _point((begins + ends) / 2, (outer + inner) / 2)
    return Arc(one, number, path, x, y, phase)


def _point(turn: float, radius: float) -> tuple[float, float]:
    angle = (turn - 90) * pi / 180
    return round(MIDDLE + radius * cos(angle), 1), round(MIDDLE + radius * sin(angle), 1)


def _at(turn: float, radius: float) -> str:
    x, y = _point(turn, radius)
    return f"{x:g} {y:g}"


def _line(turn: float, inner: float, outer: float) -> str:
    return f"M{_at(turn, inner)}L{_at(turn, outer)}"


def _mark(month: int, year: int, inner: float) -> Mark:
    first = date(year, month, 1)
    x, y = _point(_turn(date(year, month, 15), year), MONTH_AT)
    return Mark(month, x, y, _line(_turn(first, year), inner, EDGE))
