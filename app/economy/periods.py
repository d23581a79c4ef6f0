"""When a municipality follows its economy up: the periods of its reports, as the steering model has them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from app.steering.schema import Profile
from app.steering.words import Label

FOLLOWED = frozenset({"economy", "forecast"})
"""What a report must hold for its periods to be ones in which units say how their economy stands."""

YEAR_END = 12
WITHOUT_REPORTS = (4, 8, YEAR_END)
"""Months after which one follows up where the model says nothing of it: tertials."""

LAST_YEAR, FIRST_YEAR = 2200, 1990


@dataclass(frozen=True, slots=True)
class Period:
    """A time a unit says how its economy stands: after which month, and by which day of which year it is submitted.

    `name` is the model's own name, None where the model has no report for it; `reporters` are the kinds of unit that
    hand in the report.
    """

    month: int
    name: Label | None = None
    due_month: int | None = None
    due_day: int | None = None
    due_year_offset: int = 0
    reporters: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_year_end(self) -> bool:
        """Tell whether this is the whole year, whose outcome is known."""
        return self.month == YEAR_END

    def due_on(self, year: int) -> date | None:
        """Give the day by which the period of a year is submitted."""
        if self.due_month is None:
            return None
        return _day_of(year + self.due_year_offset, self.due_month, self.due_day)


def _day_of(year: int, month: int, day: int | None) -> date:
    from calendar import monthrange

    last = monthrange(year, month)[1]
    return date(year, month, min(day or last, last))


def periods_of(profile: Profile) -> tuple[Period, ...]:
    """Give the periods of a model in their order; reports that cover the same months are followed up at once."""
    found: dict[int, Period] = {}
    for report in profile.reports:
        if not FOLLOWED & set(report.contents):
            continue
        for one in report.periods:
            known = found.get(one.to_month)
            reporters = frozenset(report.submitted_by) | (known.reporters if known else frozenset())
            if known is None or (known.due_month is None and one.due_month is not None):
                found[one.to_month] = Period(
                    one.to_month, one.name, one.due_month, one.due_day, one.due_year_offset, reporters
                )
            else:
                found[one.to_month] = Period(
                    known.month, known.name, known.due_month, known.due_day, known.due_year_offset, reporters
                )
    if not found:
        return tuple(
            Period(month, due_month=month % 12 + 1, due_year_offset=month // 12) for month in WITHOUT_REPORTS
        )
    return tuple(found[month] for month in sorted(found))


def period_after(periods: Sequence[Period], month: int) -> Period:
    """Give the period that ends with a month; one the model no longer has is a period without a name."""
    return next((one for one in periods if one.month == month), Period(month))


def period_now(periods: Sequence[Period], year: int, today: date) -> Period:
    """Give the period of a year one is to speak of on a day: the last that has ended, otherwise the first."""
    ended = [one for one in periods if (year, one.month) < (today.year, today.month)]
    return ended[-1] if ended else periods[0]


def boards_of(profile: Profile) -> frozenset[str]:
    """Give the kinds of unit that are political bodies: they decide frames and submit no forecast of their own."""
    return frozenset(one.key for one in profile.all_unit_kinds() if one.is_board)


def years_of_plan(profile: Profile, first: int) -> list[int]:
    """Give the years that frames are set for at once."""
    return list(range(first, first + profile.rules.plan_years))


def years_to_recover(profile: Profile, year: int) -> list[int]:
    """Give the years in which an overspend of a year is to be brought home; none where the model has no such rule."""
    return list(range(year + 1, year + 1 + profile.rules.recovery_years))
