"""Where the meetings of a line stand on its picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

MARGIN = 6.0
"""Per cent of the width kept free at both ends, so that no sign is cut."""

APART = 10.0
"""Per cent of the width between two signs, where there is room for that."""


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
    """Place meetings (day, verdict, held) in proportion to time, today among them, none on top of another.

    What was held today is past, and what is to be held today lies ahead.
    """
    rows = sorted(meetings, key=lambda row: (row[0], not row[2]))
    if not rows:
        return Line((), None, ())
    now = sum(1 for day, _verdict, held in rows if day < today or (day == today and held))
    days = [row[0] for row in rows]
    days.insert(now, today)
    places = _spread([_share(day, days[0], days[-1]) for day in days], min(APART, 100 / len(days)))
    turns = range(days[0].year + 1, days[-1].year + 1)
    return Line(
        points=tuple(Point(*row, at) for row, at in zip(rows, places[:now] + places[now + 1 :], strict=True)),
        today=places[now],
        years=tuple((_between(date(year, 1, 1), days, places), year) for year in turns),
    )


def _share(day: date, first: date, last: date) -> float:
    return 100 * (day - first).days / max(1, (last - first).days)


def _spread(shares: list[float], apart: float) -> list[float]:
    """Push neighbours at least `apart` from each other and fit the whole between the margins."""
    pushed = shares[:1]
    for share in shares[1:]:
        pushed.append(max(share, pushed[-1] + apart))
    widest = max(100.0, pushed[-1])
    return [round(MARGIN + (100 - 2 * MARGIN) * place / widest, 2) for place in pushed]


def _between(day: date, days: list[date], places: list[float]) -> float:
    """Find where a day falls between its neighbours on the picture."""
    after = next(index for index, other in enumerate(days) if other >= day)
    before = max(0, after - 1)
    gap = max(1, (days[after] - days[before]).days)
    return round(places[before] + (places[after] - places[before]) * (day - days[before]).days / gap, 2)
