"""What the history keeps of the economy's things; written when they change, compared when it is verified."""

from collections.abc import Iterable

from app.economy.models import (
    EconomicRemedy,
    FinancialGoal,
    Forecast,
    Frame,
    GoalFollowUp,
    PlanSort,
    Recovery,
    RemedyNote,
)

FRAME, FORECAST, REMEDY, REMEDY_NOTE = "economic_frame", "forecast", "economic_remedy", "economic_remedy_note"
RECOVERY, FINANCIAL_GOAL, FOLLOW_UP = "recovery", "financial_goal", "financial_goal_follow_up"

FORECAST_OF = "forecast_of"
"""What a notice of a forecast to submit is about: the unit whose it is."""

Facts = dict[str, object]


def frame_facts(one: Frame) -> Facts:
    """Give all that a frame says."""
    return {
        "unit": one.unit_id,
        "year": one.year,
        "amount": one.amount,
        "carried": one.carried,
        "words": one.words,
    }


def forecast_facts(one: Forecast) -> Facts:
    """Give all that a forecast says, and how far it has come."""
    return {
        "unit": one.unit_id,
        "year": one.year,
        "month": one.month,
        "number": one.number,
        "budget": one.budget,
        "outcome": one.outcome,
        "expected": one.expected,
        "says": one.says,
        "why": one.why,
        "state": one.state,
        "withdrawn_why": one.withdrawn_why,
        "edition": one.edition_id,
        "submitted_by": one.submitted_by_id,
        "submitted_at": one.submitted_at,
    }


def remedy_facts(one: EconomicRemedy) -> Facts:
    """Give all that a remedy says."""
    return {
        "unit": one.unit_id,
        "year": one.year,
        "forecast": one.forecast_id,
        "recovery": one.recovery_id,
        "what": one.what,
        "effect": one.effect,
        "who": one.who,
        "person": one.person_id,
        "due_on": one.due_on,
        "state": one.state,
        "removed_at": one.removed_at,
    }


def remedy_content(one: EconomicRemedy) -> Facts:
    """Give what a remedy says, as it is locked with the forecast or the plan it stands in."""
    return {
        "id": one.id,
        "year": one.year,
        "what": one.what,
        "effect": one.effect,
        "who": one.who or (one.person.name if one.person else ""),
        "due_on": one.due_on,
        "state": one.state,
    }


def remedy_note_facts(one: RemedyNote) -> Facts:
    """Give all that somebody said of how a remedy goes; who said it stands in the entry itself."""
    return {
        "remedy": one.remedy_id,
        "text": one.text,
        "state": one.state,
        "effect": one.effect,
        "at": one.at,
    }


def recovery_facts(one: Recovery) -> Facts:
    """Give all that a plan at a deficit says itself, and how far it has come."""
    return {
        "unit": one.unit_id,
        "year": one.year,
        "deficit": one.deficit,
        "words": one.words,
        "state": one.state,
        "edition": one.edition_id,
        "decision": one.decision_id,
        "sort": one.sort,
        "month": one.month,
        "judged_why": one.judged_why,
        "judged_by": one.judged_by_id,
        "person": one.person_id,
        "who": one.who,
        "due_on": one.due_on,
        "handed_to": one.handed_to_id,
        "received_by": one.received_by_id,
        "received_at": one.received_at,
        "received_words": one.received_words,
        "closing_words": one.closing_words,
    }


def responsible(one: Recovery) -> str:
    """Name who is responsible for a plan: whoever was chosen, and what was said with own words."""
    return ", ".join(name for name in (one.person.name if one.person else "", one.who) if name)


def plan_content(one: Recovery, steps: Iterable[EconomicRemedy]) -> Facts:
    """Give what a plan says, as it is locked and as it stands on paper."""
    content: Facts = {
        "unit": one.unit.name,
        "unit_id": one.unit_id,
        "year": one.year,
        "deficit": one.deficit,
        "words": one.words,
        "steps": [remedy_content(step) for step in steps],
    }
    if one.sort == PlanSort.REMEDIES:
        content |= {
            "month": one.month,
            "judged_why": one.judged_why,
            "who": responsible(one),
            "due_on": one.due_on,
        }
    return content


def goal_facts(one: FinancialGoal) -> Facts:
    """Give all that a financial goal says."""
    return {
        "unit": one.unit_id,
        "title": one.title,
        "words": one.words,
        "measure": one.measure,
        "from_year": one.from_year,
        "until_year": one.until_year,
        "decision": one.decision_id,
        "state": one.state,
        "closing_words": one.closing_words,
    }


def follow_up_facts(one: GoalFollowUp) -> Facts:
    """Give all that a follow-up says; who said it stands in the entry itself."""
    return {
        "goal": one.goal_id,
        "year": one.year,
        "month": one.month,
        "text": one.text,
        "value": one.value,
        "at": one.at,
    }
