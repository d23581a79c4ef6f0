"""Reads of what follows Kolada."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.db import SWEDISH
from app.organisation.models import Ancestry, Unit, in_force
from app.quality.factors.models import Factor, Reach
from app.quality.indicators.models import Indicator
from app.quality.kolada.models import KoladaChange, KoladaLink, KoladaPlace, KoladaValue
from app.quality.kolada.reading import TOTAL
from app.quality.rights import Reader, writes

MOST_CHANGES = 12
"""Changes at the source, named on one page; what stands now is in the table above them."""

MOST_UNITS = 200
"""Units that share an area's factor, named on one page."""


@dataclass(slots=True)
class Compared:
    """The figures of a place that is compared with, by year and sex."""

    name: str
    values: dict[tuple[int, str], Decimal | None] = field(default_factory=dict)


def indicator_to_link(
    session: Session, reader: Reader, indicator_id: int, *, lock: bool = False
) -> Indicator | None:
    """Give an indicator of a factor the reader writes, with its factor and unit; None otherwise.

    `lock` keeps other writers waiting until the transaction ends.
    """
    query = (
        select(Indicator)
        .join(Indicator.factor)
        .where(Indicator.id == indicator_id, Indicator.removed_at.is_(None), writes(reader))
        .options(joinedload(Indicator.factor, innerjoin=True).joinedload(Factor.unit, innerjoin=True))
    )
    if lock:
        query = query.with_for_update(of=Indicator).execution_options(populate_existing=True)
    return session.scalars(query).one_or_none()


def units_measured(session: Session, reader: Reader, factor: Factor) -> list[tuple[int, str]]:
    """Give the units in which a factor is measured today: its own, or each below it where they share it."""
    if factor.reach != Reach.AREA:
        return [(factor.unit_id, factor.unit.name)]
    rows = session.execute(
        select(Unit.id, Unit.name)
        .join(Ancestry, Ancestry.descendant_id == Unit.id)
        .where(
            Ancestry.ancestor_id == factor.unit_id,
            Ancestry.depth > 0,
            in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
            in_force(Unit.valid_from, Unit.valid_to, reader.day),
        )
        .order_by(Unit.name.collate(SWEDISH), Unit.id)
        .limit(MOST_UNITS)
    )
    return [(unit_id, name) for unit_id, name in rows]


def link_of(session: Session, indicator_id: int, *, removed: bool = False) -> KoladaLink | None:
    """Give what an indicator follows, with its places; one let go only when asked for."""
    wanted = select(KoladaLink).where(KoladaLink.indicator_id == indicator_id)
    if not removed:
        wanted = wanted.where(KoladaLink.removed_at.is_(None))
    return session.scalars(
        wanted.options(
            selectinload(KoladaLink.places).joinedload(KoladaPlace.unit), joinedload(KoladaLink.linked_by)
        )
    ).one_or_none()


def links_of(session: Session, indicator_ids: Sequence[int]) -> Mapping[int, KoladaLink]:
    """Give what many indicators follow, in one statement and without places."""
    rows = session.scalars(
        select(KoladaLink).where(KoladaLink.indicator_id.in_(indicator_ids), KoladaLink.removed_at.is_(None))
    )
    return {link.indicator_id: link for link in rows}


def compared_with(session: Session, indicator_ids: Sequence[int]) -> Mapping[int, Sequence[Compared]]:
    """Give the figures that many indicators are compared with, in one statement."""
    rows = session.execute(
        select(
            KoladaLink.indicator_id,
            KoladaPlace.id,
            KoladaPlace.name,
            KoladaValue.year,
            KoladaValue.sex,
            KoladaValue.value,
        )
        .join(KoladaPlace, KoladaPlace.link_id == KoladaLink.id)
        .join(KoladaValue, KoladaValue.place_id == KoladaPlace.id)
        .where(
            KoladaLink.indicator_id.in_(indicator_ids),
            KoladaLink.removed_at.is_(None),
            KoladaPlace.unit_id.is_(None),
        )
        .order_by(KoladaLink.indicator_id, KoladaPlace.id, KoladaValue.year, KoladaValue.sex)
    )
    found: dict[int, dict[int, Compared]] = {}
    for indicator_id, place_id, name, year, sex, value in rows:
        place = found.setdefault(indicator_id, {}).setdefault(place_id, Compared(name))
        place.values[year, sex] = value
    return {indicator_id: tuple(places.values()) for indicator_id, places in found.items()}


def values_of(session: Session, place_ids: Sequence[int]) -> list[KoladaValue]:
    """Give what stood at the source for some places, by place, year and sex."""
    return list(
        session.scalars(
            select(KoladaValue)
            .where(KoladaValue.place_id.in_(place_ids))
            .order_by(KoladaValue.place_id, KoladaValue.year, KoladaValue.sex)
        )
    )


def changes_of(session: Session, place_ids: Sequence[int]) -> list[KoladaChange]:
    """Give the latest changes at the source for all together, of some places, the newest first."""
    return list(
        session.scalars(
            select(KoladaChange)
            .where(KoladaChange.place_id.in_(place_ids), KoladaChange.sex == TOTAL)
            .order_by(KoladaChange.seen_at.desc(), KoladaChange.year.desc(), KoladaChange.id.desc())
            .limit(MOST_CHANGES)
        )
    )
