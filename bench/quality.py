"""A quality factor with any number of indicators, each measured for years, written straight into the tables."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.quality.factors.models import Factor, FactorState
from app.quality.indicators.models import Better, Indicator, Nature, Periodicity
from app.quality.measuring.models import Measurement
from bench.municipality import Municipality

AT = datetime(2025, 1, 9, 8, tzinfo=UTC)
YEARS = range(2005, 2025)
"""Twenty years that are over; what is due is the year after them."""


def fill(session: Session, made: Municipality, indicators: int) -> int:
    """Give a unit an established factor with so many indicators, each measured every year; gives the factor's number."""
    unit_id, person_id = made.unit_ids[1], made.manager_ids[0]
    factor = Factor(
        unit_id=unit_id,
        title="Varje barn blir sett",
        why="Det avgör om de vågar lära sig.",
        state=FactorState.ESTABLISHED,
        state_since=AT,
        written_by_id=person_id,
        written_at=AT,
    )
    session.add(factor)
    session.flush()
    session.execute(
        insert(Indicator),
        [
            {
                "factor_id": factor.id,
                "position": place,
                "name": f"Indikator {place}",
                "nature": Nature.QUANTITATIVE,
                "better": Better.HIGHER,
                "method": "Vi räknar.",
                "routine": "I januari.",
                "periodicity": Periodicity.YEAR,
            }
            for place in range(indicators)
        ],
    )
    ids = [one for (one,) in session.query(Indicator.id).filter(Indicator.factor_id == factor.id)]
    session.execute(
        insert(Measurement),
        [
            {
                "indicator_id": one,
                "unit_id": unit_id,
                "period": str(year),
                "ends_on": date(year, 12, 31),
                "value": Decimal(50 + (one * year) % 40),
                "text": "Lugnare sedan två tar emot." if year % 3 == 0 else "",
                "person_id": person_id,
                "at": AT,
            }
            for one in ids
            for year in YEARS
        ],
    )
    return factor.id
