"""Who stands where to a deviation, and what can be done with it now. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from app.access.actor import Actor
from app.access.matrix import Role
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.passages.rules import employed_units, managed_units, presided_units
from app.steering.schema import Profile

LONGEST_TEXT = 10_000
EMPLOYEE = "role:employee"


led = managed_units
"""Gives the units a person leads now: those they report for."""


def held(actor: Actor) -> frozenset[int]:
    """Give the units a person answers for as a level: those they lead, and boards they preside over."""
    return managed_units(actor) | presided_units(actor)


def employees_report(profile: Profile) -> bool:
    """Tell whether employees report at once to their manager in this model: it has such a report that they hand in."""
    return profile.rules.extraordinary_deviations and any(
        one.at_once and "deviations" in one.contents and EMPLOYEE in one.submitted_by
        for one in profile.reports
    )


@dataclass(frozen=True, slots=True)
class Place:
    """A unit somebody reports from: as the one who leads it, or as an employee there."""

    unit_id: int
    unit_name: str
    as_employee: bool = False


def reports_from(actor: Actor, profile: Profile) -> list[Place]:
    """Give the units a person can report from in this model: those they lead, and those they are an employee of."""
    if not profile.rules.extraordinary_deviations:
        return []
    leads, works = led(actor), employed_units(actor) if employees_report(profile) else frozenset[int]()
    return [
        *(Place(one.unit_id, one.unit_name) for one in actor.holdings if one.role is Role.MANAGER),
        *(
            Place(one.unit_id, one.unit_name, as_employee=True)
            for one in actor.holdings
            if one.role is Role.EMPLOYEE and one.unit_id in works - leads
        ),
    ]


def is_reporters(report: DeviationReport, actor: Actor) -> bool:
    """Tell whether a report is a person's to take back: the employee's who wrote it, or that of whoever leads the unit."""
    if report.by_employee:
        return report.reported_by_id == actor.person_id
    return report.unit_id in led(actor)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person is to a deviation: whether it is they who reported, and the level that is theirs, if any."""

    reports: bool
    level: DeviationLevel | None

    @property
    def any(self) -> bool:
        """Tell whether it is theirs to read."""
        return self.reports or self.level is not None

    @property
    def waiting(self) -> DeviationLevel | None:
        """The level that is theirs, while it has yet to say what becomes of the deviation."""
        return self.level if self.level is not None and is_waiting(self.level) else None


def seen(report: DeviationReport, units: Collection[int], person_id: int) -> Seen:
    """Tell what who answers for some units is to a deviation; of several levels theirs, the one it came to last.

    What an employee has reported is their own, and not the unit's.
    """
    mine = [one for one in report.levels if one.unit_id in units]
    reports = report.reported_by_id == person_id if report.by_employee else report.unit_id in units
    if report.taken_back_at is not None:
        # What was taken back before anybody received it was never the level's.
        return Seen(reports, None)
    return Seen(reports, mine[-1] if mine else None)


def is_waiting(level: DeviationLevel) -> bool:
    """Tell whether a level has yet to say whether it keeps the deviation or passes it on."""
    return level.outcome == Outcome.WAITING


def may_take_back(report: DeviationReport) -> bool:
    """Tell whether a report can be taken back: nobody has received it yet."""
    untouched = all(one.acknowledged_at is None and is_waiting(one) for one in report.levels)
    return report.taken_back_at is None and untouched
