"""Keeping what was measured: each change keeps what stood before, and is one entry of the history."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app import clock
from app.quality.exact import plain
from app.quality.indicators.models import Indicator, Source
from app.quality.measuring.errors import ChangedMeanwhile
from app.quality.measuring.facts import CHANGED, MADE, MEASUREMENT, Facts, measurement_facts
from app.quality.measuring.models import Certainty, Measurement, MeasurementVersion, Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.rounds import pace_of
from app.quality.measuring.rules import Entry, check, check_period, main_sex
from app.records.noting import note

Expected = Mapping[Sex, int]
"""The revisions one has read, by whom they are about; 0 where nothing was measured."""


def measure(
    session: Session,
    *,
    actor_id: int,
    indicator: Indicator,
    unit_id: int,
    period: Period,
    entries: Mapping[Sex, Entry],
    expected: Expected,
    source: Source = Source.HAND,
) -> list[Measurement]:
    """Keep what a person measured in a unit and a period; gives what became new or changed.

    `indicator` is held for the change, with its factor and skipped periods. An empty entry where something stood takes it away,
    and the versions keep it. Raises `Refused`, and `ChangedMeanwhile` where somebody else measured the same in between.
    """
    check_period(
        period,
        pace=pace_of(indicator.periodicity, indicator.rhythm),
        skipped=[one.period for one in indicator.skipped],
        state=indicator.factor.state,
        established=indicator.factor.edition_id is not None,
        today=clock.today(),
    )
    check(entries, main=main_sex(indicator.by_sex), nature=indicator.nature)
    standing = standing_of(session, indicator.id, unit_id, period)
    for sex in entries:
        now = standing.get(sex)
        if (now.revision if now else 0) != expected.get(sex, 0):
            raise ChangedMeanwhile(now)
    made = [
        keep(
            session,
            actor_id=actor_id,
            indicator_id=indicator.id,
            unit_id=unit_id,
            period=period,
            sex=sex,
            entry=entry,
            source=source,
            standing=standing.get(sex),
        )
        for sex, entry in entries.items()
    ]
    return [one for one in made if one is not None]


def standing_of(session: Session, indicator_id: int, unit_id: int, period: Period) -> dict[Sex, Measurement]:
    """Give what is kept of an indicator, a unit and a period, by whom it is about."""
    rows = session.scalars(
        select(Measurement).where(
            Measurement.indicator_id == indicator_id,
            Measurement.unit_id == unit_id,
            Measurement.period == period.key,
        )
    )
    return {Sex(one.sex): one for one in rows}


def keep(
    session: Session,
    *,
    actor_id: int | None,
    indicator_id: int,
    unit_id: int,
    period: Period,
    sex: Sex,
    entry: Entry,
    source: Source,
    standing: Measurement | None,
) -> Measurement | None:
    """Keep one outcome, for sources and people alike; None where it says what stands already.

    `standing` is what is kept of the same now, and becomes a version when it is changed. Nobody (`actor_id` None) is a source
    that is read by itself.
    """
    if standing is None and entry.empty:
        return None
    if standing is None:
        one = Measurement(
            indicator_id=indicator_id,
            unit_id=unit_id,
            period=period.key,
            ends_on=period.last,
            sex=sex,
            revision=1,
        )
        session.add(one)
        _fill(one, entry, source, actor_id, clock.now())
        _noted(session, actor_id, MADE, one, None)
        return one
    if _says(standing, entry):
        return None
    before = measurement_facts(standing)
    session.add(
        MeasurementVersion(
            measurement_id=standing.id,
            revision=standing.revision,
            value=standing.value,
            text=standing.text,
            state=standing.state,
            not_measured=standing.not_measured,
            source=standing.source,
            person_id=standing.person_id,
            at=standing.at,
        )
    )
    standing.revision += 1
    _fill(standing, entry, source, actor_id, clock.now())
    _noted(session, actor_id, CHANGED, standing, before)
    return standing


def _fill(one: Measurement, entry: Entry, source: Source, actor_id: int | None, at: datetime) -> None:
    one.value = plain(entry.value) if entry.value is not None else None
    one.text, one.not_measured = entry.text, entry.not_measured
    one.state = Certainty.PRELIMINARY if entry.preliminary else Certainty.FINAL
    one.source, one.person_id, one.at = source, actor_id, at


def _says(one: Measurement, entry: Entry) -> bool:
    state = Certainty.PRELIMINARY if entry.preliminary else Certainty.FINAL
    same = (one.value, one.text, one.not_measured) == (entry.value, entry.text, entry.not_measured)
    # Where nothing is said there is nothing to be preliminary.
    return same and (one.state == state or entry.empty)


def _noted(
    session: Session, actor_id: int | None, action: str, one: Measurement, before: Facts | None
) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=MEASUREMENT,
        object_id=one.id,
        before=before,
        after=measurement_facts(one),
    )
