"""How the history speaks of factors and what hangs on them: what stands is what was last told."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, selectinload

from app.quality import facts
from app.quality.factors.models import Factor, FactorReview
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.records.earlier import TOLD_AGAIN
from app.records.witnesses import Heard, Row, Told, Witness


def _hear(told: Told, entry: Heard) -> None:
    told.say("", entry.after)


def _hear_said(told: Told, entry: Heard) -> None:
    # Who took a review back is not who made it.
    by = {"by": entry.actor_id} if entry.action == "factor.reviewed" else {}
    told.say("", {**entry.after, **by})


def _rows(
    model: Any, facts_of: Callable[[Any], facts.Facts], options: Sequence[Any] = ()
) -> Callable[[Session], Iterator[Row]]:
    def rows(session: Session) -> Iterator[Row]:
        found = (
            select(model)
            .order_by(model.id)
            .options(*options)
            .execution_options(yield_per=500, populate_existing=True)
        )
        for one in session.scalars(found):
            yield Row(one.id, "", facts_of(one))

    return rows


def _reviewed(one: FactorReview) -> facts.Facts:
    return {**facts.review_facts(one), "by": one.person_id}


WITNESSES = (
    Witness(
        "quality factor",
        facts.FACTOR,
        (
            "factor.created",
            "factor.changed",
            "factor.reasoned",
            "factor.moved",
            "factor.established",
            "factor.reopened",
            "factor.ended",
            "factor.taken_over",
            "factor.put_away",
            "factor.taken_back",
            "factor.resumed",
            "factor.discarded",
            "factor.restored",
            "factor.followed_goal",
            TOLD_AGAIN,
        ),
        _hear,
        _rows(Factor, facts.factor_facts),
    ),
    Witness(
        "review of factor",
        facts.REVIEW,
        ("factor.reviewed", "factor.review_undone"),
        _hear_said,
        _rows(FactorReview, _reviewed),
    ),
    Witness(
        "indicator",
        facts.INDICATOR,
        (
            "indicator.added",
            "indicator.changed",
            "indicator.moved",
            "indicator.removed",
            "indicator.restored",
            "indicator.carried_over",
            TOLD_AGAIN,
        ),
        _hear,
        _rows(
            Indicator,
            facts.indicator_facts,
            (selectinload(Indicator.targets), selectinload(Indicator.skipped)),
        ),
    ),
    Witness(
        "pair of indicators",
        facts.PAIR,
        ("pair.made", "pair.parted", TOLD_AGAIN),
        _hear,
        _rows(EfficiencyPair, facts.pair_facts),
    ),
)
