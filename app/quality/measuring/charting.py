"""Lays series of measurements out as a line chart, or as a spark of a line.

Pure: it gives numbers and strings, and `quality/measuring/_chart.html` makes them SVG. The same figures stand in a table beside
it. What was not measured is a gap in the line, never a zero; the axis need not begin at zero, and its words say where it does.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from math import ceil, floor, log10

WIDTH, HEIGHT = 600, 200
LEFT, RIGHT, TOP, BOTTOM = 56, 104, 12, 26
NARROW = 360
"""Width of a picture that stands beside another."""

NAMELESS = 20
"""Room to the right where nothing is named there."""

SPARK_WIDTH, SPARK_HEIGHT, SPARK_MARGIN = 96, 26, 4

LETTER = 6.6
"""Width of a letter under the chart, about."""

APART = 14.0
"""Height between the names of two lines, so that none lies on another."""

STEPS = 4
"""Steps on the axis, about."""

Values = Sequence[Decimal | None]


@dataclass(frozen=True, slots=True)
class Line:
    """One series to draw: its name, and a value or none for each place on the axis.

    `manner` is how it looks: "main", "second", "third" for what is one's own, "quiet" for what it is compared with.
    `preliminary` are the places whose value is not final.
    """

    name: str
    values: Values
    manner: str = "main"
    preliminary: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Dot:
    """A value in the picture."""

    x: float
    y: float
    preliminary: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """A line as it is drawn: the pieces between gaps, its dots, and where its name stands."""

    name: str
    manner: str
    pieces: tuple[str, ...]
    dots: tuple[Dot, ...]
    name_y: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A word on an axis and where it stands."""

    at: float
    word: str


@dataclass(frozen=True, slots=True)
class Chart:
    """All that the picture draws; `target_name_y` is where the word for the target stands, `skipped` where nothing was to be
    measured.
    """

    lines: tuple[Drawn, ...]
    targets: tuple[str, ...]
    target_name_y: float | None
    up: tuple[Tick, ...]
    along: tuple[Tick, ...]
    skipped: tuple[float, ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    floor: int = HEIGHT - BOTTOM


@dataclass(frozen=True, slots=True)
class _Frame:
    """The picture's room, and how places and values become points in it."""

    left: float
    right: float
    top: float
    bottom: float
    places: int
    low: float
    high: float

    def x(self, place: float) -> float:
        share = place / (self.places - 1) if self.places > 1 else 0.5
        return round(self.left + share * (self.right - self.left), 1)

    def y(self, value: Decimal | float) -> float:
        share = (float(value) - self.low) / (self.high - self.low) if self.high > self.low else 0.5
        return round(self.bottom - share * (self.bottom - self.top), 1)


def chart(
    lines: Sequence[Line],
    places: Sequence[str],
    *,
    targets: Values = (),
    skipped: Collection[int] = (),
    write: Callable[[Decimal], str] = str,
    width: int = WIDTH,
) -> Chart | None:
    """Lay lines out over the places named; None where no line has a value. `write` puts a value on the axis into words."""
    values = [value for line in lines for value in line.values if value is not None]
    if not values:
        return None
    values += [value for value in targets if value is not None]
    steps = nice_steps(min(values), max(values))
    named = any(line.name for line in lines) or any(value is not None for value in targets)
    right = width - (RIGHT if named else NAMELESS)
    frame = _Frame(LEFT, right, TOP, HEIGHT - BOTTOM, len(places), float(steps[0]), float(steps[-1]))
    drawn = [_drawn(line, frame) for line in lines]
    wanted = [one.dots[-1].y for one in drawn if one.dots]
    last_target = next((value for value in reversed(targets) if value is not None), None)
    if last_target is not None:
        wanted.append(frame.y(last_target))
    names = iter(spread(wanted, APART, TOP, HEIGHT - BOTTOM))
    placed = tuple(replace(one, name_y=next(names)) if one.dots else one for one in drawn)
    return Chart(
        lines=placed,
        targets=tuple(_target_steps(targets, frame)),
        target_name_y=next(names, None),
        up=tuple(Tick(frame.y(step), write(step)) for step in steps),
        along=tuple(Tick(frame.x(place), places[place]) for place in _room_for(places, frame)),
        skipped=tuple(frame.x(place) for place in sorted(skipped)),
        width=width,
        right=right,
    )


def spark(values: Values, preliminary: frozenset[int] = frozenset()) -> Drawn | None:
    """Lay one line out small, without words; None where fewer than two values make no line."""
    there = [float(value) for value in values if value is not None]
    if len(there) <= 1:
        return None
    frame = _Frame(
        SPARK_MARGIN,
        SPARK_WIDTH - SPARK_MARGIN,
        SPARK_MARGIN,
        SPARK_HEIGHT - SPARK_MARGIN,
        len(values),
        min(there),
        max(there),
    )
    return _drawn(Line("", values, preliminary=preliminary), frame)


def nice_steps(low: Decimal, high: Decimal) -> list[Decimal]:
    """Give round values for the axis, from at or below the lowest to at or above the highest."""
    if low == high:
        room = abs(low) / 10 or Decimal(1)
        low, high = low - room, high + room
    rough = float(high - low) / STEPS
    magnitude = Decimal(10) ** floor(log10(rough))
    step = next(
        magnitude * times for times in (1, 2, 5, 10) if float(magnitude * times) >= rough * (1 - 1e-9)
    )
    first, last = floor(low / step), ceil(high / step)
    return [step * number for number in range(first, last + 1)]


def spread(wanted: Sequence[float], apart: float, top: float, bottom: float) -> list[float]:
    """Move what lies too near its neighbours apart, keeping the order; what finds no room above is pushed up from below."""
    order = sorted(range(len(wanted)), key=lambda at: wanted[at])
    found = dict.fromkeys(order, 0.0)
    at_least = top
    for at in order:
        found[at] = max(wanted[at], at_least)
        at_least = found[at] + apart
    at_most = bottom
    for at in reversed(order):
        found[at] = round(min(found[at], at_most), 1)
        at_most = found[at] - apart
    return [found[at] for at in range(len(wanted))]


def _drawn(line: Line, frame: _Frame) -> Drawn:
    pieces: list[str] = []
    dots: list[Dot] = []
    for run in _runs(line.values):
        there = [Dot(frame.x(place), frame.y(value), place in line.preliminary) for place, value in run]
        if len(there) > 1:
            pieces.append("M" + "L".join(f"{dot.x:g} {dot.y:g}" for dot in there))
        dots += there
    return Drawn(line.name, line.manner, tuple(pieces), tuple(dots), dots[-1].y if dots else 0.0)


def _runs(values: Values) -> Iterator[list[tuple[int, Decimal]]]:
    """Give what lies between gaps, each value with its place."""
    run: list[tuple[int, Decimal]] = []
    for place, value in enumerate(values):
        if value is not None:
            run.append((place, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _target_steps(targets: Values, frame: _Frame) -> Iterator[str]:
    """Draw targets as steps: each holds halfway to its neighbours."""
    for run in _runs(targets):
        points = [
            (frame.x(max(0, min(place + side, frame.places - 1))), frame.y(value))
            for place, value in run
            for side in (-0.5, 0.5)
        ]
        if len({x for x, _ in points}) == 1:
            # The only place there is: a short line through it.
            points = [(points[0][0] - 20, points[0][1]), (points[0][0] + 20, points[0][1])]
        yield "M" + "L".join(f"{x:g} {y:g}" for x, y in points)


def _room_for(places: Sequence[str], frame: _Frame) -> list[int]:
    """Choose which places are named so that no word lies on another; the last always is."""
    if len(places) <= 1:
        return list(range(len(places)))
    widest = max(len(word) for word in places) * LETTER + 10
    each = max(1, ceil(widest / (frame.x(1) - frame.x(0) or 1)))
    return list(range(len(places) - 1, -1, -each))[::-1]
