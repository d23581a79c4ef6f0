"""How the history speaks of the economy's things: what stands is what was last told."""

from app.economy import facts
from app.economy.models import (
    EconomicRemedy,
    FinancialGoal,
    Forecast,
    Frame,
    GoalFollowUp,
    Recovery,
    RemedyNote,
)
from app.records.witnesses import Witness, actions_of, hear, hear_said, rows_of, said_rows_of

WITNESSES = (
    Witness(
        "economic frame", facts.FRAME, actions_of("frame", "set"), hear, rows_of(Frame, facts.frame_facts)
    ),
    Witness(
        "forecast",
        facts.FORECAST,
        actions_of("forecast", "begun", "changed", "submitted", "withdrawn", "discarded", "restored"),
        hear,
        rows_of(Forecast, facts.forecast_facts),
    ),
    Witness(
        "economic remedy",
        facts.REMEDY,
        actions_of("remedy", "added", "changed", "stepped", "removed", "restored"),
        hear,
        rows_of(EconomicRemedy, facts.remedy_facts),
    ),
    Witness(
        "note of remedy",
        facts.REMEDY_NOTE,
        actions_of("remedy", "said"),
        hear_said,
        said_rows_of(RemedyNote, facts.remedy_note_facts),
    ),
    Witness(
        "recovery",
        facts.RECOVERY,
        actions_of(
            "recovery",
            *("opened", "changed", "reckoned", "lapsed", "established", "reopened", "exempted"),
            *("judged", "received", "done"),
        ),
        hear,
        rows_of(Recovery, facts.recovery_facts),
    ),
    Witness(
        "financial goal",
        facts.FINANCIAL_GOAL,
        actions_of("financial_goal", "entered", "changed", "ended", "resumed"),
        hear,
        rows_of(FinancialGoal, facts.goal_facts),
    ),
    Witness(
        "follow-up of financial goal",
        facts.FOLLOW_UP,
        actions_of("financial_goal", "followed_up"),
        hear_said,
        said_rows_of(GoalFollowUp, facts.follow_up_facts),
    ),
)
