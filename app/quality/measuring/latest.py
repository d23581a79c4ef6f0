"""What was measured last of many subjects at once: factors and indicators in a unit, and measurements where they were made."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, case, exists, null, or_, select
from sqlalchemy.orm import Session

from app.organisation.models import Unit
from app.organisation.reach import unit_ids_within
from app.passages.subjects import Ref
from app.quality.factors.models import Factor
from app.quality.factors.reading import kept_indicators
from app.quality.indicators.models import Indicator
from app.quality.measuring import queries
from app.quality.measuring.about import About
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Measurement
from app.quality.measuring.queries import Kept
from app.quality.measuring.reading import Outcome, measured
from app.quality.rights import Reader, indicator_readable, reads_measured, visible
from app.quality.subjects import FACTOR, INDICATOR
from app.records.models import Edition


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest outcome of an indicator in a unit, or the one that was asked for."""

    about: About
    unit_id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class _Made:
    indicator_id: int
    unit_id: int
    period: str


def latest_of(
    session: Session, reader: Reader, refs: Collection[Ref], unit_id: int
) -> dict[Ref, list[Latest]]:
    """Give what was measured last of some factors and indicators in a unit, and what some measurements say.

    Only what the reader reads; what nothing was measured of is left out. At most four statements.
    """
    made = _made(session, reader, [ref.id for ref in refs if ref.kind == MEASUREMENT])
    factors = {ref.id for ref in refs if ref.kind == FACTOR}
    indicators = {ref.id for ref in refs if ref.kind == INDICATOR}
    if not (made or factors or indicators):
        return {}
    known = _abouts(session, reader, factors, indicators, made, unit_id)
    here = [number for number, one in known.items() if one.here]
    kept = queries.latest_kept(session, here, [unit_id], 1)
    there = _kept_of(session, made)
    found: dict[Ref, list[Latest]] = {}
    for ref in refs:
        if ref.kind == MEASUREMENT:
            one = made.get(ref.id)
            latest = (
                _one(known, there, one.indicator_id, one.unit_id, one.period) if one is not None else None
            )
            found[ref] = [latest] if latest is not None else []
        else:
            wanted = (
                number
                for number, one in known.items()
                if (one.factor_id if ref.kind == FACTOR else number) == ref.id
            )
            found[ref] = [
                latest for number in wanted if (latest := _one(known, kept, number, unit_id)) is not None
            ]
    return {ref: ones for ref, ones in found.items() if ones}


@dataclass(frozen=True, slots=True)
class _Known:
    about: About
    factor_id: int
    here: bool


def _one(
    known: Mapping[int, _Known], kept: Collection[Kept], indicator_id: int, unit_id: int, period: str = ""
) -> Latest | None:
    if indicator_id not in known:
        return None
    about = known[indicator_id].about
    mine = [one for one in kept if one.indicator_id == indicator_id and period in {"", one.period}]
    found = measured(about, unit_id, mine)
    outcome = found.latest or next(iter(found.outcomes), None)
    return Latest(about, unit_id, outcome) if outcome is not None else None


def _made(session: Session, reader: Reader, ids: Collection[int]) -> dict[int, _Made]:
    if not ids:
        return {}
    rows = session.execute(
        select(Measurement.id, Measurement.indicator_id, Measurement.unit_id, Measurement.period).where(
            Measurement.id.in_(sorted(ids)),
            reads_measured(Measurement.unit_id, reader),
        )
    )
    return {row[0]: _Made(*row[1:]) for row in rows}


def _kept_of(session: Session, made: Mapping[int, _Made]) -> list[Kept]:
    places = {one.unit_id for one in made.values()}
    return queries.kept_of(session, {one.indicator_id for one in made.values()}, places) if made else []


def _abouts(
    session: Session,
    reader: Reader,
    factors: Collection[int],
    indicators: Collection[int],
    made: Mapping[int, _Made],
    unit_id: int,
) -> dict[int, _Known]:
    """Give the indicators as the reader reads them, in their order; `here` tells whether the unit is theirs to read of."""
    asked = {*indicators, *(one.indicator_id for one in made.values())}
    reads_unit = exists().where(Unit.id == unit_id, Unit.id.in_(unit_ids_within(reader.reading, reader.day)))
    of_factors = Indicator.factor_id.in_(sorted(factors))
    columns: tuple[Any, ...] = (
        Indicator,
        case((visible(reader), null()), else_=Edition.content),
        and_(reads_unit, or_(of_factors, Indicator.id.in_(sorted(indicators)))),
    )
    rows = session.execute(
        select(*columns)
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(or_(of_factors, Indicator.id.in_(sorted(asked))), indicator_readable(reader))
        .order_by(Indicator.factor_id, Indicator.position, Indicator.id)
    ).all()
    established = {one.factor_id: kept_indicators(content) for one, content, _ in rows if content}
    found = {}
    for one, content, here in rows:
        read = established[one.factor_id].get(one.id) if content else one
        if read is not None:
            found[one.id] = _Known(About.of(read), one.factor_id, bool(here))
    return found
