"""What goes when the words of a measurement of a year gone by are disposed of, as they stand and as they stood.

The value stays: it is a figure of its year. What is measured of a goal's own indicators goes with the goal.
"""

from collections.abc import Iterator

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Integer, and_, cast, exists, extract, literal, or_, select
from sqlalchemy.orm import Session

from app.disposing.things import Thing, of_each, says_something
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Measurement, MeasurementVersion
from app.quality.measuring.periods import read_period
from app.quality.measuring.wording import period_name
from app.records.earlier import GONE, Written

_OF_YEAR = cast(extract("year", Measurement.ends_on), Integer)


def _written(session: Session, number: int) -> Iterator[Written]:
    yield Written(MEASUREMENT, number, session.get_one(Measurement, number), {"text": GONE})
    for one in session.scalars(select(MeasurementVersion).where(MeasurementVersion.measurement_id == number)):
        yield Written(MEASUREMENT, number, one, {"text": GONE})


def _over(year: int) -> ColumnElement[bool]:
    of_goal = exists().where(
        Indicator.id == Measurement.indicator_id,
        Factor.id == Indicator.factor_id,
        Factor.goal_id.is_not(None),
    )
    before = exists().where(
        MeasurementVersion.measurement_id == Measurement.id, says_something(MeasurementVersion.text)
    )
    return and_(year > _OF_YEAR, or_(says_something(Measurement.text), before), ~of_goal)


MEASUREMENTS = Thing(
    kind=MEASUREMENT,
    of=literal("measurement"),
    number=Measurement.id,
    unit_id=Measurement.unit_id,
    year=_OF_YEAR,
    since_year=_OF_YEAR,
    what=Measurement.period,
    says=of_each(lambda one: period_name(read_period(one.what))),
    over=_over,
    written=_written,
    goes=lazy_gettext(
        "orden i mätningen, så som de står och så som de stod innan de ändrades; värdet står kvar"
    ),
)
