"""Quality factors and indicators for tests, made through the same services as in the product."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from app.organisation.models import Person, Unit
from app.quality.factors import queries, services
from app.quality.factors.models import Factor, Reach
from app.quality.indicators import services as indicators
from app.quality.indicators.models import Indicator
from tests.factories.planning import profile


def make_factor(
    session: Session,
    unit: Unit,
    by: Person,
    title: str = "Lämningen är lugn",
    *,
    why: str = "",
    area: bool = False,
) -> Factor:
    """Write a draft with nothing on it."""
    wanted = services.Wanted(title, why, Reach.AREA if area else Reach.UNIT)
    made = services.create_factor(session, actor_id=by.id, unit_id=unit.id, wanted=wanted)
    return whole(session, made)


def whole(session: Session, factor: Factor) -> Factor:
    """Load a factor with all that hangs on it, as the pages do."""
    session.flush()
    found = queries.whole(session, factor.id)
    assert found is not None
    return found


def add_indicator(
    session: Session, factor: Factor, by: Person, name: str = "Så beskriver familjerna det", **more: Any
) -> Indicator:
    """Add an indicator that lacks nothing."""
    wanted = indicators.Wanted(name, **{"method": "Samtal", "routine": "Alla, i april"} | more)
    return indicators.add_indicator(session, actor_id=by.id, factor=whole(session, factor), wanted=wanted)


def establish(session: Session, factor: Factor, by: Person) -> Factor:
    """Establish a factor, completed where it lacks something."""
    factor = whole(session, factor)
    if not factor.indicators:
        add_indicator(session, factor, by)
        factor = whole(session, factor)
    services.establish(
        session, actor_id=by.id, factor=factor, profile=profile(), expected=factor.record_revision
    )
    return whole(session, factor)


def make_established(
    session: Session, unit: Unit, by: Person, title: str = "Lämningen är lugn", **more: Any
) -> Factor:
    """Write a factor and establish it."""
    return establish(session, make_factor(session, unit, by, title, **more), by)
