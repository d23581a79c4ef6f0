"""What the history keeps of risks; written when they change, compared when it is verified."""

from app.quality.risks.models import Risk, RiskDecision, RiskJudgement

RISK = "risk"
JUDGEMENT = "risk_judgement"
DECISION = "risk_decision"

Facts = dict[str, object]


def risk_facts(risk: Risk) -> Facts:
    """Give all that stands of a risk."""
    return {
        "unit": risk.unit_id,
        "nature": risk.nature,
        "factor": risk.factor_id,
        "title": risk.title,
        "happens": risk.happens,
        "cause": risk.cause,
        "effect": risk.effect,
        "existing": risk.existing,
        "category": risk.category,
        "owner": risk.owner,
        "owner_person": risk.owner_id,
        "review_on": risk.review_on,
        "likelihood": risk.likelihood,
        "consequence": risk.consequence,
        "value": risk.value,
        "treated_likelihood": risk.treated_likelihood,
        "treated_consequence": risk.treated_consequence,
        "treated_value": risk.treated_value,
        "reasoned": risk.reasoned,
        "decided": risk.decided,
        "decided_until": risk.decided_until,
        "state": risk.state,
        "closed_on": risk.closed_on,
        "closed_why": risk.closed_why,
    }


def judgement_facts(judgement: RiskJudgement) -> Facts:
    """Give all that a judgement says."""
    return {
        "risk": judgement.risk_id,
        "likelihood": judgement.likelihood,
        "consequence": judgement.consequence,
        "reasoning": judgement.reasoning,
        "treatment": judgement.treatment,
        "treated_likelihood": judgement.treated_likelihood,
        "treated_consequence": judgement.treated_consequence,
        "by": judgement.person_id,
        "at": judgement.at,
    }


def decision_facts(decision: RiskDecision) -> Facts:
    """Give all that a decision says."""
    return {
        "risk": decision.risk_id,
        "way": decision.way,
        "words": decision.words,
        "approver": decision.approver,
        "decided_on": decision.decided_on,
        "until": decision.until,
        "kept": decision.kept,
        "revision": decision.revision,
        "by": decision.recorded_by_id,
        "at": decision.recorded_at,
        "revoked_at": decision.revoked_at,
        "revoked_by": decision.revoked_by_id,
        "revoked_why": decision.revoked_why,
    }
