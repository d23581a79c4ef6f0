"""What goes when an established factor is lawfully erased, beside its edition: the same words where they were written.

The factor itself, its reviews, indicators and pairs are emptied here and in the history; that there was a factor, when
and in which unit, stays. What was measured says what it is of no longer.
"""

from collections.abc import Sequence

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.quality import facts
from app.quality.factors.models import Factor, FactorReview
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.records.disposal import HOLDS_NO_TEXT, erase_history_content
from app.records.models import HistoryContent, HistoryEntry

ERASED = "–"
"""What stands where a text must not be empty."""


def erase_beside_factor(session: Session, factor_id: int, because: str, actor_id: int | None) -> None:
    """Erase the words of a factor and of what hangs on it, and what the history tells of them."""
    factor = session.get_one(Factor, factor_id)
    factor.title, factor.why, factor.closing_words = ERASED, "", ""
    reviews = session.scalars(select(FactorReview).where(FactorReview.factor_id == factor_id)).all()
    for review in reviews:
        review.words = ""
    indicators = session.scalars(select(Indicator).where(Indicator.factor_id == factor_id)).all()
    for one in indicators:
        one.name, one.method, one.routine = ERASED, "", ""
        one.unit_of_measure, one.source_words, one.measurer = "", "", ""
    ids = [one.id for one in indicators]
    pairs = session.scalars(
        select(EfficiencyPair).where(
            or_(EfficiencyPair.result_indicator_id.in_(ids), EfficiencyPair.resource_indicator_id.in_(ids))
        )
    ).all()
    for pair in pairs:
        pair.words = ""
    session.flush()
    for kind, numbers in (
        (facts.FACTOR, [factor_id]),
        (facts.REVIEW, [one.id for one in reviews]),
        (facts.INDICATOR, ids),
        (facts.PAIR, [one.id for one in pairs]),
    ):
        _erase_history(session, kind, numbers, because, actor_id)


def _erase_history(
    session: Session, kind: str, ids: Sequence[int], because: str, actor_id: int | None
) -> None:
    told = session.scalars(
        select(HistoryEntry.seq)
        .join(HistoryContent, HistoryContent.seq == HistoryEntry.seq)
        .where(
            HistoryEntry.object_kind == kind,
            HistoryEntry.object_id.in_(ids),
            HistoryEntry.action.not_in(HOLDS_NO_TEXT),
            HistoryContent.erased_at.is_(None),
        )
    ).all()
    if told:
        erase_history_content(session, of=told, because=because, actor_id=actor_id)
