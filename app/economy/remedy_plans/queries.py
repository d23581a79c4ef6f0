"""Reads of plans of remedies beyond those of all plans; restricted to what the reader may read."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.economy.models import PlanSort, Recovery, RecoveryState
from app.economy.queries import PLAN, Reader, plan_read_by

PAGE = 30


@dataclass(frozen=True, slots=True)
class PlansFound:
    """One page of plans of remedies, and how many there are."""

    rows: list[Recovery]
    total: int
    page: int

    @property
    def pages(self) -> int:
        """How many pages there are; one when nothing was found."""
        return max(1, -(-self.total // PAGE))


def remedy_plans(session: Session, reader: Reader, *, page: int) -> PlansFound:
    """Give one page of the plans of remedies the reader may read: those that are not done first, the latest first."""
    mine = (
        Recovery.sort == PlanSort.REMEDIES,
        Recovery.state != RecoveryState.LAPSED,
        plan_read_by(reader),
    )
    total = session.scalar(select(func.count(Recovery.id)).where(*mine)) or 0
    page = min(max(1, page), max(1, -(-total // PAGE)))
    rows = session.scalars(
        select(Recovery)
        .where(*mine)
        .options(*PLAN)
        .order_by(Recovery.state == RecoveryState.DONE, Recovery.year.desc(), Recovery.id.desc())
        .limit(PAGE)
        .offset((page - 1) * PAGE)
    )
    return PlansFound(list(rows), total, page)


def plan_of(session: Session, unit_id: int, year: int) -> Recovery | None:
    """Give the plan of remedies of a unit's year, whatever has become of it; to be written, so as it stands now."""
    return session.scalars(
        select(Recovery)
        .where(Recovery.unit_id == unit_id, Recovery.year == year, Recovery.sort == PlanSort.REMEDIES)
        .options(*PLAN)
        .execution_options(populate_existing=True)
    ).one_or_none()
