"""What was said of measurements in words, as search finds it: to whoever reads it on its page."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Measurement
from app.quality.measuring.periods import period_words, read_period
from app.quality.measuring.subjects import names_of
from app.quality.rights import Reader, indicator_readable, reads_measured
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
from app.ui.install import capitalised, locale

FAMILY, WHOSE = "measuring", "measuring"

GROUPS: dict[str, LazyString] = {MEASUREMENT: lazy_gettext("Mätningar")}
"""What people call what can be found here."""

# The indicator's name may change, and is read when a hit is shown.
_COLUMNS = row_of(
    Measurement.id,
    owner=Measurement.id,
    unit=Measurement.unit_id,
    at=Measurement.at,
    body=Measurement.text,
    whose=WHOSE,
)

KINDS = (
    Kind(
        MEASUREMENT,
        FAMILY,
        MEASUREMENT,
        Measurement,
        Measurement.id,
        ("text",),
        select(
            *_COLUMNS,
        ).where(Measurement.text != ""),
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of measurements to those who read any; `within` tells which."""
    return Reach(Reader(asks.actor, asks.day), [WHOSE]) if asks.actor.may(May.READ_QUALITY) else Reach()


def within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the measurement is read now."""
    return read_now(Measurement, reader)


def read_now(model: type[Measurement | IndicatorJudgement], reader: Reader) -> ColumnElement[bool]:
    """Give the condition that what is written of an indicator in a unit is read now: its unit, and its indicator as it is or was
    established.
    """
    return (
        exists()
        .where(
            model.id == PLACE.c.owner_id,
            reads_measured(model.unit_id, reader),
            Indicator.id == model.indicator_id,
            Factor.id == Indicator.factor_id,
            indicator_readable(reader),
        )
        .correlate(PLACE)
    )


_FACTS: tuple[Any, ...] = (
    Measurement.id.label("owner_id"),
    Measurement.indicator_id.label("indicator_id"),
    Measurement.unit_id.label("unit_id"),
    Measurement.period.label("period"),
    Unit.name.label("unit"),
)
FACTS = select(*_FACTS).join(Unit, Unit.id == Measurement.unit_id)


def shown(session: Session, asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its indicator, unit and period."""
    names = names_of(session, Reader(asks.actor, asks.day), {hit.owner_id for hit in hits})
    return {hit.id: _shown(facts[hit.owner_id][0], names.get(hit.owner_id, "")) for hit in hits}


def _shown(one: Mapping[str, Any], name: str) -> Shown:
    period = read_period(one["period"])
    address = url_for(
        "measuring.one", indicator_id=one["indicator_id"], unit_id=one["unit_id"], period=period.slug
    )
    return Shown(name, address, f"{capitalised(period_words(period, locale()))} · {one['unit']}")


MEASUREMENTS = Family(FAMILY, reach, within, shown, FACTS)
