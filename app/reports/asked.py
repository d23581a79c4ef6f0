"""Which reports a steering model asks for: kinds, periods, days, areas and units. Pure."""

import zlib
from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from app.organisation.handing import CHIEF_EXECUTIVE
from app.steering.schema import Profile
from app.steering.shapes.reports import Report as ReportShape
from app.steering.shapes.reports import ReportContent, ReportPeriod

FAMILY = "report"
LONGEST_KEY = 60
OF_CONTROL = frozenset({"internal_control", "deviations"})
ALWAYS = frozenset({"deviations", "raised_matters"})


@dataclass(frozen=True, slots=True)
class Planned:
    """What the year's follow-up plan asks for after a period: by which day, and which areas."""

    due_on: date | None
    areas: frozenset[str]
    version: int = field(default=1, compare=False)
    """Which version of the plan says so."""
    since: datetime | None = field(default=None, compare=False)


Plans = Mapping[tuple[str, int, str], Planned]
"""What established plans ask for, by the plan's key, the year and the period."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One report that is asked for: its shape in the model, the period, and what the year's plan says of it."""

    report: ReportShape
    period: ReportPeriod
    planned: Planned | None = None

    @property
    def kind(self) -> str:
        """The kind of text it is, without the year."""
        return kind_of(self.report, self.period)

    def due_on(self, year: int) -> date | None:
        """Give the day by which it is handed in, where there is one."""
        if self.planned is not None and self.planned.due_on is not None:
            return self.planned.due_on
        if self.period.due_month is None:
            return None
        year += self.period.due_year_offset
        last = monthrange(year, self.period.due_month)[1]
        return date(year, self.period.due_month, min(self.period.due_day or last, last))

    def span(self, year: int) -> tuple[date, date]:
        """Give the first and the last day it covers."""
        last = monthrange(year, self.period.to_month)[1]
        return date(year, self.period.from_month, 1), date(year, self.period.to_month, last)

    @property
    def contents(self) -> frozenset[ReportContent]:
        """What it is put together from: of all the model says, what the year's plan places in the period."""
        if self.planned is None:
            return frozenset(self.report.contents)
        placed = {
            content
            for area in self.report.area_list
            if area.key in self.planned.areas
            for content in area.contents
        }
        # What deviates and what was raised waits for no plan.
        return frozenset(one for one in self.report.contents if one in placed or one in ALWAYS) | placed


def plan_key(report: ReportShape) -> str:
    """Give the key of the plan that says which areas of a report come when; empty where everything comes each time."""
    return (report.area_plan or report.key) if report.areas == "by_yearly_plan" else ""


def kind_of(report: ReportShape, period: ReportPeriod) -> str:
    """Give the key of the kind of text a report of a period is; one that would be too long ends in its own number."""
    key = f"{FAMILY}/{report.key}/{period.key}"
    if len(key) <= LONGEST_KEY:
        return key
    return f"{key[: LONGEST_KEY - 9]}~{zlib.crc32(key.encode()):08x}"


def regular(profile: Profile, *, ever: bool = False) -> Iterator[ReportShape]:
    """Give the reports that come by period and are written here: what is reported at once, and what is about internal control
    alone, has a room of its own. With `ever` also those of earlier models, which some were handed in by.
    """
    return (
        one
        for one in (profile.all_reports() if ever else profile.reports)
        if one.periods and not one.at_once and not set(one.contents) <= OF_CONTROL
    )


def find(
    profile: Profile, kind: str, year: int, plans: Plans | None = None, *, ever: bool = True
) -> Asked | None:
    """Give what a kind of text is as a report, whether or not anybody is asked for it now; None where no model has had it,
    or, without `ever`, where the one in force lacks it.
    """
    for report in regular(profile, ever=ever):
        for period in report.periods:
            if kind_of(report, period) == kind:
                return Asked(report, period, _planned(report, period, year, plans or {}))
    return None


def _planned(report: ReportShape, period: ReportPeriod, year: int, plans: Plans) -> Planned | None:
    key = plan_key(report)
    if not key:
        return None
    return plans.get((key, year, period.key), Planned(None, frozenset()))


def submits(report: ReportShape, kind: str, *, is_top: bool) -> bool:
    """Tell whether a unit of a kind hands in a report."""
    return kind in report.submitted_by or (is_top and CHIEF_EXECUTIVE in report.submitted_by)


def submitting_kinds(report: ReportShape) -> frozenset[str]:
    """Give the kinds of unit that hand in a report, the top unit's own not counted where only its manager is named."""
    return frozenset(one for one in report.submitted_by if not one.startswith("role:"))


def asked_of(profile: Profile, kind: str, *, is_top: bool, year: int, plans: Plans) -> list[Asked]:
    """Give the reports a unit of a kind is asked for in a year, in the order of their days.

    Of those that go by a yearly plan only what an established plan places.
    """
    found = []
    for report in regular(profile):
        if not submits(report, kind, is_top=is_top):
            continue
        for period in report.periods:
            planned = _planned(report, period, year, plans)
            if planned is None or planned.areas:
                found.append(Asked(report, period, planned))
    return sorted(found, key=lambda one: (one.due_on(year) or one.span(year)[1], one.report.key))


def rolled_up(profile: Profile, one: Asked) -> list[Asked]:
    """Give the reports that one of the level above puts together: of the same sort for the same months."""
    return [
        Asked(report, period)
        for report in regular(profile)
        for period in report.periods
        if (report.key == one.report.key or report.kind == one.report.kind)
        and (period.from_month, period.to_month) == (one.period.from_month, one.period.to_month)
    ]
