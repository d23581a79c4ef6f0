"""Reads of what was said of reports: as they were handed in, received, handed back and taken back."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from app.reports.models import ReportWord, Step

QUOTED = "unit_text"
"""What a quote of a report beneath says it is from: a version of its text."""


def words_of(session: Session, report_id: int) -> list[ReportWord]:
    """Give what was said of a report, the latest first."""
    return list(
        session.scalars(
            select(ReportWord)
            .where(ReportWord.report_id == report_id)
            .options(joinedload(ReportWord.person))
            .order_by(ReportWord.id.desc())
        )
    )


def words_of_version(session: Session, text_id: int) -> list[ReportWord]:
    """Give what was said of one version of a report, in order."""
    return list(
        session.scalars(
            select(ReportWord)
            .where(ReportWord.text_id == text_id)
            .options(joinedload(ReportWord.person))
            .order_by(ReportWord.id)
        )
    )


def taken_back_among(session: Session, text_ids: Collection[int]) -> frozenset[int]:
    """Give those of some versions that were taken back after they were handed in; one statement where there are any."""
    if not text_ids:
        return frozenset()
    found = select(ReportWord.text_id).where(
        ReportWord.text_id.in_(sorted(text_ids)), ReportWord.step == Step.TAKE_BACK
    )
    return frozenset(session.scalars(found))
