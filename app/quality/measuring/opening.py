"""An indicator as somebody who reads its measurements reads it: as it is, or as its factor was last established."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import case, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from app.quality.factors.models import Factor
from app.quality.factors.reading import IndicatorView, PairView, as_established, indicator_view
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.quality.rights import Reader, indicator_readable, visible
from app.records.models import Edition


@dataclass(frozen=True, slots=True)
class Opened:
    """An indicator somebody has opened.

    `live` is false where its factor is being changed and one reads only what was established: then `view` and `title`
    are those of the established version, and so are the `kept` pairs and indicators beside it.
    """

    view: IndicatorView
    factor: Factor
    title: str
    live: bool
    kept: tuple[IndicatorView, ...] = ()
    pairs: tuple[PairView, ...] = ()


def open_for(session: Session, reader: Reader, indicator_id: int) -> Opened | None:
    """Give an indicator with all that a page of its measurements needs, as far as the reader reads it."""
    row = session.execute(
        select(Indicator, Edition, visible(reader, near=True))
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(Indicator.id == indicator_id, indicator_readable(reader, near=True))
        .options(
            joinedload(Indicator.factor).joinedload(Factor.unit),
            joinedload(Indicator.person),
            selectinload(Indicator.targets),
            selectinload(Indicator.skipped),
        )
    ).one_or_none()
    if row is None:
        return None
    indicator, edition, live = row
    if live:
        return Opened(indicator_view(indicator), indicator.factor, indicator.factor.title, live=True)
    return _as_established(indicator, edition)


def _as_established(indicator: Indicator, edition: Edition | None) -> Opened | None:
    factor = as_established(indicator.factor, edition) if edition is not None else None
    if factor is None:
        return None
    view = next((one for one in factor.indicators if one.id == indicator.id), None)
    if view is None:
        return None
    return Opened(
        view, indicator.factor, factor.title, live=False, kept=factor.indicators, pairs=factor.pairs
    )


@dataclass(frozen=True, slots=True)
class Half:
    """The other half of an efficiency pair, and how the two are to be read."""

    view: IndicatorView
    is_result: bool
    words: str


def halves_beside(session: Session, opened: Opened) -> list[Half]:
    """Give what an indicator shows efficiency together with; the two are of one factor, so whoever reads one reads both."""
    number = opened.view.id
    if not opened.live:
        known = {one.id: one for one in opened.kept}
        mine = [one for one in opened.pairs if number in (one.result_id, one.resource_id)]
        return [
            Half(known[_other(one, number)], _other(one, number) == one.result_id, one.words)
            for one in mine
            if _other(one, number) in known
        ]
    other = case(
        (EfficiencyPair.result_indicator_id == number, EfficiencyPair.resource_indicator_id),
        else_=EfficiencyPair.result_indicator_id,
    )
    columns: tuple[Any, ...] = (Indicator, EfficiencyPair.result_indicator_id, EfficiencyPair.words)
    rows = session.execute(
        select(*columns)
        .join(EfficiencyPair, Indicator.id == other)
        .where(
            or_(EfficiencyPair.result_indicator_id == number, EfficiencyPair.resource_indicator_id == number),
            EfficiencyPair.removed_at.is_(None),
            Indicator.removed_at.is_(None),
        )
        .options(
            joinedload(Indicator.person), selectinload(Indicator.targets), selectinload(Indicator.skipped)
        )
        .order_by(EfficiencyPair.id)
    ).all()
    return [Half(indicator_view(one), one.id == result_id, words) for one, result_id, words in rows]


def _other(pair: PairView, indicator_id: int) -> int:
    return pair.resource_id if pair.result_id == indicator_id else pair.result_id
