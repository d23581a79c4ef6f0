"""Pure decisions: whom a measurement divides, what may be kept of it, what of an indicator is measured when."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.quality.factors.models import FactorState
from app.quality.indicators.models import Nature
from app.quality.measuring.errors import Fault, Refused
from app.quality.measuring.models import Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.rounds import Pace

LONGEST_TEXT = 20_000


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody says was measured: a value, words, or both; or that nothing was to be measured, with why in the words."""

    value: Decimal | None = None
    text: str = ""
    preliminary: bool = False
    not_measured: bool = False

    @property
    def empty(self) -> bool:
        """Tell whether it says nothing at all: that is no measurement, and no zero."""
        return self.value is None and not self.text and not self.not_measured


def main_sex(by_sex: bool) -> Sex:
    """Give whom the measurement of all together is kept for: it holds the words, and tells whether the period is measured."""
    return Sex.ALL if by_sex else Sex.UNDIVIDED


def sexes(by_sex: bool, nature: str) -> tuple[Sex, ...]:
    """Give whom an indicator has figures for, all together first."""
    if by_sex and nature == Nature.QUANTITATIVE:
        return Sex.ALL, Sex.WOMEN, Sex.MEN
    return (main_sex(by_sex),)


def check(entries: Mapping[Sex, Entry], *, main: Sex, nature: str) -> None:
    """Refuse what cannot be kept together; raises `Refused` with the field it is about."""
    whole = entries.get(main, Entry())
    if len(whole.text) > LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, "text")
    for sex, entry in entries.items():
        if entry.value is not None and nature != Nature.QUANTITATIVE:
            raise Refused(Fault.NO_FIGURES_HERE, f"value-{sex}")
        if entry.value is not None and whole.not_measured:
            raise Refused(Fault.MEASURED_AND_NOT, f"value-{sex}")
    if whole.not_measured and not whole.text:
        raise Refused(Fault.NOTHING_SAID, "why")


def check_period(
    period: Period, *, pace: Pace, skipped: Collection[str], state: str, established: bool, today: date
) -> None:
    """Refuse a period an indicator is not measured for; raises `Refused`."""
    if not takes_measurements(state, established=established):
        raise Refused(Fault.LOCKED)
    if not pace.has(period):
        raise Refused(Fault.OTHER_PERIODICITY, "period")
    if period.key in skipped:
        raise Refused(Fault.SKIPPED, "period")
    if today < period.first:
        raise Refused(Fault.NOT_BEGUN, "period")


def takes_measurements(state: str, *, established: bool) -> bool:
    """Tell whether the indicators of a factor are measured: once it was established, until it has ended.

    One that is being changed again is measured meanwhile.
    """
    return state == FactorState.ESTABLISHED or (state == FactorState.DRAFT and established)
