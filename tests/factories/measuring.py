"""Established factors with indicators, and measurements of them, made through the same services as in the product."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.organisation.models import Person, Unit
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator, Nature, Periodicity
from app.quality.measuring import services
from app.quality.measuring.models import Measurement, Sex
from app.quality.measuring.periods import read_period
from app.quality.measuring.rules import Entry, main_sex
from tests.factories.quality import add_indicator, establish, make_factor


def make_indicator(
    session: Session, factor: Factor, by: Person, name: str = "Lugn vid lämning", **more: Any
) -> Indicator:
    """Add an indicator with method and routine; in figures and each half-year unless something else is said."""
    found: dict[str, Any] = {
        "nature": Nature.QUANTITATIVE,
        "method": "Frågor till familjerna",
        "routine": "Alla avdelningar, två veckor",
        "periodicity": Periodicity.HALF_YEAR,
        "unit_of_measure": "%",
        "starts_on": date(2020, 1, 1),
    } | more
    return add_indicator(session, factor, by, name, **found)


def make_measured(
    session: Session, unit: Unit, by: Person, *, title: str = "Trygga barn", area: bool = False, **more: Any
) -> Indicator:
    """Make an established factor with one indicator, and give the indicator."""
    factor = make_factor(session, unit, by, title, area=area)
    make_indicator(session, factor, by, **more)
    return establish(session, factor, by).indicators[0]


def measure(
    session: Session,
    indicator: Indicator,
    unit: Unit,
    by: Person,
    period: str,
    value: str | Mapping[Sex, str] | None = None,
    text: str = "",
    *,
    preliminary: bool = False,
    not_measured: bool = False,
) -> list[Measurement]:
    """Measure, over what stands."""
    main = main_sex(indicator.by_sex)
    values: Mapping[Sex, str] = {main: value} if isinstance(value, str) else (value or {})
    entries = {
        sex: Entry(Decimal(values[sex]) if sex in values else None, preliminary=preliminary)
        for sex in {main, *values}
    }
    whole_entry = entries[main]
    entries[main] = Entry(whole_entry.value, text, preliminary, not_measured)
    loaded = session.scalars(
        select(Indicator)
        .where(Indicator.id == indicator.id)
        .options(joinedload(Indicator.factor), selectinload(Indicator.skipped))
        .execution_options(populate_existing=True)
    ).one()
    found = read_period(period)
    standing = services.standing_of(session, indicator.id, unit.id, found)
    return services.measure(
        session,
        actor_id=by.id,
        indicator=loaded,
        unit_id=unit.id,
        period=found,
        entries=entries,
        expected={sex: standing[sex].revision if sex in standing else 0 for sex in entries},
    )
