"""Factors and indicators as subjects of dialogues: what they are called, for whoever may read them now."""

import json
from collections.abc import Collection
from typing import Any

from flask_babel import lazy_gettext
from sqlalchemy import ColumnElement, Select, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from app import clock
from app.access.actor import Actor
from app.access.matrix import May
from app.db import Numbers, among
from app.organisation.models import Ancestry, in_force
from app.passages.subjects import Subject, SubjectKind
from app.prepared import prepared
from app.quality import facts
from app.quality.factors.models import Factor, FactorState, Reach
from app.quality.factors.reading import kept_indicator
from app.quality.indicators.models import Indicator
from app.quality.rights import Reader, indicator_readable, readable, visible
from app.records.models import Edition
from app.ui.addresses import url_for
from app.ui.markdown import plain

FACTOR, INDICATOR = facts.FACTOR, facts.TALKED_INDICATOR
BACKGROUND = "quality_factors"
"""The background of a theme that brings factors and indicators along."""


def _factor(factor_id: int, title: str, unit_id: int) -> Subject:
    return Subject(FACTOR, factor_id, plain(title), url_for("quality.factor", factor_id=factor_id), unit_id)


def factors_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the factors that are read as they are now; one being changed is named as it was
    established to those who do not read the change.
    """
    if not actor.may(May.READ_QUALITY):
        return {}
    rows = _factors_named(Reader(actor, clock.today())).rows(session, ids=sorted(ids))
    return {
        factor_id: _factor(factor_id, title if live else _established_title(content), unit_id)
        for factor_id, title, unit_id, content, live in rows
        if live or content
    }


@prepared
def _factors_named(reader: Reader) -> Select[int, str, int, str | None, bool]:
    live = visible(reader, near=True)
    return (
        select(Factor.id, Factor.title, Factor.unit_id, Edition.content, live.label("live"))
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(
            among(Factor.id, bindparam("ids", type_=Numbers)),
            Factor.goal_id.is_(None),
            readable(reader, near=True),
        )
    )


def _established_title(content: str | None) -> str:
    return str(json.loads(content)["title"]) if content else ""


def _of_units(unit_ids: Collection[int], reader: Reader) -> ColumnElement[bool]:
    above = select(Ancestry.ancestor_id).where(
        Ancestry.descendant_id.in_(sorted(unit_ids)),
        in_force(Ancestry.valid_from, Ancestry.valid_to, reader.day),
    )
    return or_(
        Factor.unit_id.in_(sorted(unit_ids)),
        and_(Factor.reach == Reach.AREA, Factor.unit_id.in_(above)),
    )


def factors_offered(session: Session, actor: Actor, unit_ids: Collection[int], limit: int) -> list[Subject]:
    """Give the established factors of some units and those they share, as far as `actor` reads them."""
    if not actor.may(May.READ_QUALITY):
        return []
    reader = Reader(actor, clock.today())
    rows = session.execute(
        select(Factor.id, Factor.title, Factor.unit_id)
        .where(
            _of_units(unit_ids, reader),
            Factor.state == FactorState.ESTABLISHED,
            Factor.goal_id.is_(None),
            visible(reader),
        )
        .order_by(Factor.unit_id.not_in(sorted(unit_ids)), Factor.position, Factor.id)
        .limit(limit)
    )
    return [_factor(*row) for row in rows]


def _indicator(indicator_id: int, name: str, unit_id: int, factor_id: int, goal_id: int | None) -> Subject:
    anchor = f"indicator-{indicator_id}"
    href = (
        url_for("planning.goal", goal_id=goal_id, _anchor=anchor)
        if goal_id is not None
        else url_for("quality.factor", factor_id=factor_id, visa=indicator_id, _anchor=anchor)
    )
    return Subject(INDICATOR, indicator_id, plain(name), href, unit_id)


def indicators_named(session: Session, actor: Actor, ids: Collection[int]) -> dict[int, Subject]:
    """Give those of the indicators whose factors are read; under one being changed as they were established."""
    if not actor.may(May.READ_QUALITY):
        return {}
    rows = _indicators_named(Reader(actor, clock.today())).rows(session, ids=sorted(ids))
    found = {}
    for indicator_id, name, unit_id, factor_id, goal_id, content, live in rows:
        kept = None if live else kept_indicator(content, indicator_id)
        if live or kept is not None:
            found[indicator_id] = _indicator(
                indicator_id, kept.name if kept is not None else name, unit_id, factor_id, goal_id
            )
    return found


@prepared
def _indicators_named(reader: Reader) -> Select[Any]:
    columns: tuple[Any, ...] = (
        Indicator.id,
        Indicator.name,
        Factor.unit_id,
        Factor.id,
        Factor.goal_id,
        Edition.content,
        visible(reader, near=True).label("live"),
    )
    return (
        select(*columns)
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(
            among(Indicator.id, bindparam("ids", type_=Numbers)),
            indicator_readable(reader, near=True),
        )
    )


def indicators_offered(
    session: Session, actor: Actor, unit_ids: Collection[int], limit: int
) -> list[Subject]:
    """Give the indicators of the established factors of some units, as far as `actor` reads them."""
    if not actor.may(May.READ_QUALITY):
        return []
    reader = Reader(actor, clock.today())
    rows = session.execute(
        select(Indicator.id, Indicator.name, Factor.unit_id, Factor.id, Factor.goal_id)
        .join(Factor, Factor.id == Indicator.factor_id)
        .where(
            _of_units(unit_ids, reader),
            Factor.state == FactorState.ESTABLISHED,
            Indicator.removed_at.is_(None),
            visible(reader),
        )
        .order_by(
            Factor.unit_id.not_in(sorted(unit_ids)),
            Factor.position,
            Factor.id,
            Indicator.position,
            Indicator.id,
        )
        .limit(limit)
    )
    return [_indicator(*row) for row in rows]


KINDS = (
    SubjectKind(FACTOR, lazy_gettext("Kvalitetsfaktor"), factors_named, factors_offered, (BACKGROUND,)),
    SubjectKind(INDICATOR, lazy_gettext("Indikator"), indicators_named, indicators_offered, (BACKGROUND,)),
)


def indicators_of(session: Session, actor: Actor, factor_ids: Collection[int]) -> dict[int, list[Subject]]:
    """Give the indicators of each of some factors, as `actor` reads them, in their order; two statements."""
    if not actor.may(May.READ_QUALITY):
        return {}
    ids = session.execute(
        select(Indicator.factor_id, Indicator.id)
        .where(Indicator.factor_id.in_(sorted(factor_ids)))
        .order_by(Indicator.factor_id, Indicator.position, Indicator.id)
    ).all()
    named = indicators_named(session, actor, [row.id for row in ids])
    found: dict[int, list[Subject]] = {}
    for factor_id, indicator_id in ids:
        if indicator_id in named:
            found.setdefault(factor_id, []).append(named[indicator_id])
    return found


def factors_of(session: Session, actor: Actor, indicator_ids: Collection[int]) -> dict[int, Subject]:
    """Give the factor of each of some indicators, as `actor` reads it; two statements."""
    rows = session.execute(
        select(Indicator.id, Indicator.factor_id).where(Indicator.id.in_(sorted(indicator_ids)))
    ).all()
    named = factors_named(session, actor, {row.factor_id for row in rows})
    return {indicator_id: named[factor_id] for indicator_id, factor_id in rows if factor_id in named}
