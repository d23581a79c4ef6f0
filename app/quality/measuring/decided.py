"""The level that was decided for an indicator, as it stands beside what was measured."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.quality.factors.models import Factor, FactorState
from app.quality.factors.reading import IndicatorView, kept_indicators
from app.quality.indicators.models import Indicator
from app.quality.measuring.wording import value_words
from app.records.models import Edition


@dataclass(frozen=True, slots=True)
class Decided:
    """What an indicator is to reach: a figure a year, and otherwise in words."""

    decimals: int
    unit_of_measure: str
    wanted: str
    targets: Mapping[int, Decimal] = field(default_factory=dict)

    def words(self, year: int) -> str:
        """Say the level of a year; empty where none was decided."""
        target = self.targets.get(year)
        return value_words(target, self) if target is not None else self.wanted.strip()

    @classmethod
    def of(cls, one: Indicator | IndicatorView) -> "Decided":
        """Read an indicator as it is, or as a version says."""
        targets = (
            dict(one.targets)
            if isinstance(one, IndicatorView)
            else {target.year: target.value for target in one.targets}
        )
        return cls(one.decimals, one.unit_of_measure, one.wanted, targets)


def decided_of(session: Session, indicator_ids: Collection[int]) -> dict[int, Decided]:
    """Give what some indicators are to reach as it was established, whoever asks; two statements, none for none.

    Of a factor that is being changed it is what its last version says: a level that is not decided yet is no level.
    """
    if not indicator_ids:
        return {}
    rows = session.execute(
        select(Indicator, Factor.state, Edition.content)
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(Indicator.id.in_(sorted(indicator_ids)))
        .options(selectinload(Indicator.targets))
    ).all()
    found = {}
    for one, state, content in rows:
        stands = one if state != FactorState.DRAFT else kept_indicators(content).get(one.id)
        if stands is not None:
            found[one.id] = Decided.of(stands)
    return found
