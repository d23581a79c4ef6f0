"""Pure decisions: who sees what of a factor, what it lacks, which steps it can take, whether it is reviewed for a year."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.clock import STOCKHOLM
from app.quality.factors.models import Factor, FactorReview, FactorState, Reach
from app.quality.indicators.models import Indicator
from app.records.seeing import Sees
from app.steering.shapes.measuring import Indicators

LONGEST_TEXT = 20_000
LONGEST_TITLE = 300
FIRST_YEAR, LAST_YEAR = 2000, 2100

STEPS: dict[FactorState, frozenset[FactorState]] = {
    FactorState.DRAFT: frozenset({FactorState.ESTABLISHED, FactorState.DISCARDED}),
    FactorState.ESTABLISHED: frozenset({FactorState.DRAFT, FactorState.ENDED}),
    FactorState.ENDED: frozenset({FactorState.ESTABLISHED}),
    FactorState.DISCARDED: frozenset({FactorState.DRAFT}),
}
"""From where a factor can go where; each way but establishing can be gone back."""

STANDS = frozenset({FactorState.ESTABLISHED, FactorState.ENDED})
"""States in which a factor is read as it is by all its readers."""


WAITS = frozenset({FactorState.DRAFT, FactorState.ESTABLISHED})
"""States in which a factor of a unit that is no more waits for who comes after (ADR 0034)."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What somebody is to a unit's quality: who writes it, who reads it from above, who shares its factors from below."""

    writes: bool = False
    reads: bool = False
    below: bool = False

    @property
    def any(self) -> bool:
        """Tell whether the unit's page opens at all."""
        return self.writes or self.reads


def sees(factor: Factor, standing: Standing) -> Sees:
    """Tell what of a factor somebody sees (domain 3): drafts those who write it, established ones those above and, of an
    area's factor, those in the units that share it. Twin of `rights.visible` and `rights.visible_as_edition`.
    """
    if standing.writes:
        return Sees.LIVE
    reads = standing.reads or (standing.below and factor.reach == Reach.AREA)
    if not reads or factor.state == FactorState.DISCARDED:
        return Sees.NOTHING
    if factor.state in STANDS:
        return Sees.LIVE
    return Sees.EDITION if factor.edition_id is not None else Sees.NOTHING


def may_step(factor: Factor, target: FactorState) -> bool:
    """Tell whether a factor can go from where it stands to `target`."""
    if target is FactorState.DISCARDED and factor.edition_id is not None:
        # What was established once is ended with words, not thrown away.
        return False
    return target in STEPS[FactorState(factor.state)]


def is_open(factor: Factor) -> bool:
    """Tell whether a factor and its indicators can be changed: until it is established."""
    return factor.state == FactorState.DRAFT


def may_change_reach(factor: Factor) -> bool:
    """Tell whether it can still be changed for whom a factor is: what was established once was measured in those units."""
    return is_open(factor) and factor.edition_id is None


class Lacks(StrEnum):
    """What a factor can lack before it is established."""

    INDICATORS = "indicators"
    METHOD = "method"
    ROUTINE = "routine"


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing a factor lacks, and which indicator it is about."""

    what: Lacks
    name: str = ""


def missing(indicators: Sequence[Indicator], asked: Indicators) -> list[Missing]:
    """Tell exactly what a factor lacks before it can be established (Tranemo 7): an indicator, and on each method and routine."""
    standing = [one for one in indicators if one.removed_at is None]
    if not standing:
        return [Missing(Lacks.INDICATORS)]
    found = []
    for one in standing:
        if asked.method_required and not one.method.strip():
            found.append(Missing(Lacks.METHOD, one.name))
        if asked.routine_required and not one.routine.strip():
            found.append(Missing(Lacks.ROUTINE, one.name))
    return found


def may_review(factor: Factor) -> bool:
    """Tell whether one can say of a factor that it still holds: while it is established."""
    return factor.state == FactorState.ESTABLISHED


def review_for(reviews: Iterable[FactorReview], year: int) -> FactorReview | None:
    """Give the latest review of a year that stands."""
    standing = [one for one in reviews if one.undone_at is None and one.year == year]
    return max(standing, key=lambda one: one.id, default=None)


def needs_review(*, state: str, established_on: date | None, reviewed: bool, year: int) -> bool:
    """Tell whether an established factor waits for somebody to say that it holds for a year.

    What was established that year, or later, was looked at then.
    """
    if state != FactorState.ESTABLISHED or reviewed:
        return False
    return established_on is None or established_on.year < year


def day_of(factor: Factor) -> date:
    """Give the day since which a factor stands as it does, in Sweden."""
    return factor.state_since.astimezone(STOCKHOLM).date()


def moved(order: Sequence[int], which: int, *, up: bool) -> list[int]:
    """Give an order after one of it went a step up or down; at the end it stays."""
    place = order.index(which)
    to = max(0, min(len(order) - 1, place + (-1 if up else 1)))
    rest = [one for one in order if one != which]
    return [*rest[:to], which, *rest[to:]]
