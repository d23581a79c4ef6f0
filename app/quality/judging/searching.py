"""Why indicators were judged as they were, as search finds it: to whoever reads what was measured of them there."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import ColumnElement, case, null, select
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Unit
from app.quality.factors.models import Factor
from app.quality.indicators.models import Indicator
from app.quality.judging.facts import JUDGEMENT
from app.quality.judging.models import IndicatorJudgement
from app.quality.measuring.periods import period_words, read_period
from app.quality.measuring.searching import read_now
from app.quality.measuring.subjects import read_by
from app.quality.rights import Reader, visible
from app.records.models import Edition
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
from app.ui.install import capitalised, locale

FAMILY, WHOSE = JUDGEMENT, JUDGEMENT
GROUPS: dict[str, LazyString] = {JUDGEMENT: lazy_gettext("Bedömningar av indikatorer")}

_COLUMNS = row_of(
    IndicatorJudgement.id,
    owner=IndicatorJudgement.id,
    unit=IndicatorJudgement.unit_id,
    at=IndicatorJudgement.at,
    body=IndicatorJudgement.reason + "\n\n" + IndicatorJudgement.remedies,
    whose=WHOSE,
)

KINDS = (
    Kind(
        JUDGEMENT,
        FAMILY,
        JUDGEMENT,
        IndicatorJudgement,
        IndicatorJudgement.id,
        ("reason", "remedies"),
        select(*_COLUMNS).where((IndicatorJudgement.reason != "") | (IndicatorJudgement.remedies != "")),
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of judgements to those who read any; `within` tells which."""
    return Reach(Reader(asks.actor, asks.day), [WHOSE]) if asks.actor.may(May.READ_QUALITY) else Reach()


def within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the judgement is read now: as what was measured there is."""
    return read_now(IndicatorJudgement, reader)


_FACTS: tuple[Any, ...] = (
    IndicatorJudgement.id.label("owner_id"),
    IndicatorJudgement.indicator_id.label("indicator_id"),
    IndicatorJudgement.unit_id.label("unit_id"),
    IndicatorJudgement.period.label("period"),
    Unit.name.label("unit"),
)
FACTS = select(*_FACTS).join(Unit, Unit.id == IndicatorJudgement.unit_id)


def shown(session: Session, asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its indicator, unit and period."""
    known = {hit.id: facts[hit.owner_id][0] for hit in hits}
    names = _names(session, Reader(asks.actor, asks.day), {one["indicator_id"] for one in known.values()})
    return {number: _shown(one, names.get(one["indicator_id"], "")) for number, one in known.items()}


def _names(session: Session, reader: Reader, ids: set[int]) -> dict[int, str]:
    """Give what indicators are called, as the reader reads them; one statement."""
    columns: tuple[Any, ...] = (
        Indicator.id.label("indicator_id"),
        Indicator.name,
        Indicator.unit_of_measure,
        Indicator.decimals,
        case((visible(reader), null()), else_=Edition.content).label("content"),
    )
    rows = session.execute(
        select(*columns)
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(Indicator.id.in_(sorted(ids)))
    )
    return {row.indicator_id: read_by(row)[0] for row in rows}


def _shown(one: Mapping[str, Any], name: str) -> Shown:
    address = url_for(
        "measuring.of_indicator", indicator_id=one["indicator_id"], enhet=one["unit_id"], _anchor="judged"
    )
    period = capitalised(period_words(read_period(one["period"]), locale()))
    return Shown(name, address, f"{period} · {one['unit']}")


JUDGEMENTS = Family(FAMILY, reach, within, shown, FACTS)
