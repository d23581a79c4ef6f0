"""Where the meetings of a line stand on its picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MARGIN = 4.0
"""Per cent of the width kept free at both ends, so that no sign is cut."""


@dataclass(frozen=True, slots=True)
class Point:
    """One meeting; `verdict` is "same", "partly", "different" or None, `held` is False when it lies ahead."""

    day: date
    verdict: str | None
    held: bool
    percent: float


@dataclass(frozen=True, slots=True)
class Line:
    """All that the picture draws: points, the present day, turns of the year; in per cent of the width."""

    points: tuple[Point, ...]
    today: float | None
    years: tuple[tuple[float, int], ...]


def line(meetings: Iterable[tuple[date, str | None, bool]], today: date) -> Line:
    """Place meetings (day, verdict, held) in proportion to time, today among them."""
    rows = sorted(meetings, key=lambda row: row[0])
    if not rows:
        return Line((), None, ())
    first, last = min(rows[0][0], today), max(rows[-1][0], today)
    span = max(1, (last - first).days)

    def place(day: date) -> float:
        return round(MARGIN + (100 - 2 * MARGIN) * (day - first).days / span, 2)

    years = tuple((place(date(year, 1, 1)), year) for year in range(first.year + 1, last.year + 1))
    return Line(tuple(Point(*row, place(row[0])) for row in rows), place(today), years)
