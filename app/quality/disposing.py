"""What goes when an established version of a factor is lawfully erased, beside its edition: the same words where they stand.

Of a version that another has followed, or whose factor is being changed, its own words go and the factor stays as it is. With
the last one of a factor that has ended go the factor itself, its reviews, judgements, indicators and pairs; that there was a
factor, when and in which unit, stays. What was measured says what it is of no longer.
"""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, selectinload

from app.quality import facts
from app.quality.factors.models import Factor, FactorReview, FactorState
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.quality.judging.facts import JUDGEMENT
from app.quality.judging.models import IndicatorJudgement
from app.records.disposal import Erased
from app.records.earlier import GONE, Written, erase_all, erase_earlier, is_followed

FIELDS = frozenset(
    {"title", "why", "closing_words", "name", "method", "routine", "unit_of_measure"}
    | {"source_words", "measurer", "words", "present", "wanted"}
)
"""What words are called in the history of factors and in their versions."""

FACTOR = {"title": GONE, "why": "", "closing_words": ""}
INDICATOR = {
    "name": GONE,
    "method": "",
    "routine": "",
    "unit_of_measure": "",
    "source_words": "",
    "measurer": "",
    "present": "",
    "wanted": "",
}
WORDS = {"words": ""}


def erase_beside_factor(session: Session, erased: Erased) -> None:
    """Erase the words of a version of a factor and of what hangs on it, and what the history tells of them."""
    factor = session.get_one(Factor, erased.object_id)
    if is_followed(session, erased.edition) or factor.state == FactorState.DRAFT:
        erase_earlier(session, erased, [*_parts(session, factor)], FIELDS)
        return
    erase_all(session, erased, all_of_factor(session, factor))


def all_of_factor(session: Session, factor: Factor) -> list[Written]:
    """Give everything people have written in a factor and of it."""
    return [*_parts(session, factor), *_reviews(session, factor), *judged_below(session, factor)]


def _parts(session: Session, factor: Factor) -> Iterator[Written]:
    yield Written(facts.FACTOR, factor.id, factor, FACTOR, partial(facts.factor_facts, factor))
    yield from parts_below(session, factor)


def parts_below(session: Session, factor: Factor) -> Iterator[Written]:
    """Give the indicators and pairs under a factor, whatever it stands for, as rows with words."""
    indicators = session.scalars(
        select(Indicator)
        .where(Indicator.factor_id == factor.id)
        .options(selectinload(Indicator.targets), selectinload(Indicator.skipped))
    ).all()
    for one in indicators:
        told = partial(facts.indicator_facts, one)
        yield Written(facts.INDICATOR, one.id, one, INDICATOR, told, removed=one.removed_at is not None)
    ids = [one.id for one in indicators]
    pairs = session.scalars(
        select(EfficiencyPair).where(
            or_(EfficiencyPair.result_indicator_id.in_(ids), EfficiencyPair.resource_indicator_id.in_(ids))
        )
    )
    for pair in pairs:
        told = partial(facts.pair_facts, pair)
        yield Written(facts.PAIR, pair.id, pair, WORDS, told, removed=pair.removed_at is not None)


def judged_below(session: Session, factor: Factor) -> Iterator[Written]:
    """Give what was judged of the indicators under a factor: it goes with the last version."""
    below = select(Indicator.id).where(Indicator.factor_id == factor.id)
    for one in session.scalars(select(IndicatorJudgement).where(IndicatorJudgement.indicator_id.in_(below))):
        yield Written(JUDGEMENT, one.id, one, {"reason": "", "remedies": ""})


def _reviews(session: Session, factor: Factor) -> Iterator[Written]:
    for review in session.scalars(select(FactorReview).where(FactorReview.factor_id == factor.id)):
        yield Written(facts.REVIEW, review.id, review, WORDS)
