"""An indicator as somebody who reads its measurements reads it: as it is, or as its factor was last established."""

from dataclasses import dataclass

from sqlalchemy import or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload, selectinload
from sqlalchemy.orm.strategy_options import _AbstractLoad

from app.quality.factors.models import Factor
from app.quality.factors.reading import IndicatorView, PairView, as_established, indicator_view, pair_view
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
        select(Indicator, Edition, visible(reader))
        .join(Factor, Factor.id == Indicator.factor_id)
        .outerjoin(Edition, Edition.id == Factor.edition_id)
        .where(Indicator.id == indicator_id, indicator_readable(reader))
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


def pairs_beside(session: Session, opened: Opened) -> list[tuple[PairView, IndicatorView]]:
    """Give the pairs an indicator shows efficiency in, each with the other half; whoever reads the one reads the other."""
    number = opened.view.id
    if not opened.live:
        known = {one.id: one for one in opened.kept}
        mine = [one for one in opened.pairs if number in (one.result_id, one.resource_id)]
        return [(one, known[_other(one, number)]) for one in mine if _other(one, number) in known]
    rows = session.scalars(
        select(EfficiencyPair)
        .where(
            or_(EfficiencyPair.result_indicator_id == number, EfficiencyPair.resource_indicator_id == number),
            EfficiencyPair.removed_at.is_(None),
        )
        .options(_half(EfficiencyPair.result), _half(EfficiencyPair.resource))
        .order_by(EfficiencyPair.id)
    )
    halves = [(one, one.resource if one.result_indicator_id == number else one.result) for one in rows]
    return [(pair_view(one), indicator_view(half)) for one, half in halves if half.removed_at is None]


def _half(which: InstrumentedAttribute[Indicator]) -> _AbstractLoad:
    return joinedload(which).options(
        joinedload(Indicator.person), selectinload(Indicator.targets), selectinload(Indicator.skipped)
    )


def _other(pair: PairView, indicator_id: int) -> int:
    return pair.resource_id if pair.result_id == indicator_id else pair.result_id
