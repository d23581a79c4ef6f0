"""Factors and indicators as search finds them: to whoever reads them as they are on their pages."""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import url_for
from flask_babel import LazyString, gettext, lazy_gettext
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    and_,
    bindparam,
    exists,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy.orm import Session

from app.access.matrix import May
from app.organisation.models import Ancestry, Unit, in_force
from app.quality.factors.models import Factor, FactorReview, FactorState
from app.quality.factors.models import Reach as For
from app.quality.factors.rules import WAITS
from app.quality.indicators.models import Indicator
from app.quality.rights import Reader, left_as_edition, left_behind, left_visible, readable, visible
from app.records.models import Edition
from app.search.models import PLACE
from app.search.registry import Asked, Facts, Family, Hit, Kind, Reach, Shown, row_of
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
        *row_of(
            identity,
            owner=Factor.id,
            unit=Factor.unit_id,
            at=at,
            body=body,
            whose=WHOSE,
            part=part,
            title=title,
        )
    )


NOTHING = null().cast(Integer)
NO_TITLE = literal("")
"""What hangs on a factor has no title of its own in the index: the factor's may change, and is read when a hit is shown."""


def _of_the_edition(content: str) -> tuple[str, str]:
    """Give the title of a version, and what else is read in it."""
    kept = json.loads(content)
    told = (one[part] for one in kept["indicators"] for part in ("name", "method", "routine", "source_words"))
    return kept["title"], "\n\n".join([kept["title"], kept["why"], *told])


ESTABLISHED = "established_factor"
"""The last established version of a factor that is being changed again: all that those read who read no drafts."""

LEFT = ("quality_factor", "quality_indicator")
"""What is read of a factor that a unit that is no more left behind: itself and its indicators."""

KINDS = (
    Kind(
        "quality_factor",
        FAMILY,
        "quality_factor",
        Factor,
        Factor.id,
        ("title", "why", "closing_words", "unit_id"),
        _rows(
            Factor.id,
            NOTHING,
            Factor.title,
            Factor.title + "\n\n" + Factor.why + "\n\n" + Factor.closing_words,
            Factor.written_at,
        ).where(Factor.goal_id.is_(None)),
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
        .where(Indicator.removed_at.is_(None), Factor.goal_id.is_(None)),
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
    Kind(
        ESTABLISHED,
        FAMILY,
        "quality_factor",
        Factor,
        Factor.id,
        # Erasing a version touches its factor.
        ("state", "edition_id", "title", "unit_id"),
        _rows(Factor.id, Edition.number, NO_TITLE, Edition.content, Edition.established_at)
        .join(Edition, Edition.id == Factor.edition_id)
        .where(Factor.state == FactorState.DRAFT, Factor.goal_id.is_(None), Edition.content.is_not(None)),
        _of_the_edition,
    ),
)


def reach(_session: Session, asks: Asked) -> Reach:
    """Give the key of quality to those who read any; `within` tells which."""
    return Reach(Reader(asks.actor, asks.day), [WHOSE]) if asks.actor.may(May.READ_QUALITY) else Reach()


def within(reader: Reader) -> ColumnElement[bool]:
    """Give the condition that the factor is read as it is now, or that its established version is: as on its pages."""
    live = exists().where(
        Factor.id == PLACE.c.owner_id, Factor.state != FactorState.DISCARDED, visible(reader)
    )
    as_established = exists().where(Factor.id == PLACE.c.owner_id, readable(reader))
    return or_(
        and_(PLACE.c.kind != ESTABLISHED, live.correlate(PLACE)),
        and_(PLACE.c.kind == ESTABLISHED, as_established.correlate(PLACE)),
        and_(PLACE.c.kind.in_(LEFT), _of_owner(left_visible(reader))),
        and_(PLACE.c.kind == ESTABLISHED, _of_owner(left_as_edition(reader), ~left_visible(reader))),
    )


def _of_owner(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    return exists().where(Factor.id == PLACE.c.owner_id, *conditions).correlate(PLACE)


def under(below: Select[Any]) -> ColumnElement[bool]:
    """Give the condition that a factor is shared with one of some units by an area above it, or was left behind for one."""
    day = bindparam("on", type_=Date)
    shared = exists().where(
        Ancestry.ancestor_id == Factor.unit_id,
        Ancestry.descendant_id.in_(below),
        in_force(Ancestry.valid_from, Ancestry.valid_to, day),
    )
    return _of_owner(
        or_(
            and_(Factor.reach == For.AREA, shared.correlate(Factor)),
            left_behind(day, lambda unit_id: unit_id.in_(below)),
        )
    )


FACTS = select(
    Factor.id.label("owner_id"),
    Factor.title.label("title"),
    Factor.state.label("state"),
    Unit.id.label("unit_id"),
    Unit.name.label("unit"),
    Unit.valid_to.label("until"),
).join(Unit, Unit.id == Factor.unit_id)


def shown(_session: Session, asks: Asked, hits: Sequence[Hit], facts: Facts) -> Mapping[int, Shown]:
    """Show a hit with its factor and unit."""
    return {hit.id: _shown(hit, facts[hit.owner_id][0], asks.day) for hit in hits}


def _shown(hit: Hit, factor: Mapping[str, Any], day: date) -> Shown:
    name = capitalised(term("critical_quality_factor"))
    if factor["state"] in WAITS and factor["until"] and date.fromisoformat(factor["until"]) <= day:
        return Shown(
            factor["title"] if hit.kind != ESTABLISHED else hit.title,
            url_for("quality.unit", efter=factor["unit_id"], _anchor=f"left-{hit.owner_id}"),
            f"{name} · {factor['unit']} · {gettext('att ta över')}",
        )
    if hit.kind == ESTABLISHED:
        # What the title has become in a draft is not for those who read the established version.
        return Shown(
            hit.title,
            url_for("quality.factor_version", factor_id=hit.owner_id, number=hit.part_id),
            f"{name} · {factor['unit']} · {gettext('fastställd version')}",
        )
    if hit.part_id is not None:
        return Shown(
            plain(hit.body.partition("\n")[0], 120),
            url_for(
                "quality.factor", factor_id=hit.owner_id, visa=hit.part_id, _anchor=f"indicator-{hit.part_id}"
            ),
            f"{capitalised(term('indicator'))} · {factor['title']} · {factor['unit']}",
        )
    return Shown(
        factor["title"],
        url_for("quality.factor", factor_id=hit.owner_id),
        f"{name} · {factor['unit']}",
    )


QUALITY = Family(FAMILY, reach, within, shown, FACTS, under=under)
