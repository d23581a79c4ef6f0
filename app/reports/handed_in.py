"""Reads of what has been handed in, wherever it was: for those who write no reports and look at them all."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, collate, func, select
from sqlalchemy.orm import Session

from app.db import SWEDISH
from app.organisation.models import Unit
from app.paging import Found, nearest, on_page
from app.reports.models import Report, ReportWord, State, Step
from app.reports.queries import WHOLE, Reader, reads

PAGE = 50


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A report that has been handed in, and when that was last."""

    report: Report
    at: datetime

    @property
    def is_rewritten(self) -> bool:
        """Tell whether it is a draft again since, so that what one reads is the version before."""
        return self.report.state == State.DRAFT


def handed_in(
    session: Session, reader: Reader, *, year: int | None, unit_id: int | None, page: int
) -> Found[HandedIn]:
    """Give what has been handed in and the reader may read, the latest first, of a year and a unit where they are asked for."""
    last = func.max(ReportWord.at)
    wanted = _readable(select(Report, last).group_by(Report.id), reader)
    if year is not None:
        wanted = wanted.where(Report.year == year)
    if unit_id is not None:
        wanted = wanted.where(Report.unit_id == unit_id)
    total = session.scalar(select(func.count()).select_from(wanted.with_only_columns(Report.id).subquery()))
    here = nearest(page, total or 0, PAGE)
    # Eagerly joined tables would have to be grouped by too.
    rows = session.execute(
        on_page(wanted.order_by(last.desc(), Report.id.desc()).with_only_columns(Report.id, last), here, PAGE)
    ).all()
    reports = {
        one.id: one
        for one in session.scalars(
            select(Report).where(Report.id.in_([number for number, _ in rows])).options(*WHOLE)
        )
    }
    return Found([HandedIn(reports[number], at) for number, at in rows], total or 0, here, PAGE)


def _readable(wanted: Select[*tuple[object, ...]], reader: Reader) -> Select[*tuple[object, ...]]:
    return wanted.join(ReportWord, ReportWord.report_id == Report.id).where(
        ReportWord.step == Step.SUBMIT, reads(reader)
    )


def years_handed_in(session: Session, reader: Reader) -> list[int]:
    """Give the years of what has been handed in, the latest first."""
    return list(
        session.scalars(_readable(select(Report.year).distinct(), reader).order_by(Report.year.desc()))
    )


def units_handing_in(session: Session, reader: Reader) -> list[tuple[int, str]]:
    """Give the units that have handed something in, by name."""
    rows = session.execute(
        select(Unit.id, Unit.name)
        .where(Unit.id.in_(_readable(select(Report.unit_id), reader)))
        .order_by(collate(Unit.name, SWEDISH), Unit.id)
    )
    return [(number, name) for number, name in rows]
