"""Keeps what Kolada said: beside what it said before, and as measurements of our own units."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.quality.exact import PLACES, plain
from app.quality.indicators.models import Periodicity, Source
from app.quality.kolada.errors import Fault, KoladaError
from app.quality.kolada.models import KoladaChange, KoladaLink, KoladaPlace, KoladaValue
from app.quality.kolada.reading import TOTAL, Value
from app.quality.measuring import services as measuring
from app.quality.measuring.models import Measurement, Sex
from app.quality.measuring.periods import Period
from app.quality.measuring.rules import Entry

Key = tuple[int, int, str]


def keep(
    session: Session, link: KoladaLink, values: Sequence[Value], at: datetime, *, years: Collection[int]
) -> int:
    """Keep the values of a link's places for the years that were asked for; tells how many of our measurements changed.

    A value that is gone at the source, or null there, leaves a measurement without a value; it never becomes zero. What
    somebody wrote here by hand stays as it is: the two are shown side by side. Raises `KoladaError` where not one value
    is said of anything though there were some: single values are taken back, a whole answer of nothing is a fault.
    """
    stood = _stood(session, link.places)
    places = {one.place: one for one in link.places}
    said: dict[Key, Value] = {
        (places[one.place].id, one.year, one.sex): one for one in values if one.place in places
    }
    # What is not asked for any more and not spoken of stays: that nothing is said of it says nothing.
    silent = {key: row for key, row in stood.items() if key not in said and row.year in years}
    if not said and any(row.value is not None for row in silent.values()):
        raise KoladaError(Fault.EMPTY, "not one value where there were some")
    for row in silent.values():
        # Kolada no longer speaks of it: what it does not say it does not have.
        _say(session, row, None, at)
        row.deleted = True
    for key, value in said.items():
        _put(session, stood, key, value, at)
    session.flush()
    return _measured(session, link, [one for one in link.places if one.unit_id is not None])


def _stood(session: Session, places: Iterable[KoladaPlace]) -> dict[Key, KoladaValue]:
    rows = session.scalars(select(KoladaValue).where(KoladaValue.place_id.in_([one.id for one in places])))
    return {(row.place_id, row.year, row.sex): row for row in rows}


def _put(session: Session, stood: Mapping[Key, KoladaValue], key: Key, value: Value, at: datetime) -> None:
    figure = None if value.value is None else _kept(value.value)
    row = stood.get(key)
    if row is None:
        row = KoladaValue(place_id=key[0], year=key[1], sex=key[2], value=figure)
        session.add(row)
    _say(session, row, figure, at)
    row.status, row.deleted = value.status, value.deleted


def _say(session: Session, row: KoladaValue, figure: Decimal | None, at: datetime) -> None:
    """Let a row say what the source says now; that it said something else before is kept."""
    if row.value != figure:
        session.add(
            KoladaChange(
                place_id=row.place_id, year=row.year, sex=row.sex, before=row.value, after=figure, seen_at=at
            )
        )
    row.value, row.fetched_at = figure, at


def _kept(value: Decimal) -> Decimal:
    # Kolada's own figures have long tails of decimals that no indicator shows.
    return plain(round(value, PLACES))


def _measured(session: Session, link: KoladaLink, places: Sequence[KoladaPlace]) -> int:
    """Make measurements of what stands at the source for our own units; tells how many changed."""
    mine = {one.id: one.unit_id for one in places if one.unit_id is not None}
    if not mine:
        return 0
    here = {
        (row.unit_id, row.period, row.sex): row
        for row in session.scalars(
            select(Measurement).where(
                Measurement.indicator_id == link.indicator_id, Measurement.unit_id.in_(mine.values())
            )
        )
    }
    changed = 0
    for value in session.scalars(
        select(KoladaValue)
        .where(KoladaValue.place_id.in_(mine))
        .order_by(KoladaValue.place_id, KoladaValue.year, KoladaValue.sex)
    ):
        period, sex = Period(Periodicity.YEAR, value.year), _sex(link, value.sex)
        if sex is None:
            continue
        standing = here.get((mine[value.place_id], period.key, sex))
        if standing is not None and standing.source != Source.KOLADA:
            continue
        kept = measuring.keep(
            session,
            actor_id=None,
            indicator_id=link.indicator_id,
            unit_id=mine[value.place_id],
            period=period,
            sex=sex,
            # The words somebody has written beside a figure stay when the figure changes at its source.
            entry=Entry(
                value=_as_shown(value.value, link.indicator.decimals),
                text=standing.text if standing is not None else "",
            ),
            source=Source.KOLADA,
            standing=standing,
        )
        changed += kept is not None
    return changed


def _as_shown(value: Decimal | None, decimals: int) -> Decimal | None:
    """Bring a figure to as many decimals as the indicator shows, but never to none: there are no whole per cents at Kolada."""
    return None if value is None else plain(round(value, max(decimals, 1)))


def _sex(link: KoladaLink, sex: str) -> Sex | None:
    """Give whom a value is of as the indicator has it; what it is not divided into is left out."""
    if link.indicator.by_sex:
        return Sex(sex)
    return Sex.UNDIVIDED if sex == TOTAL else None
