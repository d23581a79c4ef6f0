"""Reads of plans of remedies beyond those of all plans; restricted to what the reader may read."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.economy.models import PlanSort, Recovery, RecoveryState
from app.economy.queries.opening import PLAN
from app.economy.queries.whose import Reader, plan_read_by
from app.paging import Found, nearest, on_page

PAGE = 30


def remedy_plans(session: Session, reader: Reader, *, page: int) -> Found[Recovery]:
    """Give one page of the plans of remedies the reader may read: those that are not done first, the latest first."""
    mine = (
        Recovery.sort == PlanSort.REMEDIES,
        Recovery.state != RecoveryState.LAPSED,
        plan_read_by(reader),
    )
    total = session.scalar(select(func.count(Recovery.id)).where(*mine)) or 0
    page = nearest(page, total, PAGE)
    ordered = (
        select(Recovery)
        .where(*mine)
        .options(*PLAN)
        .order_by(Recovery.state == RecoveryState.DONE, Recovery.year.desc(), Recovery.id.desc())
    )
    return Found(list(session.scalars(on_page(ordered, page, PAGE))), total, page, PAGE)


def plan_of(session: Session, unit_id: int, year: int) -> Recovery | None:
    """Give the plan of remedies of a unit's year, whatever has become of it; to be written, so as it stands now."""
    return session.scalars(
        select(Recovery)
        .where(Recovery.unit_id == unit_id, Recovery.year == year, Recovery.sort == PlanSort.REMEDIES)
        .options(*PLAN)
        .execution_options(populate_existing=True)
    ).one_or_none()
