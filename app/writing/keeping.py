"""Established texts of units as records: from when their keeping is counted, and what they are called."""

from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, case, func, literal, or_, select
from sqlalchemy.orm import aliased

from app.disposing.kinds import NO_TIME, Columns, Kept, RecordKind, statement, year_in
from app.disposing.kinds import NO_YEAR as NOT_BY_YEAR
from app.disposing.naming import by_number
from app.disposing.wording import OF, version_name
from app.records.models import Edition
from app.writing.kinds import kinds
from app.writing.models import NO_YEAR, UnitText
from app.writing.services import TEXT

NOT_ANALYSES = ("core_mission", "vision", "operational_plan")
"""Kinds that are records of their own; every other text is an analysis."""


def what_it_is_of() -> ColumnElement[str]:
    """Say what a text is the record of: a record of its own, one of a family such as reports, or an analysis."""
    families = [
        (UnitText.kind.startswith(f"{name}/", autoescape=True), literal(name))
        for name in kinds.family_names()
    ]
    own = [(UnitText.kind == key, literal(key)) for key in NOT_ANALYSES]
    return case(*own, *families, else_=literal("analysis"))


def _kept(year: int) -> Select[Any]:
    later, established = aliased(UnitText), aliased(Edition)
    replaced_at = (
        select(func.min(established.established_at))
        .join(later, later.edition_id == established.id)
        .where(
            later.kind == UnitText.kind,
            later.unit_id == UnitText.unit_id,
            or_(
                later.year > UnitText.year, and_(later.year == UnitText.year, later.number > UnitText.number)
            ),
        )
        .correlate(UnitText)
        .scalar_subquery()
    )
    yearly = UnitText.year != NO_YEAR
    return statement(
        Columns(
            of=what_it_is_of(),
            what=UnitText.kind,
            number=UnitText.number,
            unit_id=UnitText.unit_id,
            year=case((yearly, UnitText.year), else_=year_in(Edition.established_at)),
            since_at=case((yearly, NO_TIME), else_=replaced_at),
            since_year=case((yearly, UnitText.year), else_=NOT_BY_YEAR),
            in_force=and_(replaced_at.is_(None), or_(~yearly, UnitText.year >= year)),
        )
    ).join(UnitText, UnitText.edition_id == Edition.id)


def _name(one: Kept) -> str:
    kind = kinds.get(one.what)
    return version_name(kind.label() if kind is not None else str(OF[one.of]), one.number)


UNIT_TEXTS = RecordKind(
    kind=TEXT,
    kept=_kept,
    called=by_number(_name),
    goes=lazy_gettext("delarna med sina ord, det som togs in i dem, och allt som skrevs på vägen"),
    stays=lazy_gettext(
        "Kvar blir att texten fanns, när den fastställdes och av vem. Andra versioner rörs inte. Det andra har citerat hör till "
        "deras text och gallras med den."
    ),
)
