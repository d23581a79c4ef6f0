"""Reading risks in from a file: worked out first, made all at once or not at all, only in units one writes for."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.organisation.heads import OwnUnit, own_units
from app.organisation.models import Unit
from app.organisation.rows import Problem
from app.organisation.spreadsheet import Unreadable, read_sheet
from app.quality.risks import services
from app.quality.risks.files.reading import Plan, plan
from app.quality.risks.models import Risk, RiskState
from app.quality.risks.reach import Reader, writes
from app.steering.shapes.control import InternalControl


@dataclass(frozen=True, slots=True)
class Report:
    """What a file would make or has made; `outdated` when it is no longer what was shown."""

    plan: Plan
    applied: bool = False
    outdated: bool = False


def import_risks(
    session: Session,
    path: Path,
    *,
    reader: Reader,
    scale: InternalControl,
    dry_run: bool,
    expected: str | None = None,
) -> Report:
    """Read risks from CSV or XLSX; nothing is written where anything is wrong. Risks that are there are left alone."""
    try:
        sheet = read_sheet(path)
    except Unreadable as fault:
        return Report(Plan(problems=[Problem(fault.row, fault.column, fault.reason, fault.details)]))
    units = units_written_by(session, reader)
    found = plan(sheet.heads, sheet.rows, units, scale, _existing(session, reader))
    if found.problems or dry_run:
        return Report(found)
    if expected is not None and expected != found.fingerprint:
        return Report(found, outdated=True)
    for one in found.new:
        services.enter(session, reader=reader, entry=one.entry, scale=scale, judged=one.judged)
    return Report(found, applied=True)


def units_written_by(session: Session, reader: Reader) -> list[OwnUnit]:
    """Give the units of today the reader writes risks for, with the words a file may name them by."""
    return own_units(session, writes(reader, Unit.id), reader.day)


def _existing(session: Session, reader: Reader) -> set[tuple[int, str]]:
    rows = session.execute(
        select(Risk.unit_id, Risk.title).where(writes(reader, Risk.unit_id), Risk.state == RiskState.OPEN)
    )
    return {(unit_id, title.casefold()) for unit_id, title in rows}
