"""Factors and indicators as search finds them: to whoever reads them as they are on their pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for
from flask_babel import LazyString, lazy_gettext
from sqlalchemy import ColumnElement, Integer, Select, exists, false, literal, null, select
from sqlalchemy.orm import Session, joinedload

from app.access.matrix import May
from app.quality.factors.models import Factor, FactorReview, FactorState
from app.quality.indicators.models import Indicator
from app.quality.rights import Reader, visible
from app.search.models import SearchText
from app.search.registry import Asked, Family, Hit, Kind, Places, Reach, Shown
from app.steering.routes import term
from app.ui.install import capitalised
from app.ui.markdown import plain

FAMILY, WHOSE = "quality", "quality"

GROUPS: dict[str, LazyString] = {
    "quality_factor": lazy_gettext("Kvalitetsfaktorer"),
    "quality_indicator": lazy_gettext("Indikatorer"),
}
"""What people call what can be found here."""


def _rows(identity: Any, part: Any, title: Any, body: Any, at: Any) -> Select[Any]:
    return select(
        identity.label("object_id"),
        Factor.id.label("owner_id"),
        part.label("part_id"),
        Factor.unit_id.label("over_unit_id"),
        Factor.unit_id.label("rep_unit_id"),
        at.label("at"),
        title.label("title"),
        body.label("body"),
        literal(WHOSE).label("whose"),
    )


NOTHING = null().cast(Integer)
NO_TITLE = literal("")
"""What hangs on a factor has no title of its own in the index: the factor's may change, and is read when a hit is shown."""

KINDS = (
    Kind(
        "quality_factor",
        FAMILY,
        "quality_factor",
        Factor,
        Factor.id,
        ("title", "why", "closing_words"),
        _rows(
            Factor.id,
            NOTHING,
            Factor.title,
            Factor.title + "\n\n" + Factor.why + "\n\n" + Factor.closing_words,
            Factor.written_at,
        ),
    ),
    Kind(
        "quality_indicator",
        FAMILY,
        "quality_indicator",
        Indicator,
        Indicator.id,
        ("name", "method", "routine", "source_words", "removed_at"),
        _rows(
            Indicator.id,
            Indicator.id,
            NO_TITLE,
            Indicator.name
            + "\n\n"
            + Indicator.method
            + "\n\n"
            + Indicator.routine
            + "\n\n"
            + Indicator.source_words,
            Factor.written_at,
        )
        .join(Factor, Factor.id == Indicator.factor_id)
        .where(Indicator.removed_at.is_(None)),
    ),
    Kind(
        "factor_review",
        FAMILY,
        "quality_factor",
        FactorReview,
        FactorReview.id,
        ("words", "undone_at"),
        _rows(FactorReview.id, NOTHING, NO_TITLE, FactorReview.words, FactorReview.at)
        .join(Factor, Factor.id == FactorReview.factor_id)
        .where(FactorReview.undone_at.is_(None)),
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of quality to those who read any; `within` tells which."""
    return Reach([WHOSE] if asks.actor.may(May.READ_QUALITY) else [])


def within(asks: Asked) -> ColumnElement[bool]:
    """Give the condition that the factor is read as it is now: the one its pages stand on."""
    if not asks.actor.may(May.READ_QUALITY):
        return false()
    return exists().where(
        Factor.id == SearchText.owner_id,
        Factor.state != FactorState.DISCARDED,
        visible(Reader(asks.actor, asks.day)),
    )


def shown(session: Session, asks: Asked, hits: Sequence[Hit]) -> Mapping[int, Shown]:
    """Show a hit with its factor and unit."""
    del asks
    factors = {
        factor.id: factor
        for factor in session.scalars(
            select(Factor)
            .where(Factor.id.in_({hit.owner_id for hit in hits}))
            .options(joinedload(Factor.unit))
        )
    }
    return {hit.id: _shown(hit, factors[hit.owner_id]) for hit in hits}


def _shown(hit: Hit, factor: Factor) -> Shown:
    if hit.part_id is not None:
        return Shown(
            plain(hit.body.partition("\n")[0], 120),
            url_for("quality.factor", factor_id=factor.id, _anchor=f"indicator-{hit.part_id}"),
            f"{capitalised(term('indicator'))} · {factor.title} · {factor.unit.name}",
        )
    return Shown(
        factor.title,
        url_for("quality.factor", factor_id=factor.id),
        f"{capitalised(term('critical_quality_factor'))} · {factor.unit.name}",
    )


def places(_session: Session, asks: Asked) -> Places:
    """Give the units one holds a post in that opens quality."""
    if not asks.actor.may(May.READ_QUALITY):
        return Places()
    return Places({holding.unit_id: holding.unit_name for holding in asks.actor.holdings})


QUALITY = Family(FAMILY, reach, within, shown, places)
