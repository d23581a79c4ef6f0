"""How the history speaks of measurements: what stands is what was last told, what stood before is what was told before it."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.judging.facts import JUDGED, JUDGEMENT, judgement_facts
from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.facts import CHANGED, MADE, MEASUREMENT, measurement_facts, version_facts
from app.quality.measuring.models import Measurement, MeasurementVersion
from app.records.witnesses import Heard, Row, Told, Witness, hear, rows_of

_SAID = ("value", "text", "state", "not_measured", "source", "by", "at", "revision")


def _hear_earlier(told: Told, entry: Heard) -> None:
    if entry.action == CHANGED:
        # What an entry tells of before is what changed; the rest stood as it stands after.
        before = {name: entry.before.get(name, entry.after.get(name)) for name in _SAID}
        told.say(f"version {before['revision']}", before)


def _versions(session: Session) -> Iterator[Row]:
    found = select(MeasurementVersion).order_by(
        MeasurementVersion.measurement_id, MeasurementVersion.revision
    )
    for one in session.scalars(found.execution_options(yield_per=500, populate_existing=True)):
        yield Row(one.measurement_id, f"version {one.revision}", version_facts(one))


WITNESSES = (
    Witness(
        "judgement of indicator", JUDGEMENT, (JUDGED,), hear, rows_of(IndicatorJudgement, judgement_facts)
    ),
    Witness("measurement", MEASUREMENT, (MADE, CHANGED), hear, rows_of(Measurement, measurement_facts)),
    Witness("measurement before", MEASUREMENT, (MADE, CHANGED), _hear_earlier, _versions),
)
