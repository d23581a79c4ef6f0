"""Deviations of reports with what was said of them, and what receivers said, as search finds them; a report's own words are
found as the unit's other texts are.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import ColumnElement, Select, exists, literal, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.reports.models import DeviationNote, Report, ReportDeviation, ReportWord
from app.reports.naming import named
from app.reports.queries import Reader, reads, reads_now
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Registry, Shown, row_of
from app.ui.addresses import url_for
from app.ui.markdown import plain

GROUP, WHOSE, _BREAK = "report", "report", "\n\n"
DEVIATIONS, WORDS = "report_deviation", "report_word"
GROUPS: dict[str, LazyString] = {GROUP: lazy_gettext("Rapporter")}


def _rows(identity: Any, owner: Any, body: Any, at: Any) -> Select[Any]:
    return select(*row_of(identity, owner=owner, unit=Report.unit_id, at=at, body=body, whose=WHOSE))


KINDS = (
    Kind(
        "report_deviation",
        DEVIATIONS,
        GROUP,
        ReportDeviation,
        ReportDeviation.id,
        ("what", "why", "remedy", "effect", "who", "removed_at"),
        _rows(
            ReportDeviation.id,
            ReportDeviation.id,
            ReportDeviation.what
            + _BREAK
            + ReportDeviation.why
            + _BREAK
            + ReportDeviation.remedy
            + _BREAK
            + ReportDeviation.effect
            + _BREAK
            + ReportDeviation.who,
            ReportDeviation.written_at,
        )
        .join(Report, Report.id == ReportDeviation.report_id)
        .where(ReportDeviation.removed_at.is_(None)),
    ),
    Kind(
        "report_remedy_note",
        DEVIATIONS,
        GROUP,
        DeviationNote,
        DeviationNote.id,
        ("text",),
        _rows(DeviationNote.id, ReportDeviation.id, DeviationNote.text, DeviationNote.at)
        .join(ReportDeviation, ReportDeviation.id == DeviationNote.deviation_id)
        .join(Report, Report.id == ReportDeviation.report_id)
        .where(ReportDeviation.removed_at.is_(None)),
    ),
    Kind(
        "report_word",
        WORDS,
        GROUP,
        ReportWord,
        ReportWord.id,
        ("text",),
        _rows(ReportWord.id, Report.id, ReportWord.text, ReportWord.at)
        .join(Report, Report.id == ReportWord.report_id)
        .where(ReportWord.text != ""),
    ),
)


def _reach(_session: Session, asks: Asked) -> Reach:
    return Reach(Reader(asks.actor, asks.day), [WHOSE]) if asks.actor.may(May.READ_REPORTS) else Reach()


def _deviation_within(reader: Reader) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            ReportDeviation.id == PLACE.c.owner_id,
            ReportDeviation.removed_at.is_(None),
            Report.id == ReportDeviation.report_id,
            reads_now(reader),
        )
        .correlate(PLACE)
    )


def _word_within(reader: Reader) -> ColumnElement[bool]:
    return exists().where(Report.id == PLACE.c.owner_id, reads(reader)).correlate(PLACE)


def _shown(href: str, told: Mapping[str, Any]) -> Shown:
    about = gettext("%(name)s · %(unit)s", name=named(told["kind"], told["year"]), unit=told["unit"])
    return Shown(plain(told["title"], 120) or named(told["kind"], told["year"]), href, about)


def _deviations(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    return {
        hit.id: _shown(url_for("reports.remedy", report_deviation_id=hit.owner_id), facts[hit.owner_id][0])
        for hit in hits
    }


def _words(_session: Session, _asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    return {
        hit.id: _shown(url_for("reports.one", follow_up_id=hit.owner_id), facts[hit.owner_id][0])
        for hit in hits
    }


_OF_REPORT = (Report.kind.label("kind"), Report.year.label("year"), Unit.name.label("unit"))

DEVIATION_FAMILY = Family(
    DEVIATIONS,
    _reach,
    _deviation_within,
    _deviations,
    select(ReportDeviation.id.label("owner_id"), ReportDeviation.what.label("title"), *_OF_REPORT)
    .join(Report, Report.id == ReportDeviation.report_id)
    .join(Unit, Unit.id == Report.unit_id),
)
WORD_FAMILY = Family(
    WORDS,
    _reach,
    _word_within,
    _words,
    select(Report.id.label("owner_id"), literal("").label("title"), *_OF_REPORT).join(
        Unit, Unit.id == Report.unit_id
    ),
)


def register(registry: Registry) -> None:
    """Let deviations and what receivers said be found."""
    registry.register(DEVIATION_FAMILY, KINDS[:2])
    registry.register(WORD_FAMILY, KINDS[2:])
