"""How the history speaks of reports, deviations and follow-up plans: what stands is what was last told."""

from sqlalchemy.orm import selectinload

from app.records.witnesses import Witness, actions_of, hear, hear_said, rows_of, said_rows_of
from app.reports import facts
from app.reports.models import DeviationNote, FollowUpPlan, Report, ReportDeviation, ReportWord

WITNESSES = (
    Witness(
        "follow-up report",
        facts.REPORT,
        actions_of("report", "begun", "submit", "acknowledge", "hand_back", "take_back", "rewrite"),
        hear,
        rows_of(Report, facts.report_facts),
    ),
    Witness(
        "word on report",
        facts.WORD,
        actions_of("report", "said"),
        hear_said,
        said_rows_of(ReportWord, facts.word_facts),
    ),
    Witness(
        "deviation of report",
        facts.DEVIATION,
        actions_of("report_deviation", "added", "changed", "removed", "restored", "stepped"),
        hear,
        rows_of(ReportDeviation, facts.deviation_facts),
    ),
    Witness(
        "note of deviation",
        facts.NOTE,
        actions_of("report_deviation", "said"),
        hear_said,
        said_rows_of(DeviationNote, facts.note_facts),
    ),
    Witness(
        "follow-up plan",
        facts.PLAN,
        actions_of("follow_up_plan", "written", "established", "reopened"),
        hear,
        rows_of(FollowUpPlan, facts.plan_facts, selectinload(FollowUpPlan.times)),
    ),
)
