"""Deviations as search finds them, with what levels said of them, to whoever reads them on their pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.deviations.models import DeviationLevel, DeviationReport
from app.deviations.queries import Reader, reads
from app.organisation.models import Unit
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Registry, Shown, row_of
from app.ui.addresses import url_for
from app.ui.markdown import plain

FAMILY, WHOSE, _BREAK = "deviation", "deviation", "\n\n"
GROUPS: dict[str, LazyString] = {FAMILY: lazy_gettext("Avvikelser")}


def _rows(identity: Any, owner: Any, body: Any, at: Any) -> Select[Any]:
    return select(*row_of(identity, owner=owner, unit=DeviationReport.unit_id, at=at, body=body, whose=WHOSE))


KINDS = (
    Kind(
        "deviation_report",
        FAMILY,
        FAMILY,
        DeviationReport,
        DeviationReport.id,
        ("happened", "done", "needed", "taken_back_at"),
        _rows(
            DeviationReport.id,
            DeviationReport.id,
            DeviationReport.happened + _BREAK + DeviationReport.done + _BREAK + DeviationReport.needed,
            DeviationReport.reported_at,
        ).where(DeviationReport.taken_back_at.is_(None)),
    ),
    Kind(
        "deviation_level",
        FAMILY,
        FAMILY,
        DeviationLevel,
        DeviationLevel.id,
        ("words", "outcome"),
        _rows(DeviationLevel.id, DeviationLevel.report_id, DeviationLevel.words, DeviationLevel.came_at)
        .join(DeviationReport, DeviationReport.id == DeviationLevel.report_id)
        .where(DeviationLevel.words != ""),
    ),
)


def _reach(_session: Session, asks: Asked) -> Reach:
    if not asks.actor.may(May.REPORT_DEVIATIONS):
        return Reach()
    return Reach(Reader(asks.actor, asks.day), [WHOSE])


def _within(reader: Reader) -> ColumnElement[bool]:
    return exists().where(DeviationReport.id == PLACE.c.owner_id, reads(reader)).correlate(PLACE)


def _shown(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    return {hit.id: _one(hit.owner_id, facts[hit.owner_id][0]) for hit in hits}


def _one(report_id: int, told: Mapping[str, Any]) -> Shown:
    return Shown(
        plain(told["happened"], 120),
        url_for("deviations.one", report_id=report_id),
        gettext("Avvikelse · %(unit)s", unit=told["unit"]),
    )


DEVIATIONS = Family(
    FAMILY,
    _reach,
    _within,
    _shown,
    select(
        DeviationReport.id.label("owner_id"),
        DeviationReport.happened.label("happened"),
        Unit.name.label("unit"),
    ).join(Unit, Unit.id == DeviationReport.unit_id),
)


def register(registry: Registry) -> None:
    """Let deviations be found."""
    registry.register(DEVIATIONS, KINDS)
