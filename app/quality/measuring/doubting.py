"""Figures worth asking about once before they are kept: more than the whole, below zero, ten times what it was last. Pure.

None of them is impossible, so none is refused for good: growth can be more than a hundred per cent, a result can be below zero.
Who says that it is right has it kept, and what was like that before is not asked about again.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from app.quality.exact import plain
from app.quality.measuring.models import Sex
from app.quality.measuring.numbers import is_share
from app.quality.measuring.periods import Period
from app.quality.measuring.rules import Entry

TENFOLD = 10
WHOLE = 100


class Odd(StrEnum):
    """What makes a figure worth a question."""

    MORE_THAN_THE_WHOLE = "more_than_the_whole"
    BELOW_ZERO = "below_zero"
    TENFOLD = "tenfold"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A figure to ask about: what is odd about it, and what it was last, where it was measured before."""

    odd: Odd
    value: Decimal
    last: Decimal | None


def doubt_of(value: Decimal | None, *, unit: str, before: Sequence[Decimal]) -> Doubt | None:
    """Tell what is to be asked of a figure; `before` are the earlier ones of the same line, the latest first."""
    if value is None:
        return None
    last = before[0] if before else None
    odd = _odd(value, is_share(unit), before)
    return Doubt(odd, value, last) if odd is not None else None


def _odd(value: Decimal, share: bool, before: Sequence[Decimal]) -> Odd | None:
    if value < 0 and not any(one < 0 for one in before):
        return Odd.BELOW_ZERO
    if share and value > WHOLE and not any(one > WHOLE for one in before):
        return Odd.MORE_THAN_THE_WHOLE
    if before and before[0] and abs(value) >= TENFOLD * max(abs(one) for one in before):
        return Odd.TENFOLD
    return None


Figures = Sequence[tuple[str, date, Decimal]]
"""What stands of a line: the period, its last day and the figure, the latest first."""


def doubts(
    entries: Mapping[Sex, Entry], *, period: Period, unit: str, figures: Callable[[Sex], Figures]
) -> dict[Sex, Doubt]:
    """Give what is to be asked before some entries of one period are kept; a figure that stands so already is not asked about."""
    found = {}
    for sex, entry in entries.items():
        line = figures(sex)
        if any(key == period.key and value == entry.value for key, _, value in line):
            continue
        before = [value for _, ends_on, value in line if ends_on < period.last]
        doubt = doubt_of(entry.value, unit=unit, before=before)
        if doubt is not None:
            found[sex] = doubt
    return found


def answer_to(found: Mapping[Sex, Doubt]) -> str:
    """Give what says that exactly these figures are right: of others one is asked anew."""
    return " ".join(f"{sex}{plain(doubt.value)}" for sex, doubt in sorted(found.items()))
