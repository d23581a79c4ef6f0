"""What the history keeps of measurements; written when they change, compared when it is verified."""

from app.quality.measuring.models import Measurement, MeasurementVersion

MEASUREMENT = "measurement"
MADE, CHANGED = "measurement.made", "measurement.changed"

Facts = dict[str, object]


def measurement_facts(one: Measurement) -> Facts:
    """Give all that a measurement says, and whose it is."""
    return {
        "indicator": one.indicator_id,
        "unit": one.unit_id,
        "period": one.period,
        "ends_on": one.ends_on,
        "sex": one.sex,
        **_said(one),
    }


def version_facts(one: MeasurementVersion) -> Facts:
    """Give all that a measurement said before it was changed."""
    return _said(one)


def _said(one: Measurement | MeasurementVersion) -> Facts:
    return {
        # As digits: a decimal number would be read back as another kind of number.
        "value": f"{one.value:f}" if one.value is not None else None,
        "text": one.text,
        "state": one.state,
        "not_measured": one.not_measured,
        "source": one.source,
        "by": one.person_id,
        "at": one.at,
        "revision": one.revision,
    }
