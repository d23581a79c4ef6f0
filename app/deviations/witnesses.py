"""How the history speaks of deviations and their levels: what stands is what was last told."""

from app.deviations import facts
from app.deviations.models import DeviationLevel, DeviationReport
from app.records.witnesses import Witness, hear, rows_of

WITNESSES = (
    Witness(
        "deviation report",
        facts.REPORT,
        ("deviation.reported", "deviation.taken_back"),
        hear,
        rows_of(DeviationReport, facts.report_facts),
    ),
    Witness(
        "level of deviation",
        facts.LEVEL,
        ("deviation.came", "deviation.acknowledged", "deviation.kept", "deviation.passed_on"),
        hear,
        rows_of(DeviationLevel, facts.level_facts),
    ),
)
