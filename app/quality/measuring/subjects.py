"""Measurements as subjects of dialogues: the indicator with the period, for whoever may read it now."""

from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import Select, and_, case, null, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.passages.subjects import Subject, SubjectKind
from app.quality.factors.models import Factor
from app.quality.factors.reading import kept_indicator
from app.quality.indicators.models import Indicator
from app.quality.measuring.facts import MEASUREMENT
from app.quality.measuring.models import Measurement, Sex
from app.quality.measuring.numbers import number_words, with_unit
from app.quality.measuring.periods import period_words, read_period
from app.quality.rights import Reader, indicator_readable, reads_measured, visible
from app.quality.subjects import BACKGROUND
from app.records.models import Edition
from app.ui.addresses import url_for
from app.ui.install import locale
from app.ui.markdown import plain

_COLUMNS: tuple[Any, ...] = (
    Measurement.id,
    Measurement.indicator_id,
    Measurement.unit_id,
    Measurement.period,
    Measurement.value,
    Indicator.name,
    Indicator.unit_of_measure,
    Indicator.decimals,
)


def _readable(reader: Reader) -> Select[Any]:
    return (
        # Whoever reads only what is established reads the indicator by that version; nobody else needs its text.
        select(*_COLUMNS, case((visible(reader), null()), else_=Edition.content).label("content"))
        .join(Indicator, Indicator.id == Measurement.indicator_id)
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(reads_measured(Measurement.unit_id, reader), indicator_readable(reader))
    )


def read_by(row: Any) -> tuple[str, str, int]:
    """Give what an indicator is called, is counted in and with how many decimals, as the one who reads the row reads it."""
    kept = kept_indicator(row.content, row.indicator_id) if row.content is not None else row
    return (kept.name, kept.unit_of_measure, kept.decimals) if kept is not None else ("", "", 0)


def _subject(row: Any) -> Subject:
    period = read_period(row.period)
    name, unit_of_measure, decimals = read_by(row)
    title = f"{plain(name)}, {period_words(period, locale())}"
    if row.value is not None:
        written = number_words(row.value, locale(), decimals=decimals)
        title += f": {with_unit(written, unit_of_measure)}"
    href = url_for("measuring.one", indicator_id=row.indicator_id, unit_id=row.unit_id, period=period.slug)
    return Subject(MEASUREMENT, row.id, title, href, row.unit_id)


def measurements_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the measurements that are read as they are now."""
    if not actor.may(May.READ_QUALITY):
        return {}
    rows = session.execute(_readable(Reader(actor, clock.today())).where(Measurement.id.in_(sorted(ids))))
    return {row.id: _subject(row) for row in rows}


def measurements_offered(
    session: Session, actor: Actor, unit_ids: Collection[int], limit: int
) -> list[Subject]:
    """Give what was measured last in some units, as far as `actor` reads it."""
    if not actor.may(May.READ_QUALITY):
        return []
    rows = session.execute(
        _readable(Reader(actor, clock.today()))
        .where(
            Measurement.unit_id.in_(sorted(unit_ids)),
            Measurement.sex.in_([Sex.UNDIVIDED, Sex.ALL]),
            or_(Measurement.value.is_not(None), and_(Measurement.text != "", ~Measurement.not_measured)),
        )
        .order_by(Measurement.ends_on.desc(), Measurement.at.desc(), Measurement.id.desc())
        .limit(limit)
    )
    return [_subject(row) for row in rows]


KIND = SubjectKind(
    MEASUREMENT, lazy_gettext("Mätning"), measurements_named, measurements_offered, (BACKGROUND,)
)


def names_of(session: Session, reader: Reader, ids: Collection[int]) -> dict[int, str]:
    """Give what the indicators of some measurements are called, as the reader reads them; one statement."""
    rows = session.execute(_readable(reader).where(Measurement.id.in_(sorted(ids))))
    return {row.id: read_by(row)[0] for row in rows}
