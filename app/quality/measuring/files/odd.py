"""Figures of a file worth looking at before they are read in: held against what is kept and against its other rows. Pure."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.quality.measuring.doubting import Doubt, doubt_of
from app.quality.measuring.files.reading import Plan, Planned
from app.quality.measuring.models import Sex
from app.quality.measuring.queries import Kept, Line

LOOKED_BACK = 100
"""Earlier figures of a line a figure is held against."""


@dataclass(frozen=True, slots=True)
class Odd:
    """A figure of a file to look at, and what is to be asked of it."""

    planned: Planned
    sex: Sex
    doubt: Doubt


def odd_in(plan: Plan, kept: Mapping[tuple[int, int, str], Mapping[Sex, Kept]]) -> list[Odd]:
    """Give the figures that would become new or others and are hardly so, in the file's order."""
    lines = {line: sorted(figures.values()) for line, figures in _lines(plan, kept).items()}
    return [one for planned in plan.changing for one in _odd_of(planned, lines)]


def _odd_of(planned: Planned, lines: Mapping[Line, list[tuple[date, Decimal]]]) -> Iterator[Odd]:
    for sex, entry in planned.changes.items():
        now = planned.now.get(sex)
        if entry.value is None or (now is not None and now.value == entry.value):
            continue
        line = lines[planned.indicator.id, planned.unit.id, sex]
        here = bisect_left(line, planned.period.last, key=lambda one: one[0])
        before = [value for _, value in line[max(0, here - LOOKED_BACK) : here]][::-1]
        doubt = doubt_of(entry.value, unit=planned.indicator.unit_of_measure, before=before)
        if doubt is not None:
            yield Odd(planned, sex, doubt)


def _lines(
    plan: Plan, kept: Mapping[tuple[int, int, str], Mapping[Sex, Kept]]
) -> dict[Line, dict[str, tuple[date, Decimal]]]:
    """Give the figures there would be, by line and period."""
    found: dict[Line, dict[str, tuple[date, Decimal]]] = {}
    for (indicator_id, unit_id, period), by_sex in kept.items():
        for sex, one in by_sex.items():
            if one.value is not None:
                found.setdefault((indicator_id, unit_id, sex), {})[period] = (one.ends_on, one.value)
    for planned in plan.planned:
        for sex, entry in planned.entries.items():
            if entry.value is not None:
                line = found.setdefault((planned.indicator.id, planned.unit.id, sex), {})
                line[planned.period.key] = (planned.period.last, entry.value)
    return found
