"""Who stands where to a deviation, and what can be done with it now. Pure."""

from collections.abc import Collection
from dataclasses import dataclass

from app.access.actor import Actor
from app.access.matrix import Role
from app.deviations.models import DeviationLevel, DeviationReport, Outcome
from app.passages.rules import PRESIDING

LONGEST_TEXT = 10_000


def led(actor: Actor) -> frozenset[int]:
    """Give the units a person leads now: those they report for."""
    return frozenset(one.unit_id for one in actor.holdings if one.role is Role.MANAGER)


def held(actor: Actor) -> frozenset[int]:
    """Give the units a person answers for as a level: those they lead, and boards they preside over."""
    presided = {
        one.unit_id for one in actor.holdings if one.role is Role.POLITICIAN and one.duty in PRESIDING
    }
    return led(actor) | presided


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person is to a deviation: whether the unit that reported is theirs, and the level that is theirs, if any."""

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


def seen(report: DeviationReport, units: Collection[int]) -> Seen:
    """Tell what who answers for some units is to a deviation; of several levels theirs, the one it came to last."""
    mine = [one for one in report.levels if one.unit_id in units]
    reports = report.unit_id in units
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
