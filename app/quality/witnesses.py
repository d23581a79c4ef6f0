"""How the history speaks of factors and what hangs on them: what stands is what was last told."""

from sqlalchemy.orm import selectinload

from app.quality import facts
from app.quality.factors.models import Factor, FactorReview
from app.quality.indicators.models import EfficiencyPair, Indicator
from app.records.earlier import TOLD_AGAIN
from app.records.witnesses import Heard, Told, Witness, hear, rows_of, said_rows_of


def _hear_said(told: Told, entry: Heard) -> None:
    # Who took a review back is not who made it.
    by = {"by": entry.actor_id} if entry.action == "factor.reviewed" else {}
    told.say("", {**entry.after, **by})


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
        hear,
        rows_of(Factor, facts.factor_facts),
    ),
    Witness(
        "review of factor",
        facts.REVIEW,
        ("factor.reviewed", "factor.review_undone"),
        _hear_said,
        said_rows_of(FactorReview, facts.review_facts),
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
        hear,
        rows_of(
            Indicator,
            facts.indicator_facts,
            selectinload(Indicator.targets),
            selectinload(Indicator.skipped),
        ),
    ),
    Witness(
        "pair of indicators",
        facts.PAIR,
        ("pair.made", "pair.parted", TOLD_AGAIN),
        hear,
        rows_of(EfficiencyPair, facts.pair_facts),
    ),
)
