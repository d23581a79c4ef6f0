"""What the history keeps of factors and indicators; written when they change, compared when it is verified."""

from app.quality.factors.models import Factor, FactorReview
from app.quality.indicators.models import EfficiencyPair, Indicator

FACTOR, REVIEW, INDICATOR, PAIR = "quality_factor", "factor_review", "quality_indicator", "efficiency_pair"
TALKED_INDICATOR = "indicator"
"""What an indicator is called as a subject of dialogues."""
EDITION = "quality_factor"
"""The kind under which established versions of factors are kept."""

Facts = dict[str, object]


def factor_facts(one: Factor) -> Facts:
    """Give all that a factor says itself, and how far it has come."""
    held = {"goal": one.goal_id, "measured_from": one.measured_from, "measured_until": one.measured_until}
    return (held if one.goal_id is not None else {}) | {
        "unit": one.unit_id,
        "reach": one.reach,
        "title": one.title,
        "why": one.why,
        "position": one.position,
        "state": one.state,
        "closing_words": one.closing_words,
        "edition": one.edition_id,
    }


def review_facts(one: FactorReview) -> Facts:
    """Give all that a review says; who said it stands in the entry itself."""
    return {
        "factor": one.factor_id,
        "year": one.year,
        "words": one.words,
        "at": one.at,
        "undone_at": one.undone_at,
    }


def indicator_facts(one: Indicator) -> Facts:
    """Give all that an indicator says, with targets and the periods it is not measured in."""
    return {
        "factor": one.factor_id,
        "position": one.position,
        "name": one.name,
        "nature": one.nature,
        "type": one.type_key,
        "unit_of_measure": one.unit_of_measure,
        "decimals": one.decimals,
        "better": one.better,
        "within": [_number(one.within_low), _number(one.within_high)],
        "method": one.method,
        "routine": one.routine,
        "present": one.present,
        "wanted": one.wanted,
        "periodicity": one.periodicity,
        "rhythm": one.rhythm,
        "by_sex": one.by_sex,
        "source": one.source,
        "source_words": one.source_words,
        "measurer_id": one.measurer_id,
        "measurer": one.measurer,
        "starts_on": one.starts_on,
        "targets": {str(target.year): _number(target.value) for target in one.targets},
        "skipped": [skipped.period for skipped in one.skipped],
        "removed_at": one.removed_at,
    }


def pair_facts(one: EfficiencyPair) -> Facts:
    """Give what a pair of result and resource says."""
    return {
        "result": one.result_indicator_id,
        "resource": one.resource_indicator_id,
        "words": one.words,
        "removed_at": one.removed_at,
    }


def _number(value: object) -> str | None:
    return str(value) if value is not None else None
