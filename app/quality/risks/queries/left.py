"""Risks of units that are no more, which wait for somebody to take them over."""

from typing import NamedTuple

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.quality.risks.models import Risk, RiskState
from app.quality.risks.queries.opening import readable_by
from app.quality.risks.reach import Left, Reader, settles


class LeftBehind(NamedTuple):
    """A unit that is no more, and how many open risks of it wait."""

    unit: Left
    waiting: int


def left_behind(session: Session, reader: Reader) -> list[LeftBehind]:
    """Give the units that are no more whose risks wait for somebody to take them over; no statement where there is none."""
    if not reader.left:
        return []
    counts = session.execute(
        select(Risk.unit_id, func.count())
        .where(
            Risk.unit_id.in_([one.unit_id for one in reader.left]),
            Risk.state == RiskState.OPEN,
            readable_by(reader),
        )
        .group_by(Risk.unit_id)
    )
    counted = {row[0]: row[1] for row in counts}
    return [LeftBehind(one, counted[one.unit_id]) for one in reader.left if one.unit_id in counted]


def left_by_unit(session: Session, reader: Reader, unit_id: int) -> list[Risk]:
    """Give the open risks a unit that is no more left behind for the reader, held until the transaction ends."""
    wanted = (
        select(Risk)
        .where(Risk.unit_id == unit_id, Risk.state == RiskState.OPEN, settles(reader, Risk.unit_id))
        .order_by(Risk.id)
        .with_for_update(of=Risk)
        .execution_options(populate_existing=True)
    )
    return list(session.scalars(wanted))
