"""What can be chosen about risks: units to filter by, factors to hang one on."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import Integer, Select, and_, bindparam, collate, exists, false, or_, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.db import SWEDISH
from app.organisation.models import Ancestry, Unit, in_force
from app.prepared import prepared
from app.quality.factors.models import Factor
from app.quality.risks.models import Risk
from app.quality.risks.reach import Reader, reads_risks


def units_with_risks(session: Session, reader: Reader, limit: int = 200) -> list[tuple[int, str]]:
    """Give the units whose risks the reader reads, alphabetically, for the filter."""
    return [(number, name) for number, name in _units_with_risks(reader).rows(session, most=limit)]


@prepared
def _units_with_risks(reader: Reader) -> Select[int, str]:
    return (
        select(Unit.id, Unit.name)
        .where(
            # Unit by unit along the index: going through all risks would take longer the more there are.
            exists().where(Risk.unit_id == Unit.id),
            reads_risks(reader, Unit.id) if reader.actor.may(May.READ_RISKS) else false(),
        )
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
        .limit(bindparam("most", type_=Integer))
    )


def factors_to_choose(session: Session, unit_ids: Collection[int], day: date) -> list[tuple[int, str]]:
    """Give the factors a strategic risk of some units can hang on: their own, and those of an area above."""
    rows = _factors_of(tuple(sorted(unit_ids)), day).rows(session)
    return [(number, title) for number, title in rows]


@prepared
def _factors_of(unit_ids: tuple[int, ...], day: date) -> Select[int, str]:
    above = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id.in_(unit_ids), in_force(Ancestry.valid_from, Ancestry.valid_to, day)
    )
    return (
        select(Factor.id, Factor.title)
        .where(
            Factor.goal_id.is_(None),
            Factor.state.in_(["draft", "established"]),
            or_(
                Factor.unit_id.in_(unit_ids),
                and_(Factor.reach == "area", Factor.unit_id.in_(above), Factor.state == "established"),
            ),
        )
        .order_by(collate(Factor.title, SWEDISH), Factor.id)
        .limit(300)
    )
