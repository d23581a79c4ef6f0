"""What goes when a report that was handed in is lawfully erased, beside its text: deviations, what was said of them and of it.

An earlier version's own words stand in its text alone; what is followed up lives on in the version that stands.
"""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all
from app.reports import facts
from app.reports.models import DeviationNote, Report, ReportDeviation, ReportWord
from app.writing.disposing import erase_beside_text

DEVIATION = {"what": GONE, "why": "", "remedy": "", "effect": "", "who": ""}


def erase_beside(session: Session, erased: Erased) -> None:
    """Erase the words of a text wherever else they stand, and where it is a report what hangs on the version that stands."""
    erase_beside_text(session, erased)
    report = session.scalars(select(Report).where(Report.text_id == erased.object_id)).one_or_none()
    said = select(ReportWord).where(ReportWord.text_id == erased.object_id)
    words = [Written(facts.WORD, one.id, one, {"text": ""}) for one in session.scalars(said)]
    erase_all(session, erased, [*words, *(_deviations(session, report) if report is not None else ())])


def _deviations(session: Session, report: Report) -> Iterator[Written]:
    found = session.scalars(select(ReportDeviation).where(ReportDeviation.report_id == report.id)).all()
    for one in found:
        yield Written(facts.DEVIATION, one.id, one, DEVIATION)
    notes = select(DeviationNote).where(DeviationNote.deviation_id.in_([one.id for one in found]))
    for note in session.scalars(notes):
        yield Written(facts.NOTE, note.id, note, {"text": ""})
