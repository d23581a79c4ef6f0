"""Writes of indicators: add, change, order, take away and back, and pair a result with a resource."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app import clock
from app.cleaning import clean, clean_line
from app.quality.errors import ChangedMeanwhile, Fault, Refused
from app.quality.exact import LARGEST, plain
from app.quality.factors import rules as factors
from app.quality.factors.models import Factor
from app.quality.factors.services import touch
from app.quality.facts import INDICATOR, PAIR, Facts, indicator_facts, pair_facts
from app.quality.indicators import rules
from app.quality.indicators.models import (
    Better,
    EfficiencyPair,
    Indicator,
    IndicatorTarget,
    Nature,
    Periodicity,
    SkippedPeriod,
    Source,
)
from app.records.noting import note


@dataclass(frozen=True, slots=True)
class Wanted:
    """What an indicator is to say; only its name is needed to save it."""

    name: str
    nature: str = Nature.QUALITATIVE
    method: str = ""
    routine: str = ""
    present: str = ""
    wanted: str = ""
    type_key: str = ""
    unit_of_measure: str = ""
    decimals: int = 0
    better: str = Better.NONE
    within_low: Decimal | None = None
    within_high: Decimal | None = None
    periodicity: str = Periodicity.YEAR
    rhythm: str = ""
    """Which rhythm of the steering model, where it is measured in rounds."""
    by_sex: bool = False
    source: str = Source.HAND
    source_words: str = ""
    measurer_id: int | None = None
    measurer: str = ""
    starts_on: date | None = None
    targets: Mapping[int, Decimal | None] = field(default_factory=dict)
    """Targets by year; None takes one away, a year not named keeps its own."""
    skipped: str = ""


def add_indicator(session: Session, *, actor_id: int, factor: Factor, wanted: Wanted) -> Indicator:
    """Add an indicator to a factor that is open for changes; raises `Refused`."""
    _open(factor)
    place = max((one.position for one in factor.indicators), default=0) + 1
    indicator = Indicator(factor_id=factor.id, position=place, name="", revision=1, targets=[], skipped=[])
    _fill(indicator, wanted)
    session.add(indicator)
    touch(factor)
    session.flush()
    _noted(session, actor_id, "indicator.added", indicator, None)
    return indicator


def change_indicator(
    session: Session,
    *,
    actor_id: int,
    factor: Factor,
    indicator: Indicator,
    wanted: Wanted,
    revision: int,
) -> None:
    """Change an indicator as it read at `revision`; raises `Refused` and `ChangedMeanwhile`."""
    _open(factor)
    _standing(indicator)
    if indicator.revision != revision:
        raise ChangedMeanwhile
    before = indicator_facts(indicator)
    _fill(indicator, wanted)
    if indicator_facts(indicator) == before:
        return
    indicator.revision += 1
    touch(factor)
    _noted(session, actor_id, "indicator.changed", indicator, before)


def _fill(indicator: Indicator, wanted: Wanted) -> None:
    name = clean_line(wanted.name)
    if not name:
        raise Refused(Fault.TEXT_MISSING, "name")
    if len(name) > rules.LONGEST_NAME:
        raise Refused(Fault.TEXT_TOO_LONG, "name")
    _check_choices(wanted)
    low, high = _borders(wanted)
    indicator.name, indicator.nature, indicator.type_key = name, wanted.nature, wanted.type_key
    indicator.unit_of_measure = _line(wanted.unit_of_measure, "unit_of_measure", rules.LONGEST_UNIT)
    indicator.decimals, indicator.better = wanted.decimals, wanted.better
    indicator.within_low, indicator.within_high = low, high
    indicator.method, indicator.routine = _text(wanted.method, "method"), _text(wanted.routine, "routine")
    indicator.present = _line(wanted.present, "present", rules.LONGEST_STANDING)
    indicator.wanted = _line(wanted.wanted, "wanted", rules.LONGEST_STANDING)
    indicator.periodicity, indicator.rhythm, indicator.by_sex = (
        wanted.periodicity,
        wanted.rhythm,
        wanted.by_sex,
    )
    indicator.source = wanted.source
    indicator.source_words = _line(wanted.source_words, "source_words", rules.LONGEST_NAME)
    indicator.measurer_id = wanted.measurer_id
    indicator.measurer = _line(wanted.measurer, "measurer", rules.LONGEST_LINE)
    indicator.starts_on = wanted.starts_on
    _fill_targets(indicator, wanted.targets)
    _fill_skipped(indicator, wanted.skipped)


def _check_choices(wanted: Wanted) -> None:
    for value, known, name in (
        (wanted.nature, Nature, "nature"),
        (wanted.better, Better, "better"),
        (wanted.periodicity, Periodicity, "periodicity"),
        (wanted.source, Source, "source"),
    ):
        if value not in set(known):
            raise Refused(Fault.UNKNOWN_CHOICE, name)
    if bool(wanted.rhythm) != (wanted.periodicity == Periodicity.ROUND):
        raise Refused(Fault.UNKNOWN_CHOICE, "periodicity")
    if not 0 <= wanted.decimals <= rules.MOST_DECIMALS:
        raise Refused(Fault.TOO_MANY_DECIMALS, "decimals")


def _borders(wanted: Wanted) -> tuple[Decimal | None, Decimal | None]:
    if wanted.better != Better.WITHIN:
        return None, None
    low, high = _value(wanted.within_low, "within_low"), _value(wanted.within_high, "within_high")
    if low is None and high is None:
        raise Refused(Fault.BORDERS_MISSING, "within_low")
    if low is not None and high is not None and high < low:
        raise Refused(Fault.BORDERS_TURNED, "within_high")
    return low, high


def _value(value: Decimal | None, name: str) -> Decimal | None:
    if value is None:
        return None
    if abs(value) >= LARGEST:
        raise Refused(Fault.TOO_LARGE, name)
    return plain(value)


def _line(text: str, name: str, most: int) -> str:
    line = clean_line(text)
    if len(line) > most:
        raise Refused(Fault.TEXT_TOO_LONG, name)
    return line


def _text(text: str, name: str) -> str:
    text = clean(text)
    if len(text) > factors.LONGEST_TEXT:
        raise Refused(Fault.TEXT_TOO_LONG, name)
    return text


def _fill_targets(indicator: Indicator, targets: Mapping[int, Decimal | None]) -> None:
    known = {one.year: one for one in indicator.targets}
    for year, given in sorted(targets.items()):
        value, there = _value(given, f"target_{year}"), known.get(year)
        if value is None:
            if there is not None:
                indicator.targets.remove(there)
        elif there is None:
            indicator.targets.append(IndicatorTarget(year=year, value=value))
        else:
            there.value = value
    indicator.targets.sort(key=lambda one: one.year)


def _fill_skipped(indicator: Indicator, text: str) -> None:
    wanted = rules.periods_in(clean_line(text))
    if wanted is None:
        raise Refused(Fault.UNKNOWN_PERIOD, "skipped")
    for one in list(indicator.skipped):
        if one.period not in wanted:
            indicator.skipped.remove(one)
    known = {one.period for one in indicator.skipped}
    indicator.skipped += [SkippedPeriod(period=period) for period in wanted if period not in known]
    indicator.skipped.sort(key=lambda one: one.period)


def remove_indicator(session: Session, *, actor_id: int, factor: Factor, indicator: Indicator) -> None:
    """Take an indicator away; what it measured stays, and it can be taken back. Raises `Refused`."""
    _open(factor)
    if indicator.removed_at is not None:
        return
    before = indicator_facts(indicator)
    indicator.removed_at = clock.now()
    touch(factor)
    _noted(session, actor_id, "indicator.removed", indicator, before)


def restore_indicator(session: Session, *, actor_id: int, factor: Factor, indicator: Indicator) -> None:
    """Take an indicator back; raises `Refused`."""
    _open(factor)
    if indicator.removed_at is None:
        return
    before = indicator_facts(indicator)
    indicator.removed_at = None
    touch(factor)
    _noted(session, actor_id, "indicator.restored", indicator, before)


def move_indicator(
    session: Session, *, actor_id: int, factor: Factor, indicator: Indicator, up: bool
) -> None:
    """Put an indicator a step up or down within its factor; raises `Refused`."""
    _open(factor)
    _standing(indicator)
    known = {one.id: one for one in factor.indicators if one.removed_at is None}
    for place, number in enumerate(factors.moved(list(known), indicator.id, up=up), start=1):
        one = known[number]
        if one.position != place:
            before = indicator_facts(one)
            one.position = place
            _noted(session, actor_id, "indicator.moved", one, before)
    touch(factor)


def pair(
    session: Session, *, actor_id: int, factor: Factor, result_id: int, resource_id: int, words: str
) -> EfficiencyPair:
    """Let a result and a resource of a factor show efficiency together; raises `Refused`."""
    _open(factor)
    standing = {one.id for one in factor.indicators if one.removed_at is None}
    if result_id == resource_id or not {result_id, resource_id} <= standing:
        raise Refused(Fault.NOT_A_PAIR, "resource_id")
    found = session.scalars(
        select(EfficiencyPair).where(
            EfficiencyPair.result_indicator_id == result_id,
            EfficiencyPair.resource_indicator_id == resource_id,
        )
    ).one_or_none()
    if found is not None and found.removed_at is None:
        raise Refused(Fault.NOT_A_PAIR, "resource_id")
    before = pair_facts(found) if found is not None else None
    made = found or EfficiencyPair(
        result_indicator_id=result_id, resource_indicator_id=resource_id, words="", revision=1
    )
    made.words, made.removed_at = _text(words, "words"), None
    if found is None:
        session.add(made)
    touch(factor)
    session.flush()
    _noted_pair(session, actor_id, "pair.made", made, before)
    return made


def unpair(session: Session, *, actor_id: int, factor: Factor, made: EfficiencyPair) -> None:
    """Let a result and a resource stand by themselves again; raises `Refused`."""
    _open(factor)
    if made.removed_at is not None:
        return
    before = pair_facts(made)
    made.removed_at = clock.now()
    touch(factor)
    _noted_pair(session, actor_id, "pair.parted", made, before)


def pair_again(session: Session, *, actor_id: int, factor: Factor, made: EfficiencyPair) -> None:
    """Undo `unpair`; raises `Refused`."""
    _open(factor)
    if made.removed_at is None:
        return
    before = pair_facts(made)
    made.removed_at = None
    touch(factor)
    _noted_pair(session, actor_id, "pair.made", made, before)


def pair_of(session: Session, factor: Factor, pair_id: int) -> EfficiencyPair | None:
    """Give a pair of a factor, taken apart or not."""
    return session.scalars(
        select(EfficiencyPair)
        .where(
            EfficiencyPair.id == pair_id,
            EfficiencyPair.result_indicator_id.in_([one.id for one in factor.indicators]),
        )
        .options(joinedload(EfficiencyPair.result), joinedload(EfficiencyPair.resource))
    ).one_or_none()


def _open(factor: Factor) -> None:
    if not factors.is_open(factor):
        raise Refused(Fault.LOCKED)


def _standing(indicator: Indicator) -> None:
    if indicator.removed_at is not None:
        raise Refused(Fault.LOCKED)


def _noted(session: Session, actor_id: int, action: str, one: Indicator, before: Facts | None) -> None:
    session.flush()
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=INDICATOR,
        object_id=one.id,
        before=before,
        after=indicator_facts(one),
    )


def _noted_pair(
    session: Session, actor_id: int, action: str, one: EfficiencyPair, before: Facts | None
) -> None:
    note(
        session,
        actor_id=actor_id,
        action=action,
        kind=PAIR,
        object_id=one.id,
        before=before,
        after=pair_facts(one),
    )
