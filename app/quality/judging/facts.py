"""What the history keeps of judgements of indicators."""

from app.quality.judging.columns import Facts
from app.quality.judging.models import IndicatorJudgement

JUDGEMENT = "indicator_judgement"
JUDGED = "indicator.judged"


def judgement_facts(one: IndicatorJudgement) -> Facts:
    """Give all that a judgement says: of what, what was proposed, what was judged, why and what is done."""
    return {"indicator": one.indicator_id, "unit": one.unit_id, "period": one.period, **one.said()}
